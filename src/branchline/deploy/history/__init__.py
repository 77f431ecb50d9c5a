"""What a database says ran on it.

History is append-only: a run, a failure and a rollback each add a row, and the
newest row of a changeset is its state. Only the progress of a changeset that
runs outside a transaction is written in place.
"""

from collections.abc import Mapping
from enum import StrEnum
from functools import cached_property

from branchline.model.value import value


class Outcome(StrEnum):
    """How a row ended; `STARTED` and `UNDOING` have not ended, or were killed."""

    APPLIED = "applied"
    MARKED = "marked"
    STARTED = "started"
    FAILED = "failed"
    UNDOING = "rolling back"
    ROLLED_BACK = "rolled back"


@value
class Row:
    """One row of the history.

    `done` counts the statements that are surely done of a changeset that runs
    outside a transaction. `position` grows with each row. Times are UTC in
    ISO 8601.
    """

    changelog: str
    change: str
    id: str
    path: str
    checksum: str
    outcome: Outcome
    position: int = 0
    kind: str = "versioned"
    statements: int = 0
    done: int = 0
    started_at: str = ""
    finished_at: str = ""
    deployment: str = ""
    actor: str = ""


@value
class Deployment:
    """A deploy of one instance, as `branchline_deployments` keeps it."""

    id: str
    environment: str
    instance: str
    changelog: str
    branch: str
    commit: str
    plan: str
    actor: str
    started_at: str
    action: str = "deploy"
    outcome: str = "started"
    finished_at: str = ""
    error: str = ""


@value
class State:
    """The newest row of each changeset, in order of application."""

    rows: tuple[Row, ...] = ()

    @cached_property
    def by_id(self) -> Mapping[str, Row]:
        """The rows by the id of their changeset."""
        return {row.id: row for row in self.rows}

    def of(self, id_: str) -> Row | None:
        """Return the state of the changeset with this id."""
        return self.by_id.get(id_)

    def applied(self) -> tuple[Row, ...]:
        """Return what stands in the database, oldest first."""
        return tuple(row for row in self.rows if row.outcome in STANDS)

    def unfinished(self) -> tuple[Row, ...]:
        """Return what stopped half way, where half of it stands."""
        return tuple(
            row
            for row in self.rows
            if row.outcome is Outcome.UNDOING or (row.outcome in OPEN and row.done)
        )


STANDS = frozenset({Outcome.APPLIED, Outcome.MARKED})
"""Outcomes of what a database has."""

OPEN = frozenset({Outcome.STARTED, Outcome.FAILED, Outcome.UNDOING})
"""Outcomes of what a database may have some statements of."""


def state(rows: tuple[Row, ...], changelog: str) -> State:
    """Return the state that `rows` tell of one changelog."""
    newest: dict[str, Row] = {}
    for row in sorted(rows, key=lambda row: row.position):
        if row.changelog == changelog:
            newest.pop(row.id, None)
            newest[row.id] = row
    return State(tuple(newest.values()))
