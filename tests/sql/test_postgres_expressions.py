"""Expressions and types, as PostgreSQL's reader sees them."""

import pytest

from branchline.model.operations.base import Expression, SqlType
from branchline.model.operations.session import Delete
from branchline.model.operations.tables import AlterColumnType, SetDefault
from branchline.sql.postgres import read

TYPES: list[tuple[str, SqlType]] = [
    ("int4", SqlType("integer")),
    ("int", SqlType("integer")),
    ("pg_catalog.int8", SqlType("bigint")),
    ("int2", SqlType("smallint")),
    ("float4", SqlType("real")),
    ("float", SqlType("double precision")),
    ("bool", SqlType("boolean")),
    ("decimal(9, 2)", SqlType("numeric", (9, 2))),
    ("character varying(9)", SqlType("varchar", (9,))),
    ("character varying", SqlType("varchar")),
    ("char", SqlType("char", (1,))),
    ("character(3)[]", SqlType("char", (3,), array=True)),
    ("bpchar", SqlType("char")),
    ('"char"', SqlType('"char"')),
    ("timestamp with time zone", SqlType("timestamptz")),
    ("timestamptz(3)", SqlType("timestamptz", (3,))),
    ("timestamp", SqlType("timestamp")),
    ("time with time zone", SqlType("timetz")),
    ("time(6)", SqlType("time", (6,))),
    ("interval", SqlType("interval")),
    ("interval(3)", SqlType("interval", (3,))),
    ("interval day to second(3)", SqlType("interval day to second", (3,))),
    ("bit varying(5)", SqlType("varbit", (5,))),
    ("serial8", SqlType("bigserial")),
    ("json", SqlType("json")),
    ("text[][]", SqlType("text", array=True)),
    ("app.mood", SqlType("mood", schema="app")),
    ('"Mood"', SqlType("Mood")),
    (
        "public.geometry(point, 4326)",
        SqlType("geometry", (4326,), schema="public", values=("point",)),
    ),
]

DEFAULTS: list[tuple[str, Expression]] = [
    ("1", Expression("1", constant=True)),
    ("-1", Expression("-1", constant=True)),
    ("null", Expression("null", constant=True, null=True)),
    ("null::text", Expression("null::text", constant=True, null=True)),
    ("'{}'::jsonb", Expression("'{}'::jsonb", constant=True, strings=("{}",))),
    ("array['a', 'b']", Expression("array['a', 'b']", constant=True, strings=("a", "b"))),
    ("interval '1 day'", Expression("interval '1 day'", constant=True, strings=("1 day",))),
    ("current_timestamp", Expression("current_timestamp", functions=("current_timestamp",))),
    ("localtimestamp(3)", Expression("localtimestamp(3)", functions=("localtimestamp",))),
    ("pg_catalog.now()", Expression("pg_catalog.now()", functions=("now",))),
    ("app.next_id()", Expression("app.next_id()", functions=("app.next_id",))),
    (
        "(now() + interval '1 day')::date",
        Expression("(now() + interval '1 day')::date", functions=("now",), strings=("1 day",)),
    ),
    (
        "nextval('s'::regclass)",
        Expression("nextval('s'::regclass)", functions=("nextval",), strings=("s",)),
    ),
    (
        "lower(upper('x'))",
        Expression("lower(upper('x'))", functions=("lower", "upper"), strings=("x",)),
    ),
    ("(1 + 2) * 3", Expression("(1 + 2) * 3", constant=True)),
    (
        "case when true then 1 else 2 end",
        Expression("case when true then 1 else 2 end", constant=True),
    ),
    ("'naïve — ü'", Expression("'naïve — ü'", constant=True, strings=("naïve — ü",))),
]

TRUE = (
    "true",
    "1 = 1",
    "'a' = 'a'",
    "id = id",
    "not false",
    "1 < 2",
    "'t'::boolean",
    "a or true",
    "true and 2 > 1",
    "t.id >= t.id",
)
NOT_TRUE = (
    "false",
    "1 = 2",
    "id = 1",
    "id <> id",
    "a",
    "null = null",
    "not a",
    "a or b",
    "a and true",
    "f()",
    "1.5 < 2",
    "nullif(id, id)",
    "id is distinct from id",
    "id in (id)",
)

PROOFS: list[tuple[str, tuple[str, ...]]] = [
    ("a is not null", ("a",)),
    ("t.a is not null and (b > 1 and c is not null)", ("a", "c")),
    ("not (a is null)", ("a",)),
    ("a is not null or b is not null", ()),
    ("a is null", ()),
    ("lower(a) is not null", ()),
]

TEXTS = (
    "(a + 1) * (b - 1)",
    "a is not null",
    "a is not true and b",
    "a in (1, 2)",
    "a between 1 and 2",
    "a ~ '^[)(]$'",
    "a = E'\\')'",
    "a = $x$)$x$",
    "exists (select 1 from u where u.id = t.id)",
    "a::timestamp with time zone = now()",
    "(a, b) in (select 1, 2)",
    "a collate \"C\" = 'x'",
    "(f(a))[1] > 2",
    "a /* ) */ = 1",
)


@pytest.mark.parametrize(("text", "expected"), TYPES, ids=[t for t, _ in TYPES])
def test_a_type_has_one_spelling(text: str, expected: SqlType) -> None:
    [operation] = read(f"alter table t alter c type {text}").operations

    assert isinstance(operation, AlterColumnType)
    assert operation.type == expected


@pytest.mark.parametrize(("text", "expected"), DEFAULTS, ids=[t for t, _ in DEFAULTS])
def test_a_default_tells_what_it_calls(text: str, expected: Expression) -> None:
    [operation] = read(f"alter table t alter c set default {text}").operations

    assert isinstance(operation, SetDefault)
    assert operation.default == expected


@pytest.mark.parametrize("text", TRUE)
def test_what_holds_for_every_row_is_true(text: str) -> None:
    assert _where(text).true


@pytest.mark.parametrize("text", NOT_TRUE)
def test_what_depends_on_the_row_is_not_true(text: str) -> None:
    assert not _where(text).true


@pytest.mark.parametrize(("text", "columns"), PROOFS, ids=[t for t, _ in PROOFS])
def test_a_conjunction_proves_columns_not_null(text: str, columns: tuple[str, ...]) -> None:
    assert _where(text).not_null == columns


@pytest.mark.parametrize("text", TEXTS)
def test_an_expression_keeps_its_words(text: str) -> None:
    assert _where(text).text == text


def _where(text: str) -> Expression:
    [operation] = read(f"delete from t where {text} returning a").operations
    assert isinstance(operation, Delete)
    assert operation.where is not None
    return operation.where
