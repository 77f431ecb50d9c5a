"""Pushes of what Flyway runs beside its migrations, again and again."""

from pathlib import Path

import pytest

from tests.hooks.world import World

CONFIGURATION = """\
[changelogs.app]
path = "db"
format = "flyway"
dialect = "postgres"
[environments.dev]
branch = "dev"
"""
TABLE = "CREATE TABLE orders (id bigint PRIMARY KEY);\n"


@pytest.fixture
def world(tmp_path: Path) -> World:
    world = World(tmp_path)
    world.clone.mkdir()
    world.play("git init -q -b dev --template= .", f"git init -q --bare {world.server}")
    world.play(f"git remote add origin {world.server}")
    (world.clone / "branchline.toml").write_text(CONFIGURATION)
    write(world, "V1__orders.sql", TABLE)
    world.play("git push -q origin dev")
    world.install()
    return world


def write(world: World, name: str, text: str) -> None:
    (world.clone / "db").mkdir(exist_ok=True)
    (world.clone / "db" / name).write_text(text)
    world.play("git add -A", f"git commit -q -m {name}")


def test_a_callback_is_judged_and_is_no_change(world: World) -> None:
    write(world, "beforeMigrate.sql", "TRUNCATE orders;\n")

    refused = world.push("origin", "dev")
    write(world, "beforeMigrate.sql", "COMMENT ON TABLE orders IS 'sold';\n")
    accepted = world.push("origin", "dev")

    assert refused.rules == {"truncate"}, refused.words
    assert "db/beforeMigrate.sql:1:1" in refused.words
    assert accepted.accepted, accepted.words


def test_only_what_a_push_does_to_callbacks_is_judged(world: World) -> None:
    allowed = "-- branchline: allow truncate: it is a cache\nTRUNCATE orders;\n"
    write(world, "afterMigrate__cache.sql", allowed)
    assert world.push("origin", "dev").accepted

    write(world, "V2__note.sql", "ALTER TABLE orders ADD COLUMN note text;\n")
    later = world.push("origin", "dev")
    write(world, "afterMigrate__cache.sql", "TRUNCATE orders;\n")
    edited = world.push("origin", "dev")
    world.play("git rm -q db/afterMigrate__cache.sql", "git commit -q -m gone")
    gone = world.push("origin", "dev")

    assert later.accepted, later.words
    assert edited.rules == {"truncate"}, edited.words
    assert gone.accepted, gone.words


def test_a_placeholder_without_a_value_is_refused(world: World) -> None:
    write(world, "V2__reader.sql", "COMMENT ON TABLE orders IS '${words}';\n")

    refused = world.push("origin", "dev")
    settings = '[flyway.placeholders]\nwords = "sold"\n'
    world.play("git reset -q --hard HEAD~1")
    (world.clone / "flyway.toml").write_text(settings)
    world.play("git add -A", "git commit -q -m settings")
    assert world.push("origin", "dev").accepted
    write(world, "V2__reader.sql", "COMMENT ON TABLE orders IS '${words}';\n")
    accepted = world.push("origin", "dev")

    assert refused.rules == {"undefined-placeholder"}, refused.words
    assert accepted.accepted, accepted.words


def test_what_flyway_takes_late_is_not_out_of_order(world: World) -> None:
    (world.clone / "flyway.toml").write_text("[flyway]\noutOfOrder = true\n")
    write(world, "V5__note.sql", "ALTER TABLE orders ADD COLUMN note text;\n")
    assert world.push("origin", "dev").accepted

    write(world, "V3__late.sql", "ALTER TABLE orders ADD COLUMN late text;\n")

    pushed = world.push("origin", "dev")

    assert pushed.accepted, pushed.words
