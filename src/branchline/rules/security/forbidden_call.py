"""Calls that a policy does not want in a change."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.patterns import fits
from branchline.rules.sentences import listing

NAMES = (
    *("pg_terminate_backend", "pg_cancel_backend", "pg_reload_conf", "pg_promote", "pg_switch_wal"),
    *("sp_configure", "sp_addlogin", "sp_droplogin", "sp_grantlogin", "sp_revokelogin"),
    *("sp_denylogin", "sp_password", "sp_addsrvrolemember", "sp_dropsrvrolemember"),
    *("sp_adduser", "sp_dropuser", "sp_grantdbaccess", "sp_revokedbaccess", "sp_addrole"),
    *("sp_droprole", "sp_addrolemember", "sp_droprolemember", "sp_addgroup", "sp_changegroup"),
    *("sp_oa*", "xp_reg*", "xp_servicecontrol", "xp_availablemedia", "xp_dirtree", "xp_fileexist"),
)
"""What acts on the server, on who may log in, or on other sessions."""


@rule("forbidden-call", severity=Severity.WARNING)
def forbidden_call(statement: Statement, *, names: tuple[str, ...] = NAMES) -> Iterator[Problem]:
    """A function or procedure is called that the policy forbids.

    Out of the box these are calls that end other people's sessions, change who
    may log in, or reach into the server's registry: no migration needs them,
    and nothing takes them back when it fails.

    ```sql
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity; -- finding
    DO $$ BEGIN PERFORM pg_reload_conf(); END $$; -- finding
    ```

    ```sql tsql
    EXEC sp_addlogin 'ada', 'x'; -- finding
    EXEC master..xp_regwrite 'HKEY_LOCAL_MACHINE', 'x'; -- finding
    ```

    Do it where the server is set up. `names` are those that are forbidden, `*`
    standing for anything, with or without the schema.

    ```sql
    SELECT setval('orders_id_seq', 100);
    INSERT INTO notes (text) VALUES ('pg_terminate_backend(1)');
    ```

    Does not fire on calls that leave the database: `os-or-network-access`.

    Known elsewhere as: bytebase SYSTEM_FUNCTION_DISALLOWED_LIST.
    """
    called = [
        name
        for operation in statement.operations
        for name in getattr(operation, "functions", ())
        if fits(name.lower(), names) or fits(name.rpartition(".")[2].lower(), names)
    ]
    if called:
        yield Problem(
            f"calls {listing([*dict.fromkeys(called)])}(), which the policy forbids",
            "do it where the server is set up",
        )
