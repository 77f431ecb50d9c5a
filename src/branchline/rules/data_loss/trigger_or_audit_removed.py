"""Triggers and rules that stop watching.

What is switched off for one statement and on again after it is no loss; what
stays off is found out when the audit is asked for.
"""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.operations import Name
from branchline.model.operations.objects import CreateTrigger, DropTrigger, SetTrigger
from branchline.model.operations.session import SetVariable
from branchline.model.statement import Part, Statement
from branchline.rule import rule
from branchline.rules.spelling import quoted


@rule("trigger-or-audit-removed", severity=Severity.WARNING)
def trigger_or_audit_removed(statement: Statement) -> Iterator[Problem]:
    """A trigger is dropped or switched off, and stays off.

    Triggers keep audit trails, derived columns and, in PostgreSQL, foreign
    keys: rows that change while they are off are neither recorded nor checked.

    ```sql
    DROP TRIGGER orders_audit ON orders; -- finding
    ALTER TABLE orders DISABLE TRIGGER ALL; -- finding
    ALTER TABLE orders DISABLE RULE orders_log; -- finding
    SET session_replication_role = replica; -- finding
    ```

    Switch it on again in the same changeset, or use SET LOCAL, which ends with
    the transaction.

    ```sql
    ALTER TABLE orders DISABLE TRIGGER USER;
    UPDATE orders SET total = net * 1.2 WHERE total IS NULL;
    ALTER TABLE orders ENABLE TRIGGER USER;
    SET LOCAL session_replication_role = replica;
    ```

    Does not fire when the same changeset enables or creates it again later,
    when it created the trigger or the table, or drops the table, or in a
    rollback.

    ```sql
    DROP TRIGGER IF EXISTS orders_audit ON orders;
    CREATE TRIGGER orders_audit AFTER UPDATE ON orders
      FOR EACH ROW EXECUTE FUNCTION audit();
    DROP TRIGGER items_audit ON items;
    DROP TABLE items;
    ```

    Known elsewhere as: squawk ban-disable-trigger, pgfence drop-trigger and
    enable-disable-trigger.
    """
    for drop, _ in statement.of(DropTrigger, part=Part.UP):
        if not _is_moot(statement, drop.table) and not _is_made(statement, drop):
            on = f" on {drop.table}" if drop.table.name else ""
            yield Problem(
                f"drops trigger {drop.name}{on}: nothing takes its place",
                "create what takes its place in the same changeset: CREATE TRIGGER"
                f" {quoted(drop.name)} ...",
            )
    for switch, _ in statement.of(SetTrigger, part=Part.UP):
        if not switch.enabled and not _is_moot(statement, switch.table):
            if any(
                _undoes(later, switch) for later in statement.later_on(SetTrigger, switch.table)
            ):
                continue
            what = _named(switch)
            yield Problem(
                f"{what} of {switch.table} stays off",
                "switch it on again in the same changeset:"
                f" ALTER TABLE {quoted(switch.table)} ENABLE {_word(switch)}",
            )
    for setting, _ in statement.of(SetVariable, dialect="postgres", part=Part.UP):
        if _silences(setting) and not any(
            at > statement.position and _wakes(later)
            for at, later in statement.unit.about(SetVariable)
        ):
            yield Problem(
                "session_replication_role = replica silences every trigger and foreign key,"
                " and stays",
                "use SET LOCAL, or say RESET session_replication_role in the same changeset",
            )


def _is_moot(statement: Statement, table: Name) -> bool:
    return bool(table.name) and (statement.is_private(table) or statement.is_dropped_later(table))


def _is_made(statement: Statement, drop: DropTrigger) -> bool:
    """Whether the unit creates the trigger, before or after."""
    return any(create.name == drop.name for _, create in statement.unit.about(CreateTrigger))


def _undoes(later: SetTrigger, switch: SetTrigger) -> bool:
    same_kind = ("rule" in later.mode) == ("rule" in switch.mode)
    return later.enabled and same_kind and later.name in {switch.name, "all"}


def _named(switch: SetTrigger) -> str:
    if switch.name in {"all", "user"}:
        return "every trigger"
    return f"{'rule' if 'rule' in switch.mode else 'trigger'} {switch.name}"


def _word(switch: SetTrigger) -> str:
    name = switch.name.upper() if switch.name in {"all", "user"} else quoted(switch.name)
    return f"{'RULE' if 'rule' in switch.mode else 'TRIGGER'} {name}"


def _silences(setting: SetVariable) -> bool:
    return setting.name == _ROLE and setting.value == "replica" and setting.scope != "local"


def _wakes(setting: SetVariable) -> bool:
    return setting.name in {_ROLE, "all"} and setting.value in {None, "origin", "local"}


_ROLE = "session_replication_role"
