"""What counts as the same migration."""

import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from branchline.formats.checksums import flyway, normalized, raw

TEXT = st.text(st.sampled_from("ab;- \t\n\u00e9"), max_size=40)


@given(TEXT)
def test_line_ends_do_not_count(text: str) -> None:
    windows, mac = text.replace("\n", "\r\n"), text.replace("\n", "\r")

    assert normalized(text) == normalized(windows) == normalized(mac)
    assert flyway(text) == flyway(windows) == flyway(mac)


@given(TEXT)
def test_blanks_at_ends_and_a_byte_order_mark_do_not_count(text: str) -> None:
    padded = "\ufeff" + text.replace("\n", " \t\n") + "\n \n"

    assert normalized(text) == normalized(padded)


@pytest.mark.parametrize("other", [" a b", "a  b", "a\nb", "a b;", "-- x\na b"])
def test_all_else_counts(other: str) -> None:
    assert normalized("a b") != normalized(other)


def test_says_how_it_was_made() -> None:
    assert (
        normalized("")
        == raw(b"")
        == ("sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    )
    assert raw(b"a\r\n") != raw(b"a\n")


def test_flyways_is_flyways() -> None:
    assert flyway("create table t (id int);") == "354602754"


def test_flyways_is_signed_and_knows_no_lines() -> None:
    assert flyway("\ufeffa\n\nb\r\n") == flyway("ab")
    assert int(flyway("b")) == zlib.crc32(b"b") == 1908338681
    assert int(flyway("a")) == zlib.crc32(b"a") - 2**32


def test_a_long_run_of_blanks_costs_no_more_than_its_length() -> None:
    assert normalized("a" + " \t" * 500_000 + "b") != normalized("ab")
