"""What values may be, what they become, and what is said about others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from branchline.errors import ConfigError
from branchline.toml.at import At
from branchline.toml.nearest import did_you_mean, quoted
from branchline.toml.shapes import Either, Flag, Many, Number, Shape, Text
from branchline.toml.tables import Key, Named, Open, Table

AT = At("x.toml", "key")
EVERY = Table(
    {
        "text": Key(Text(pattern=r"^[a-z]*$"), "some text"),
        "word": Key(Text(("one", "two")), default="one"),
        "number": Key(Number(1, 9), required=True),
        "real": Key(Number(0, 1, whole=False)),
        "flag": Key(Flag(), default=False),
        "many": Key(Many(Number()), default=[1]),
        "named": Key(Named(Either((Text(), Many(Text()))), Text(pattern="^[a-z]+$"))),
        "open": Key(Open()),
    }
)


def test_fills_in_what_is_not_written() -> None:
    assert EVERY.read({"number": 3, "text": "a"}, AT) == {
        "text": "a",
        "word": "one",
        "number": 3,
        "real": None,
        "flag": False,
        "many": (1,),
        "named": None,
        "open": None,
    }


def test_leaves_away_what_is_not_written() -> None:
    assert Table(EVERY.keys, filled=False).read({"number": 3}, AT) == {"number": 3}


@pytest.mark.parametrize(
    ("shape", "written", "sentence", "hint"),
    [
        (Text(), 3, "must be a string, not a whole number", "strings stand in quotes"),
        (Text(("one", "two")), "tow", "must be 'one' or 'two', not 'tow'", "did you mean 'two'?"),
        (Number(), True, "must be a whole number, not true or false", "without quotes"),
        (Number(), "3", "must be a whole number, not a string", "without quotes"),
        (Number(), 1.5, "must be a whole number, not a number", "without quotes"),
        (Number(1, 9), 10, "must be from 1 to 9", ""),
        (Number(1, 9), 10**4000, "must be from 1 to 9", ""),
        (Number(whole=False), float("nan"), "must be from 0 to 1e+09", ""),
        (Flag(), "true", "must be true or false, not a string", "without quotes"),
        (Many(Text()), "a", "must be a list, not a string", "lists stand in brackets"),
        (Many(Text()), ["a", 1], "item 2 must be a string, not a whole number", "quotes"),
        (Named(Text()), {"a b": 1}, ".'a b' must be a string, not a whole number", "quotes"),
        (Open(), [], "must be a table, not a list", "tables are [name]"),
        (EVERY, {"numbr": 1}, "has no key 'numbr'", "did you mean 'number'?"),
        (EVERY, {}, "has no number", ""),
        (Either((Text(), Flag())), 3, "must be a string or true or false, not a whole number", ""),
    ],
)
def test_says_what_a_value_must_be(shape: Shape, written: object, sentence: str, hint: str) -> None:
    with pytest.raises(ConfigError) as raised:
        shape.read(written, AT)

    joined = f"x.toml: key{'' if sentence.startswith('.') else ' '}{sentence}"
    assert raised.value.message == joined
    assert hint in raised.value.hint


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-1, 10) | st.floats(-1, 2) | st.sampled_from("ab1"),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from("ab1"), inner),
    max_leaves=4,
).filter(lambda value: value is not None)


@given(
    st.dictionaries(st.sampled_from([*EVERY.keys, "other"]), VALUES),
    st.integers(0, 10),
)
def test_the_schema_accepts_what_is_read(tables: dict[str, object], number: int) -> None:
    document = {"number": number} | tables

    try:
        EVERY.read(document, AT)
    except ConfigError:
        return

    found = [error.message for error in Draft202012Validator(EVERY.schema()).iter_errors(document)]
    patterns = [message for message in found if "does not match" not in message]
    assert not patterns


def test_a_name_that_nobody_knows_is_answered_with_the_nearest_or_with_all() -> None:
    assert did_you_mean("dorp-table", ["drop-table", "truncate"]) == "did you mean 'drop-table'?"
    assert did_you_mean("x", ["b", "a"]) == "known: a, b"
    assert did_you_mean("x", map(str, range(100))) == ""


def test_what_people_typed_is_fit_for_a_terminal() -> None:
    assert quoted("\x1b[31m") == "'\\x1b[31m'"
    assert len(quoted("a" * 1000)) == 62
