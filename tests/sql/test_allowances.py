from datetime import date

import pytest

from branchline.model.finding import Allowance
from tests.sql.units import judged

TODAY = date(2026, 6, 1)


def one(sql: str) -> Allowance:
    [found] = judged(sql, today=TODAY).allowances
    return found


def test_covers_the_statement_below_it() -> None:
    found = one(
        "select 1;\n-- branchline: allow drop-table: nobody reads it\n"
        "drop table\n  orders;\nselect 2;"
    )

    assert (found.rules, found.reason) == (("drop-table",), "nobody reads it")
    assert (found.first, found.last) == (2, 4)
    assert found.counts


def test_covers_the_statement_it_trails() -> None:
    found = one("select 1;\ndrop table orders; -- branchline: allow drop-table: nobody reads it\n")

    assert (found.first, found.last) == (2, 2)


def test_names_several_rules() -> None:
    found = one("-- branchline: allow drop-table, truncate : both are empty\ndrop table a;")

    assert found.rules == ("drop-table", "truncate")
    assert found.reason == "both are empty"


def test_covers_the_file_at_its_top_before_a_blank_line() -> None:
    found = one(
        "-- The great clean-up.\n-- branchline: allow drop-table: planned\n\n"
        "drop table a;\ndrop table b;"
    )

    assert found.first == 0
    assert found.last > 1000


def test_covers_the_file_before_another_block_of_comments() -> None:
    found = one("-- branchline: allow drop-table: planned\n\n-- orders\ndrop table a;")

    assert found.first == 0


def test_covers_one_statement_at_the_top_without_a_blank_line() -> None:
    found = one("-- branchline: allow drop-table: planned\ndrop table a;\ndrop table b;")

    assert (found.first, found.last) == (1, 2)


def test_covers_only_itself_behind_the_last_statement() -> None:
    found = one("drop table a;\n\n-- branchline: allow drop-table: planned\n")

    assert (found.first, found.last) == (3, 3)


def test_reads_block_comments() -> None:
    found = one("select 1;\n/* why:\n   branchline: allow drop-table: planned */\ndrop table a;")

    assert found.reason == "planned"
    assert found.place.line == 3


def test_ends_on_a_day() -> None:
    found = one("-- branchline: allow drop-table: planned until 2026-06-01\ndrop table a;")

    assert found.until == TODAY
    assert found.reason == "planned"
    assert not found.expired


def test_has_expired_the_day_after() -> None:
    found = one("-- branchline: allow drop-table: planned until 2026-05-31\ndrop table a;")

    assert found.expired
    assert not found.counts


@pytest.mark.parametrize(
    ("text", "flaw"),
    [
        ("allow drop-table", "it gives no reason"),
        ("allow drop-table:", "it gives no reason"),
        ("allow: because", "it names no rule"),
        ("allow x: y until 2026-02-30", "'2026-02-30' is no date: write until YYYY-MM-DD"),
        ("allow x: y until monday", "'monday' is no date: write until YYYY-MM-DD"),
        ("ignore drop-table: x", "a comment for branchline says allow RULE: reason"),
    ],
)
def test_says_why_it_cannot_count(text: str, flaw: str) -> None:
    found = one(f"-- branchline: {text}\ndrop table a;")

    assert found.flaw == flaw
    assert not found.counts


def test_is_no_allowance_without_the_name() -> None:
    assert judged("-- allow drop-table: x\ndrop table a; -- branchline is a tool").allowances == ()


def test_is_not_read_from_a_string() -> None:
    assert judged("select '\n-- branchline: allow drop-table: x\n';").allowances == ()
