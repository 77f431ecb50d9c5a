"""Every shape of a push in every mode: the server's hook and `check` in a clone say one thing.

What no merge can make (a deletion, several branches) `pre-push` is asked about instead.

Expectations are data, in `scenarios`: one row for each mode.
"""

import os
import time
from collections.abc import Iterator
from contextlib import chdir, contextmanager
from io import BytesIO

import pytest

from branchline.cli import main
from branchline.hook.client import pre_push
from tests.hooks.scenarios import EVERYTHING, MODES, Scenario
from tests.hooks.world import CONFIGURATION, World, named_rules, run

ENVIRONMENTS = ("dev", "staging", "prod", "qa")
PUSHES_ONLY = {"branch-deleted", "non-fast-forward", "not-a-commit"}
QA = '[environments.qa]\nbranch = "qa"\nfrom = "staging"\n'
RECORD = '#!/bin/sh\ncat > "$(git rev-parse --git-dir)/pushed"\n'


class Moded:
    """A world whose administrator says which mode counts, to server and clone alike."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._file = world.root / "pinned.toml"
        self.mode("content")
        for place in (world.server, world.clone):
            run("git", "-C", str(place), "config", "branchline.config", str(self._file))
        hook = world.clone / ".git/hooks/pre-push"
        hook.parent.mkdir(exist_ok=True)
        hook.write_text(RECORD)
        hook.chmod(0o755)

    def mode(self, mode: str, promotion: str = "") -> None:
        keys = f'[promotion]\nmode = "{mode}"\n{promotion}\n'
        self._file.write_text(CONFIGURATION + QA + keys)

    @contextmanager
    def unmoved(self) -> Iterator[None]:
        """Put the server's branches back afterwards."""
        where = ("git", "-C", str(self.world.server))
        before = run(*where, "for-each-ref", "--format=%(refname) %(objectname)").splitlines()
        yield
        now = run(*where, "for-each-ref", "--format=%(refname)").splitlines()
        for ref in set(now) - {line.split()[0] for line in before}:
            run(*where, "update-ref", "-d", ref)
        for line in before:
            run(*where, "update-ref", *line.split())

    def said(self, scenario: Scenario, capsys: pytest.CaptureFixture[str]) -> set[str]:
        """The rules that the clone names before the push."""
        head, _, branch = scenario.push[-1].rpartition(":")
        one = len(scenario.push) == 1 or scenario.breaks_glass
        if not one or branch not in ENVIRONMENTS or scenario.rules & PUSHES_ONLY:
            return self._before_push(scenario, capsys)
        head = head or branch
        head = head if head == "HEAD" else f"refs/heads/{head}"  # there may be a tag
        where = ("--repo", str(self.world.clone), "--config", str(self._file))
        code = main(["check", *where, "--head", head, "--into", branch])
        rules = named_rules(capsys.readouterr().out)
        assert code == bool(rules)
        return rules

    def _before_push(self, scenario: Scenario, capsys: pytest.CaptureFixture[str]) -> set[str]:
        """What the clone's hook says of the very lines that Git gives it."""
        run("git", "push", "-q", "--dry-run", "origin", *scenario.push, cwd=self.world.clone)
        lines = (self.world.clone / ".git/pushed").read_bytes()
        environ = {**os.environ, "GIT_DIR": str(self.world.clone / ".git")}
        with chdir(self.world.clone):
            code = pre_push(["origin"], BytesIO(lines), environ, time.monotonic() + 60)
        rules = named_rules(capsys.readouterr().err)
        assert code == bool(rules)
        return rules


@pytest.fixture
def moded(world: World) -> Moded:
    return Moded(world)


@pytest.mark.parametrize("scenario", EVERYTHING, ids=lambda scenario: scenario.name)
def test_hook_check_and_clone_agree(
    scenario: Scenario, moded: Moded, capsys: pytest.CaptureFixture[str]
) -> None:
    world = moded.world
    moded.mode("content", scenario.promotion)
    world.play(*scenario.steps)
    said = {}
    for mode in MODES:
        moded.mode(mode, scenario.promotion)
        said[mode] = moded.said(scenario, capsys)
    for mode in MODES:
        moded.mode(mode, scenario.promotion)
        expected = scenario.expected(mode)
        with moded.unmoved():
            pushed = world.push("origin", *scenario.push)

        assert pushed.rules == expected, (mode, pushed.words)
        assert pushed.accepted == (not expected or scenario.breaks_glass), (mode, pushed.words)
        assert said[mode] == expected, mode


def test_there_are_enough_rows() -> None:
    names = [scenario.name for scenario in EVERYTHING]

    assert len(names) * len(MODES) >= 120
    assert len(set(names)) == len(names)
