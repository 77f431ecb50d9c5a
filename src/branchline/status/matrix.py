"""From environments to the picture: pure.

Debt and waiting compare content, not names: a change that has another checksum
below is not there. A repeatable change is there in whatever form, since its
newer form is on its way up.
"""

from collections.abc import Iterator, Mapping, Sequence

from branchline.model.changelog import Kind
from branchline.status.values import (
    Cell,
    Debt,
    Drift,
    Held,
    Hold,
    Line,
    Stage,
    Standing,
    Status,
    Unknown,
    Waiting,
)


def matrix(stages: Sequence[Stage]) -> Status:
    """Return the status of environments, which come in pipeline order."""
    return Status(
        tuple(stage.name for stage in stages),
        tuple(_lines(stages)),
        tuple(_debts(stages)),
        tuple(_waiting(stages)),
        tuple(_drift(stages)),
        tuple(
            Unknown(stage.name, standing.instance, standing.why)
            for stage in stages
            for standing in stage.standings
            if standing.plan is None
        ),
        tuple(_holds(stages)),
    )


_Key = tuple[str, str]


def _lines(stages: Sequence[Stage]) -> Iterator[Line]:
    known: dict[_Key, Held] = {}
    for stage in stages:
        known = {(held.changelog, held.entry.id): held for held in stage.held or ()} | known
    said = {stage.name: _Said(stage) for stage in stages}
    for held in sorted(known.values(), key=lambda held: (held.changelog, held.entry.order)):
        cells = {name: found.cell(held) for name, found in said.items()}
        yield Line(held.entry.change, held.changelog, cells)


class _Said:
    """What the databases of one environment say, ready to be asked change by change."""

    def __init__(self, stage: Stage) -> None:
        self._present = _keys(stage)
        self._states = [(each, _states(each)) for each in stage.standings]

    def cell(self, held: Held) -> Cell:
        present = (held.changelog, held.entry.id) in self._present
        instances = {
            standing.instance: _state(standing, states, held.entry.change, present=present)
            for standing, states in self._states
            if standing.changelog == held.changelog
        }
        return Cell(present, {name: state for name, state in instances.items() if state})


def _states(standing: Standing) -> Mapping[str, str]:
    plan = standing.plan
    if plan is None:
        return {}
    pending = {step.change: "pending" for step in plan.steps}
    skipped = {skipped.change: "skipped" for skipped in plan.skipped}
    odd = {found.change: "applied" for found in plan.mismatches if found.what in _APPLIED}
    failed = dict.fromkeys(standing.failed, "failed")
    return skipped | odd | pending | failed


def _state(standing: Standing, states: Mapping[str, str], change: str, *, present: bool) -> str:
    """Return the state of a change; empty where it is neither expected nor there."""
    if standing.plan is None:
        return "unknown" if present else ""
    return states.get(change, "applied" if present else "")


def _debts(stages: Sequence[Stage]) -> Iterator[Debt]:
    by_name = {stage.name: stage for stage in stages}
    contents = {stage.name: _contents(stage) for stage in stages}
    told: set[tuple[str, str, str]] = set()
    for stage in stages:
        below = [by_name[name] for name in stage.below if name in by_name]
        for held in stage.held or ():
            key = (held.changelog, held.entry.id, held.checksum)
            lacking = [
                lower.name
                for lower in below
                if lower.held is not None and _content(held) not in contents[lower.name]
            ]
            if lacking and key not in told:
                told.add(key)
                yield Debt(held.entry.change, stage.name, tuple(lacking))


def _waiting(stages: Sequence[Stage]) -> Iterator[Waiting]:
    by_name = {stage.name: stage for stage in stages}
    for stage in stages:
        source = by_name.get(stage.below[0]) if stage.below else None
        if source is None or stage.held is None:
            continue
        here = _contents(stage)
        for held in source.held or ():
            if _content(held) not in here:
                yield Waiting(held.entry.change, stage.name, source.name)


def _drift(stages: Sequence[Stage]) -> Iterator[Drift]:
    for stage in stages:
        for standing in stage.standings:
            for found in standing.plan.mismatches if standing.plan else ():
                yield Drift(found.change, stage.name, standing.instance, found.what, found.detail)


def _holds(stages: Sequence[Stage]) -> Iterator[Hold]:
    for stage in stages:
        for standing in stage.standings:
            for found in standing.plan.skipped if standing.plan else ():
                if found.held:
                    yield Hold(found.change, stage.name, standing.instance, found.why)


def _keys(stage: Stage) -> frozenset[_Key]:
    return frozenset((held.changelog, held.entry.id) for held in stage.held or ())


def _contents(stage: Stage) -> frozenset[tuple[str, str, str]]:
    return frozenset(_content(held) for held in stage.held or ())


def _content(held: Held) -> tuple[str, str, str]:
    repeats = held.entry.kind is Kind.REPEATABLE
    return held.changelog, held.entry.id, "" if repeats else held.checksum


_APPLIED = frozenset({"edited", "missing"})
