"""Changelogs in one line, for tests of what is made of them."""

from datetime import date

from branchline.model.changelog import ChangeSet, Entry, Order, Script
from branchline.model.effects import Engine
from branchline.model.statement import Statement
from branchline.sql.analyse import analyse

POSTGRES = Engine("postgres", (15,))


def changeset(name: str, sql: str, undo: str = "", *, transaction: bool = True) -> ChangeSet:
    """A changeset with a file of its own, and one for the way back."""
    entry = Entry(name, name, f"{name}.sql", Order(0, (1,)))
    return ChangeSet(
        entry,
        script=Script(sql, entry.path),
        rollback=Script(undo, f"{name}.down.sql") if undo else None,
        transaction=transaction,
    )


def judged(
    sql: str,
    *,
    before: str = "",
    transaction: bool = True,
    engine: Engine = POSTGRES,
    today: date | None = None,
) -> ChangeSet:
    """What becomes of a changeset after another one."""
    changes = [changeset("1", before), changeset("2", sql, transaction=transaction)]
    [found] = analyse(changes, engine, judge={"2"}, today=today)
    return found


def statements(
    sql: str, *, before: str = "", transaction: bool = True, engine: Engine = POSTGRES
) -> tuple[Statement, ...]:
    """The statements of a changeset after another one."""
    return judged(sql, before=before, transaction=transaction, engine=engine).statements
