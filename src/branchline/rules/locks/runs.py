"""Statements that share a transaction, and the locks that stay with them."""

from collections.abc import Iterator

from branchline.model.changelog import ChangeSet
from branchline.model.effects import Lock
from branchline.model.operations.session import Commit, Rollback
from branchline.model.operations.tables import DropTable
from branchline.model.statement import Statement


def halves(changeset: ChangeSet) -> Iterator[tuple[Statement, ...]]:
    """Yield what goes up and what goes down, where either is PostgreSQL's."""
    for half in (changeset.statements, changeset.undo):
        if half and half[0].engine.dialect == "postgres":
            yield half


def runs(changeset: ChangeSet) -> Iterator[list[Statement]]:
    """Yield the statements of each transaction; one outside of any stands alone."""
    for half in halves(changeset):
        run: list[Statement] = []
        for statement in half:
            if run and not statement.in_transaction:
                yield run
                run = []
            run.append(statement)
            if any(isinstance(operation, (Commit, Rollback)) for operation in statement.operations):
                yield run
                run = []
        if run:
            yield run


def locked(statement: Statement, weakest: Lock) -> set[str]:
    """Return the tables that a statement locks at least so, but for those its unit drops."""
    return {key for key, lock in statement.effect.locks if lock >= weakest} - _no_matter(statement)


def held(statement: Statement, weakest: Lock) -> set[str]:
    """Return the tables that the transaction has locked before a statement."""
    return {key for key, lock in statement.situation.held if lock >= weakest} - _no_matter(
        statement
    )


def _no_matter(statement: Statement) -> set[str]:
    dropped = {statement.name(drop.table) for _, drop in statement.unit.about(DropTable)}
    return dropped | {*statement.catalog.views}
