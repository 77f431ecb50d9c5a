"""A long changelog judged by two processes, each its own part of it.

Reading SQL needs no schema, judging does. So both read their part; the first
moves the schema past its own, hands it over, and then both judge. What comes
back is values: findings, and changesets without their statements. A second
process that fails costs time only, for then the first does all of it.
"""

import os
import pickle
import sys
from collections.abc import Callable, Sequence
from typing import BinaryIO

from branchline.check import Found, found_in
from branchline.gather.stored import packed, unpacked
from branchline.model.changelog import ChangeSet, Entry
from branchline.model.finding import Finding, Problem
from branchline.model.value import replace
from branchline.report.values import Coverage
from branchline.rule import Enabled
from branchline.sql.analyse import Replay

_Read = Callable[[Entry], ChangeSet]
_Outcome = tuple[ChangeSet, Coverage, list[tuple[Finding, int]]]
"""A changeset, how much of it was understood, its findings each with its rule's place."""


class Shared:
    """What is known of changesets that were judged here already, by their `id`."""

    def __init__(self, policy: Sequence[Enabled]) -> None:
        """Judge by a policy."""
        self._policy = policy
        self.found: dict[int, tuple[Found, ...]] = {}
        self.coverage: dict[int, Coverage] = {}

    def judged(
        self, replay: Replay, read: _Read, entries: Sequence[Entry]
    ) -> tuple[ChangeSet, ...] | None:
        """Return all changesets of a changelog; None where two processes could not do it.

        `replay` stands before the first. Those of the second process come
        without statements.
        """
        half = len(entries) * _NEAR // 100
        policy = self._policy
        second = _Second(lambda schema: _far(replay, read, entries[half:], policy, schema))
        try:
            near = _near(replay, read, entries[:half], second)
            found = [*found_in(near, policy)]
            outcomes = second.answer()
        except (BrokenPipeError, EOFError, pickle.UnpicklingError):
            return None
        finally:
            second.end()
        self.found.update(zip(map(id, near), found, strict=True))
        for changeset, coverage, findings in outcomes:
            self.found[id(changeset)] = tuple(
                Found(one, changeset, policy[at], Problem(one.message, one.hint))
                for one, at in findings
            )
            self.coverage[id(changeset)] = coverage
        return (*near, *(changeset for changeset, _, _ in outcomes))


def is_possible() -> bool:
    """Whether this process may have a second one that goes on from here."""
    if not hasattr(os, "fork"):
        return False
    threading = sys.modules.get("threading")
    alone = threading is None or threading.active_count() == 1
    cores = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else range(1)
    return alone and len(cores) > 1


_NEAR = 47
"""Percent for the first process, which goes through its part twice."""


def _near(
    replay: Replay, read: _Read, entries: Sequence[Entry], second: "_Second"
) -> list[ChangeSet]:
    changesets = _ahead(replay, read, entries)
    before = replay.catalog
    for changeset in changesets:
        replay.pass_over(changeset)
    second.hand_over(packed(replay.catalog))
    replay.catalog = before
    return [replay.judge(changeset) for changeset in changesets]


def _far(
    replay: Replay,
    read: _Read,
    entries: Sequence[Entry],
    policy: Sequence[Enabled],
    schema: BinaryIO,
) -> list[_Outcome]:
    changesets = _ahead(replay, read, entries)
    replay.catalog = unpacked(schema.read())
    judged = [replay.judge(changeset) for changeset in changesets]
    places = {id(enabled): place for place, enabled in enumerate(policy)}
    return [
        (
            replace(changeset, statements=(), undo=(), schemas=None),
            Coverage.of((*changeset.statements, *changeset.undo), changeset.code),
            [(one.finding, places[id(one.by)]) for one in found],
        )
        for changeset, found in zip(judged, found_in(judged, policy), strict=True)
    ]


def _ahead(replay: Replay, read: _Read, entries: Sequence[Entry]) -> list[ChangeSet]:
    changesets = []
    for entry in entries:
        changesets.append(changeset := read(entry))
        replay.read_ahead(changeset)
    return changesets


class _Second:
    """A process that goes on from here, is handed a schema, and answers with outcomes."""

    def __init__(self, work: Callable[[BinaryIO], list[_Outcome]]) -> None:
        schema_out, schema_in = os.pipe()
        answer_out, answer_in = os.pipe()
        self._process = os.fork()
        if not self._process:
            os.close(schema_in)
            os.close(answer_out)
            _work(work, schema_out, answer_in)
        os.close(schema_out)
        os.close(answer_in)
        self._schema = os.fdopen(schema_in, "wb")
        self._answer = os.fdopen(answer_out, "rb")

    def hand_over(self, schema: bytes) -> None:
        with self._schema:
            self._schema.write(schema)

    def answer(self) -> list[_Outcome]:
        # Written by a process of ours, into a pipe that nobody else has.
        outcomes: list[_Outcome] = pickle.load(self._answer)  # noqa: S301 - as said above
        return outcomes

    def end(self) -> None:
        """Let go of the process, which ends by itself when nobody reads its answer."""
        for pipe in (self._schema, self._answer):
            try:
                pipe.close()
            except BrokenPipeError:
                continue
        os.waitpid(self._process, 0)


def _work(work: Callable[[BinaryIO], list[_Outcome]], schema: int, answer: int) -> None:
    """Answer and end, whatever happens: nothing that the first process does is done twice."""
    try:
        with os.fdopen(schema, "rb") as given:
            outcomes = work(given)
        with os.fdopen(answer, "wb") as pipe:
            pickle.dump(outcomes, pipe, pickle.HIGHEST_PROTOCOL)
    finally:
        os._exit(0)
