"""Promises about rows that nobody keeps any more."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.operations import Constraint, ConstraintKind
from branchline.model.operations.tables import AddConstraint, DropColumn, DropConstraint, DropTable
from branchline.model.statement import Part, Statement
from branchline.rule import rule


@rule("drop-constraint", severity=Severity.WARNING)
def drop_constraint(statement: Statement) -> Iterator[Problem]:
    """A foreign key, UNIQUE or CHECK of a table is dropped.

    From this moment on rows may be written that break it, and once there are any it
    cannot come back without cleaning up.

    ```sql
    -- changeset 0001_orders
    CREATE TABLE orders (total numeric CONSTRAINT positive CHECK (total > 0));
    -- changeset 0002_free
    ALTER TABLE orders DROP CONSTRAINT positive; -- finding
    ```

    Make sure that nothing relies on it, and say so in an allowance.

    Does not fire on what the same changeset added or adds again, on a table that
    nobody else can see or that is dropped, when a column of it is dropped as well,
    on primary keys (`drop-primary-key`), or in a rollback.

    ```sql
    -- changeset 0001_orders
    CREATE TABLE orders (
      id bigint, note text CONSTRAINT noted CHECK (note <> ''),
      total numeric CONSTRAINT positive CHECK (total > 0)
    );
    -- changeset 0002_swap
    ALTER TABLE orders ADD CONSTRAINT positive_2 CHECK (total >= 0) NOT VALID;
    ALTER TABLE orders DROP CONSTRAINT positive_2;
    ALTER TABLE orders DROP CONSTRAINT positive,
      ADD CONSTRAINT positive CHECK (total >= 0) NOT VALID;
    ALTER TABLE orders DROP CONSTRAINT noted, DROP COLUMN note;
    ```

    Known elsewhere as: squawk ban-drop-constraint, atlas CD101, pgfence
    drop-constraint.
    """
    for drop, _ in statement.of(DropConstraint, part=Part.UP):
        known = constraint_of(statement, drop)
        kind = known.kind.value if known else drop.kind_of
        if kind in _OTHERS or is_primary_key(drop, known) or _is_moot(statement, drop, known):
            continue
        name = drop.name or (known.name if known else "")
        what = f"{kind} {name}" if kind else f"constraint {name}"
        yield Problem(
            f"drops {what} of {drop.table}: rows that break it can be written at once",
            "make sure that nothing relies on it; once such rows are there it cannot come back",
        )


def constraint_of(statement: Statement, drop: DropConstraint) -> Constraint | None:
    """Return the constraint that is dropped, when the changelog made it."""
    table = statement.catalog.table(drop.table)
    if table is None:
        return None
    if drop.name:
        return table.constraint(drop.name)
    return table.primary_key() if drop.kind_of == ConstraintKind.PRIMARY_KEY else None


def is_primary_key(drop: DropConstraint, known: Constraint | None) -> bool:
    """Whether a primary key goes; where nobody knows, the name that PostgreSQL makes up tells."""
    if known is not None:
        return known.kind is ConstraintKind.PRIMARY_KEY
    return drop.kind_of == ConstraintKind.PRIMARY_KEY or drop.name.endswith("_pkey")


def _is_moot(statement: Statement, drop: DropConstraint, known: Constraint | None) -> bool:
    table = drop.table
    columns = {*known.columns} if known else set()
    return (
        statement.is_private(table)
        or any(statement.later_on(DropTable, table))
        or any(found.column in columns for found in statement.later_on(DropColumn, table))
        or any(
            statement.name(add.table) == statement.name(table)
            for at, add in statement.unit.about(AddConstraint, table.name)
            if (at < statement.position and drop.name == add.constraint.name)
            or (at >= statement.position and _is_same(drop, known, add.constraint))
        )
    )


def _is_same(drop: DropConstraint, known: Constraint | None, added: Constraint) -> bool:
    """Whether a constraint takes the place of the one that is dropped."""
    if drop.name and drop.name == added.name:
        return True
    if known is None:
        return False
    return (known.kind, {*known.columns}, known.references) == (
        added.kind,
        {*added.columns},
        added.references,
    ) and (known.expression is None or known.expression == added.expression)


_OTHERS = frozenset({"not null"})
