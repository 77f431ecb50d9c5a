"""New columns that old code does not fill."""

from collections.abc import Iterator

from branchline.model.finding import Problem
from branchline.model.operations import Column, ConstraintKind
from branchline.model.operations.tables import AddColumn
from branchline.model.statement import Part, Statement
from branchline.rule import rule
from branchline.rules.per_table import by_table
from branchline.rules.sentences import listing, verb
from branchline.rules.spelling import quoted


@rule("required-column")
def required_column(statement: Statement) -> Iterator[Problem]:
    """A NOT NULL column without a default is added.

    The statement itself fails as soon as the table has a row, and where it does
    not, every INSERT of the running application fails: it does not know the
    column yet. MySQL and MariaDB fill the rows that are there with an empty
    value or zero, and refuse what is inserted later.

    ```sql
    ALTER TABLE orders ADD COLUMN region text NOT NULL; -- finding
    ALTER TABLE orders ADD COLUMN place text NOT NULL DEFAULT NULL; -- finding
    ```

    Give it a default, or leave it nullable until all code writes it.

    Does not fire on a table that nobody else can see, when the server fills the
    column (a default, an identity, a serial type, a generated column), or in a
    rollback.

    ```sql
    ALTER TABLE orders ADD COLUMN region text NOT NULL DEFAULT 'eu';
    ALTER TABLE orders ADD COLUMN note text;
    ```

    ```sql
    CREATE TABLE carts (id bigint PRIMARY KEY);
    ALTER TABLE carts ADD COLUMN owner bigint NOT NULL;
    ```

    Known elsewhere as: squawk adding-required-field, django-migration-linter
    NOT_NULL, atlas MF103, pgfence add-column-not-null, oneport OPM011.
    """
    required = (add for add, _ in statement.of(AddColumn, part=Part.UP) if is_required(add.column))
    for table, adds in by_table(add for add in required if not statement.is_private(add.table)):
        names = [f"{table}.{add.column.name}" for add in adds]
        dialect = statement.engine.dialect
        columns = ", ".join(_with_default(add.column, dialect) for add in adds)
        fills = dialect in {"mysql", "mariadb"}
        yield Problem(
            f"adds {listing(names)} NOT NULL without a default:"
            f" {'' if fills else 'existing rows and '}running code"
            f" {'has' if fills else 'have'} no value for {verb(names, 'it', 'them')}",
            f"give {verb(names, 'it', 'each')} a default:"
            f" ALTER TABLE {quoted(table, dialect)} {columns}",
        )


def is_required(column: Column) -> bool:
    """Whether whoever adds a row has to give the column a value."""
    filled = column.default is not None and not column.default.null
    if filled or column.generated or column.identity or column.serial:
        return False
    kinds = {constraint.kind for constraint in column.constraints}
    return column.not_null or ConstraintKind.PRIMARY_KEY in kinds


def _with_default(column: Column, dialect: str) -> str:
    kind = f" {column.type}" if column.type else ""
    return f"ADD COLUMN {quoted(column.name, dialect)}{kind} NOT NULL DEFAULT ..."
