"""Bytes to a table, or one sentence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from branchline.errors import ConfigError
from branchline.toml.parse import LIMIT, parse


def test_reads_a_table() -> None:
    assert parse(b'a.b = "c"\n', "x.toml") == {"a": {"b": "c"}}


def test_forgives_what_windows_editors_write() -> None:
    assert parse(b'\xef\xbb\xbfa = "b"\r\n', "x.toml") == {"a": "b"}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (b"a = 1\nb = dev\n", "x.toml:2:5: invalid value"),
        (b"a = 1\nb", "x.toml:2:2: expected '=' after a key in a key/value pair"),
        (b"a = 1\na = 2\n", "x.toml:2:6: cannot overwrite a value"),
        (b"a = 1\n# \xff\n", "x.toml:2: is not UTF-8"),
        (b"a = " + b"9" * 5000, "x.toml: a number or a date is out of range"),
        (b"a = 2026-02-30", "x.toml:1:5: invalid date or datetime"),
        (b"x = " + b"{a = " * 3000, "x.toml: values are nested too deeply"),
        (b"a." * 300 + b"a = 1", "x.toml:1: has more than 200 dots in a line"),
        (b"#" * (LIMIT + 1), "x.toml is larger than 256 KiB"),
    ],
)
def test_says_what_is_no_toml_and_where(text: bytes, sentence: str) -> None:
    with pytest.raises(ConfigError) as raised:
        parse(text, "x.toml")

    assert raised.value.message == sentence


def test_dots_in_a_comment_are_no_key() -> None:
    assert parse(b"# " + b"." * 300, "x.toml") == {}


@given(st.binary(max_size=60) | st.text('a.="[]{}\n#1-\\', max_size=60).map(str.encode))
def test_any_bytes_give_a_table_or_a_sentence(text: bytes) -> None:
    found = outcome(text)

    assert isinstance(found, dict) or found.startswith("x.toml")


def outcome(text: bytes) -> dict[str, object] | str:
    try:
        return parse(text, "x.toml")
    except ConfigError as error:
        return error.message
