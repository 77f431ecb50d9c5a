"""Pushes that change the way back of a change that ran, and nothing else."""

from pathlib import Path
from shlex import quote

import pytest

from tests.hooks.world import CONFIGURATION, World

STRICT = '\n[policy.rules]\nrollback-removed = "error"\nrollback-edited = "error"\n'
CHANGE = "CREATE TABLE t{0} (id bigint PRIMARY KEY);\n"
DOWN = "SET LOCAL lock_timeout = '2s';\nDROP TABLE t{0};\n"


def write(world: World, path: str, text: str) -> None:
    world.play(f"write {path} {quote(text)}")


def made(root: Path, tool: str) -> World:
    path = CONFIGURATION.replace('path = "db"', 'path = "lb"')
    world = World.made(root, configuration=path.replace("plain", tool) + STRICT)
    world.play("git rm -q --ignore-unmatch -r lb")
    return world


def formatted(*undo: str) -> str:
    parts = [f"--changeset ada:{n}\n{CHANGE.format(n)}{each}" for n, each in enumerate(undo, 1)]
    return "--liquibase formatted sql\n" + "".join(parts)


def lines(number: int) -> str:
    return "".join(f"--rollback {line}\n" for line in DOWN.format(number).splitlines())


@pytest.mark.parametrize(
    ("undo", "rule"),
    [
        (lines(2).replace("t2", "t3"), "rollback-edited"),
        ("", "rollback-removed"),
        ("--rollback: DROP TABLE t2;\n", "change-modified"),  # a comment, and summed
        (lines(2).replace("--rollback", "  --rollback"), ""),
    ],
)
def test_a_rollback_of_liquibase_that_no_checksum_covers_is_judged(
    tmp_path: Path, undo: str, rule: str
) -> None:
    world = made(tmp_path, "liquibase")
    write(world, "lb/0001.sql", formatted(lines(1), lines(2)))
    assert world.push("origin", "dev").accepted
    write(world, "lb/0001.sql", formatted(lines(1), undo))

    pushed = world.push("origin", "dev")

    assert pushed.rules == ({rule} if rule else set()), pushed.words
    if rule:
        assert "lb/0001.sql::2::ada" in pushed.words


@pytest.mark.parametrize(
    ("steps", "rule"),
    [
        (f"write lb/0001_a.down.sql {quote('DROP TABLE t2;')}", "rollback-edited"),
        ("git rm -q lb/0001_a.down.sql\ngit commit -q -m gone", "rollback-removed"),
    ],
)
def test_a_rollback_in_a_file_of_its_own_is_judged_as_well(
    tmp_path: Path, steps: str, rule: str
) -> None:
    world = made(tmp_path, "golang-migrate")
    write(world, "lb/0001_a.up.sql", CHANGE.format(1))
    write(world, "lb/0001_a.down.sql", DOWN.format(1))
    assert world.push("origin", "dev").accepted
    world.play(*steps.splitlines())

    pushed = world.push("origin", "dev")

    assert pushed.rules == {rule}, pushed.words
