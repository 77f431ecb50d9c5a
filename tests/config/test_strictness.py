"""What one configuration guards less than another."""

import pytest

from branchline.config import load
from branchline.config.strictness import at_least, weaker
from branchline.model.settings import Settings

BASE = """\
[changelogs.app]
path = "db"
dialect = "postgres"
[environments.dev]
branch = "dev"
[environments.qa]
branch = "qa"
from = "dev"
verify = "SELECT 1"
"""


def phrases(before: str, after: str) -> list[str]:
    return [str(each) for each in weaker(load(before.encode()), load(after.encode()))]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ('[promotion]\nsame_push = "chain"\n', "promotion.same_push is chain instead of refuse"),
        ('[promotion]\norder = "allow"\n', "promotion.order is allow instead of refuse"),
        ('[promotion]\nback_merge = "warn"\n', "promotion.back_merge is warn instead of require"),
        ('[promotion]\nimmutable_from = "qa"\n', "promotion.immutable_from is qa instead of dev"),
        ('[promotion]\nidentity = "id"\n', "promotion.identity is id instead of path"),
        (
            "[promotion.break_glass]\nenabled = true\n",
            "promotion.break_glass.enabled is true instead of false",
        ),
    ],
)
def test_a_line_that_loosens_is_named_and_taking_it_out_is_not(lines: str, expected: str) -> None:
    assert phrases(BASE, BASE + lines) == [expected]
    assert phrases(BASE + lines, BASE) == (
        ["promotion.identity is path instead of id"] if "identity" in lines else []
    )


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('path = "db"', 'path = "other"', "changelogs.app.path is other instead of db"),
        ('"postgres"', '"mysql"', "changelogs.app.dialect is mysql instead of postgres"),
        (
            'path = "db"',
            'path = "db"\ntimeouts = "managed"',
            "changelogs.app.timeouts is managed instead of written",
        ),
        ('branch = "qa"', 'branch = "q"', "environments.qa.branch is q instead of qa"),
        ('from = "dev"\n', "", "environments.qa.from is none instead of dev"),
        ('verify = "SELECT 1"\n', "", "environments.qa.verify is none instead of SELECT 1"),
    ],
)
def test_what_is_guarded_elsewhere_or_no_more_is_named(old: str, new: str, expected: str) -> None:
    assert phrases(BASE, BASE.replace(old, new)) == [expected]


def test_what_is_gone_is_named() -> None:
    without = BASE[: BASE.index("[environments.qa]")]

    assert phrases(BASE, without) == ["environments.qa is gone"]
    assert phrases(BASE, "") == [
        "promotion.immutable_from is none instead of dev",
        "environments.dev is gone",
        "environments.qa is gone",
        "changelogs.app is gone",
    ]


def test_an_environment_between_two_guards_more() -> None:
    between = BASE.replace('from = "dev"', 'from = "uat"') + (
        '[environments.uat]\nbranch = "uat"\nfrom = "dev"\n'
    )

    assert phrases(BASE, between) == []
    assert "environments.qa.from is dev instead of uat" in phrases(between, BASE)


def test_fewer_may_break_the_glass_and_in_fewer_places() -> None:
    anyone = BASE + "[promotion.break_glass]\nenabled = true\n"
    two = anyone + 'users = ["ada", "bob"]\nenvironments = ["qa"]\n'
    one = anyone + 'users = ["ada"]\nenvironments = ["qa"]\n'

    assert phrases(anyone, two) == phrases(two, one) == []
    assert phrases(one, two) == ["promotion.break_glass.users is ada, bob instead of ada"]
    assert phrases(two, anyone) == [
        "promotion.break_glass.users is none instead of ada, bob",
        "promotion.break_glass.environments is none instead of qa",
    ]


def test_refs_that_are_no_longer_judged_and_findings_that_no_longer_refuse() -> None:
    more = (
        BASE + '[promotion]\ncandidate_refs = ["refs/q/{branch}"]\n[policy]\nfail_on = "warning"\n'
    )

    assert phrases(BASE, more) == []
    assert phrases(more, BASE) == [
        "promotion.candidate_refs: refs/q/{branch} is gone",
        "policy.fail_on is error instead of warning",
    ]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("strict", "content", True),
        ("strict", "ancestry", True),
        ("content", "strict", False),
        ("ancestry", "content", False),
        ("content", "ancestry", False),
        ("content", "content", True),
    ],
)
def test_of_two_modes_only_the_strict_one_asks_all_that_another_does(
    one: str, other: str, *, expected: bool
) -> None:
    assert at_least("mode", one, other, Settings().pipeline) == expected
