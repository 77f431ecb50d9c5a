"""Counting columns that run out."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.mysql.defaults import columns


@rule("autoinc-policy", severity=Severity.WARNING)
def autoinc_policy(
    statement: Statement,
    *,
    types: tuple[str, ...] = ("int", "bigint"),
    unsigned: bool = True,
) -> Iterator[Problem]:
    """An AUTO_INCREMENT column is too narrow, signed, or no integer.

    When the numbers run out every INSERT fails, and a wider type copies the
    table. Half of a signed type is never used.

    ```sql mysql 8.0
    CREATE TABLE orders (id smallint unsigned AUTO_INCREMENT PRIMARY KEY); -- finding
    CREATE TABLE items (id bigint AUTO_INCREMENT PRIMARY KEY); -- finding
    CREATE TABLE parcels (id double AUTO_INCREMENT PRIMARY KEY); -- finding
    ```

    ```sql mysql 8.0
    CREATE TABLE orders (id bigint unsigned AUTO_INCREMENT PRIMARY KEY);
    CREATE TABLE items (id serial);
    ```

    `types` are those allowed, `unsigned` says whether a signed one is refused.

    Known elsewhere as: skeema auto-inc, bytebase
    COLUMN_AUTO_INCREMENT_MUST_INTEGER and COLUMN_AUTO_INCREMENT_MUST_UNSIGNED.
    """
    for table, column in columns(statement):
        if not column.identity or column.type is None:
            continue
        name = f"{table}.{column.name}"
        if column.type.name not in types:
            wanted = f"{types[-1]}{' unsigned' if unsigned else ''}" if types else "an integer"
            yield Problem(f"{name} counts in {column.type.name}", f"make it {wanted}")
        elif unsigned and not column.type.unsigned:
            yield Problem(
                f"{name} counts in half of {column.type.name}",
                f"make it {column.type.name} unsigned",
            )
