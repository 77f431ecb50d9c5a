"""Pushes that take changes away: where that rolls back, and what keeps it from that."""

import sqlite3
from pathlib import Path
from shlex import quote

import pytest

from branchline.cli import main
from tests.hooks.world import CONFIGURATION, World, run

INSTANCES = """\
[environments.dev.instances.main]
url = "sqlite:///dev.db"
[environments.staging.instances.main]
url = "sqlite:///staging.db"
"""
ROLLBACK = '[promotion]\nrevert = "rollback"\n'
LITE = CONFIGURATION.replace('"postgres"', '"sqlite"') + INSTANCES + ROLLBACK


def change(name: str, back: str = "") -> str:
    table = f"CREATE TABLE t_{name} (id integer PRIMARY KEY);\n"
    return f"{table}\n-- rollback\n{back or f'DROP TABLE t_{name};'}\n"


def add(world: World, name: str, back: str = "") -> None:
    world.play(f"write db/{name}.sql {quote(change(name, back))}")


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> World:
    """dev and staging hold 0001 to 0003 and ran them, prod holds 0001."""
    world = World.made(tmp_path_factory.mktemp("reverting"), configuration=LITE)
    world.play("git rm -q db/0001.sql db/0002.sql db/0003.sql")
    (world.server / "hooks/pre-receive").rename(world.server / "hooks/kept")
    for name in ("0001", "0002", "0003"):
        add(world, name)
        if name == "0001":
            world.play("git branch -f prod dev")
    world.play("git branch -f staging dev", "git push -q -f origin dev staging prod")
    (world.server / "hooks/kept").rename(world.server / "hooks/pre-receive")
    assert {"t_0001", "t_0002", "t_0003"} <= tables(world, "staging")
    return world


@pytest.fixture
def reverting(template: World, tmp_path: Path) -> World:
    return template.copied(tmp_path)


def ask(world: World, environment: str, query: str) -> list[tuple[str, ...]]:
    connection = sqlite3.connect(world.server / f"{environment}.db")
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


def tables(world: World, environment: str) -> set[str]:
    found = ask(world, environment, "SELECT name FROM sqlite_master WHERE type = 'table'")
    return {name for (name,) in found if name.startswith("t_")}


def history(world: World, environment: str) -> list[tuple[str, ...]]:
    query = "SELECT change, outcome FROM branchline_history ORDER BY position"
    return ask(world, environment, query)


def test_a_revert_of_the_newest_changes_rolls_them_back(reverting: World) -> None:
    reverting.play("git switch -q staging", "git revert --no-edit HEAD HEAD~1")

    pushed = reverting.push("origin", "staging")

    assert pushed.accepted, pushed.words
    assert "this push takes 0003 and 0002 away, so staging rolls back" in pushed.words
    assert tables(reverting, "staging") == {"t_0001"}
    assert history(reverting, "staging")[-2:] == [("0003", "rolled back"), ("0002", "rolled back")]
    actions = ask(reverting, "staging", "SELECT action, outcome FROM branchline_deployments")
    assert actions[-1] == ("revert", "applied")
    assert tables(reverting, "dev") == {"t_0001", "t_0002", "t_0003"}


def test_what_was_reverted_runs_again_when_it_comes_back(reverting: World) -> None:
    reverting.play("git switch -q staging", "git revert --no-edit HEAD")
    assert reverting.push("origin", "staging").accepted
    reverting.play("git revert --no-edit HEAD")

    pushed = reverting.push("origin", "staging")

    assert pushed.accepted, pushed.words
    assert "t_0003" in tables(reverting, "staging")
    assert history(reverting, "staging")[-1] == ("0003", "applied")


def test_a_promotion_past_a_revert_names_it_and_the_way_back(reverting: World) -> None:
    reverting.play("git switch -q staging", "git revert --no-edit HEAD")
    assert reverting.push("origin", "staging").accepted
    reverting.play("git switch -q dev")
    add(reverting, "0004")
    reverting.play("git push -q origin dev", "git switch -q staging", "git merge -q --no-ff dev")
    refused = reverting.push("origin", "staging")
    revert = run("git", "rev-parse", "HEAD~1", cwd=reverting.clone)[:12]

    assert refused.rules == {"phantom-promotion", "gap"}
    assert f"{revert} 'Revert " in refused.words
    assert f"git switch staging && git revert --no-edit {revert}" in refused.words
    reverting.play("git switch -q staging", f"git revert --no-edit {revert}")
    again = reverting.push("origin", "staging")
    assert again.accepted, again.words
    assert tables(reverting, "staging") == {"t_0001", "t_0002", "t_0003", "t_0004"}


@pytest.mark.parametrize(
    ("steps", "push", "why"),
    [
        (
            ["git switch -q staging", "git revert --no-edit HEAD~1"],
            "staging",
            "it is not the newest, 0003 comes after it and stays",
        ),
        (["git revert --no-edit HEAD"], "dev", "staging holds it; take it away there first"),
        (
            ["git switch -q staging", "git revert --no-edit HEAD", "write db/0009.sql 'SELECT 1;'"],
            "staging",
            "the same push brings 0009; push the two apart",
        ),
        (
            [
                "git switch -q staging",
                f"write db/0003.sql {quote(change('0003', 'DROP TABLE t_0001;'))}",
                "remove 0003",
            ],
            "staging",
            "changes it before it goes; push that first",
        ),
    ],
)
def test_what_cannot_be_rolled_back_is_refused_with_the_reason(
    reverting: World, steps: list[str], push: str, why: str
) -> None:
    reverting.play(*steps)

    pushed = reverting.push("origin", push)

    assert "change-removed" in pushed.rules, pushed.words
    assert "and it cannot be rolled back: " in pushed.words
    assert why in pushed.words


