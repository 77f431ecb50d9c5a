from collections.abc import Iterator
from dataclasses import replace

import pytest

from branchline.check import check
from branchline.model.changelog import ChangelogDiff, ChangeSet, Entry, Order
from branchline.model.environments import Environment
from branchline.model.finding import Allowance, Place, Problem, Severity
from branchline.model.refs import RefUpdate
from branchline.model.statement import Statement
from branchline.rule import Enabled, rule


@rule("loud-statement", severity=Severity.WARNING)
def loud_statement(statement: Statement, *, word: str = "DROP") -> Iterator[Problem]:
    """A statement shouts.

    Say it quietly.
    """
    if word in statement.text:
        yield Problem(f"says {word}", hint="say it quietly")


@rule("odd-name")
def odd_name(changeset: ChangeSet) -> Iterator[Problem]:
    """A changeset has an odd name."""
    if changeset.change.startswith("odd"):
        yield Problem("odd", at=Place("elsewhere.sql", 9), change="other")


@rule("too-many")
def too_many(diff: ChangelogDiff) -> Iterator[Problem]:
    """More than one change at once."""
    if len(diff.added) > 1:
        yield Problem("more than one")


@rule("wrong-branch")
def wrong_branch(update: RefUpdate) -> Iterator[Problem]:
    """A branch is wrong."""
    yield Problem(f"{update.short} is wrong")


@rule("idle-allowance", severity=Severity.INFO)
def idle_allowance(allowance: Allowance) -> Iterator[Problem]:
    """An allowance allows nothing."""
    if not allowance.used:
        yield Problem(f"allows nothing: {', '.join(allowance.rules)}")


def drop(line: int) -> Statement:
    return Statement("DROP TABLE users", Place("a.sql", line, 1))


def changeset(*statements: Statement, name: str = "a") -> ChangeSet:
    return ChangeSet(Entry(name, name, "a.sql", Order(0, (1,))), statements=statements)


LOUD = Enabled(loud_statement, Severity.WARNING)
IDLE = Enabled(idle_allowance, Severity.INFO)
ALLOWANCE = Allowance(("loud-statement",), "ticket 7", Place("a.sql", 1), 1, 3)


def test_walks_from_a_push_down_to_its_statements() -> None:
    push = RefUpdate(
        "refs/heads/prod",
        environment=Environment("prod"),
        diffs=(
            ChangelogDiff(added=(changeset(drop(3)),), changed=(changeset(drop(1), name="b"),)),
        ),
    )

    findings = check([push], [LOUD, Enabled(wrong_branch)])

    assert [(f.rule, f.place.line, f.change) for f in findings] == [
        ("wrong-branch", 0, ""),
        ("loud-statement", 1, "b"),
        ("loud-statement", 3, "a"),
    ]
    assert {(f.environment, f.ref) for f in findings} == {("prod", "refs/heads/prod")}


def test_a_rule_may_name_another_place_and_change() -> None:
    [finding] = check([changeset(name="odd")], [Enabled(odd_name)])

    assert (finding.place, finding.change) == (Place("elsewhere.sql", 9), "other")


def test_the_tier_of_the_environment_decides_the_severity() -> None:
    enabled = Enabled(
        loud_statement,
        Severity.INFO,
        {"production": Severity.ERROR, "eu": Severity.WARNING, "lab": Severity.OFF},
    )

    def weight(name: str, tier: str) -> list[Severity]:
        found = check([drop(1)], [enabled], Environment(name, tier=tier))
        return [finding.severity for finding in found]

    assert weight("dev", "") == [Severity.INFO]
    assert weight("prod", "production") == [Severity.ERROR]
    assert weight("eu", "production") == [Severity.WARNING]
    assert weight("lab", "") == []
    assert [f.severity for f in check([drop(1)], [enabled])] == [Severity.INFO]


def test_options_reach_the_rule() -> None:
    assert not check([drop(1)], [replace(LOUD, options={"word": "TRUNCATE"})])


def test_an_allowance_takes_what_it_covers_and_says_when_it_took_nothing() -> None:
    used = replace(changeset(drop(3)), allowances=(ALLOWANCE,))
    idle = replace(changeset(drop(4)), allowances=(ALLOWANCE,))

    assert check([used], [LOUD, IDLE]) == ()
    assert [f.rule for f in check([idle], [LOUD, IDLE])] == ["idle-allowance", "loud-statement"]


@pytest.mark.parametrize(
    "odd",
    [
        replace(ALLOWANCE, flaw="no reason"),
        replace(ALLOWANCE, expired=True),
        replace(ALLOWANCE, rules=("drop-table",)),
        replace(ALLOWANCE, place=Place("b.sql", 1)),
    ],
)
def test_an_allowance_that_does_not_count_takes_nothing(odd: Allowance) -> None:
    [finding] = check([replace(changeset(drop(3)), allowances=(odd,))], [LOUD])

    assert finding.rule == "loud-statement"


def test_no_allowance_in_a_pushed_file_lifts_what_judges_the_push() -> None:
    everything = Allowance(("too-many",), "please", Place("", 0), 0, 99)
    noisy = replace(changeset(), allowances=(everything,))

    [finding] = check([ChangelogDiff(added=(noisy, noisy))], [Enabled(too_many)])

    assert finding.rule == "too-many"


def test_fingerprints_stay_when_lines_move_and_tell_equal_findings_apart() -> None:
    before = check([changeset(drop(1), drop(2))], [LOUD])
    after = check([changeset(drop(11), drop(12))], [LOUD])

    assert [f.fingerprint for f in before] == [f.fingerprint for f in after]
    assert len({f.fingerprint for f in before}) == 2


def test_a_rule_is_its_function_and_its_page() -> None:
    assert [p.message for p in loud_statement(drop(1))] == ["says DROP"]
    assert loud_statement.summary == "A statement shouts."
    assert loud_statement.page == "A statement shouts.\n\nSay it quietly."
    assert dict(loud_statement.options) == {"word": "DROP"}
    assert loud_statement.scope is Statement


def test_a_rule_without_a_scope_is_refused() -> None:
    def scopeless(subject: int) -> Iterator[Problem]:
        yield Problem(str(subject))

    with pytest.raises(TypeError, match="'scopeless'"):
        rule("scopeless")(scopeless)


@rule("vague-statement")
def vague_statement(statement: Statement) -> Iterator[Problem]:
    """A statement may be loud."""
    yield Problem(f"{statement.text} may shout", doubtful=True)


def test_what_rests_on_something_unknown_never_weighs_more_than_a_warning() -> None:
    certain = check([drop(1)], [Enabled(loud_statement, Severity.ERROR)])
    doubtful = check([drop(1)], [Enabled(vague_statement, Severity.ERROR)])
    slight = check([drop(1)], [Enabled(vague_statement, Severity.INFO)])

    assert [f.severity for f in certain] == [Severity.ERROR]
    assert [f.severity for f in doubtful] == [Severity.WARNING]
    assert [f.severity for f in slight] == [Severity.INFO]
