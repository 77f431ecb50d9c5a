from dataclasses import replace
from datetime import date

from branchline.model.changelog import Entry, Kind, Order
from branchline.model.plan import InstancePlan, Mismatch, Skipped, Step
from branchline.model.refs import Owed
from branchline.status.document import document
from branchline.status.matrix import matrix
from branchline.status.text import lines
from branchline.status.values import Debt, Held, Stage, Standing, Waiting

EQUAL = InstancePlan("main")


def held(number: int, checksum: str = "", kind: Kind = Kind.VERSIONED) -> Held:
    change = f"{number:04}"
    entry = Entry(change, change, f"db/{change}.sql", Order(0, (number,)), kind)
    return Held("app", entry, checksum or change)


def stage(name: str, *changes: Held, below: tuple[str, ...] = ()) -> Stage:
    return Stage(name, below, changes, (Standing("main", "app", EQUAL),))


def with_plan(found: Stage, plan: InstancePlan | None, *failed: str, why: str = "") -> Stage:
    return replace(found, standings=(Standing("main", "app", plan, frozenset(failed), why),))


def test_of_many_changes_what_is_applied_everywhere_takes_one_line() -> None:
    many = [held(number) for number in range(1, 40)]
    status = matrix([stage("dev", *many), stage("prod", *many, below=("dev",))])

    assert list(lines(status)) == ["39 changes are applied everywhere"]
    assert list(lines(matrix([]))) == ["0 changes are applied everywhere"]


def test_a_database_that_cannot_be_asked_takes_one_line_not_one_for_every_change() -> None:
    many = [held(number) for number in range(1, 40)]
    dev, locked = stage("dev", *many), with_plan(stage("prod", *many), None, why="it is locked")

    assert list(lines(matrix([dev, locked]))) == [
        "unknown: prod/main: it is locked",
        "39 changes are applied everywhere that could be asked",
    ]
    assert list(lines(matrix([locked])))[1:] == [
        "39 changes are in every branch, and no database could be asked"
    ]


def test_what_has_no_database_or_skips_a_change_is_not_called_applied() -> None:
    many = [held(number) for number in range(1, 40)]
    passed = InstancePlan("main", skipped=(Skipped("0001", "below the baseline 0002"),))

    assert list(lines(matrix([Stage("dev", (), tuple(many))]))) == [
        "39 changes are in every branch"
    ]
    assert list(lines(matrix([with_plan(stage("dev", *many), passed)]))) == [
        "1 change is skipped everywhere",
        "38 changes are applied everywhere",
    ]


def test_what_was_rolled_back_by_hand_is_said() -> None:
    skipped = Skipped("0001", "rolled back by ada: `branchline deploy` runs it again", held=True)
    dev = with_plan(stage("dev", held(1)), InstancePlan("main", skipped=(skipped,)))

    assert list(lines(matrix([dev]))) == [
        "held: 0001 on dev/main: rolled back by ada: `branchline deploy` runs it again",
        "CHANGE  dev",
        "0001    skipped",
    ]


def test_a_table_shows_what_is_under_way() -> None:
    dev = stage("dev", held(1), held(2), held(3))
    plan = InstancePlan("main", steps=(Step("0002", ""),), skipped=(Skipped("0001", "context a"),))
    prod = with_plan(stage("prod", held(1), held(2), below=("dev",)), plan)

    assert list(lines(matrix([dev, prod]))) == [
        "CHANGE  dev      prod",
        "0001    applied  skipped",
        "0002    applied  pending",
        "0003    applied  -",
    ]


def test_what_is_amiss_comes_first() -> None:
    odd = Mismatch("0001", "edited", "ran as a, the branch has b")
    plan = InstancePlan("main", steps=(Step("0002", ""),), mismatches=(odd,))
    dev = with_plan(stage("dev", held(1), held(2)), plan, "0002")
    asked = stage("prod", held(1), held(2), held(3), below=("dev",))
    prod = with_plan(asked, None, why="the variable 'URL' is not set")

    assert list(lines(matrix([dev, prod]))) == [
        "failed: 0002 on dev/main: branchline deploy dev tries again, and says why",
        "drift: 0001 on dev/main is edited: ran as a, the branch has b",
        "debt: 0003 is in prod and not in dev: merge it back",
        "unknown: prod/main: the variable 'URL' is not set",
        "CHANGE  dev      prod",
        "0001    applied  unknown",
        "0002    failed   unknown",
        "0003    -        unknown",
    ]


