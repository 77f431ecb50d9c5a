"""The status for people: what is amiss first; of many changes, not those that are well."""

from collections import Counter
from collections.abc import Iterator

from branchline.report.terminal import printable
from branchline.status.values import Cell, Line, Status

_FEW = 30
"""So many changes are shown all; of more, those that are not everywhere."""


def lines(status: Status) -> Iterator[str]:
    """Yield the lines of a report that can be read at two in the morning."""
    yield from _amiss(status)
    held = {hold.change for hold in status.holds}
    few = len(status.lines) <= _FEW
    open_ = [line for line in status.lines if few or line.change in held or not _is_well(line)]
    yield from _table(status.environments, open_)
    shown = set(map(id, open_))
    alike = Counter(_everywhere(line) for line in status.lines if id(line) not in shown)
    for what, number in alike.items():
        yield f"{number} {'more ' if open_ else ''}change{' is' if number == 1 else 's are'} {what}"
    if not status.lines:
        yield "0 changes are applied everywhere"


def _amiss(status: Status) -> Iterator[str]:
    for line in status.lines:
        for environment, instance in _failed(line):
            what = f"{printable(line.change)} on {environment}/{instance}"
            yield f"failed: {what}: branchline deploy {environment} tries again, and says why"
    for drift in status.drift:
        what = f"{printable(drift.change)} on {drift.environment}/{drift.instance}"
        yield f"drift: {what} is {drift.what}: {printable(drift.detail)}"
    for debt in status.debt:
        where = f"is in {debt.held_by} and not in {', '.join(debt.missing_in)}"
        owed = f", {printable(debt.owed.words)}" if debt.owed else ""
        yield f"debt: {printable(debt.change)} {where}{owed}: merge it back"
    for hold in status.holds:
        what = f"{printable(hold.change)} on {hold.environment}/{hold.instance}"
        yield f"held: {what}: {printable(hold.why)}"
    for unknown in status.unknown:
        yield f"unknown: {unknown.environment}/{unknown.instance}: {printable(unknown.why)}"


def _failed(line: Line) -> Iterator[tuple[str, str]]:
    for environment, cell in line.cells.items():
        for instance, state in cell.instances.items():
            if state == "failed":
                yield environment, instance


def _table(environments: tuple[str, ...], open_: list[Line]) -> Iterator[str]:
    if not open_:
        return
    head = ["CHANGE", *environments]
    rows = [[printable(line.change), *map(_shown, line.cells.values())] for line in open_]
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    for row in (head, *rows):
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        yield "  ".join(cells).rstrip()


def _shown(cell: Cell) -> str:
    states = dict.fromkeys(cell.instances.values())
    if not states:
        return "in the branch" if cell.present else "-"
    if len(states) == 1:
        return next(iter(states))
    return ", ".join(f"{name} {state}" for name, state in cell.instances.items())


def _is_well(line: Line) -> bool:
    """Whether nothing here is to be done about a change; why nobody could ask is said once."""
    return all(
        cell.present and _QUIET.issuperset(cell.instances.values()) for cell in line.cells.values()
    )


def _everywhere(line: Line) -> str:
    states = {state for cell in line.cells.values() for state in cell.instances.values()}
    known = " or ".join(sorted(states - {"unknown"}))
    if not known:
        return "in every branch" + (", and no database could be asked" if states else "")
    return f"{known} everywhere" + (" that could be asked" if "unknown" in states else "")


_QUIET = frozenset({"applied", "skipped", "unknown"})
