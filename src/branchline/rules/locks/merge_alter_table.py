"""Changes of one table that each go through it, where one pass would do."""

from collections.abc import Iterator

from branchline.model.changelog import ChangeSet
from branchline.model.finding import Problem, Severity
from branchline.model.operations import ConstraintKind
from branchline.model.operations import tables as t
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.locks.runs import runs
from branchline.rules.spelling import quoted


@rule("merge-alter-table", severity=Severity.INFO)
def merge_alter_table(changeset: ChangeSet, *, every: bool = False) -> Iterator[Problem]:
    """Two ALTER TABLE in one transaction go through the same table twice.

    One statement with both changes reads or writes the rows once.

    ```sql
    ALTER TABLE orders ALTER COLUMN total SET NOT NULL;
    ALTER TABLE orders ADD CONSTRAINT orders_total_check CHECK (total >= 0); -- finding
    ```

    Say both in one.

    ```sql
    ALTER TABLE orders ALTER COLUMN total SET NOT NULL,
      ADD CONSTRAINT orders_total_check CHECK (total >= 0);
    ```

    With `every`, two ALTER TABLE of one table are found whatever they cost.
    Does not fire on a table that nobody else can see, across transactions, or
    on what cannot be combined or gains nothing: renames, foreign keys, VALIDATE
    CONSTRAINT.

    ```sql
    ALTER TABLE orders ADD COLUMN note text;
    ALTER TABLE orders ALTER COLUMN total SET NOT NULL;
    ALTER TABLE orders RENAME COLUMN total TO amount;
    ```

    Known elsewhere as: eugene W12, bytebase STATEMENT_MERGE_ALTER_TABLE,
    locksafe multiple-ddl-same-table.
    """
    for run in runs(changeset):
        first: dict[str, Statement] = {}
        told: set[str] = set()
        for statement in run:
            for key in _changed(statement, every=every):
                if key in first and key not in told:
                    told.add(key)
                    yield _problem(first[key], statement, key)
                first.setdefault(key, statement)


def _problem(first: Statement, second: Statement, key: str) -> Problem:
    return Problem(
        f"goes through {key} again, after line {first.place.line}",
        f"say both in one: ALTER TABLE {quoted(key)} ..., ...",
        second.place,
    )


def _changed(statement: Statement, *, every: bool) -> set[str]:
    """Return the tables that ALTER TABLE goes through."""
    return {
        key
        for operation, effect in statement
        if isinstance(operation, _ALTERS)
        and not _gains_nothing(operation)
        and not statement.is_private(operation.table)
        and (key := statement.name(operation.table))
        and (every or key in effect.scans or key in effect.rewrites)
    }


def _gains_nothing(operation: t.TableOperation) -> bool:
    return (
        isinstance(operation, t.AddConstraint)
        and operation.constraint.kind is ConstraintKind.FOREIGN_KEY
    )


_ALTERS = (
    t.AddColumn,
    t.DropColumn,
    t.AlterColumnType,
    t.SetNotNull,
    t.DropNotNull,
    t.SetDefault,
    t.DropDefault,
    t.SetIdentity,
    t.SetColumnOption,
    t.AddConstraint,
    t.DropConstraint,
    t.SetTableOption,
)
