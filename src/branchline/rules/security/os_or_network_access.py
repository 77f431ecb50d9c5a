"""Ways out of the database: programs, files, other hosts."""

from collections.abc import Iterator

from branchline.model.finding import Problem
from branchline.model.operations.session import Copy
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.sentences import listing


@rule("os-or-network-access")
def os_or_network_access(statement: Statement) -> Iterator[Problem]:
    """A statement runs a program, reads or writes a file of the server, or calls another host.

    It does so with the rights of the server itself. Nothing takes it back when
    the transaction fails.

    ```sql
    COPY states FROM PROGRAM 'curl https://example.com/states.csv'; -- finding
    COPY orders TO '/tmp/orders.csv'; -- finding
    SELECT pg_read_file('/etc/passwd'); -- finding
    SELECT * FROM dblink('dbname=billing', 'SELECT 1') AS t (one integer); -- finding
    ```

    Do it outside the database, before or after the migration.

    ```sql
    COPY states FROM STDIN;
    ```

    Does not fire on rows that the client sends.

    Known elsewhere as: dblift copy-server-side, bytebase
    SYSTEM_FUNCTION_DISALLOWED_LIST.
    """
    for copy, _ in statement.of(Copy):
        if copy.program:
            yield _problem("runs a program on the server")
        elif copy.target not in {"", "stdin", "stdout"}:
            yield _problem(f"moves rows by a file of the server, {copy.target!r}")
    called = [
        name
        for operation in statement.operations
        for name in getattr(operation, "functions", ())
        if name.rpartition(".")[2].lower() in _FUNCTIONS
    ]
    if called:
        yield _problem(f"leaves the database by {listing([*dict.fromkeys(called)])}()")


def _problem(what: str) -> Problem:
    return Problem(
        f"{what}, with the rights of the server itself",
        "do it outside the database, before or after the migration",
    )


_FUNCTIONS = frozenset(
    {
        "dblink",
        "dblink_connect",
        "dblink_connect_u",
        "dblink_exec",
        "dblink_send_query",
        "lo_export",
        "lo_import",
        "load_file",
        "pg_file_write",
        "pg_ls_dir",
        "pg_read_binary_file",
        "pg_read_file",
        "sys_eval",
        "sys_exec",
        "xp_cmdshell",
    }
)
