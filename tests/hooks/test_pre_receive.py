"""Real pushes to a real server, judged by the script that Git runs."""

from collections.abc import Callable

import pytest

from tests.hooks.scenarios import SCENARIOS, Scenario
from tests.hooks.world import World

Make = Callable[..., World]


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.name)
def test_a_push_is_judged(scenario: Scenario, world: World) -> None:
    world.play(*scenario.steps)

    pushed = world.push("origin", *scenario.push)

    assert pushed.rules == scenario.rules, pushed.words
    assert pushed.accepted == (not scenario.rules), pushed.words
