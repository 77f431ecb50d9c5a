"""A changelog whose format its files show: what a push may not make of it."""

from pathlib import Path

import pytest

from tests.hooks.world import CONFIGURATION, World, sql

AUTO = CONFIGURATION.replace('format = "plain"\n', "")


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> World:
    return World.made(tmp_path_factory.mktemp("auto"), configuration=AUTO)


@pytest.fixture
def world(template: World, tmp_path: Path) -> World:
    """A world where nobody wrote the format down."""
    return template.copied(tmp_path)


def test_many_files_of_another_tool_do_not_make_the_changelog_its_own(world: World) -> None:
    for number in range(20):
        (world.clone / f"db/V{number + 10}__x.sql").write_text(sql(f"v{number}"))
    world.play("add 0004")

    pushed = world.push("origin", "dev")

    assert not pushed.accepted
    assert "is plain, and would be read as flyway from now on" in pushed.words


def test_a_push_does_not_leave_a_changelog_that_nobody_can_read(world: World) -> None:
    world.play("write db/V4__x.sql 'SELECT 1;'", "write db/V5__x.sql 'SELECT 1;'")

    pushed = world.push("origin", "dev")

    assert not pushed.accepted
    assert "set its format to plain or flyway" in pushed.words


def test_a_changelog_that_loses_all_its_files_has_lost_its_changes(world: World) -> None:
    world.play("git rm -q -r db", "write db/README.md gone")

    pushed = world.push("origin", "dev")

    assert pushed.rules == {"change-removed"}


def test_the_first_changes_of_a_folder_that_held_none_are_judged(tmp_path: Path) -> None:
    world = World.made(tmp_path, configuration=AUTO.replace('"db"', '"flyway"'))
    world.play("write flyway/README.md words", "git push -q origin dev")
    world.play("write flyway/V1__x.sql 'DROP TABLE accounts;'")

    pushed = world.push("origin", "dev")

    assert pushed.rules == {"drop-table"}
