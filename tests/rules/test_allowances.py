from datetime import date

from branchline.model.finding import Allowance, Place
from branchline.model.value import replace
from branchline.rules.allowances.expired_allowance import expired_allowance
from branchline.rules.allowances.incomplete_allowance import incomplete_allowance
from branchline.rules.allowances.unused_allowance import unused_allowance

PLACE = Place("0001.sql", 1)
GOOD = Allowance(("drop-table", "truncate"), "why", PLACE, 1, 2)


def test_an_unused_one_says_what_it_does_not_stop() -> None:
    [problem] = unused_allowance(GOOD)

    assert problem.message == "nothing here is found by drop-table, truncate"
    assert problem.hint == (
        "put it above the statement that it is for, remove the allowance, or correct the name of"
        " the rule"
    )


def test_an_unused_one_for_a_whole_file_stands_where_it_should() -> None:
    [problem] = unused_allowance(replace(GOOD, first=0))

    assert problem.hint == "remove the allowance, or correct the name of the rule"


def test_an_expired_one_says_since_when_and_is_not_called_unused() -> None:
    expired = Allowance(("truncate",), "why", PLACE, 1, 2, until=date(2020, 1, 31), expired=True)

    [problem] = expired_allowance(expired)

    assert problem.message == "the allowance for truncate ended on 2020-01-31"
    assert not [*unused_allowance(expired)]


def test_an_incomplete_one_says_what_is_missing_and_is_not_called_unused() -> None:
    incomplete = Allowance((), "", PLACE, 1, 2, flaw="it names no rule")

    [problem] = incomplete_allowance(incomplete)

    assert problem.message == "this allowance does not count: it names no rule"
    assert not [*unused_allowance(incomplete)]
