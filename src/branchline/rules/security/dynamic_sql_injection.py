"""Statements put together from values that nothing quotes."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.operations.session import RunBlock
from branchline.model.statement import Statement
from branchline.rule import rule


@rule("dynamic-sql-injection", severity=Severity.WARNING)
def dynamic_sql_injection(statement: Statement) -> Iterator[Problem]:
    """EXECUTE runs a text that a value was put into as it is.

    A name with an upper-case letter or a quote in it breaks the statement, and
    one that somebody chose with care does another thing.

    ```sql
    DO $$ DECLARE t text; BEGIN
      FOR t IN SELECT tablename FROM pg_tables LOOP EXECUTE 'ANALYZE ' || t; END LOOP;
    END $$; -- finding
    ```

    Use `format` with `%I` for names and `%L` for values, or USING.

    ```sql
    DO $$ DECLARE t text; BEGIN
      FOR t IN SELECT tablename FROM pg_tables LOOP EXECUTE format('ANALYZE %I', t); END LOOP;
    END $$;
    ```

    Does not fire on a text without values.

    ```sql
    DO $$ BEGIN EXECUTE 'ANALYZE ' || 'orders'; END $$;
    ```

    Known elsewhere as: nothing.
    """
    for block, _ in statement.of(RunBlock):
        if block.unquoted:
            yield Problem(
                "puts a value into a statement without quoting it",
                "use format('... %I', name) or USING",
            )
