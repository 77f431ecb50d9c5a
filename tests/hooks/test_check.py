"""`check` says before a push what the server would say about it."""

import json

import pytest

from branchline.cli import main
from tests.hooks.scenarios import SCENARIOS, Scenario
from tests.hooks.world import World, named_rules, run

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


def check(world: World, *words: str) -> int:
    return main(["check", "--repo", str(world.clone), *words])


def test_two_branches_that_are_fine_alone_are_not_fine_together(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    world.play("git switch -q -c feature dev", "add 0004_one")
    world.play(
        "git switch -q dev", "add 0004_two", "git push -q origin dev", "git switch -q feature"
    )

    code = check(world)

    assert code == 1
    assert named_rules(capsys.readouterr().out) == {"duplicate-id"}


def test_a_merge_leaves_the_repository_as_it_is(world: World) -> None:
    world.play("git switch -q -c feature dev~1", "add 0004")
    before = run("git", "count-objects", "-v", cwd=world.clone)

    code = check(world, "--into", "dev")

    assert code == 0
    assert run("git", "count-objects", "-v", cwd=world.clone) == before


def test_a_conflict_is_a_sentence(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    world.play("git switch -q -c feature dev~1", "add 0003 'SELECT 3;'")

    code = check(world, "--into", "dev")

    assert code == 3
    assert "HEAD does not merge into origin/dev: db/0003.sql" in capsys.readouterr().err


def test_what_is_there_already_needs_no_verdict(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    code = check(world, "--into", "dev", "--head", "staging")

    assert code == 0
    assert "which holds it already" in capsys.readouterr().out


def test_continuous_integration_says_where_a_request_goes(
    world: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    world.play("git switch -q -c feature staging", "add 0009")
    monkeypatch.setenv("GITHUB_BASE_REF", "staging")

    code = check(world)

    assert code == 1
    assert named_rules(capsys.readouterr().out) == {"not-in-source"}


def test_a_request_into_a_branch_of_no_environment_passes(
    world: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    world.play("git switch -q -c feature", "remove 0001")
    monkeypatch.setenv("CI_MERGE_REQUEST_TARGET_BRANCH_NAME", "docs")

    code = check(world)

    assert code == 0
    assert "no environment is deployed from docs" in capsys.readouterr().out


def test_a_base_names_its_environment(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    code = check(world, "--base", "origin/prod", "--head", "dev")

    assert code == 1
    assert named_rules(capsys.readouterr().out) == {"skips-environment"}


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--into", "stagin"), 2, "did you mean 'staging'?"),
        (("--base", "main~7"), 2, "is no environment's branch"),
        (("--into", "dev", "--head", "nowhere"), 3, "nowhere: no such commit"),
    ],
)
def test_what_cannot_be_judged_is_said_in_a_sentence(
    world: World, words: tuple[str, ...], code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    ended = check(world, *words)

    assert ended == code
    assert said in capsys.readouterr().err


def test_a_baseline_hides_what_is_known_but_no_gate(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    known = str(world.root / "known.jsonl")
    world.play("write db/0004_x.sql 'DROP TABLE carts;'", "write db/0002.sql 'SELECT 2;'")
    main(["lint", "--repo", str(world.clone), "--baseline", known, "--write-baseline"])
    capsys.readouterr()

    code = check(world, "--baseline", known, "--base", "origin/dev")

    assert code == 1
    words = capsys.readouterr().out
    assert named_rules(words) == {"change-modified"}
    assert "known.jsonl hides" in words


def test_check_makes_no_baseline(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    world.play("write db/0004_x.sql 'DROP TABLE carts;'")

    code = check(world, "--baseline", "gone.jsonl", "--base", "origin/dev")

    assert code == 2
    assert "gone.jsonl: no such file" in capsys.readouterr().err


def test_each_finding_says_what_it_rests_on_when_asked(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    world.play("git switch -q -c feature dev", "add 0004 'DROP TABLE nothing_made_it;'")
    world.play("add 0005 'DELETE FROM t WHERE 1 = 1;'")

    code = check(world, "--explain-verdict", "--format", "json")

    found = json.loads(capsys.readouterr().out)["findings"]
    assert code == 1
    assert {one["rule"]: one["explanation"]["about"] for one in found}.items() >= {
        ("drop-table", "statement"),
        ("delete-without-where", "statement"),
    }
