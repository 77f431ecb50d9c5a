"""Types of primary keys that a project does not want."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.operations import ConstraintKind
from branchline.model.operations.tables import CreateTable
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.mysql.servers import of


@rule("pk-type", severity=Severity.WARNING)
def pk_type(
    statement: Statement, *, types: tuple[str, ...] = ("int", "bigint")
) -> Iterator[Problem]:
    """A primary key has a type that is not in `types`.

    InnoDB keeps rows in the order of the key and repeats it in every index: a
    long one makes all of them long.

    ```sql mysql 8.0
    CREATE TABLE orders (code varchar(40) PRIMARY KEY); -- finding
    CREATE TABLE items (code char(36), PRIMARY KEY (code)); -- finding
    ```

    ```sql mysql 8.0
    CREATE TABLE orders (id bigint unsigned PRIMARY KEY, code varchar(40) UNIQUE);
    ```

    Does not fire on temporary tables.

    Known elsewhere as: skeema pk-type, bytebase INDEX_PK_TYPE_LIMIT.
    """
    for create, _ in of(statement, CreateTable):
        inline = [found for column in create.columns for found in column.constraints]
        keys = {
            name
            for found in (*inline, *create.constraints)
            if found.kind is ConstraintKind.PRIMARY_KEY
            for name in found.columns
        }
        for column in () if create.temporary else create.columns:
            if column.name in keys and column.type is not None and column.type.name not in types:
                yield Problem(
                    f"the primary key of {create.table} is a {column.type}",
                    f"use {' or '.join(types)}, and make {column.name} UNIQUE",
                )
