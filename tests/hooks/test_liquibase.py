"""Pushes of files with many changesets each: only what really differs counts."""

from pathlib import Path
from shlex import quote

import pytest

from tests.hooks.world import CONFIGURATION, World

LIQUIBASE = CONFIGURATION.replace('path = "db"', 'path = "lb"').replace("plain", "liquibase")
RAW = '\n[promotion]\nchecksum = "raw"\n'


def changeset(name: str, column: str = "id", undo: str = "") -> str:
    return (
        f"--changeset ada:{name}\n"
        f"CREATE TABLE t{name} ({column} bigint PRIMARY KEY);\n"
        f"--rollback SET LOCAL lock_timeout = '2s';\n"
        f"--rollback DROP TABLE t{name};{undo}\n"
    )


def write(world: World, *changesets: str, name: str = "0001") -> None:
    text = "--liquibase formatted sql\n" + "".join(changesets)
    world.play(f"write lb/{name}.sql {quote(text)}")


ONE, TWO, THREE = changeset("1"), changeset("2"), changeset("3")


@pytest.fixture(params=["", RAW], ids=["normalized", "raw"])
def world(request: pytest.FixtureRequest, tmp_path: Path) -> World:
    made = World.made(tmp_path, configuration=LIQUIBASE + request.param)
    write(made, ONE, TWO)
    pushed = made.push("origin", "dev")
    assert pushed.accepted, pushed.words
    return made


def test_a_changeset_added_at_the_end_edits_none_above_it(world: World) -> None:
    write(world, ONE, TWO, THREE)

    pushed = world.push("origin", "dev")

    assert pushed.accepted, pushed.words
    assert not pushed.rules, pushed.words


@pytest.mark.parametrize("position", [0, 1])
def test_a_changeset_above_one_that_ran_is_out_of_order(world: World, position: int) -> None:
    together = [ONE, TWO]
    together.insert(position, THREE)
    write(world, *together)

    pushed = world.push("origin", "dev")

    assert pushed.rules == {"out-of-order"}, pushed.words
    assert "lb/0001.sql::3::ada sorts before lb/0001.sql::2::ada" in pushed.words


def test_an_edited_changeset_is_named_alone_at_its_line(world: World) -> None:
    write(world, ONE, changeset("2", "key"))

    pushed = world.push("origin", "dev")

    assert pushed.rules == {"change-modified"}, pushed.words
    assert "lb/0001.sql::2::ada was edited" in pushed.words
    assert "lb/0001.sql:6" in pushed.words
    assert "::1::ada" not in pushed.words


def test_a_changeset_taken_out_of_its_file_is_gone(world: World) -> None:
    write(world, TWO)

    pushed = world.push("origin", "dev")

    assert pushed.rules == {"change-removed"}, pushed.words
    assert "::2::ada" not in pushed.words


def test_two_changesets_with_one_id_are_duplicates(world: World) -> None:
    write(world, ONE, TWO, TWO.replace("t2", "t3"))

    pushed = world.push("origin", "dev")

    assert pushed.rules == {"duplicate-id"}, pushed.words


def test_a_file_that_liquibase_refuses_is_refused_once(world: World) -> None:
    write(world, ONE, TWO, THREE, "--comments: are for people\n")

    pushed = world.push("origin", "dev")

    assert pushed.rules == {"unreadable-change"}, pushed.words
    assert "lb/0001.sql says '--comments: are for people' at line 14" in pushed.words


def test_a_finding_stands_at_its_line_of_the_file(world: World) -> None:
    write(world, ONE, TWO, "--changeset ada:3\n\nDROP TABLE t1;\n--rollback empty\n")

    pushed = world.push("origin", "dev")

    assert "lb/0001.sql:12" in pushed.words


def test_a_promotion_brings_the_changesets_of_a_file_one_by_one(world: World) -> None:
    world.play("git switch -q staging", "git merge -q dev")
    first = world.push("origin", "staging")
    world.play("git switch -q dev")
    write(world, ONE, TWO, THREE)
    world.push("origin", "dev")
    world.play("git switch -q staging", "git merge -q dev")

    second = world.push("origin", "staging")

    assert first.accepted, first.words
    assert second.accepted, second.words
    assert not second.rules


def test_a_master_that_names_what_was_there_changes_nothing(world: World) -> None:
    world.play(f"write lb/master.yaml {quote(_including('0001.sql'))}")

    pushed = world.push("origin", "dev")

    assert pushed.accepted, pushed.words


def test_a_file_that_a_changeset_takes_its_sql_from_is_part_of_it(world: World) -> None:
    own = "- changeSet: {id: x, author: ada, changes: [{sqlFile: {path: lb/s.sql}}]}\n"
    world.play(f"write lb/master.yaml {quote(_including('0001.sql') + own)}", "git reset -q HEAD~1")
    world.play("write lb/s.sql 'CREATE TABLE s (id bigint PRIMARY KEY);'")
    first = world.push("origin", "dev")
    world.play("write lb/s.sql 'CREATE TABLE s (key bigint PRIMARY KEY);'")

    second = world.push("origin", "dev")

    assert first.accepted, first.words
    assert second.rules == {"change-modified"}, second.words
    assert "lb/master.yaml::x::ada was edited" in second.words


def test_a_master_that_names_itself_is_refused_in_a_sentence(world: World) -> None:
    world.play(f"write lb/master.yaml {quote(_including('0001.sql', 'master.yaml'))}")

    pushed = world.push("origin", "dev")

    assert pushed.rules == {"unreadable-change"}, pushed.words
    assert "includes lb/master.yaml at line 3, which includes it" in pushed.words
    assert "Traceback" not in pushed.words


def _including(*names: str) -> str:
    lines = [f"- include: {{file: {name}, relativeToChangelogFile: true}}\n" for name in names]
    return "databaseChangeLog:\n" + "".join(lines)


def test_white_space_edits_nothing(tmp_path: Path) -> None:
    made = World.made(tmp_path, configuration=LIQUIBASE)
    write(made, ONE, TWO)
    made.push("origin", "dev")
    write(made, ONE.replace("TABLE t1", "TABLE  t1"), TWO)

    pushed = made.push("origin", "dev")

    assert pushed.accepted, pushed.words
