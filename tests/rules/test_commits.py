"""What is said of a push's commits, where merges alone promote."""

from branchline.model.ancestry import Ancestry, EvilMerge, StrayCommit
from branchline.model.changelog import ChangelogDiff, Entry, Order, Withdrawal
from branchline.model.finding import Problem
from branchline.model.refs import RefUpdate, Revert
from branchline.model.value import replace
from branchline.rule import Rule
from branchline.rules.changelog.change_removed import change_removed
from branchline.rules.promotion.evil_merge import evil_merge
from branchline.rules.promotion.first_parent import first_parent
from branchline.rules.promotion.not_in_source import not_in_source
from branchline.rules.promotion.phantom_promotion import phantom_promotion
from branchline.rules.promotion.same_push_source import same_push_source
from branchline.rules.promotion.skips_environment import skips_environment
from branchline.testing.fences import changelog_diff, push

OID = "0" * 39 + "4"
AGAIN = "git switch -C staging 000000000000 && git merge --no-ff dev"


def update(text: str, ancestry: Ancestry | None = None) -> RefUpdate:
    found, _ = push(text).updates[-1]
    return replace(found, mode="ancestry", ancestry=ancestry) if ancestry is not None else found


def said(rule: Rule, found: RefUpdate) -> Problem:
    [problem] = rule(found)
    return problem


def test_a_squash_is_told_from_a_stray() -> None:
    squash = said(not_in_source, update("dev: 1 2\nstaging: 1\npush staging: 1 2 (commits sq)"))
    [stray, _] = not_in_source(update("dev: 1\nstaging: 1\npush staging: 1 2 (commits new)"))

    assert squash.message == (
        "commit 000000000000 'sq' reaches staging and is not in dev, which holds the same"
        " changes: a squash, a rebase or a cherry-pick"
    )
    assert squash.hint == f"merge dev instead: {AGAIN}"
    assert stray.message == "commit 000000000000 'new' reaches staging before dev, and is no merge"
    assert stray.hint == (
        f"merge it into dev first: git switch dev && git merge 000000000000; then {AGAIN}"
    )


def test_ancestry_alone_asks_nothing_of_changes() -> None:
    for rule in (not_in_source, skips_environment, same_push_source):
        found = update("dev: 1\nstaging: 1\npush staging: 1 2", Ancestry())
        assert list(rule(found)) == []


def test_a_stray_of_a_longer_chain_begins_where_changes_are_born() -> None:
    ancestry = Ancestry((StrayCommit(OID),))
    found = update("dev: 1\nstaging: 1\nprod: 1\npush prod: 1 2", ancestry)

    assert said(not_in_source, found).hint == (
        "merge it into dev first: git switch dev && git merge 000000000000;"
        " then promote: dev -> staging -> prod"
    )


def test_a_new_branch_is_cut_from_its_source() -> None:
    ancestry = Ancestry((StrayCommit(OID, "x" * 70),))
    found = said(not_in_source, update("dev: 1 2\ncreate staging: 1 2", ancestry))

    assert found.hint == "merge dev instead: git branch -f staging dev"
    assert "x" * 59 + "…'" in found.message


def test_commits_of_further_below_and_of_the_same_push_are_told() -> None:
    text = "dev: 1 2\nstaging: 1\nprod: 1\npush prod: 1 (commits two of dev)"
    skipping = said(skips_environment, update(text))
    both = said(
        same_push_source,
        update("dev: 1\nstaging: 1\npush dev: 1 2\npush staging: 1 (commits new of proposed)"),
    )

    assert skipping.message == "commit 000000000000 'two' comes from dev to prod and skips staging"
    assert "git switch staging && git merge --no-ff dev; push it" in skipping.hint
    assert both.message == "commit 000000000000 'new' reaches dev and staging in one push"


def test_a_source_that_is_missing_is_said_elsewhere() -> None:
    found = update("dev:\nstaging: none\npush prod: 1 (commits one of dev)")

    assert [*not_in_source(found), *skips_environment(found)] == []


def test_a_merge_is_named_with_all_that_it_does() -> None:
    evil = EvilMerge(OID, "", ("a.sql",), ("b.sql", "c.sql"), ("d.sql",))
    found = update("dev: 1\nstaging: 1\npush staging: 1", Ancestry(evil=(evil,)))
    problem = said(evil_merge, found)

    assert problem.message == (
        "the merge 000000000000 adds a.sql, edits b.sql and c.sql, drops d.sql by itself:"
        " none of its parents has it so"
    )
    assert problem.hint == f"merge again, and change nothing in it: {AGAIN}"
    assert problem.at
    assert problem.at.path == "a.sql"
    assert said(evil_merge, replace(found, source=None)).hint == ""


def test_a_merge_that_drops_is_said_once_where_commits_alone_count() -> None:
    text = "dev: 1 2\nstaging: 1\npush staging: 1 (merges 1 2)"
    evil = Ancestry(evil=(EvilMerge(OID, dropped=("2.sql",)),))
    found = update(text, evil)

    assert list(phantom_promotion(found)) == []
    assert list(phantom_promotion(replace(found, mode="strict")))
    assert list(phantom_promotion(update(text, Ancestry(foxtrot=OID))))


def test_a_line_that_ends_is_named() -> None:
    text = "dev: 1\nstaging: 1\npush staging: 1 (foxtrot)"

    assert said(first_parent, update(text)).hint == f"merge into staging instead: {AGAIN}"


def test_what_takes_changes_away_is_no_stray_in_a_rollback() -> None:
    entry = Entry("0002", "2", "0002.sql", Order(0, (2,)))
    ancestry = Ancestry((StrayCommit(OID, "revert", touches=True),))
    found = update("dev: 1\nstaging: 1\npush staging: 1", ancestry)
    gone = ChangelogDiff(removed=(entry,), withdrawn=(Withdrawal(entry),))
    kept = replace(gone, withdrawn=(Withdrawal(entry, "prod holds it"),))

    assert list(not_in_source(replace(found, diffs=(gone,)))) == []
    assert list(not_in_source(replace(found, diffs=(kept,))))
    assert replace(found, diffs=(kept,)).rolls_back == ()


def test_who_took_a_change_out_is_named_with_the_way_back() -> None:
    text = "dev: 1 2 3\nstaging: 1\npush staging: 1 (merges 1 2 3)"
    found = update(text)
    [promotion] = found.promotions
    two = (Revert("2", OID, "Revert 2"), Revert("3", "1" * 40, merge=True))

    def problem(*reverts: Revert) -> Problem:
        told = replace(promotion, reverts=reverts)
        return said(phantom_promotion, replace(found, promotions=(told,)))

    assert problem().hint == "bring them back: git checkout dev -- 2.sql 3.sql"
    assert problem(*two).message == (
        "staging would merge 2 and 3 from dev and drop their files:"
        " 000000000000 'Revert 2' and 111111111111 took them out of staging"
    )
    assert problem(*two).hint == (
        "bring them back: git switch staging && git revert --no-edit 000000000000"
        " && git revert --no-edit -m 1 111111111111"
    )
    assert problem(two[0]).hint == "bring them back: git checkout dev -- 2.sql 3.sql"


def test_what_cannot_be_rolled_back_says_why() -> None:
    text = "1 applied\n2 withdrawn\n3 withdrawn prod holds it"
    first, second = change_removed(changelog_diff(text).diff)

    assert first.message == "2 is gone, and databases have run it"
    assert second.message == (
        "3 is gone, and databases have run it, and it cannot be rolled back: prod holds it"
    )