def test_a_change_without_a_way_back_stays(reverting: World) -> None:
    reverting.play("write db/0004.sql 'CREATE TABLE t_0004 (id integer PRIMARY KEY);'")
    assert reverting.push("origin", "dev").accepted
    reverting.play("git revert --no-edit HEAD")

    pushed = reverting.push("origin", "dev")

    assert pushed.rules == {"change-removed"}
    assert "it cannot be rolled back: it has no way back" in pushed.words


def test_without_the_setting_nothing_is_taken_away(tmp_path: Path) -> None:
    world = World.made(tmp_path, configuration=LITE.replace(ROLLBACK, ""))
    world.play("git revert --no-edit HEAD")

    assert world.push("origin", "dev").rules == {"change-removed"}


def test_a_way_back_that_was_mended_since_is_the_one_that_runs(reverting: World) -> None:
    mended = change("0003", "CREATE TABLE t_trace (id integer);\nDROP TABLE t_0003;")
    reverting.play("git switch -q staging", f"write db/0003.sql {quote(mended)}")
    assert reverting.push("origin", "staging").accepted
    reverting.play("remove 0003")

    pushed = reverting.push("origin", "staging")

    assert pushed.accepted, pushed.words
    assert tables(reverting, "staging") == {"t_0001", "t_0002", "t_trace"}


def test_a_way_back_that_fails_leaves_all_as_it_was_until_it_is_mended(reverting: World) -> None:
    broken = change("0003", "DROP TABLE t_0003;\nDROP TABLE nothing;")
    reverting.play("git switch -q staging", f"write db/0003.sql {quote(broken)}")
    assert reverting.push("origin", "staging").accepted
    reverting.play("remove 0003")
    failed = reverting.push("origin", "staging")
    assert "t_0003" in tables(reverting, "staging")
    assert "db/0003.sql: statement 2 of 2 was refused" in failed.words
    reverting.play(f"write db/0003.sql {quote(change('0003'))}")
    back = reverting.push("origin", "staging")
    reverting.play("remove 0003")

    pushed = reverting.push("origin", "staging")

    assert back.accepted, back.words
    assert pushed.accepted, pushed.words
    assert "t_0003" not in tables(reverting, "staging")


def test_what_another_branch_deployed_is_not_rolled_back(
    reverting: World, capsys: pytest.CaptureFixture[str]
) -> None:
    server = str(reverting.server)
    old = run("git", "-C", server, "rev-parse", "staging~1")
    run("git", "-C", server, "update-ref", "refs/heads/staging", old)  # past all hooks

    code = main(["reconcile", "--repo", server, "--env", "staging"])

    assert code == 4
    assert "the database and the branch disagree: 0003 is missing" in capsys.readouterr().err
    assert "t_0003" in tables(reverting, "staging")


@pytest.mark.parametrize("mode", ["ancestry", "strict"])
def test_a_revert_is_no_stray_where_commits_count(tmp_path: Path, mode: str) -> None:
    world = World.made(tmp_path, configuration=f'{LITE}mode = "{mode}"\n')
    world.play("git switch -q staging", "git revert --no-edit HEAD", "git push -q origin staging")

    assert world.push("origin", "staging").accepted
    world.play("write app.txt hello")
    assert world.push("origin", "staging").rules == {"not-in-source"}


HEAD = "--liquibase formatted sql\n"


def changeset(name: str, back: str = "--rollback DROP TABLE t_{0};\n") -> str:
    table = f"CREATE TABLE t_{name} (id bigint PRIMARY KEY);\n"
    lines = f"--rollback SET LOCAL lock_timeout = '2s';\n{back.format(name)}" if back else ""
    return f"--changeset ada:{name}\n{table}{lines}"


@pytest.mark.parametrize(
    ("after", "why"),
    [
        ([("a", "b")], ""),
        ([("a", "b"), ("a",)], ""),
        ([("a", "c")], "it is not the newest"),
        ([("a", "b", "d")], "the same push brings lb/all.sql::d::ada"),
    ],
)
def test_changes_that_share_a_file_are_taken_away_one_by_one(
    tmp_path: Path, after: list[tuple[str, ...]], why: str
) -> None:
    lite = CONFIGURATION.replace('"plain"', '"liquibase"').replace('path = "db"', 'path = "lb"')
    world = World.made(tmp_path, configuration=lite + ROLLBACK)
    for before in ("a", "ab", "abc"):
        world.play(f"write lb/all.sql {quote(HEAD + ''.join(map(changeset, before)))}")
    world.play("git push -q origin dev")
    for names in after:
        world.play(f"write lb/all.sql {quote(HEAD + ''.join(map(changeset, names)))}")

    pushed = world.push("origin", "dev")

    assert pushed.accepted == (not why), pushed.words
    assert why in pushed.words


def test_a_way_back_that_is_edited_beside_others_and_gone_is_refused(tmp_path: Path) -> None:
    lite = CONFIGURATION.replace('"plain"', '"liquibase"').replace('path = "db"', 'path = "lb"')
    world = World.made(tmp_path, configuration=lite + ROLLBACK)
    text = HEAD + changeset("a") + changeset("b")
    world.play(f"write lb/all.sql {quote(text)}", "git push -q origin dev")
    world.play(f"write lb/all.sql {quote(text.replace('DROP TABLE t_b', 'DROP TABLE t_a'))}")
    world.play(f"write lb/all.sql {quote(HEAD + changeset('a'))}")

    pushed = world.push("origin", "dev")

    assert pushed.rules == {"change-removed"}
    assert "changes it before it goes" in pushed.words
