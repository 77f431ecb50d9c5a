"""Changes that stopped half way and were mended since, where what ran of them was left as it is.

Where DDL commits by itself a change with a mistake in its second statement
leaves the first one behind. The way on is to mend the second; the first may not
change, and that is looked up in the commit that it was deployed from.
"""

from collections.abc import Iterable, Iterator, Mapping

from branchline.deploy.drivers import Database
from branchline.deploy.history import Outcome, Row, State
from branchline.deploy.plan import statements
from branchline.deploy.transactions import commits_together
from branchline.deploy.tree import to_run
from branchline.git.objects import Repository
from branchline.git.values import is_zero
from branchline.model.changelog import ChangeSet
from branchline.model.environments import Instance
from branchline.model.settings import Changelog
from branchline.model.value import value


@value
class Ground:
    """Where the text of a change is looked up, and what it is for."""

    repository: Repository
    spec: Changelog
    instance: Instance


def mended(
    ground: Ground, found: Iterable[ChangeSet], state: State, database: Database
) -> frozenset[str]:
    """Return the ids of changes that may go on with a new text from where they stopped."""
    by_id = {changeset.entry.id: changeset for changeset in found}
    edited = [
        row
        for row in state.unfinished()
        if row.outcome is not Outcome.UNDOING
        and row.id in by_id
        and by_id[row.id].checksum != row.checksum
    ]
    if not edited:
        return frozenset()
    commits = {each.id: each.commit for each in database.deployments()}
    return frozenset(_going_on(ground, edited, by_id, commits, database.dialect))


def _going_on(
    ground: Ground,
    rows: Iterable[Row],
    by_id: Mapping[str, ChangeSet],
    commits: Mapping[str, str],
    dialect: str,
) -> Iterator[str]:
    for row in rows:
        before = _text(ground, _at(ground, commits.get(row.deployment, ""), row), dialect)
        changeset = by_id[row.id]
        after = _text(ground, changeset, dialect)
        # One that was cut off may have run the next statement as well.
        ran = row.done + (row.outcome is Outcome.STARTED)
        whole = changeset.transaction and commits_together(after, dialect)
        if before[:ran] == after[:ran] and len(before) >= ran <= len(after) and not whole:
            yield row.id


def _at(ground: Ground, commit: str, row: Row) -> ChangeSet | None:
    repository = ground.repository
    if not commit or is_zero(commit) or repository.kind(commit) != "commit":
        return None
    known = to_run(repository, commit, ground.spec)
    return next(
        (each for each in known if (each.entry.id, each.checksum) == (row.id, row.checksum)), None
    )


def _text(ground: Ground, changeset: ChangeSet | None, dialect: str) -> tuple[str, ...]:
    if changeset is None:
        return ()
    return statements(changeset.script, dialect, ground.instance, changeset.attributes)
