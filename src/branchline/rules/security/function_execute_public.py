"""Functions that everybody may call with their owner's rights."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.operations.objects import CreateFunction
from branchline.model.operations.session import Revoke
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.spelling import quoted


@rule("function-execute-public", severity=Severity.WARNING)
def function_execute_public(statement: Statement) -> Iterator[Problem]:
    """A SECURITY DEFINER function may be called by everybody.

    PostgreSQL gives EXECUTE on every new function to PUBLIC. This one does what
    its owner may do, for whoever can connect.

    ```sql
    CREATE FUNCTION pay(id bigint) RETURNS void LANGUAGE sql SECURITY DEFINER
      SET search_path = app, pg_temp AS 'SELECT 1'; -- finding
    ```

    Revoke it in the same changeset, and grant it to whoever needs it.

    ```sql
    CREATE FUNCTION pay(id bigint) RETURNS void LANGUAGE sql SECURITY DEFINER
      SET search_path = app, pg_temp AS 'SELECT 1';
    REVOKE EXECUTE ON FUNCTION pay(bigint) FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION pay(bigint) TO app;
    ```

    Does not fire on functions of triggers, which nobody calls, or when a
    function that the changelog made is replaced: it keeps its privileges.

    ```sql
    CREATE FUNCTION mark() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
      AS 'BEGIN RETURN NEW; END';
    CREATE FUNCTION one() RETURNS integer LANGUAGE sql AS 'SELECT 1';
    CREATE OR REPLACE FUNCTION one() RETURNS integer LANGUAGE sql SECURITY DEFINER AS 'SELECT 2';
    ```

    Known elsewhere as: splinter 0028 and 0029.
    """
    for create, _ in statement.of(CreateFunction, dialect="postgres"):
        if create.security_definer and not _is_closed(statement, create):
            kind = "PROCEDURE" if create.procedure else "FUNCTION"
            yield Problem(
                f"everybody who can connect may call {create.function} with its owner's rights",
                f"REVOKE EXECUTE ON {kind} {quoted(create.function)} FROM PUBLIC",
            )


def _is_closed(statement: Statement, create: CreateFunction) -> bool:
    """Whether nobody can call it, or who may is decided elsewhere."""
    known = create.replace and statement.name(create.function) in statement.catalog.functions
    return known or create.returns in _UNCALLED or _is_revoked(statement, create)


def _is_revoked(statement: Statement, create: CreateFunction) -> bool:
    key = statement.name(create.function)
    for _, revoke in statement.unit.about(Revoke):
        if "public" not in revoke.roles or {*revoke.privileges} - {"execute", "all"}:
            continue
        everywhere = revoke.default or revoke.what.startswith("all ")
        if everywhere or any(statement.name(name) == key for name in revoke.objects):
            return True
    return False


_UNCALLED = frozenset({"trigger", "event_trigger"})
