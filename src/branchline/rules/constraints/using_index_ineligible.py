"""Indexes that cannot become a constraint."""

from collections.abc import Iterator

from branchline.model.finding import Problem
from branchline.model.operations import Key, Name
from branchline.model.operations.tables import AddConstraint
from branchline.model.schema import Index
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.spelling import quoted


@rule("using-index-ineligible")
def using_index_ineligible(statement: Statement) -> Iterator[Problem]:
    """ADD CONSTRAINT … USING INDEX with an index that PostgreSQL does not take.

    It has to be unique and valid, a B-tree of plain columns in their default order,
    over all rows, and may not serve another constraint.

    ```sql
    -- changeset 0001_orders
    CREATE TABLE orders (id bigint, code text, gone boolean);
    CREATE UNIQUE INDEX orders_code ON orders (code) WHERE NOT gone;
    CREATE INDEX orders_id ON orders (id);
    -- changeset 0002_keys
    ALTER TABLE orders ADD CONSTRAINT code_key UNIQUE USING INDEX orders_code; -- finding
    ALTER TABLE orders ADD PRIMARY KEY USING INDEX orders_id; -- finding
    ```

    Build one that fits: CREATE UNIQUE INDEX CONCURRENTLY.

    Does not fire on an index that the changelog does not tell.

    ```sql
    -- changeset 0001_orders
    CREATE TABLE orders (id bigint, code text);
    CREATE UNIQUE INDEX orders_code ON orders (code);
    -- changeset 0002_keys
    ALTER TABLE orders ADD CONSTRAINT code_key UNIQUE USING INDEX orders_code;
    ALTER TABLE orders ADD PRIMARY KEY USING INDEX orders_id;
    ```

    Known elsewhere as: nothing.
    """
    for add, _ in statement.of(AddConstraint, dialect="postgres"):
        name = add.constraint.using_index
        schema = statement.name(add.table).rpartition(".")[0]
        index = statement.catalog.index(Name(name, add.table.schema or schema)) if name else None
        flaw = _flaw(statement, add, index) if index else ""
        if flaw:
            columns = ", ".join(_column(key) for key in index.keys) if index else "..."
            yield Problem(
                f"index {name} cannot become a constraint of {add.table}: it {flaw}",
                "build one that fits: CREATE UNIQUE INDEX CONCURRENTLY"
                f" {quoted(f'{name}_2')} ON {quoted(add.table)} ({columns})",
            )


def _flaw(statement: Statement, add: AddConstraint, index: Index) -> str:
    flaws = {
        "belongs to another table": index.table != statement.name(add.table),
        f"serves {index.constraint}": bool(index.constraint),
        "is not unique": not index.unique,
        "is not valid": not index.valid,
        "is partial": index.where is not None,
        "is over an expression": not all(key.column for key in index.keys),
        "is no B-tree": index.method not in {"", "btree"},
        "does not sort by default": any(map(_sorts_otherwise, index.keys)),
    }
    return next((flaw for flaw, holds in flaws.items() if holds), "")


def _sorts_otherwise(key: Key) -> bool:
    return key.descending or bool(key.operator_class) or bool(key.collation)


def _column(key: Key) -> str:
    return quoted(key.column) if key.column else "..."