def test_instances_that_differ_are_told_apart() -> None:
    behind = Standing("us", "app", InstancePlan("us", steps=(Step("0001", ""),)))
    both = Stage("prod", (), (held(1),), (Standing("eu", "app", EQUAL), behind))

    assert list(lines(matrix([both])))[1] == "0001    eu applied, us pending"


def test_debt_is_told_once_by_the_lowest_that_holds_it() -> None:
    stages = [
        stage("dev"),
        stage("staging", held(1), below=("dev",)),
        stage("prod", held(1), held(2), below=("staging", "dev")),
    ]

    assert matrix(stages).debt == (
        Debt("0001", "staging", ("dev",)),
        Debt("0002", "prod", ("staging", "dev")),
    )


def test_debt_and_waiting_go_by_content() -> None:
    dev = stage("dev", held(1, "new"))
    prod = stage("prod", held(1, "old"), below=("dev",))

    status = matrix([dev, prod])

    assert status.debt == (Debt("0001", "prod", ("dev",)),)
    assert status.waiting == (Waiting("0001", "prod", "dev"),)


def test_a_newer_form_of_a_repeatable_change_is_no_debt() -> None:
    dev = stage("dev", held(1, "new", Kind.REPEATABLE))
    prod = stage("prod", held(1, "old", Kind.REPEATABLE), below=("dev",))

    assert matrix([dev, prod]).debt == ()


def test_debt_says_since_when_and_until_when() -> None:
    [owed] = matrix([stage("dev"), stage("prod", held(1), below=("dev",))]).debt
    known = Owed(date(2026, 2, 1), date(2026, 2, 4), overdue=True, ticket="INC-1")
    status = replace(matrix([]), debt=(owed._replace(owed=known),))

    assert next(lines(status)) == (
        "debt: 0001 is in prod and not in dev, since 2026-02-01 (INC-1), due 2026-02-04, which"
        " has passed: merge it back"
    )
    assert document(status)["debt"] == [
        {
            "change": "0001",
            "held_by": "prod",
            "missing_in": ["dev"],
            "since": "2026-02-01",
            "due": "2026-02-04",
            "overdue": True,
            "ticket": "INC-1",
        }
    ]


def test_an_environment_without_a_branch_owes_and_awaits_nothing() -> None:
    status = matrix([Stage("dev", (), None), stage("prod", held(1), below=("dev",))])

    assert (status.debt, status.waiting) == ((), ())


def test_what_a_change_is_called_cannot_reach_the_terminal() -> None:
    evil = held(1)
    named = evil._replace(entry=replace(evil.entry, change="\x1b[2J"))
    plan = InstancePlan("main", steps=(Step("\x1b[2J", ""),))

    shown = "\n".join(lines(matrix([with_plan(stage("dev", named), plan, "\x1b[2J")])))

    assert "\x1b" not in shown


def test_the_document_says_the_same() -> None:
    dev = stage("dev", held(1))
    plan = InstancePlan("main", mismatches=(Mismatch("0009", "missing", "ran"),))
    prod = with_plan(stage("prod", held(2), below=("dev",)), plan)

    assert document(matrix([dev, prod])) == {
        "schema": "branchline/status/v1",
        "changes": [
            {
                "change": "0001",
                "changelog": "app",
                "environments": {
                    "dev": {"branch": "present", "instances": {"main": "applied"}},
                    "prod": {"branch": "absent", "instances": {}},
                },
            },
            {
                "change": "0002",
                "changelog": "app",
                "environments": {
                    "dev": {"branch": "absent", "instances": {}},
                    "prod": {"branch": "present", "instances": {"main": "applied"}},
                },
            },
        ],
        "debt": [
            {
                "change": "0002",
                "held_by": "prod",
                "missing_in": ["dev"],
                "since": None,
                "due": None,
                "overdue": None,
                "ticket": None,
            }
        ],
        "waiting": [{"change": "0001", "environment": "prod", "from": "dev"}],
        "drift": [
            {
                "change": "0009",
                "environment": "prod",
                "instance": "main",
                "what": "missing",
                "detail": "ran",
            }
        ],
        "rolled_back": [],
        "unknown": [],
    }
