"""branchline's own tables, where no other tool's history is to be kept.

`branchline_history` says what ran, `branchline_deployments` which commit,
plan and person it came from. Both are only ever added to.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from branchline.deploy.history import Deployment, Outcome, Row
from branchline.deploy.history.store import Columns, Query, Speech
from branchline.errors import DeployError

HISTORY = "branchline_history"
DEPLOYMENTS = "branchline_deployments"


class BranchlineHistory:
    """A row for each run, failure and rollback; see `branchline.deploy.history.store.Store`."""

    tables: tuple[str, ...] = (HISTORY,)

    def make(self, speech: Speech) -> Mapping[str, tuple[Query, ...]]:
        """Return what makes the table."""
        return {HISTORY: (table(HISTORY, speech),)}

    def rows(self, found: Mapping[str, Sequence[Columns]]) -> tuple[Row, ...]:
        """Return every row, oldest first."""
        return tuple(sorted(map(row_of, found[HISTORY]), key=lambda row: row.position))

    def write(self, row: Row, speech: Speech) -> tuple[Query, ...]:
        """Return what adds a row, or writes over the one of the same position."""
        return over(HISTORY, "position", row, speech)


def table(name: str, speech: Speech) -> Query:
    """Return what makes one of branchline's own tables."""
    columns = ",\n  ".join(
        f"{speech.name(column)} {type_}" for column, type_ in _COLUMNS[name].items()
    )
    return Query(f"CREATE TABLE {speech.table(name)} (\n  {columns}\n){speech.table_options}")


def over(name: str, key: str, found: Row | Deployment, speech: Speech) -> tuple[Query, ...]:
    """Return what puts a row in the place of the one with the same key."""
    values, where = values_of(found), speech.table(name)
    names = ", ".join(map(speech.name, values))
    marks = ", ".join("?" * len(values))
    return (
        Query(f"DELETE FROM {where} WHERE {speech.name(key)} = ?", (values[key],)),  # noqa: S608 - names are ours
        Query(f"INSERT INTO {where} ({names}) VALUES ({marks})", tuple(values.values())),  # noqa: S608 - names are ours
    )


def values_of(found: Row | Deployment) -> dict[str, object]:
    """Return the columns of a row and their values."""
    fields: dict[str, object] = {name: getattr(found, name) for name in found.__match_args__}
    if isinstance(found, Deployment):
        fields["commit_id"] = fields.pop("commit")
    return {name: str(field) if isinstance(field, str) else field for name, field in fields.items()}


def row_of(columns: Mapping[str, Any]) -> Row:
    """Return a row of the history as a value.

    Raises:
        DeployError: branchline did not write it, or a newer one did.
    """
    with _known(HISTORY):
        fields = {name: columns[name] for name in Row.__match_args__}
        return Row(**{**fields, "outcome": Outcome(fields["outcome"])})


def deployment_of(columns: Mapping[str, Any]) -> Deployment:
    """Return a row of the deployments as a value; raises as `row_of`."""
    names = (name for name in Deployment.__match_args__ if name != "commit")
    with _known(DEPLOYMENTS):
        return Deployment(commit=columns["commit_id"], **{name: columns[name] for name in names})


@contextmanager
def _known(name: str) -> Iterator[None]:
    try:
        yield
    except (LookupError, ValueError) as error:
        raise DeployError(
            f"the table {name} cannot be read: {error}",
            hint="another version of branchline wrote it, or another program: use that one",
        ) from error


_COLUMNS = {
    HISTORY: {
        "position": "INTEGER PRIMARY KEY",
        "changelog": "VARCHAR(100) NOT NULL",
        "change": "VARCHAR(500) NOT NULL",
        "id": "VARCHAR(500) NOT NULL",
        "path": "VARCHAR(1000) NOT NULL",
        "checksum": "VARCHAR(100) NOT NULL",
        "kind": "VARCHAR(20) NOT NULL",
        "outcome": "VARCHAR(20) NOT NULL",
        "statements": "INTEGER NOT NULL",
        "done": "INTEGER NOT NULL",
        "started_at": "VARCHAR(30) NOT NULL",
        "finished_at": "VARCHAR(30) NOT NULL",
        "deployment": "VARCHAR(40) NOT NULL",
        "actor": "VARCHAR(200) NOT NULL",
    },
    DEPLOYMENTS: {
        "id": "VARCHAR(40) PRIMARY KEY",
        "environment": "VARCHAR(100) NOT NULL",
        "instance": "VARCHAR(100) NOT NULL",
        "changelog": "VARCHAR(100) NOT NULL",
        "action": "VARCHAR(20) NOT NULL",
        "branch": "VARCHAR(250) NOT NULL",
        "commit_id": "VARCHAR(64) NOT NULL",
        "plan": "VARCHAR(80) NOT NULL",
        "actor": "VARCHAR(200) NOT NULL",
        "started_at": "VARCHAR(30) NOT NULL",
        "finished_at": "VARCHAR(30) NOT NULL",
        "outcome": "VARCHAR(20) NOT NULL",
        "error": "TEXT NOT NULL",
    },
}
