"""Rows that a role sees or may write, decided by policies."""

from collections.abc import Iterator
from typing import NamedTuple

from branchline.model.finding import Problem, Severity
from branchline.model.operations import Name
from branchline.model.operations.objects import AlterObject, CreateObject, DropObject
from branchline.model.operations.tables import SetTableOption
from branchline.model.statement import Part, Statement
from branchline.rule import rule


class _Change(NamedTuple):
    table: Name
    words: str
    effect: str


@rule("rls-change", severity=Severity.WARNING)
def rls_change(statement: Statement) -> Iterator[Problem]:
    """Row-level security of a table changes: other rows can be seen or written.

    Nothing fails where a policy hides rows: queries return fewer. Without a policy
    that fits, ENABLE hides them all from everybody but the owner.

    ```sql
    ALTER TABLE orders ENABLE ROW LEVEL SECURITY; -- finding
    DROP POLICY tenants ON carts; -- finding
    CREATE POLICY mine ON notes USING (owner = current_user); -- finding
    ```

    Try the queries of the application as each role before.

    Does not fire on a table that nobody else can see, again on the policies of a
    table for which the same changeset enables it or that it replaces, or in a
    rollback.

    ```sql
    CREATE TABLE notes (id bigint PRIMARY KEY, owner text);
    ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
    CREATE POLICY mine ON notes USING (owner = current_user);
    ```

    ```sql
    ALTER TABLE orders ENABLE ROW LEVEL SECURITY; -- finding
    CREATE POLICY tenants ON orders USING (owner = current_user);
    DROP POLICY tenants ON carts; -- finding
    CREATE POLICY tenants ON carts USING (owner = current_user);
    ```

    Known elsewhere as: squawk ban-enable-row-level-security and four more of that
    kind, Supabase's splinter.
    """
    for change in _changes(statement):
        if not statement.is_private(change.table):
            yield Problem(
                f"{change.words}: {change.effect}",
                "try the queries of the application as each role before",
            )


def _changes(statement: Statement) -> Iterator[_Change]:
    for option, _ in statement.of(SetTableOption, part=Part.UP):
        if option.option in _SWITCHES:
            verb, effect = _SWITCHES[option.option]
            yield _Change(option.table, f"{verb} row-level security on {option.table}", effect)
    policies: list[tuple[str, CreateObject | AlterObject | DropObject]] = [
        *(("creates", made) for made, _ in statement.of(CreateObject, part=Part.UP)),
        *(("changes", made) for made, _ in statement.of(AlterObject, part=Part.UP)),
        *(("drops", made) for made, _ in statement.of(DropObject, part=Part.UP)),
    ]
    for verb, policy in policies:
        table = policy.table
        if policy.what == "policy" and table is not None and not _is_said(statement, table):
            words = f"{verb} policy {policy.name} of {table}"
            yield _Change(table, words, "roles see and write other rows than before")


def _is_said(statement: Statement, table: Name) -> bool:
    """Whether another finding of the unit speaks of the table's policies."""
    enables = any(
        option.option == "enable row level security"
        for _, option in statement.unit.about(SetTableOption, table.name)
        if option.table == table
    )
    drops = any(
        at < statement.position and drop.what == "policy" and drop.table == table
        for at, drop in statement.unit.about(DropObject)
    )
    return enables or drops


_SWITCHES = {
    "enable row level security": ("enables", "roles see no row that a policy does not show"),
    "disable row level security": ("disables", "every role with a privilege sees all rows"),
    "force row level security": ("forces", "the owner sees no row that a policy does not show"),
    "no force row level security": ("no longer forces", "the owner sees all rows"),
}
