"""Tables whose rows nothing tells apart."""

from collections.abc import Iterator

from branchline.model.changelog import ChangeSet
from branchline.model.finding import Problem, Severity
from branchline.model.operations.tables import CreateTable
from branchline.rule import rule
from branchline.rules.constraints.endings import table_after
from branchline.rules.patterns import matches
from branchline.rules.spelling import quoted


@rule("no-primary-key", severity=Severity.WARNING)
def no_primary_key(changeset: ChangeSet, *, ignore: tuple[str, ...] = ()) -> Iterator[Problem]:
    """A table is created without a primary key.

    Nothing tells its rows apart: duplicates cannot be deleted one by one, logical
    replication refuses its UPDATEs and DELETEs, and MySQL's clusters refuse it.

    ```sql
    CREATE TABLE events (at timestamptz, body text); -- finding
    ```

    Give it one, if only a number. `ignore` names tables that need none, where `*`
    stands for anything: `["staging_*"]`.

    Does not fire when the same changeset adds the key, on a temporary or foreign
    table, on a partition, on a table made from a query or like another, when the
    same changeset drops the table, or in a rollback.

    ```sql
    CREATE TABLE orders (id bigint);
    ALTER TABLE orders ADD PRIMARY KEY (id);
    CREATE TEMPORARY TABLE seen (id bigint);
    CREATE TABLE copy AS SELECT * FROM orders;
    CREATE TABLE scratch (line text);
    DROP TABLE scratch;
    ```

    Known elsewhere as: skeema pk, bytebase TABLE_REQUIRE_PK, Flyway RG15,
    Liquibase PrimaryKeyOnCreateTable, Supabase's splinter 0004.
    """
    for statement in changeset.statements:
        for create, _ in statement.of(CreateTable):
            table = table_after(changeset, statement, create.table)
            exempt = _is_exempt(create) or matches(create.table, ignore)
            if table is not None and table.primary_key() is None and not exempt:
                yield Problem(
                    f"table {create.table} has no primary key",
                    f"give it one: ALTER TABLE {quoted(create.table)} ADD COLUMN id bigint"
                    " GENERATED ALWAYS AS IDENTITY PRIMARY KEY",
                    statement.place,
                )


def _is_exempt(create: CreateTable) -> bool:
    known = create.temporary or create.foreign or create.from_query
    return known or bool(create.partition_of or create.like)
