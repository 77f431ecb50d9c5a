"""Settings of a table that write it anew."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.operations.tables import SetTableOption
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.per_table import by_table
from branchline.rules.sentences import listing, verb
from branchline.rules.spelling import quoted


@rule("table-rewrite-option", severity=Severity.WARNING)
def table_rewrite_option(statement: Statement) -> Iterator[Problem]:
    """SET LOGGED, TABLESPACE or ACCESS METHOD writes the whole table anew.

    Nobody reads or writes it until that is done.

    ```sql
    ALTER TABLE orders SET TABLESPACE fast; -- finding
    ALTER TABLE orders SET ACCESS METHOD columnar; -- finding
    ALTER TABLE cache SET LOGGED; -- finding
    ```

    ```sql postgres 11
    ALTER TABLE orders SET WITHOUT OIDS; -- finding
    ```

    Move it with pg_repack, outside the changelog, or into a new table that
    takes its place.

    Does not fire on a table that nobody else can see, when it has the setting
    already, or on settings that touch no row.

    ```sql
    -- changeset 0001_cache
    CREATE UNLOGGED TABLE cache (id bigint);
    -- changeset 0002_settings
    ALTER TABLE cache SET UNLOGGED;
    ALTER TABLE orders SET (fillfactor = 80);
    CREATE TABLE carts (id bigint);
    ALTER TABLE carts SET TABLESPACE fast;
    ```

    Known elsewhere as: pgfence set-tablespace and set-logged-unlogged.
    """
    found = (
        option
        for option, effect in statement.of(SetTableOption, dialect="postgres")
        if (effect.rewrites or _drops_oids(statement, option))
        and not statement.is_private(option.table)
    )
    for table, options in by_table(found):
        words = [f"SET {option.option.upper()}" for option in options]
        yield Problem(
            f"{listing(words)} {verb(words, 'rewrites', 'rewrite')} {table}: reads and writes wait",
            f"CREATE TABLE {quoted(f'{table.name}_new')} (LIKE {quoted(table)} INCLUDING ALL)"
            " so, copy the rows in batches, and swap the two; or use pg_repack",
        )


def _drops_oids(statement: Statement, option: SetTableOption) -> bool:
    """Whether there may be OIDs to drop: no table has any from version 12 on."""
    first = (12,)
    return option.option == "without oids" and (statement.engine.version or first) < first
