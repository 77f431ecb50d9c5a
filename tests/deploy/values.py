"""Changesets, instances and histories in one line each."""

from dataclasses import replace

from branchline.deploy.history import Outcome, Row, State
from branchline.model.changelog import ChangeSet, Entry, Kind, Order, Script
from branchline.model.environments import Instance

MAIN = Instance("main", "app", "sqlite:///app.db")


def changeset(
    number: int,
    sql: str = "SELECT 1",
    kind: Kind = Kind.VERSIONED,
    name: str = "",
    **fields: object,
) -> ChangeSet:
    """The changeset `0001`, `0002`, …, its checksum its SQL; `fields` are further ones."""
    change = name or f"{number:04}"
    phase = 1 if kind is Kind.REPEATABLE else 0
    path = f"db/{change}.sql"
    entry = Entry(change, change, path, Order(phase, (number,), change), kind)
    back = Script(f"-- back\nDROP TABLE t{number}", path)
    return replace(ChangeSet(entry, sql, Script(sql, path), back), **fields)  # type: ignore[arg-type]


def row(of: ChangeSet, outcome: Outcome = Outcome.APPLIED, **fields: object) -> Row:
    """What the history says of a changeset."""
    known: dict[str, object] = {
        "changelog": "app",
        "change": of.change,
        "id": of.entry.id,
        "path": of.entry.path,
        "checksum": of.checksum,
        "outcome": outcome,
        "kind": of.entry.kind,
        "finished_at": "2026-01-02",
    }
    return Row(**{**known, **fields})  # type: ignore[arg-type]


def ran(*changesets: ChangeSet) -> State:
    """The state of a database that has these."""
    return State(tuple(map(row, changesets)))
