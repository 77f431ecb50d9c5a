"""Amounts in numbers that are not exact."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.columns_defined import Defined, defined
from branchline.rules.names.named import columns_of
from branchline.rules.patterns import words


@rule("float-money", severity=Severity.WARNING)
def float_money(statement: Statement, *, also: tuple[str, ...] = ()) -> Iterator[Problem]:
    """A column that sounds like money is a floating-point number.

    0.1 + 0.2 is not 0.3 there, and sums depend on the order of the rows. `also`
    are more words that mean money.

    ```sql
    CREATE TABLE orders (id bigint PRIMARY KEY, unit_price real, total double precision); -- finding
    ```

    Use `numeric`, or whole cents.

    ```sql
    CREATE TABLE orders (id bigint PRIMARY KEY, unit_price numeric(12, 2), total_cents bigint);
    ```

    Does not fire on other columns.

    ```sql
    CREATE TABLE places (id bigint PRIMARY KEY, latitude double precision);
    ```

    Known elsewhere as: skeema has-float.
    """
    money = _MONEY.union(also)
    for table, found in defined(
        statement, lambda one: one.type.name in _FLOATS and _means(one, money)
    ):
        names, are = columns_of(table, found, "is a number that is", "are numbers that are")
        yield Problem(f"{names} {are} not exact", "use numeric, or whole cents")


def _means(one: Defined, money: frozenset[str]) -> bool:
    found = words(one.name)
    return not money.isdisjoint(found) and _OTHER.isdisjoint(found)


_FLOATS = frozenset({"real", "double precision", "float", "double"})
_MONEY = frozenset(
    [
        "amount",
        "balance",
        "charge",
        "cost",
        "credit",
        "debit",
        "discount",
        "fee",
        "payment",
        "price",
        "revenue",
        "salary",
        "subtotal",
        "total",
        "wage",
    ]
)
# A total of these is no amount of money.
_OTHER = frozenset(
    [
        "count",
        "distance",
        "hours",
        "minutes",
        "percent",
        "ratio",
        "rate",
        "score",
        "seconds",
        "weight",
    ]
)
