"""Indexes made, dropped and built anew without stopping those who write."""

from collections.abc import Sequence

from branchline.fixes.steps import Mode, Step, beside, index_name, subject
from branchline.fixes.words import after_word, begins
from branchline.model.operations import objects as o
from branchline.model.statement import Statement
from branchline.rules.spelling import quoted

RULES = frozenset(
    (
        "index-not-concurrent",
        "drop-index-not-concurrent",
        "reindex-not-concurrent",
        "concurrent-in-transaction",
    )
)
"""What is answered here."""


def index_steps(statement: Statement) -> tuple[Step, ...] | None:
    """Return the steps of a statement about indexes, each for a changeset of its own.

    None when it is not one that can be run CONCURRENTLY as it stands.
    """
    match statement.operations:
        case (o.CreateIndex() as create,):
            return _created(statement, create)
        case (o.Reindex() as reindex,):
            return _rebuilt(statement, reindex)
        case (o.DropIndex(), *_):
            drops = [each for each in statement.operations if isinstance(each, o.DropIndex)]
            return _dropped(statement, drops)
        case _:
            return None


def concurrently(statement: Statement) -> str:
    """Return a statement that makes or drops one index, CONCURRENTLY if it is not so yet."""
    steps = index_steps(statement)
    return steps[0].sql if steps and len(steps) == 1 else statement.text


def _created(statement: Statement, create: o.CreateIndex) -> tuple[Step, ...] | None:
    table = statement.catalog.table(create.table)
    if (table and table.partitioned) or not begins(statement.text, "create"):
        return None
    if not begins(statement.text, "create", "unique" if create.unique else "index"):
        return None
    sql = statement.text if create.concurrently else _with_word(statement.text, "index")
    name = index_name(create, statement)
    called = name or f"index_on_{create.table.name}"
    return (
        Step(
            statement,
            sql,
            Mode.ALONE,
            f"create_{called}",
            frozenset({("index", name or create.table.name)}),
            dropped(quoted(beside(create.table, name))) if name else None,
        ),
    )


def dropped(name: str) -> str:
    """Return the DROP INDEX that lets others work, and may run twice."""
    return f"DROP INDEX CONCURRENTLY IF EXISTS {name}"


def _dropped(statement: Statement, drops: Sequence[o.DropIndex]) -> tuple[Step, ...] | None:
    known = len(drops) == len(statement.operations) and not any(drop.cascade for drop in drops)
    if not known or not begins(statement.text, "drop", "index"):
        return None
    steps = []
    for drop in drops:
        guard = "IF EXISTS " if drop.if_exists else ""
        sql = f"DROP INDEX CONCURRENTLY {guard}{quoted(drop.index)}"
        if len(drops) == 1:
            sql = statement.text if drop.concurrently else _with_word(statement.text, "index")
        about = frozenset(filter(None, (subject(drop, statement),)))
        title = f"drop_{drop.index.name}"
        steps.append(Step(statement, sql, Mode.ALONE, title, about, undo=None))
    return tuple(steps)


def _rebuilt(statement: Statement, reindex: o.Reindex) -> tuple[Step, ...] | None:
    if not begins(statement.text, "reindex"):
        return None
    sql = statement.text if reindex.concurrently else _with_word(statement.text, reindex.scope)
    title = f"reindex_{reindex.target.name or reindex.scope}"
    return (Step(statement, sql, Mode.ALONE, title),)


def _with_word(text: str, word: str) -> str:
    return after_word(text, word, "CONCURRENTLY") or text
