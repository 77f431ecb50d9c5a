"""Several changes of the schema where no transaction can hold them."""

from collections.abc import Iterator

from branchline.model.changelog import ChangeSet
from branchline.model.finding import Problem, Severity
from branchline.rule import rule
from branchline.rules.changes import COMMIT_EACH, changes_schema
from branchline.rules.repeats import is_repeatable


@rule("multi-ddl-nontransactional", severity=Severity.WARNING)
def multi_ddl_nontransactional(changeset: ChangeSet) -> Iterator[Problem]:
    """A changeset has several changes of the schema on a server that commits each of them.

    When a later one fails, the earlier ones stay. The changeset counts as not
    applied, and its second run stops at what is there already.

    ```sql mysql
    CREATE TABLE orders (id bigint PRIMARY KEY);
    CREATE TABLE carts (id bigint PRIMARY KEY); -- finding
    ```

    Give each change a changeset of its own, or put several actions into one
    ALTER TABLE. A guard makes a statement one that may run twice.

    ```sql mysql
    CREATE TABLE IF NOT EXISTS orders (id bigint PRIMARY KEY);
    CREATE TABLE carts (id bigint PRIMARY KEY);
    ```

    Does not fire where the changes of a schema can be taken back.

    ```sql postgres
    CREATE TABLE orders (id bigint PRIMARY KEY);
    CREATE TABLE carts (id bigint PRIMARY KEY);
    ```

    Known elsewhere as: Liquibase OneChangePerChangeset, liquibase-linter
    isolate-ddl-changes.
    """
    for half in (changeset.statements, changeset.undo):
        changing = [
            statement
            for statement in half
            if statement.engine.dialect in COMMIT_EACH
            and any(map(changes_schema, statement.operations))
        ]
        left = next((s for s in changing[:-1] if not is_repeatable(s)), None)
        if left:
            yield Problem(
                f"this is one of {len(changing)} changes of the schema, and each is committed"
                " at once: after a failure the changeset cannot run again",
                "give each a changeset of its own",
                changing[changing.index(left) + 1].place,
            )
