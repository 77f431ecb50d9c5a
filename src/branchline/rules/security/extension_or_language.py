"""Code that runs inside the server with its rights."""

from collections.abc import Iterator

from branchline.model.effects import Engine
from branchline.model.finding import Problem, Severity
from branchline.model.operations.objects import CreateFunction, CreateObject
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.patterns import fits


@rule("extension-or-language", severity=Severity.WARNING)
def extension_or_language(
    statement: Statement, *, allow: tuple[str, ...] = ()
) -> Iterator[Problem]:
    """An extension or a language is used that only a superuser may bring in.

    The migration then needs a superuser, too. Managed servers have a list of
    their own of what may be there. `allow` names extensions that are fine.

    ```sql
    CREATE EXTENSION postgis; -- finding
    CREATE FUNCTION ls() RETURNS text LANGUAGE plpython3u AS 'return 1'; -- finding
    ```

    Bring it in where the server is set up.

    ```sql
    CREATE EXTENSION IF NOT EXISTS pg_trgm;
    ```

    Does not fire, from PostgreSQL 13 on, on extensions that are trusted: who may
    create a schema may have those.

    ```sql postgres 13
    CREATE EXTENSION hstore;
    ```

    Known elsewhere as: diesel-guard CreateExtension, splinter 0014.
    """
    for create, _ in statement.of(CreateObject, dialect="postgres"):
        name = create.name.name
        trusted = name in _TRUSTED and not _is_old(statement.engine)
        if create.what in {"extension", "language"} and not (trusted or fits(name, allow)):
            yield Problem(
                f"{create.what} {name} takes a superuser",
                "bring it in where the server is set up",
            )
    for function, _ in statement.of(CreateFunction, dialect="postgres"):
        if function.language in _UNTRUSTED and not fits(function.language, allow):
            yield Problem(
                f"{function.function} runs with the rights of the server itself:"
                f" {function.language} is not trusted",
                "write it in a trusted language, or outside the database",
            )


def _is_old(engine: Engine) -> bool:
    return () < engine.version < (13,)


_UNTRUSTED = frozenset(
    {"c", "internal", "plpythonu", "plpython2u", "plpython3u", "plperlu", "pltclu", "plsh"}
)
# Source: pg_available_extension_versions of PostgreSQL 15, and the languages that are trusted.
_TRUSTED = frozenset(
    [
        "btree_gin",
        "btree_gist",
        "citext",
        "cube",
        "dict_int",
        "fuzzystrmatch",
        "hstore",
        "intarray",
        "isn",
        "lo",
        "ltree",
        "pg_trgm",
        "pgcrypto",
        "plpgsql",
        "seg",
        "tablefunc",
        "tcn",
        "tsm_system_rows",
        "tsm_system_time",
        "unaccent",
        "uuid-ossp",
        "bool_plperl",
        "hstore_plperl",
        "jsonb_plperl",
        "plperl",
        "pltcl",
    ]
)
