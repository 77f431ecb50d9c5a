"""`new` in a Sqitch project: three scripts, and a line that Sqitch reads."""

from datetime import UTC, datetime

import pytest

from branchline.errors import UsageError
from branchline.formats.format import Begun
from branchline.formats.sqitch import SQITCH
from branchline.formats.sqitch.new import beside
from branchline.formats.sqitch.plan import parse
from branchline.model.changelog import Outline
from branchline.model.settings import Changelog
from tests.formats.sqitch.plans import END, HEAD
from tests.formats.trees import Files

NOW = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
SPEC = Changelog("app", "db")


def begun(title: str, outline: Outline) -> Begun:
    return Begun(title, outline, SPEC, NOW, "Ann Example <ann@example.com>")


def test_begins_three_scripts_and_a_line() -> None:
    files = Files({"db/sqitch.plan": f"{HEAD}users {END}", "db/deploy/users.sql": ""})
    outline = SQITCH.outline(files, SPEC)

    path, text = SQITCH.new_file("Add carts: C:\\n", outline, SPEC, NOW)
    others = dict(beside(files, begun("Add carts: C:\\n", outline)))

    assert path == "db/deploy/add_carts_c_n.sql"
    assert text == "-- Add carts: C:\\n\n\nBEGIN;\n\n\n\nCOMMIT;\n"
    assert list(others) == [
        "db/sqitch.plan",
        "db/revert/add_carts_c_n.sql",
        "db/verify/add_carts_c_n.sql",
    ]
    plan = parse(others["db/sqitch.plan"])
    assert not plan.broken
    assert [change.name for change in plan.changes] == ["users", "add_carts_c_n"]
    assert plan.changes[1].note == "Add carts: C:\\n"
    assert plan.changes[1].date == "2026-03-04T05:06:07Z"


def test_the_first_change_has_its_scripts_where_there_are_none_yet() -> None:
    files = Files({"db/sqitch.plan": HEAD})

    path, _ = SQITCH.new_file("Users", SQITCH.outline(files, SPEC), SPEC, NOW)

    assert path == "db/deploy/users.sql"


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({"db/deploy/x.sql": ""}, "there is no db/sqitch.plan"),
        ({"db/sqitch.plan": f"{HEAD}users\n"}, "has at line 4 no time"),
        ({"db/sqitch.plan": f"{HEAD}carts {END}\n", "db/deploy/carts.sql": ""}, "has a change"),
    ],
)
def test_says_why_no_change_can_be_begun(files: dict[str, str], words: str) -> None:
    tree = Files(files)

    with pytest.raises(UsageError, match=words):
        beside(tree, begun("carts", SQITCH.outline(tree, SPEC)))
