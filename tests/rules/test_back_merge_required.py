"""What a debt says of itself, and what pays it."""

from datetime import date

from branchline.model.finding import Problem
from branchline.model.refs import Carried, Owed, RefUpdate
from branchline.model.value import replace
from branchline.rules.promotion.back_merge_required import back_merge_required
from branchline.testing.fences import push

HOTFIX = "dev: 1 2\nstaging: 1 99\npush staging: 1 2 99"


def judged(owed: Owed | None = None, twin: str = "", story: str = HOTFIX) -> list[Problem]:
    """What is said of a push onto an environment that owes 99."""
    [update] = (each for each, _ in push(story).updates)
    [promotion] = update.promotions
    carried = tuple(_known(each, owed, twin) for each in promotion.carried)
    told: RefUpdate = replace(update, promotions=(replace(promotion, carried=carried),))
    return list(back_merge_required(told))


def test_says_since_when_and_until_when() -> None:
    [problem] = judged(Owed(date(2026, 2, 1), date(2026, 2, 4), ticket="INC-1"))

    assert problem.message == (
        "staging would take 2 while dev lacks 99, owed since 2026-02-01 (INC-1), due 2026-02-04"
    )


def test_says_that_the_deadline_has_passed() -> None:
    [problem] = judged(Owed(date(2026, 2, 1), date(2026, 2, 4), overdue=True))

    assert problem.message.endswith("since 2026-02-01, due 2026-02-04, which has passed")


def test_a_change_typed_again_pays_and_is_told_when_it_comes() -> None:
    [problem] = judged(twin="2")

    assert problem.informs
    assert problem.change == "2"
    assert problem.message == (
        "2 says what 99 did on staging: the debt is paid, and it would run a second time"
    )


def test_a_change_typed_again_that_is_here_already_is_not_told_again() -> None:
    assert not judged(twin="2", story="dev: 1 2 3\nstaging: 1 2 99\npush staging: 1 2 3 99")


def _known(each: Carried, owed: Owed | None, twin: str) -> Carried:
    return replace(each, owed=owed, twin=twin)
