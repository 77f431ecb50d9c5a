"""Code that is put together while it runs."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.operations.session import RunBlock
from branchline.model.statement import Statement
from branchline.rule import rule


@rule("opaque-sql", severity=Severity.INFO)
def opaque_sql(statement: Statement) -> Iterator[Problem]:
    """A block runs statements that nobody can read before it runs.

    What it drops, locks or changes is unknown to every other rule, and to a
    reviewer as well.

    ```sql
    DO $$ DECLARE t text; BEGIN
      FOR t IN SELECT tablename FROM pg_tables LOOP EXECUTE 'DROP TABLE ' || t; END LOOP;
    END $$; -- finding
    ```

    Write the statements themselves, one by one.

    Does not fire on a block whose statements can be read: they are judged as if
    they stood alone.

    ```sql
    DO $$ BEGIN EXECUTE 'ALTER TABLE orders ADD COLUMN note text'; END $$;
    ```

    Known elsewhere as: dblift statement-not-analysed, strong_migrations
    execute.
    """
    for block, _ in statement.of(RunBlock):
        if block.dynamic:
            yield Problem(
                "runs statements that cannot be read before: what they do is unknown",
                "write the statements themselves",
            )
