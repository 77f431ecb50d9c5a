"""Hotfixes: past the gates, on the record, and then merged back."""

import json
from pathlib import Path

import pytest

from tests.hooks.world import CONFIGURATION, EMERGENCY, Pushed, World

GLASS = ("-o", "branchline.break-glass=INC-1", "-o", "branchline.reason=prod is down")


@pytest.fixture(scope="module")
def lenient(tmp_path_factory: pytest.TempPathFactory) -> World:
    return World.made(tmp_path_factory.mktemp("emergency"), configuration=CONFIGURATION + EMERGENCY)


@pytest.fixture
def burning(lenient: World, tmp_path: Path) -> World:
    """A world where prod has a hotfix that is not pushed yet."""
    world = lenient.copied(tmp_path)
    world.play("git switch -q prod", "add 0099")
    return world


def register(world: World) -> list[dict[str, object]]:
    path = world.server / "branchline" / "register.jsonl"
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


def hotfix(world: World) -> Pushed:
    return world.push(*GLASS, "origin", "prod")


def test_a_hotfix_is_refused_without_an_emergency(burning: World) -> None:
    pushed = burning.push("origin", "prod")

    assert pushed.rules == {"not-in-source"}
    assert not register(burning)


def test_a_hotfix_passes_in_an_emergency_and_is_written_down(burning: World) -> None:
    old = burning.tip("prod")

    pushed = burning.push(*GLASS, "origin", "prod", environ={"GL_USERNAME": "ada"})

    assert pushed.accepted
    assert "accepted in an emergency" in pushed.words
    [entry] = register(burning)
    assert {key: entry[key] for key in entry if key != "time"} == {
        "pusher": "ada",
        "environment": "prod",
        "ref": "refs/heads/prod",
        "old": old,
        "new": burning.tip("prod"),
        "ticket": "INC-1",
        "reason": "prod is down",
        "lifted": [{"rule": "not-in-source", "message": "0099 reaches prod before staging"}],
    }


@pytest.mark.parametrize(
    ("options", "flaw"),
    [
        (("-o", "branchline.break-glass=INC-1"), "no reason is given"),
        (("-o", "branchline.break-glass=", "-o", "branchline.reason=x"), "no ticket is given"),
    ],
)
def test_an_emergency_needs_a_ticket_and_a_reason(
    burning: World, options: tuple[str, ...], flaw: str
) -> None:
    pushed = burning.push(*options, "origin", "prod")

    assert pushed.rules == {"not-in-source", "break-glass-incomplete"}
    assert flaw in pushed.words


def test_an_option_without_a_value_is_nobodys_consent(burning: World) -> None:
    pushed = burning.push("-o", "branchline.break-glass", "origin", "prod")

    assert pushed.rules == {"not-in-source"}


@pytest.mark.parametrize(
    ("rules", "flaw"),
    [
        ("", "promotion.break_glass is not enabled"),
        (EMERGENCY + 'users = ["root"]', "ada is not among those who may"),
        (EMERGENCY + 'environments = ["staging"]', "it is only for staging"),
    ],
)
def test_an_emergency_is_for_those_who_may_and_where_they_may(
    tmp_path: Path, rules: str, flaw: str
) -> None:
    world = World.made(tmp_path, configuration=CONFIGURATION + rules)
    world.play("git switch -q prod", "add 0099")

    pushed = world.push(*GLASS, "origin", "prod", environ={"GL_USERNAME": "ada"})

    assert pushed.rules == {"not-in-source", "break-glass-incomplete"}
    assert flaw in pushed.words


@pytest.mark.parametrize(
    ("step", "rule"),
    [("edit 0001", "change-modified"), ("remove 0001", "change-removed")],
)
def test_no_emergency_rewrites_history(burning: World, step: str, rule: str) -> None:
    burning.play(step)

    pushed = hotfix(burning)

    assert not pushed.accepted
    assert rule in pushed.rules
    assert not register(burning)


def test_an_emergency_that_lifts_nothing_is_not_written_down(burning: World) -> None:
    burning.play("git switch -q dev", "add 0004")

    pushed = burning.push(*GLASS, "origin", "dev")

    assert pushed.accepted
    assert not register(burning)


def test_an_emergency_lifts_policy_and_order(burning: World) -> None:
    burning.play("git switch -q dev", "add 0002.5 'DROP TABLE t_0001;'")

    pushed = burning.push(*GLASS, "origin", "dev")

    assert pushed.accepted
    [entry] = register(burning)
    lifted = entry["lifted"]
    assert isinstance(lifted, list)
    assert {each["rule"] for each in lifted} >= {"drop-table", "out-of-order"}


def test_no_promotion_follows_a_hotfix_that_is_not_merged_back(burning: World) -> None:
    hotfix(burning)
    burning.play("git merge -q staging")

    pushed = burning.push("origin", "prod")

    assert pushed.rules == {"back-merge-required"}


def test_code_without_changes_follows_a_hotfix(burning: World) -> None:
    hotfix(burning)
    burning.play("write app.txt hello")

    pushed = burning.push("origin", "prod")

    assert pushed.accepted


def test_a_hotfix_is_merged_back_step_by_step_and_then_promotions_go_on(burning: World) -> None:
    hotfix(burning)
    burning.play("git switch -q staging", "git merge -q prod")
    to_staging = burning.push("origin", "staging")
    burning.play("git switch -q dev", "git merge -q staging")
    to_dev = burning.push("origin", "dev")
    burning.play("git switch -q prod", "git merge -q staging")

    promoted = burning.push("origin", "prod")

    assert to_staging.accepted, to_staging.words
    assert to_dev.accepted, to_dev.words
    assert promoted.accepted, promoted.words


def test_a_hotfix_may_be_merged_back_by_a_cherry_pick(burning: World) -> None:
    hotfix(burning)
    burning.play("git switch -q dev", "git cherry-pick prod")

    pushed = burning.push("origin", "dev")

    assert pushed.accepted, pushed.words


def test_a_hotfixs_number_is_taken_for_everyone(burning: World) -> None:
    hotfix(burning)
    burning.play("git switch -q dev", "add 0099_orders")

    pushed = burning.push("origin", "dev")

    assert pushed.rules == {"checksum-mismatch"}
    assert "0099_orders has the id of 0099, which prod holds" in pushed.words


def test_a_hotfix_that_cannot_be_written_down_is_not_accepted(burning: World) -> None:
    (burning.server / "branchline").write_text("in the way")

    pushed = hotfix(burning)

    assert not pushed.accepted
    assert "the emergency cannot be written down" in pushed.words
