"""Branches under other names, and environments that are deployed from no branch."""

from pathlib import Path

import pytest

from tests.hooks.world import CONFIGURATION, World, run


@pytest.fixture
def renamed(world: World) -> World:
    """A server that kept `production` alive as another name of `prod`."""
    _link(world, "production", "prod")
    return world


def test_a_push_by_another_name_is_judged_as_the_branchs_own(renamed: World) -> None:
    renamed.play("git switch -q prod", "add 0009")

    pushed = renamed.push("origin", "prod:production")

    assert pushed.rules == {"not-in-source"}
    assert "[prod]" in pushed.words


def test_a_branch_is_not_rewound_by_another_name(renamed: World) -> None:
    renamed.play("git switch -q staging")

    pushed = renamed.push("origin", "+dev~2:production", "+staging~1:staging")

    assert not pushed.accepted
    assert pushed.rules == {"non-fast-forward"}


def test_a_promotion_by_another_name_is_accepted(renamed: World) -> None:
    pushed = renamed.push("origin", "staging:production")

    assert pushed.accepted
    assert renamed.tip("prod") == run("git", "rev-parse", "staging", cwd=renamed.clone)


def test_an_environment_may_name_a_link_and_a_push_the_branch_behind_it(world: World) -> None:
    run("git", "-C", str(world.server), "branch", "live", "prod")
    _link(world, "prod", "live")
    world.play("git switch -q prod", "add 0009")

    pushed = world.push("origin", "prod:live")

    assert pushed.rules == {"not-in-source"}


def test_a_link_between_branches_of_nobody_is_left_alone(world: World) -> None:
    run("git", "-C", str(world.server), "branch", "one", "dev")
    _link(world, "two", "one")
    world.play("git switch -q -c two dev", "remove 0001")

    pushed = world.push("origin", "two")

    assert pushed.accepted


def test_a_push_by_another_name_is_deployed(tmp_path: Path) -> None:
    instance = '[environments.dev.instances.main]\nurl = "sqlite:///dev.db"\n'
    lite = CONFIGURATION.replace('"postgres"', '"sqlite"')
    world = World.made(tmp_path, configuration=lite + instance)
    _link(world, "develop", "dev")
    world.play("add 0004 'CREATE TABLE t_0004 (id integer PRIMARY KEY);'")

    pushed = world.push("origin", "dev:develop")

    assert "0004: applied" in pushed.words


def test_a_source_may_be_a_ref_that_is_no_branch(tmp_path: Path) -> None:
    world = _elsewhere(tmp_path)

    pushed = world.push("origin", "staging:prod")

    assert pushed.accepted


def test_what_a_ref_that_is_no_branch_holds_may_not_come_in_another_form(tmp_path: Path) -> None:
    world = _elsewhere(tmp_path)
    world.play("git switch -q prod", "add 0002 'CREATE TABLE t_x (id bigint PRIMARY KEY);'")

    pushed = world.push("origin", "prod")

    assert "checksum-mismatch" in pushed.rules


def _link(world: World, name: str, branch: str) -> None:
    run(
        "git", "-C", str(world.server), "symbolic-ref", f"refs/heads/{name}", f"refs/heads/{branch}"
    )


def _elsewhere(root: Path) -> World:
    """Return a world where staging is deployed from a ref of its own."""
    place = "refs/deployed/staging"
    configuration = CONFIGURATION.replace('branch = "staging"', f'branch = "{place}"')
    world = World.made(root, configuration=configuration)
    run("git", "-C", str(world.server), "update-ref", place, "refs/heads/staging")
    return world
