"""Whether a function gives another value for every row.

What PostgreSQL 11 and later ask of ADD COLUMN's default: a volatile one
rewrites the table, `now()` does not. The names come from `pg_proc` of
PostgreSQL 15 and 18; an overload that is volatile makes its name volatile.
"""

from collections.abc import Iterable
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, cast

from branchline.model.operations.base import Name
from branchline.model.schema import Catalog, Function


class Volatility(StrEnum):
    """What is known about the value of a call, worst last."""

    STABLE = "stable"
    UNKNOWN = "unknown"
    VOLATILE = "volatile"


def volatility(
    functions: Iterable[str], catalog: Catalog, depth: int = 0
) -> tuple[Volatility, str]:
    """Return the worst of some functions and its name, `schema.name` or `name`."""
    worst, culprit = Volatility.STABLE, ""
    for function in functions:
        found = _of(function, catalog, depth)
        if found is Volatility.VOLATILE:
            return found, function
        if found is Volatility.UNKNOWN:
            worst, culprit = found, function
    return worst, culprit


def _of(function: str, catalog: Catalog, depth: int) -> Volatility:
    schema, _, name = function.rpartition(".")
    if schema in {"", "pg_catalog"}:
        if name in _USUAL:
            return _USUAL[name]
        if name in builtin():
            return builtin()[name]
    made = catalog.functions.get(catalog.key(Name(name, schema)))
    if made is not None:
        return max(
            (_made(one, catalog, depth) for one in made),
            key=[*Volatility].index,
            default=Volatility.UNKNOWN,
        )
    return _EXTENSIONS.get(name, Volatility.UNKNOWN)


def _made(function: Function, catalog: Catalog, depth: int) -> Volatility:
    """Return what a function of the changelog is: as declared, or as the body put in its place."""
    if function.volatility != "volatile":
        return Volatility.STABLE
    if function.inlined is None or depth >= _DEEPEST:
        return Volatility.VOLATILE
    return volatility(function.inlined, catalog, depth + 1)[0]


@cache
def builtin() -> dict[str, Volatility]:
    """Return the functions of `pg_catalog`; read once, and only when an unusual one is met."""
    file = str(Path(__file__).with_name("builtin_functions.txt"))
    # In an archive there is no file: whatever loaded this module reads what is beside it.
    text = cast("Any", __spec__.loader).get_data(file).decode("ascii")
    return {
        line.lstrip("!"): Volatility.VOLATILE if line.startswith("!") else Volatility.STABLE
        for line in text.split()
    }


_DEEPEST = 8  # functions that call functions
_USUAL = {
    **dict.fromkeys(
        ("nextval", "gen_random_uuid", "random", "clock_timestamp"), Volatility.VOLATILE
    ),
    **dict.fromkeys(
        (
            "now",
            "current_timestamp",
            "current_date",
            "current_time",
            "localtime",
            "localtimestamp",
            "current_user",
            "current_role",
            "session_user",
            "user",
            "current_catalog",
            "current_schema",
            "coalesce",
            "nullif",
            "greatest",
            "least",
        ),
        Volatility.STABLE,
    ),
}
# Of the extensions that migrations use for defaults: uuid-ossp, pgcrypto and pg_uuidv7.
_EXTENSIONS = {
    **dict.fromkeys(
        (
            "uuid_generate_v1",
            "uuid_generate_v1mc",
            "uuid_generate_v4",
            "uuid_generate_v7",
            "gen_random_bytes",
            "gen_salt",
            "uuidv7",
            "uuidv4",
        ),
        Volatility.VOLATILE,
    ),
    **dict.fromkeys(
        ("uuid_nil", "uuid_generate_v3", "uuid_generate_v5", "digest", "hmac", "crypt"),
        Volatility.STABLE,
    ),
}
