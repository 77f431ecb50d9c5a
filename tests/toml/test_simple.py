"""The simple reader agrees with Python's own, or leaves the text to it."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from branchline.toml.simple import simple

POLICIES = Path(__file__).parents[2] / "policies"

NAMES = st.sampled_from(["a", "b", "a.b", "b.c", "a-1", "_", "é", "a b", '"a"', ""])
VALUES = st.sampled_from(
    [
        '"x"', '""', '"é"', '"a, b"', '"a#b"', "'x'", '"a\\n"', '"\t"', "0", "1", "01", "-1", "1.5",
        "9999999999", "true", "false", "[]", '["a"]', '["a", "b"]', '["a",]', '["a,b"]', "[1]",
        '{ a = "b" }', "2026-01-01", "inf", "", '"', "[", '"a" # why', '"a" "b"', "[[]]",
    ]
)  # fmt: skip
LINES = st.one_of(
    st.builds("[{}]".format, NAMES),
    st.builds("[[{}]]".format, NAMES),
    st.builds("{} = {}".format, NAMES, VALUES),
    st.sampled_from(
        ["# a comment", "", "  ", "\t", "a", "=", "\x00", "# \x07", " [a] ", "[a] # b"]
    ),
)


@given(st.lists(LINES, max_size=8).map("\n".join))
@example('[a]\nb = "x"\n[a.b]')
@example('[a.b]\n[a]\nb = "x"')
@example("[a]\n[b]\n[a]")
@example('a = "x"\r\n')
def test_says_what_pythons_own_parser_says_or_nothing(text: str) -> None:
    found = simple(text)

    assert found is None or found == tomllib.loads(text)


@pytest.mark.parametrize("name", ["default", "promotion"])
def test_what_every_hook_reads_is_simple_enough(name: str) -> None:
    text = (POLICIES / f"{name}.toml").read_text(encoding="utf-8")

    assert simple(text) is not None


def test_reads_tables_words_numbers_and_lists() -> None:
    text = 'a = "x"\n[b.c]\nd = true\ne = ["f", "g"] \n# h\n[b]\ni = 20\n'

    assert simple(text) == {"a": "x", "b": {"c": {"d": True, "e": ["f", "g"]}, "i": 20}}
