import pytest

from branchline.sql.wording import wording

TYPED = "ALTER TABLE orders ADD COLUMN note text;"


@pytest.mark.parametrize(
    "text",
    [
        "alter table  Orders\n  add column note TEXT",
        "-- why\nALTER TABLE orders /* really */ ADD COLUMN note text;\n-- done\n",
        "SET LOCAL lock_timeout = '2s';\nALTER TABLE orders ADD COLUMN note text;",
    ],
)
def test_blanks_case_comments_and_waiting_do_not_count(text: str) -> None:
    assert wording(text, "postgres") == wording(TYPED, "postgres")


@pytest.mark.parametrize(
    "text",
    [
        "ALTER TABLE orders ADD COLUMN notes text;",
        "ALTER TABLE orders ADD COLUMN note text; SELECT 1;",
        "SET search_path = a; ALTER TABLE orders ADD COLUMN note text;",
        'ALTER TABLE "ORDERS" ADD COLUMN note text;',
    ],
)
def test_other_words_are_another_wording(text: str) -> None:
    assert wording(text, "postgres") != wording(TYPED, "postgres")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("SELECT 'a  b'", "SELECT 'a b'"),
        ("SELECT 'A'", "SELECT 'a'"),
        ("DO $x$ A $x$", "DO $x$ a $x$"),
        ("SELECT 1 2", "SELECT 12"),
    ],
)
def test_what_is_quoted_counts_to_the_letter(one: str, other: str) -> None:
    assert wording(one, "postgres") != wording(other, "postgres")


@pytest.mark.parametrize("text", ["", "-- nothing\n", "SET lock_timeout = '1s';", ";;"])
def test_a_script_that_says_nothing_is_like_no_other(text: str) -> None:
    assert wording(text, "postgres") == ""
