"""A server's file and the repository's own: the repository adds, and takes nothing away."""

from pathlib import Path

import pytest

from branchline.cli import main
from tests.hooks.world import CONFIGURATION, World

OWN = "branchline.toml of dev"


def pinned(world: World, text: str) -> Path:
    path = world.root / "server.toml"
    path.write_text(text)
    assert main(["hooks", "install", "--server", str(world.server), "--config", str(path)]) == 0
    return path


def own(world: World, text: str) -> None:
    (world.clone / "branchline.toml").write_text(text)
    world.play("git add -A", "git commit -qm own", "git push -q origin dev")


def test_a_repository_adds_a_rule_and_raises_another(world: World) -> None:
    own(world, CONFIGURATION + '[policy.rules]\nempty-migration = "error"\ndrop-table = "error"\n')
    pinned(world, CONFIGURATION + '[policy.rules]\ndrop-table = "warning"\n')
    world.play("add 0004 'DROP TABLE t_0001;'", "add 0005 '-- nothing'")

    pushed = world.push("origin", "dev")

    assert pushed.rules == {"drop-table", "empty-migration"}


def test_a_repository_lowers_nothing_and_is_told_which_line_is_ignored(world: World) -> None:
    own(
        world,
        CONFIGURATION
        + '[policy.rules]\ndrop-table = "off"\n[promotion]\norder = "allow"\ngaps = "allow"\n',
    )
    path = pinned(world, CONFIGURATION)
    world.play("add 0004 'DROP TABLE t_0001;'")

    pushed = world.push("origin", "dev")

    assert pushed.rules == {"drop-table"}
    assert f"{OWN}: policy.rules.drop-table = off is ignored: {path} says error" in pushed.words
    assert f"{OWN}: promotion.order = allow is ignored: {path} says refuse" in pushed.words


def test_what_the_repository_left_to_a_default_does_not_undo_what_the_server_allows(
    world: World,
) -> None:
    world.play("add 0005", "git push -q origin dev")
    gates = '[policy]\nextends = ["promotion"]\n[promotion]\norder = "allow"\n'
    pinned(world, CONFIGURATION + gates)
    world.play("add 0004 'DROP TABLE t_0001;'")

    pushed = world.push("origin", "dev")

    assert pushed.accepted, pushed.words


def test_a_gate_that_the_repository_closes_is_closed(world: World) -> None:
    world.play("add 0005")
    own(world, CONFIGURATION + '[promotion]\norder = "refuse"\n')
    pinned(world, CONFIGURATION + '[promotion]\norder = "allow"\n')
    world.play("add 0004")

    pushed = world.push("origin", "dev")

    assert pushed.rules == {"out-of-order"}


def test_a_server_with_a_policy_alone_takes_environments_from_the_repository(world: World) -> None:
    pinned(world, '[policy]\nextends = ["default"]\n[policy.rules]\nempty-migration = "error"\n')
    world.play("add 0004 '-- nothing'", "git switch -q staging", "add 0009")

    pushed = world.push("origin", "dev", "staging")

    assert pushed.rules == {"empty-migration", "not-in-source"}


def test_a_broken_file_of_the_repository_takes_nothing_from_the_server(world: World) -> None:
    path = pinned(world, CONFIGURATION)
    world.play(r"write branchline.toml 'strategy = 7\n'", "git push -q origin dev")
    world.play("add 0004 'DROP TABLE t_0001;'")

    pushed = world.push("origin", "dev")

    assert pushed.rules == {"drop-table"}
    assert f"it is ignored, and {path} counts alone" in pushed.words


@pytest.mark.parametrize("text", ["strategy = 7\n", '[environments.dev]\nbranch = "dev"\n'])
def test_under_a_policy_alone_no_configuration_that_cannot_be_used_is_taken(
    world: World, text: str
) -> None:
    pinned(world, '[policy]\nextends = ["default"]\n')
    (world.clone / "branchline.toml").write_text(text)
    world.play("git commit -qam broken")

    pushed = world.push("origin", "dev")

    assert not pushed.accepted
    assert "as pushed" in pushed.words


def test_a_policy_of_the_repository_that_means_nothing_stops_no_push(world: World) -> None:
    """What repairs it is a push as well."""
    path = pinned(world, CONFIGURATION)
    own(world, CONFIGURATION + '[policy.rules]\ndorp-table = "error"\n')
    world.play("add 0004")

    good = world.push("origin", "dev")
    world.play("add 0005 'DROP TABLE t_0001;'")
    bad = world.push("origin", "dev")

    assert good.accepted, good.words
    assert bad.rules == {"drop-table"}
    assert f"it is ignored, and {path} counts alone" in bad.words
