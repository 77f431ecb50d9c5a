"""Settings that outlive their changeset."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.operations.session import Other, SetVariable
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.sentences import listing, verb


@rule("session-state-leak", severity=Severity.WARNING)
def session_state_leak(statement: Statement) -> Iterator[Problem]:
    """A setting stays in force after the changeset.

    Tools run the next changeset in the same session. It then works in another
    schema, as another role or without checks, and on the next server, where the
    two are applied on different days, it does not.

    ```sql
    SET search_path = app; -- finding
    CREATE TABLE orders (id bigint PRIMARY KEY);
    ```

    ```sql
    SELECT set_config('search_path', '', false); -- finding
    ```

    ```sql sqlite
    PRAGMA foreign_keys = OFF; -- finding
    DROP TABLE orders;
    ```

    Write SET LOCAL where a transaction is open, or RESET at the end.

    ```sql
    SET LOCAL search_path = app;
    CREATE TABLE orders (id bigint PRIMARY KEY);
    ```

    ```sql
    SET role = app_owner;
    CREATE TABLE orders (id bigint PRIMARY KEY);
    RESET role;
    ```

    Does not fire on timeouts and other settings that change no meaning, or when
    the setting gets its usual value back.

    ```sql
    SET lock_timeout = '2s';
    SET session_replication_role = replica;
    SET session_replication_role = origin;
    ```

    ```sql sqlite
    PRAGMA foreign_keys = OFF;
    DROP TABLE orders;
    PRAGMA foreign_keys = ON;
    ```

    Known elsewhere as: nothing.
    """
    found = [
        setting.name
        for setting, _ in statement.of(SetVariable)
        if setting.scope == "session"
        and setting.name.lower() in _MEANING
        and not _is_usual(setting)
        and not _is_set_again(statement, setting)
    ]
    left = [*dict.fromkeys(found)]
    if left:
        yield Problem(
            f"{listing(left)} {verb(left, 'stays', 'stay')} set after the changeset,"
            " for whatever runs next",
            _WAY_OUT.get(statement.engine.dialect, "set it back at the end of the changeset"),
        )


def _is_set_again(statement: Statement, setting: SetVariable) -> bool:
    """Whether a later statement sets it once more: that one is asked then."""
    return any(
        at > statement.position and later.name.lower() in {setting.name.lower(), "all"}
        for at, later in reversed(statement.unit.about(SetVariable))
    ) or any(
        at > statement.position and other.what == "discard all"
        for at, other in statement.unit.about(Other)
    )


def _is_usual(setting: SetVariable) -> bool:
    """Whether it is reset, to its default or to what a variable has kept."""
    value = setting.value
    usual = _MEANING[setting.name.lower()]
    return value is None or value.startswith("@") or value.strip("'\"").lower() in usual


_ON = frozenset({"1", "on", "true", "yes"})
_MEANING = {
    "search_path": frozenset[str](),
    "role": frozenset({"none"}),
    "session_authorization": frozenset({"default"}),
    "timezone": frozenset[str](),
    "time_zone": frozenset[str](),
    "row_security": _ON,
    "check_function_bodies": _ON,
    "session_replication_role": frozenset({"origin"}),
    "sql_mode": frozenset[str](),
    "foreign_key_checks": _ON,
    "unique_checks": _ON,
    "autocommit": _ON,
    "identity_insert": frozenset({"off"}),
    "foreign_keys": _ON,
    "ignore_check_constraints": frozenset({"0", "off", "false", "no"}),
    "writable_schema": frozenset({"0", "off", "false", "no", "reset"}),
}
_WAY_OUT = {
    "postgres": "write SET LOCAL where a transaction is open, or RESET at the end",
    "sqlite": "set it back at the end of the changeset",
}
