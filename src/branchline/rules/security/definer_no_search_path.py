"""Functions that run as their owner and look things up where the caller says."""

from collections.abc import Iterator

from branchline.model.finding import Problem
from branchline.model.operations import Name
from branchline.model.operations.objects import AlterObject, CreateFunction
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.spelling import quoted


@rule("definer-no-search-path")
def definer_no_search_path(statement: Statement) -> Iterator[Problem]:
    """A SECURITY DEFINER function does not fix its search path.

    It runs with its owner's privileges and finds tables, functions and
    operators by the caller's search path. Whoever can make a table, if only a
    temporary one, can make it use that one instead.

    ```sql
    CREATE FUNCTION pay(id bigint) RETURNS void LANGUAGE sql SECURITY DEFINER
      AS 'UPDATE orders SET paid = true WHERE orders.id = $1'; -- finding
    CREATE FUNCTION buy(id bigint) RETURNS void LANGUAGE sql SECURITY DEFINER
      SET search_path = app AS 'SELECT 1'; -- finding
    ALTER FUNCTION sell(bigint) SECURITY DEFINER; -- finding
    ```

    Set it, with `pg_temp` at the end: without that, temporary tables come
    first.

    ```sql
    CREATE FUNCTION pay(id bigint) RETURNS void LANGUAGE sql SECURITY DEFINER
      SET search_path = app, pg_temp
      AS 'UPDATE orders SET paid = true WHERE orders.id = $1';
    ```

    Does not fire on an empty search path, which leaves nothing to look up, on a
    body in standard SQL, whose names are looked up when it is made, or when the
    same changeset sets it later.

    ```sql
    CREATE FUNCTION pay(id bigint) RETURNS void LANGUAGE sql SECURITY DEFINER
      SET search_path = '' AS 'UPDATE app.orders SET paid = true WHERE orders.id = $1';
    CREATE FUNCTION one() RETURNS integer LANGUAGE sql SECURITY DEFINER
      BEGIN ATOMIC SELECT 1; END;
    CREATE FUNCTION two() RETURNS integer LANGUAGE sql SECURITY DEFINER AS 'SELECT 2';
    ALTER FUNCTION two() SET search_path = app, pg_temp;
    ```

    Known elsewhere as: splinter 0011.
    """
    for create, _ in statement.of(CreateFunction, dialect="postgres"):
        if create.security_definer and not create.atomic:
            path = dict(create.settings).get("search_path")
            yield from _judged(statement, create.function, path)
    for alter, _ in statement.of(AlterObject, dialect="postgres"):
        options = dict(alter.options)
        if options.get("security") == "definer":
            yield from _judged(statement, alter.name, options.get("set search_path"))


def _judged(statement: Statement, function: Name, path: str | None) -> Iterator[Problem]:
    if path is None:
        path = _set_later(statement, function)
    if path is None:
        said = "runs as its owner with the search path of whoever calls it"
    elif path in {"", "current"} or _is_safe(path):
        return
    else:
        said = "runs as its owner and takes temporary tables before all others"
    yield Problem(
        f"{function} {said}",
        f"ALTER FUNCTION {quoted(function)} SET search_path = ..., pg_temp",
    )


def _set_later(statement: Statement, function: Name) -> str | None:
    paths = [
        dict(alter.options).get("set search_path")
        for at, alter in statement.unit.about(AlterObject)
        if at > statement.position
        and alter.name.name == function.name
        and statement.name(alter.name) == statement.name(function)
    ]
    return next((path for path in reversed(paths) if path is not None), None)


def _is_safe(path: str) -> bool:
    schemas = [schema.strip().strip('"') for schema in path.split(",")]
    writable = "public" in schemas and "pg_catalog" in schemas
    late = writable and schemas.index("public") < schemas.index("pg_catalog")
    return schemas[-1] == "pg_temp" and "$user" not in schemas and not late
