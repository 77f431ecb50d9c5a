"""What the gates say: which changes, where they are, and what to type next."""

import pytest

from branchline.model.changelog import ChangelogDiff, Entry, Kind, Order, Outline
from branchline.model.finding import Problem
from branchline.rule import Rule
from branchline.rules.changelog.duplicate_id import duplicate_id
from branchline.rules.changelog.out_of_order import out_of_order
from branchline.rules.promotion.back_merge_required import back_merge_required
from branchline.rules.promotion.checksum_mismatch import checksum_mismatch
from branchline.rules.promotion.gap import gap
from branchline.rules.promotion.not_in_source import not_in_source
from branchline.rules.promotion.phantom_promotion import phantom_promotion
from branchline.rules.promotion.same_push_source import same_push_source
from branchline.rules.promotion.skips_environment import skips_environment
from branchline.rules.promotion.source_missing import source_missing
from branchline.rules.sentences import listing
from branchline.testing.fences import changelog_diff, push


def said(rule: Rule, text: str) -> Problem:
    """The one problem of the last update of a push."""
    update, _ = push(text).updates[-1]
    [problem] = rule(update)
    return problem


def test_says_where_the_change_must_go_first() -> None:
    problem = said(not_in_source, "dev: 1\nstaging: 1\npush staging: 1 42")

    assert problem.message == "42 reaches staging before dev"
    assert problem.hint == "merge it into dev first: git switch dev && git merge <branch>"
    assert problem.change == "42"
    assert problem.at
    assert problem.at.path == "42.sql"


def test_sends_a_change_that_is_nowhere_to_where_changes_are_born() -> None:
    problem = said(not_in_source, "dev: 1\nstaging: 1\nprod: 1\npush prod: 1 42")

    assert problem.message == "42 reaches prod before staging"
    assert problem.hint == (
        "merge it into dev first: git switch dev && git merge <branch>;"
        " then promote: dev -> staging -> prod"
    )


def test_names_five_changes_and_counts_the_rest() -> None:
    problem = said(not_in_source, "dev:\nstaging:\npush staging: 1 2 3 4 5 6 7")

    assert problem.message == "1, 2, 3, 4, 5 and 2 more reach staging before dev"
    assert not problem.change


def test_a_list_reads_as_people_write_it() -> None:
    found = [listing(names) for names in (["a"], ["a", "b"], ["a", "b", "c"])]

    assert found == ["a", "a and b", "a, b and c"]


def test_says_what_is_skipped() -> None:
    problem = said(skips_environment, "dev: 1 2 3\nstaging: 1\nprod: 1\npush prod: 1 2 3")

    assert problem.message == "2 and 3 come from dev to prod and skip staging"
    assert problem.hint == "promote them to staging first: git switch staging && git merge dev"


def test_says_which_branch_to_push_first() -> None:
    problem = said(same_push_source, "dev: 1\nstaging: 1\npush dev: 1 2\npush staging: 1 2")

    assert problem.message == "2 reaches dev and staging in one push"
    assert problem.hint == "push dev first: git push origin dev"


def test_says_what_is_owed() -> None:
    problem = said(back_merge_required, "dev: 1 2\nstaging: 1 99\npush staging: 1 2 99")

    assert problem.message == "staging would take 2 while dev lacks 99"
    assert problem.hint == "merge it back first: git switch dev && git merge staging"


def test_says_what_is_left_behind() -> None:
    problem = said(gap, "dev: 1 2 3 4\nstaging: 1\npush staging: 1 4")

    assert problem.message == "4 reaches staging without 2 and 3, which come before it in dev"
    assert problem.hint == "promote them too: git switch staging && git merge dev"


def test_says_what_a_merge_drops() -> None:
    problem = said(phantom_promotion, "dev: 1 2\nstaging: 1\npush staging: 1 (merges 1 2)")

    assert problem.message == "staging would merge 2 from dev and drop its file"
    assert problem.hint == "bring it back: git checkout dev -- 2.sql"


@pytest.mark.parametrize(("numbers", "where"), [("2 3 4", "2.sql 3.sql 4.sql"), ("2 3 4 5", ".")])
def test_brings_back_all_that_a_merge_drops(numbers: str, where: str) -> None:
    story = f"dev: 1 {numbers}\nstaging: 1\npush staging: 1 (merges 1 {numbers})"

    assert said(phantom_promotion, story).hint == (f"bring them back: git checkout dev -- {where}")


def test_says_who_holds_the_other_form() -> None:
    problem = said(checksum_mismatch, "dev: 1 2\nstaging: 1\npush staging: 1 2*")

    assert problem.message == "2 is not what dev holds under this name"
    assert problem.hint == "take it as dev has it: 2.sql"


def test_says_whose_id_was_taken() -> None:
    problem = said(checksum_mismatch, "dev: 1\nstaging: 1 2_a\npush dev: 1 2_b")

    assert problem.message == "2_b has the id of 2_a, which staging holds"


def test_says_which_branch_is_missing() -> None:
    problem = said(source_missing, "dev: 1\nstaging: none\ncreate prod: 1")

    assert problem.message == "prod takes changes from staging, and there is no branch 'staging'"


def test_a_repeatable_change_has_no_place_in_the_order() -> None:
    view = Entry("R__view", "R:view", "R__view.sql", Order(1, (), "view"), Kind.REPEATABLE)
    applied = Outline((view,))

    assert not list(out_of_order(ChangelogDiff(applied=applied)))
    assert applied.newest() is None


def test_of_three_with_one_number_two_are_too_many() -> None:
    diff = changelog_diff("0002_a added\n0002_b added\n0002_c added").diff

    assert [problem.change for problem in duplicate_id(diff)] == ["0002_b", "0002_c"]


def test_a_missing_source_is_said_once() -> None:
    update, _ = push("dev: 1\nstaging: none\ncreate prod: 2").updates[-1]

    assert not list(not_in_source(update))


@pytest.mark.parametrize("line", ["0001", "0001 gone", "0001 Applied"])
def test_a_changelog_fence_that_says_something_else_is_an_error(line: str) -> None:
    with pytest.raises(ValueError, match="not a line of a changelog fence"):
        changelog_diff(line)


def test_a_push_fence_that_says_something_else_is_an_error() -> None:
    with pytest.raises(ValueError, match="not a line of a push fence"):
        push("(rewound)")
