"""Rows that running code may write no longer."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from branchline.model.finding import Problem, Severity
from branchline.model.operations import Constraint, ConstraintKind, Name
from branchline.model.operations.objects import CreateFunction, CreateIndex, CreateTrigger
from branchline.model.operations.tables import AddConstraint, SetNotNull
from branchline.model.statement import Part, Statement
from branchline.rule import rule
from branchline.rules.breaking.columns import Touched, column_before
from branchline.rules.per_table import by_table
from branchline.rules.sentences import listing, verb
from branchline.rules.unique_keys import is_unique_before


class _Restriction(NamedTuple):
    table: Name
    words: str


@rule("new-write-restriction", severity=Severity.INFO)
def new_write_restriction(statement: Statement) -> Iterator[Problem]:
    """A table refuses rows that running code may still write.

    NOT VALID leaves old rows alone; new ones are checked from this moment on.

    ```sql
    ALTER TABLE orders ADD CONSTRAINT positive CHECK (total > 0) NOT VALID; -- finding
    CREATE UNIQUE INDEX CONCURRENTLY orders_code ON orders (code); -- finding
    ALTER TABLE orders ALTER COLUMN region SET NOT NULL; -- finding
    ```

    ```sql
    CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql
      AS 'BEGIN RAISE EXCEPTION ''closed''; END';
    CREATE TRIGGER closed BEFORE UPDATE ON orders
      FOR EACH ROW EXECUTE FUNCTION refuse(); -- finding
    ```

    Release code first that writes only what will be accepted.

    A new column that is set NOT NULL and has no default refuses all the rows of
    code that does not know it.

    ```sql
    ALTER TABLE orders ADD COLUMN batch bigint;
    UPDATE orders SET batch = 0;
    ALTER TABLE orders ALTER COLUMN batch SET NOT NULL; -- finding
    ```

    Does not fire on a table or on columns that nobody else can see, on NOT NULL
    that a valid CHECK promises already, on a unique index that some of its columns
    had before, on a constraint that takes over an index, or in a rollback.

    ```sql
    -- changeset 0001_prompts
    CREATE TABLE prompts (id bigint PRIMARY KEY, name text);
    CREATE UNIQUE INDEX prompts_name ON prompts (name);
    -- changeset 0002_versions
    DROP INDEX prompts_name;
    ALTER TABLE prompts ADD COLUMN version integer NOT NULL DEFAULT 1;
    CREATE UNIQUE INDEX prompts_version ON prompts (name, version);
    ```

    ```sql
    ALTER TABLE orders ADD COLUMN size integer;
    ALTER TABLE orders ADD CONSTRAINT sized CHECK (size > 0) NOT VALID;
    ALTER TABLE orders ADD CONSTRAINT code_key UNIQUE USING INDEX orders_code;
    CREATE TABLE carts (id bigint PRIMARY KEY, code text);
    CREATE UNIQUE INDEX carts_code ON carts (code);
    ```

    Known elsewhere as: squawk ban-new-write-restriction, bytebase
    SCHEMA_BACKWARD_COMPATIBILITY, django-migration-linter ADD_UNIQUE.
    """
    for table, found in by_table(_restrictions(statement)):
        words = list(dict.fromkeys(each.words for each in found))
        yield Problem(
            f"{table} refuses rows that break {listing(words)}:"
            " running code may still write such rows",
            f"release code first that respects {verb(words, 'it', 'them')}",
        )


def _restrictions(statement: Statement) -> Iterator[_Restriction]:
    for add, _ in statement.of(AddConstraint, part=Part.UP):
        if add.constraint.kind in _RESTRICTING and _is_news(statement, add):
            yield _Restriction(add.table, _words(add.constraint))
    for set_, _ in statement.of(SetNotNull, part=Part.UP):
        if not _is_filled(statement, set_):
            yield _Restriction(set_.table, f"NOT NULL of {set_.column}")
    for index, _ in statement.of(CreateIndex, part=Part.UP):
        columns = tuple(key.column for key in index.keys)
        hidden = not index.unique or _is_hidden(statement, index.table, columns)
        if not hidden and not is_unique_before(statement, index.table, columns, index.where):
            yield _Restriction(index.table, f"unique index {index.name}".rstrip())
    for trigger, _ in statement.of(CreateTrigger, part=Part.UP):
        if not statement.is_private(trigger.table) and _raises(statement, trigger):
            yield _Restriction(trigger.table, f"trigger {trigger.name}")


def _is_news(statement: Statement, add: AddConstraint) -> bool:
    found = add.constraint
    read = found.expression.columns if found.expression else ()
    columns = found.columns or read
    if found.using_index or _is_hidden(statement, add.table, columns):
        return False
    unique = found.kind is ConstraintKind.UNIQUE
    return not unique or not is_unique_before(statement, add.table, columns)


def _is_filled(statement: Statement, set_: SetNotNull) -> bool:
    """Whether rows without the column are not refused: it is new and has a default, or proven."""
    table = statement.catalog.table(set_.table)
    column = column_before(statement, Touched(set_.table, set_.column))
    has_default = column is not None and column.default is not None and not column.default.null
    return (
        statement.is_private(set_.table)
        or (table is not None and table.proves_not_null(set_.column))
        or (has_default and statement.is_new_column(set_.table, set_.column))
    )


def _is_hidden(statement: Statement, table: Name, columns: tuple[str, ...]) -> bool:
    return statement.is_private(table) or (
        bool(columns) and all(statement.is_new_column(table, column) for column in columns)
    )


def _raises(statement: Statement, trigger: CreateTrigger) -> bool:
    made = statement.unit.about(CreateFunction, trigger.function.name)
    return any(_RAISE.search(function.body) for _, function in made)


def _words(found: Constraint) -> str:
    on = f"({', '.join(found.columns)})" if found.columns else ""
    return f"{found.kind.value} {found.name or on}".rstrip()


_RESTRICTING = frozenset(
    {
        ConstraintKind.CHECK,
        ConstraintKind.EXCLUDE,
        ConstraintKind.NOT_NULL,
        ConstraintKind.UNIQUE,
    }
)
_RAISE = re.compile(r"\braise\s+(?:exception\b|sqlstate\b|using\b|')", re.IGNORECASE)
