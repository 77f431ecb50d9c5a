"""Objects that get another owner."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.operations.objects import AlterObject
from branchline.model.operations.tables import SetTableOption
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.patterns import fits


@rule("owner-change", severity=Severity.INFO)
def owner_change(statement: Statement, *, owners: tuple[str, ...] = ()) -> Iterator[Problem]:
    """An object is given to another owner.

    The owner may do everything with it, and only the owner may alter it. Later
    changes fail unless they are applied by that role. `owners` are those that
    are fine.

    ```sql
    ALTER TABLE orders OWNER TO ada; -- finding
    ALTER FUNCTION one() OWNER TO ada; -- finding
    ```

    Let the role that applies the changes own what they make.

    ```sql
    CREATE TABLE orders (id bigint PRIMARY KEY);
    ```

    Does not fire on what the same changeset made, or on the role that runs it.

    ```sql
    CREATE TABLE orders (id bigint PRIMARY KEY);
    ALTER TABLE orders OWNER TO app_owner;
    ALTER TABLE carts OWNER TO CURRENT_USER;
    ```

    Known elsewhere as: bytebase STATEMENT_OBJECT_OWNER_CHECK.
    """
    for operation in statement.operations:
        match operation:
            case SetTableOption(table=name, option="owner", value=owner):
                pass
            case AlterObject(name=name, action="owner"):
                owner = dict(operation.options).get("owner", "")
            case _:
                continue
        if not (statement.is_private(name) or owner in _SELF or fits(owner, owners)):
            yield Problem(
                f"gives {name} to {owner}, who alone may alter it from now on",
                "let the role that applies the changes own what they make",
            )


_SELF = frozenset({"current_user", "current_role", "session_user"})
