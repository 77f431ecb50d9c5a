"""Versions in file names."""

from functools import cmp_to_key

import pytest
from hypothesis import given
from hypothesis import strategies as st

from branchline.formats.versions import Version, canonical, following, parse

WRITTEN = st.lists(st.from_regex(r"[0-9]{1,3}", fullmatch=True), min_size=1, max_size=4).map(
    ".".join
)
CLOCK = "20260304050607"


def part_by_part(one: str, other: str) -> int:
    """Compare as Flyway says it: number by number, one that is missing is 0."""
    mine, theirs = ([int(part) for part in text.split(".")] for text in (one, other))
    width = max(len(mine), len(theirs))
    mine += [0] * (width - len(mine))
    theirs += [0] * (width - len(theirs))
    return (mine > theirs) - (mine < theirs)


def read(text: str) -> Version:
    version = parse(text)
    assert version is not None
    return version


@given(WRITTEN, WRITTEN)
def test_versions_compare_part_by_part(one: str, other: str) -> None:
    mine, theirs = read(one), read(other)

    assert (mine > theirs) - (mine < theirs) == part_by_part(one, other)


@given(st.lists(WRITTEN))
def test_sorting_agrees_with_comparing(written: list[str]) -> None:
    by_hand = sorted(written, key=cmp_to_key(part_by_part))

    assert sorted(written, key=read) == by_hand


@given(WRITTEN, WRITTEN)
def test_one_version_has_one_way_of_writing(one: str, other: str) -> None:
    same = canonical(read(one)) == canonical(read(other))

    assert same == (part_by_part(one, other) == 0)
    assert read(canonical(read(one))) == read(one)


@pytest.mark.parametrize("text", ["1", "1.0", "01", "1.0.0", "001.00"])
def test_zeros_at_either_end_mean_nothing(text: str) -> None:
    assert canonical(read(text)) == "1"


@pytest.mark.parametrize("text", ["", ".", "1.", ".1", "1..2", "a", "1a", "-1", "१", "9" * 256])
def test_anything_else_is_no_version(text: str) -> None:
    assert parse(text) is None


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("0009", "0010"),
        ("9", "10"),
        ("1.9", "1.10"),
        ("1.09", "1.10"),
        ("20250101000000", CLOCK),
        ("20270101000000", "20270101000001"),
        ("20250101000000000", CLOCK + "000"),
        ("2026.01", "2026.02"),
        ("03.04.00_01", "03.04.00_02"),
        ("20260101_120000", "20260304_050607"),
        ("20260101_1200", "20260304_0506"),
        ("20270101_120000", "20270101_120001"),
    ],
)
def test_what_follows_is_written_alike(text: str, after: str) -> None:
    assert following(text, CLOCK) == after


@given(WRITTEN)
def test_what_follows_is_later(text: str) -> None:
    assert read(following(text, CLOCK)) > read(text)
