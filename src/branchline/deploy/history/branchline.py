"""branchline's own tables, where no other tool's history is to be kept.

`branchline_history` says what ran, `branchline_deployments` which commit,
plan and person it came from. Both are only ever added to.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from branchline.deploy.history import Deployment, Outcome, Row
from branchline.errors import DeployError

HISTORY = "branchline_history"
DEPLOYMENTS = "branchline_deployments"

TABLES = (
    f"""CREATE TABLE IF NOT EXISTS {HISTORY} (
  position INTEGER PRIMARY KEY,
  changelog VARCHAR(100) NOT NULL,
  change VARCHAR(500) NOT NULL,
  id VARCHAR(500) NOT NULL,
  path VARCHAR(1000) NOT NULL,
  checksum VARCHAR(100) NOT NULL,
  kind VARCHAR(20) NOT NULL,
  outcome VARCHAR(20) NOT NULL,
  statements INTEGER NOT NULL,
  done INTEGER NOT NULL,
  started_at VARCHAR(30) NOT NULL,
  finished_at VARCHAR(30) NOT NULL,
  deployment VARCHAR(40) NOT NULL,
  actor VARCHAR(200) NOT NULL
)""",
    f"""CREATE TABLE IF NOT EXISTS {DEPLOYMENTS} (
  id VARCHAR(40) PRIMARY KEY,
  environment VARCHAR(100) NOT NULL,
  instance VARCHAR(100) NOT NULL,
  changelog VARCHAR(100) NOT NULL,
  action VARCHAR(20) NOT NULL,
  branch VARCHAR(250) NOT NULL,
  commit_id VARCHAR(64) NOT NULL,
  plan VARCHAR(80) NOT NULL,
  actor VARCHAR(200) NOT NULL,
  started_at VARCHAR(30) NOT NULL,
  finished_at VARCHAR(30) NOT NULL,
  outcome VARCHAR(20) NOT NULL,
  error TEXT NOT NULL
)""",
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
def _known(table: str) -> Iterator[None]:
    try:
        yield
    except (LookupError, ValueError) as error:
        raise DeployError(
            f"the table {table} cannot be read: {error}",
            hint="another version of branchline wrote it, or another program: use that one",
        ) from error
