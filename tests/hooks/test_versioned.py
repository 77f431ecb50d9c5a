"""Changelogs of other tools, pushed to a server that judges them."""

from pathlib import Path

import pytest

from branchline.formats import get
from branchline.formats.folder import FolderTree
from branchline.model.settings import Changelog
from tests.hooks.world import CONFIGURATION, World

PAIR = "-- migrate:up\nCREATE TABLE {0} (x int);\n-- migrate:down\nDROP TABLE {0};\n"
COMMITTED = "--! Previous: -\n--! Hash: -\n\nCREATE TABLE {0} (x int);\n"


def world_of(root: Path, format_: str, name: str, text: str) -> World:
    """Make a world whose changelog `other` holds one file of a tool, pushed to `dev`."""
    toml = CONFIGURATION.replace('path = "db"', 'path = "other"')
    world = World.made(root, configuration=toml.replace('"plain"', f'"{format_}"'))
    put(world, format_, name, text, derive=True)
    assert world.push("origin", "dev").accepted
    return world


def put(world: World, format_: str, name: str, text: str, *, derive: bool = False) -> None:
    """Write a file, and if asked those that follow from the others, and commit."""
    path = world.clone / "other" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    derived = get(format_).derived
    spec = Changelog("app", "other", format_)
    for other, whole in derived(FolderTree(world.clone), spec) if derived and derive else ():
        (world.clone / other).write_text(whole)
    world.play("git add -A", "git commit -q -m change")


@pytest.mark.parametrize(
    ("name", "text", "rule"),
    [
        ("10_late.sql", PAIR.format("late"), "out-of-order"),  # `10` is before `2`, to dbmate
        ("2_twice.sql", PAIR.format("twice"), "duplicate-id"),
        ("2_a.sql", PAIR.format("b"), "change-modified"),
        ("3_down.sql", "-- migrate:up\nSELECT 1;\n", "unreadable-change"),
        ("words.sql", "SELECT 1;\n", "stray-file"),
    ],
)
def test_dbmates_files_are_judged_by_dbmates_rules(
    tmp_path: Path, name: str, text: str, rule: str
) -> None:
    world = world_of(tmp_path, "dbmate", "2_a.sql", PAIR.format("a"))
    put(world, "dbmate", name, text)

    assert f" {rule}: " in world.push("origin", "dev").words


def test_another_title_is_the_same_change_to_dbmate(tmp_path: Path) -> None:
    world = world_of(tmp_path, "dbmate", "2_a.sql", PAIR.format("a"))
    world.play("git mv other/2_a.sql other/2_better.sql", "git commit -q -m better")

    assert world.push("origin", "dev").accepted


@pytest.mark.parametrize(
    ("format_", "first", "second", "text"),
    [
        ("atlas", "1_a.sql", "2_b.sql", "CREATE TABLE {0} (x int);\n"),
        ("graphile-migrate", "committed/000001.sql", "committed/000002.sql", COMMITTED),
    ],
)
def test_what_vouches_for_the_files_must_fit_them(
    tmp_path: Path, format_: str, first: str, second: str, text: str
) -> None:
    world = world_of(tmp_path, format_, first, text.format("a"))
    put(world, format_, second, text.format("b"))

    refused = world.push("origin", "dev")
    assert "integrity-file-stale" in refused.rules
    put(world, format_, second, text.format("b"), derive=True)
    mended = world.push("origin", "dev")

    assert "integrity-file-stale" not in mended.rules
    assert mended.accepted, mended.words


def test_flyways_settings_may_not_rename_what_a_push_brings(tmp_path: Path) -> None:
    world = world_of(tmp_path, "flyway", "V1__a.sql", "CREATE TABLE a (x int);\n")
    (world.clone / "flyway.toml").write_text('[flyway]\nsqlMigrationPrefix = "M"\n')
    put(world, "flyway", "V2__b.sql", "DROP TABLE a;\n")

    assert "drop-table" in world.push("origin", "dev").rules
