"""Edits in which no statement differs."""

import pytest

from branchline.gather.commented import same_sql
from branchline.model.value import replace
from tests.sql.units import changeset

WAS = "-- orders\ncreate table o (a int);\nselect 'x -- y';\n"


def same(now: str, was: str = WAS) -> bool:
    """Whether two texts of a change hold the same statements."""
    return same_sql(changeset("1", was), changeset("1", now), "postgres")


@pytest.mark.parametrize(
    "now",
    [WAS.replace("orders", "all orders"), WAS.replace("-- orders\n", ""), WAS + "\n/* end */"],
)
def test_comments_between_statements_change_no_sql(now: str) -> None:
    assert same(now)


@pytest.mark.parametrize(
    "now",
    [
        WAS.replace("int", "bigint"),
        WAS.replace("x -- y", "x -- z"),
        WAS.replace("select", "-- select"),
        WAS.replace("a int", "a /* + */ int"),
        "",
    ],
)
def test_another_statement_or_string_is_other_sql(now: str) -> None:
    assert not same(now)


def test_what_could_not_be_read_is_not_called_the_same() -> None:
    unread = replace(changeset("1", WAS), script=None)

    assert not same_sql(unread, changeset("1", WAS), "postgres")
    assert not same_sql(changeset("1", WAS), unread, "postgres")
