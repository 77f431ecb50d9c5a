"""Types that a team does not use."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.columns_defined import defined
from branchline.rules.names.named import columns_of
from branchline.rules.patterns import fits


@rule("disallowed-types", severity=Severity.WARNING)
def disallowed_types(
    statement: Statement, *, types: tuple[str, ...] = ("timetz", "xml")
) -> Iterator[Problem]:
    """A column has a type that the policy does not allow.

    `types` are their names in the server's shortest spelling (`integer`,
    `varchar`, `timestamptz`), with `*` for any letters. No bundle asks for
    this.

    ```sql
    CREATE TABLE orders (id bigint PRIMARY KEY, source xml); -- finding
    ```

    Use another type.

    ```sql
    CREATE TABLE orders (id bigint PRIMARY KEY, source text);
    ```

    Does not fire on temporary tables.

    Known elsewhere as: bytebase COLUMN_TYPE_DISALLOW_LIST.
    """
    for table, found in defined(statement, lambda one: fits(one.type.name, types)):
        names, have = columns_of(table, found, "has", "have")
        kinds = ", ".join(dict.fromkeys(one.type.name for one in found))
        yield Problem(f"{names} {have} a type that the policy does not allow: {kinds}")
