"""`check` says before a push what the server would say about it."""

import pytest

from branchline.cli import main
from tests.hooks.scenarios import SCENARIOS, Scenario
from tests.hooks.world import World, named_rules

# What no merge can do, or what only a push of several branches does.
PUSHES_ONLY = {"branch-deleted", "non-fast-forward", "not-a-commit", "same-push-source"}
ENVIRONMENTS = {"dev", "staging", "prod"}


def merge(scenario: Scenario) -> tuple[str, str]:
    """Head and environment of a push that a merge could make; nothing for others."""
    head, _, branch = scenario.push[-1].rpartition(":")
    if len(scenario.push) > 1 or scenario.rules & PUSHES_ONLY or branch not in ENVIRONMENTS:
        return "", ""
    return head or branch, branch


MERGES = [scenario for scenario in SCENARIOS if all(merge(scenario))]


@pytest.mark.parametrize("scenario", MERGES, ids=lambda scenario: scenario.name)
def test_a_merge_is_judged_as_its_push_would_be(
    scenario: Scenario, world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    world.play(*scenario.steps)
    head, environment = merge(scenario)

    code = main(["check", "--repo", str(world.clone), "--head", head, "--into", environment])

    words = capsys.readouterr().out
    assert named_rules(words) == scenario.rules, words
    assert code == (1 if scenario.rules else 0)
