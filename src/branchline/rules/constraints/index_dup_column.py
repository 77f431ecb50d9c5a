"""Columns that stand twice in one index."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TypeVar

from branchline.model.finding import Problem
from branchline.model.operations import ConstraintKind
from branchline.model.operations.objects import CreateIndex
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.constraints.written import constraints
from branchline.rules.sentences import listing

_K = TypeVar("_K")


@rule("index-dup-column")
def index_dup_column(statement: Statement) -> Iterator[Problem]:
    """A column stands twice in one index or key.

    MySQL and MariaDB refuse it, and PostgreSQL does in a key. In a plain index the
    second one only costs: most often another column was meant.

    ```sql
    CREATE INDEX orders_found ON orders (customer, customer); -- finding
    ALTER TABLE orders ADD CONSTRAINT one UNIQUE (code, code); -- finding
    ```

    Name the column that was meant, or leave the second one out.

    Does not fire on expressions of the same column, or where the operator class or
    collation differs.

    ```sql
    CREATE INDEX orders_found ON orders (code, lower(code));
    CREATE INDEX orders_begin ON orders (code, code text_pattern_ops);
    ```

    Known elsewhere as: bytebase INDEX_NO_DUPLICATE_COLUMN.
    """
    for create, _ in statement.of(CreateIndex):
        keys = [(k.column, k.operator_class, k.collation) for k in create.keys if k.column]
        twice = [key[0] for key in _twice(keys)]
        if twice:
            name = f"index {create.name}" if create.name else "an index"
            yield _problem(f"{name} of {create.table}", twice)
    for found in constraints(statement):
        twice = _twice(found.columns)
        if twice and found.constraint.kind in _KEYS:
            yield _problem(f"the {found.constraint.kind.value} of {found.table}", twice)


def _twice(keys: Sequence[_K]) -> list[_K]:
    if len({*keys}) == len(keys):
        return []
    return [key for key, count in Counter(keys).items() if count > 1]


def _problem(what: str, twice: list[str]) -> Problem:
    return Problem(
        f"{what} has {listing(twice)} twice", "name the column that was meant, or leave it out"
    )


_KEYS = frozenset({ConstraintKind.FOREIGN_KEY, ConstraintKind.PRIMARY_KEY, ConstraintKind.UNIQUE})
