"""Tables whose rows no policy keeps apart."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.operations.tables import CreateTable, SetTableOption
from branchline.model.statement import Part, Statement
from branchline.rule import rule
from branchline.rules.security.row_security import DISABLE, is_enabled_later
from branchline.rules.spelling import quoted


@rule("rls-off", severity=Severity.WARNING)
def rls_off(statement: Statement, *, schemas: tuple[str, ...] = ()) -> Iterator[Problem]:
    """Row level security is turned off, or never turned on where it should be.

    From then on everybody who may read the table sees every row of it. A new
    table is asked for it in the `schemas` that the outside world can reach;
    there are none unless the policy names them.

    ```sql
    ALTER TABLE orders DISABLE ROW LEVEL SECURITY; -- finding
    ```

    Change the policies instead.

    ```sql
    CREATE TABLE orders (id bigint PRIMARY KEY);
    ALTER TABLE orders ENABLE ROW LEVEL SECURITY;
    ```

    Does not fire on a table that nobody else can see, on temporary tables and
    partitions, or in a rollback.

    ```sql
    CREATE TABLE orders (id bigint PRIMARY KEY);
    ALTER TABLE orders DISABLE ROW LEVEL SECURITY;
    ```

    Known elsewhere as: splinter 0007, 0008 and 0013.
    """
    for option, _ in statement.of(SetTableOption, part=Part.UP):
        if option.option == DISABLE and not statement.is_private(option.table):
            yield Problem(
                f"who may read {option.table} sees every row of it from now on",
                "change its policies instead",
            )
    for create, _ in statement.of(CreateTable, dialect="postgres", part=Part.UP):
        schema = create.table.schema or next(iter(statement.catalog.search_path), "public")
        whole = not (create.temporary or create.partition_of)
        if whole and schema in schemas and not is_enabled_later(statement, create.table):
            yield Problem(
                f"{create.table} can be reached from outside, and no policy keeps its rows apart",
                f"ALTER TABLE {quoted(create.table)} ENABLE ROW LEVEL SECURITY",
            )
