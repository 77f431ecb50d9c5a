"""New columns whose domain has something to check."""

from collections.abc import Iterator

from branchline.model.effects import Reason
from branchline.model.finding import Problem, Severity
from branchline.model.operations import Column, Name, SqlType
from branchline.model.operations.tables import AddColumn
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.locks.blocking import blocking
from branchline.rules.per_table import by_table
from branchline.rules.sentences import listing, verb
from branchline.rules.spelling import quoted


@rule("add-column-constrained-domain", severity=Severity.WARNING)
def add_column_constrained_domain(statement: Statement) -> Iterator[Problem]:
    """ADD COLUMN of a domain with a constraint rewrites the table.

    Even NULL, or one constant for all rows, is put through the domain row by
    row.

    ```sql
    -- changeset 0001_domain
    CREATE DOMAIN positive AS integer CHECK (VALUE > 0);
    -- changeset 0002_column
    ALTER TABLE orders ADD COLUMN weight positive; -- finding
    ```

    Take the type that the domain is made of, and add the check NOT VALID.

    ```sql
    ALTER TABLE orders ADD COLUMN weight integer;
    ALTER TABLE orders ADD CONSTRAINT orders_weight_check CHECK (weight > 0) NOT VALID;
    ```

    Does not fire on a domain without constraints, or on a table that nobody
    else can see.

    ```sql
    CREATE DOMAIN positive AS integer CHECK (VALUE > 0);
    CREATE DOMAIN plain AS integer;
    ALTER TABLE orders ADD COLUMN weight plain;
    CREATE TABLE parcels (id bigint);
    ALTER TABLE parcels ADD COLUMN weight positive;
    ```

    Known elsewhere as: nothing.
    """
    found = (
        add for add, effect in blocking(statement, AddColumn) if Reason.DOMAIN in effect.reasons
    )
    for table, adds in by_table(found):
        names = [f"{add.column.name} ({add.column.type})" for add in adds]
        columns = [
            f"ADD COLUMN {quoted(add.column.name)} {_base(statement, add.column)}" for add in adds
        ]
        yield Problem(
            f"every row of {table} is rewritten to check the {verb(names, 'domain', 'domains')}"
            f" of {listing(names)}: reads and writes wait",
            f"ALTER TABLE {quoted(table)} {', '.join(columns)};"
            " then ADD CONSTRAINT ... CHECK (...) NOT VALID, and validate it in a later changeset",
        )


def _base(statement: Statement, column: Column) -> str:
    type_ = column.type
    while type_ is not None and (below := _below(statement, type_)) is not None:
        type_ = below
    return str(type_)


def _below(statement: Statement, type_: SqlType) -> SqlType | None:
    domain = statement.catalog.types.get(statement.name(Name(type_.name, type_.schema)))
    return domain.base if domain is not None else None
