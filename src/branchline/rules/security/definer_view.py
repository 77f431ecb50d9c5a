"""Views that look past the policies of what they read."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.operations import Name
from branchline.model.operations.objects import AlterObject, CreateView
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.security.row_security import is_enabled
from branchline.rules.sentences import listing
from branchline.rules.spelling import quoted


@rule("definer-view", severity=Severity.WARNING)
def definer_view(statement: Statement) -> Iterator[Problem]:
    """A view over a table with row level security, or a view of MySQL, runs as its owner.

    The policies of the table are asked about the view's owner, not about
    whoever reads the view: everybody who may read it sees all rows.

    ```sql
    -- changeset 0001_orders
    CREATE TABLE orders (id bigint PRIMARY KEY, owner text);
    ALTER TABLE orders ENABLE ROW LEVEL SECURITY;
    -- changeset 0002_view
    CREATE VIEW mine AS SELECT id FROM orders; -- finding
    ```

    Make it WITH (security_invoker = true).

    ```sql
    CREATE TABLE orders (id bigint PRIMARY KEY, owner text);
    ALTER TABLE orders ENABLE ROW LEVEL SECURITY;
    CREATE VIEW mine WITH (security_invoker = true) AS SELECT id FROM orders;
    ```

    MySQL and MariaDB run a view as its definer unless told otherwise; where SQL
    SECURITY DEFINER is written, somebody meant it.

    ```sql mysql 8.0
    CREATE SQL SECURITY DEFINER VIEW mine AS SELECT 1; -- finding
    CREATE SQL SECURITY INVOKER VIEW yours AS SELECT 1;
    CREATE VIEW theirs AS SELECT 1;
    ```

    Does not fire on tables without policies, before PostgreSQL 15, which has no
    such option, or when the same changeset sets it later.

    ```sql
    CREATE TABLE orders (id bigint PRIMARY KEY, owner text);
    CREATE VIEW mine AS SELECT id FROM orders;
    ```

    Known elsewhere as: splinter 0010.
    """
    yield from _as_definer(statement)
    if () < statement.engine.version < (15,):
        return
    for create, _ in statement.of(CreateView, dialect="postgres"):
        tables = [str(name) for name in create.reads if _has_policies(statement, name)]
        if tables and not create.materialized and not _is_invoker(statement, create):
            yield Problem(
                f"who may read {create.view} sees every row of {listing(tables)},"
                " whatever its policies say",
                f"ALTER VIEW {quoted(create.view)} SET (security_invoker = true)",
            )


def _as_definer(statement: Statement) -> Iterator[Problem]:
    for operation in statement.operations:
        if isinstance(operation, CreateView) and operation.security == "definer":
            yield Problem(
                f"who may read {operation.view} reads its tables with the rights of its definer",
                "CREATE it with SQL SECURITY INVOKER",
            )


def _has_policies(statement: Statement, name: Name) -> bool:
    table = statement.catalog.table(name)
    return table is not None and is_enabled(table)


def _is_invoker(statement: Statement, create: CreateView) -> bool:
    options = [create.options]
    for at, alter in statement.unit.about(AlterObject):
        if at > statement.position and statement.name(alter.name) == statement.name(create.view):
            options.append(alter.options)
    values = [value for pairs in options for name, value in pairs if name == "security_invoker"]
    return bool(values) and values[-1].lower() in {"true", "on", "1", "yes"}
