from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from branchline.deploy.history import Outcome, State
from branchline.deploy.plan import Asked, plan_instance
from branchline.model.changelog import ChangeSet, Kind
from branchline.model.environments import Instance
from branchline.model.plan import InstancePlan, Mismatch, Skipped
from tests.deploy.values import MAIN, changeset, ran, row


def plan(
    changesets: list[ChangeSet],
    state: State | None = None,
    instance: Instance = MAIN,
    *,
    explicit: bool = False,
) -> InstancePlan:
    return plan_instance(changesets, state or State(), instance, "sqlite", Asked(explicit))


def names(found: InstancePlan) -> list[str]:
    return [step.change for step in found.steps]


changelogs = st.lists(
    st.builds(
        changeset,
        st.integers(1, 40),
        st.sampled_from(["SELECT 1", "SELECT 2; SELECT 3"]),
        st.sampled_from([Kind.VERSIONED, Kind.VERSIONED, Kind.BASELINE, Kind.REPEATABLE]),
        contexts=st.sampled_from(["", "", "dev", "!prod", "dev or"]),
        dbms=st.sampled_from(["", "", "sqlite", "mysql", "!sqlite"]),
    ),
    max_size=12,
    unique_by=lambda found: found.change,
)
instances = st.builds(
    lambda contexts: replace(MAIN, contexts=contexts), st.sampled_from([(), ("dev",), ("prod",)])
)


@given(changelogs, instances, st.data())
def test_applying_a_plan_empties_it(
    changesets: list[ChangeSet], instance: Instance, data: st.DataObject
) -> None:
    before = [found for found in changesets if data.draw(st.booleans())]
    state = ran(*before)
    by_name = {found.change: found for found in changesets}
    first = plan(changesets, state, instance)
    done = {by_name[step.change].entry.id: row(by_name[step.change]) for step in first.steps}
    kept = tuple(found for found in state.rows if found.id not in done)

    again = plan(changesets, State((*kept, *done.values())), instance)

    assert again.steps == ()
    assert again.skipped == first.skipped
    assert again.mismatches == first.mismatches


@given(changelogs.flatmap(lambda found: st.tuples(st.just(found), st.permutations(found))))
def test_a_plan_does_not_depend_on_the_order_of_files(
    orders: tuple[list[ChangeSet], list[ChangeSet]],
) -> None:
    one, other = orders

    assert names(plan(one)) == names(plan(other))


@given(changelogs)
def test_every_change_runs_is_skipped_or_is_odd_and_never_two_of_them(
    changesets: list[ChangeSet],
) -> None:
    found = plan(changesets)

    said = [
        *names(found),
        *(s.change for s in found.skipped),
        *(m.change for m in found.mismatches),
    ]
    assert sorted(said) == sorted(each.change for each in changesets)


def test_a_late_change_runs_though_a_newer_one_ran() -> None:
    one, two, three = map(changeset, (1, 2, 3))

    assert names(plan([one, two, three], ran(one, three))) == ["0002"]


def test_a_step_holds_the_statements_and_the_way_back() -> None:
    [step] = plan([changeset(1, "CREATE TABLE t1 (a);\n-- note\nINSERT INTO t1 VALUES (1);")]).steps

    assert step.sql == ("CREATE TABLE t1 (a)", "INSERT INTO t1 VALUES (1)")
    assert step.rollback == ("DROP TABLE t1",)


def test_properties_are_put_in() -> None:
    instance = replace(MAIN, properties=(("schema", "app"),))

    [step] = plan([changeset(1, "DROP TABLE ${schema}.${other}")], instance=instance).steps

    assert step.sql == ("DROP TABLE app.${other}",)


def test_a_repeatable_runs_last_and_again_when_it_changed() -> None:
    view = changeset(0, "v1", Kind.REPEATABLE, name="view")
    one = changeset(1)
    edited = replace(view, checksum="v2")

    fresh, same, after = (
        plan([view, one]),
        plan([view, one], ran(one, view)),
        plan([edited], ran(view)),
    )

    assert names(fresh) == ["0001", "view"]
    assert names(same) == []
    assert [(step.change, step.again) for step in after.steps] == [("view", True)]


def test_an_edited_a_missing_and_a_flawed_change_are_said() -> None:
    one, two = changeset(1), changeset(2)
    edited = replace(one, checksum="other")
    flawed = changeset(3, flaw="is not UTF-8")

    found = plan([edited, flawed], ran(one, two)).mismatches

    assert found == (
        Mismatch("0001", "edited", "ran as SELECT 1, the branch has other"),
        Mismatch("0002", "missing", "ran on 2026-01-02, not in the branch"),
        Mismatch("0003", "unreadable", "is not UTF-8"),
    )


def test_two_changes_with_one_id_are_said() -> None:
    one = changeset(1)
    twin = replace(one, entry=replace(one.entry, change="0001_twin"))

    found = plan([one, twin]).mismatches

    assert [(each.change, each.what) for each in found] == [
        ("0001", "unreadable"),
        ("0001_twin", "unreadable"),
    ]


def test_a_malformed_context_is_said_and_the_change_does_not_run() -> None:
    found = plan([changeset(1, contexts="dev or")], instance=replace(MAIN, contexts=("dev",)))

    assert found.steps == ()
    assert found.mismatches == (
        Mismatch("0001", "unreadable", "its contexts: a name is missing in 'dev or'"),
    )


@pytest.mark.parametrize(
    ("change", "instance", "why"),
    [
        (changeset(1, contexts="dev"), MAIN, "context dev"),
        (changeset(1, contexts="!prod"), MAIN, "context !prod"),
        (changeset(1, contexts="dev"), replace(MAIN, contexts=("prod",)), "context dev"),
        (changeset(1, labels="a, b"), replace(MAIN, labels="c"), "labels a, b"),
        (changeset(1, dbms="postgresql"), MAIN, "dbms postgresql"),
        (changeset(1, dbms="!sqlite"), MAIN, "dbms !sqlite"),
        (changeset(1, dbms="none"), MAIN, "dbms none"),
    ],
)
def test_a_change_for_others_is_skipped(change: ChangeSet, instance: Instance, why: str) -> None:
    found = plan([change], instance=instance)

    assert found.steps == ()
    assert found.skipped == (Skipped("0001", why),)


@pytest.mark.parametrize(
    ("change", "instance"),
    [
        (changeset(1, contexts="dev"), replace(MAIN, contexts=("dev",))),
        (changeset(1, labels="a,b"), MAIN),
        (changeset(1, labels="a,b"), replace(MAIN, labels="b and !c")),
        (changeset(1, dbms="mysql, sqlite"), MAIN),
        (changeset(1, dbms="!mysql"), MAIN),
    ],
)
def test_a_change_for_this_instance_runs(change: ChangeSet, instance: Instance) -> None:
    assert names(plan([change], instance=instance)) == ["0001"]


def test_a_baseline_stands_in_for_what_is_below_it_on_a_fresh_database() -> None:
    old, new = changeset(1), changeset(3)
    first = changeset(1, kind=Kind.BASELINE, name="b1")
    second = changeset(2, kind=Kind.BASELINE, name="b2")

    found = plan([old, new, first, second])

    assert names(found) == ["b2", "0003"]
    assert {each.change: each.why for each in found.skipped} == {
        "0001": "below the baseline b2",
        "b1": "a baseline is for a database that has no changes yet",
    }


def test_a_baseline_is_nothing_to_a_database_with_changes() -> None:
    old, new = changeset(1), changeset(3)
    base = changeset(2, kind=Kind.BASELINE, name="b2")

    found = plan([old, base, new], ran(old))

    assert names(found) == ["0003"]


def test_a_baseline_for_others_stands_in_for_nothing() -> None:
    base = changeset(2, kind=Kind.BASELINE, contexts="dev", name="b2")

    assert names(plan([changeset(1), base])) == ["0001"]


def test_what_was_rolled_back_waits_for_a_person() -> None:
    one = changeset(1)
    state = State((row(one, Outcome.ROLLED_BACK, actor="ada"),))

    held, asked = plan([one], state), plan([one], state, explicit=True)

    assert held.skipped == (
        Skipped(
            "0001", "rolled back by ada on 2026-01-02: `branchline deploy` runs it again", held=True
        ),
    )
    assert names(held) == []
    assert names(asked) == ["0001"]


def test_an_edit_does_not_take_the_hold_away() -> None:
    one = changeset(1)
    state = State((row(one, Outcome.ROLLED_BACK),))

    assert names(plan([replace(one, checksum="other")], state)) == []


@pytest.mark.parametrize("outcome", [Outcome.STARTED, Outcome.FAILED])
def test_what_stopped_half_way_runs_on_and_stops_the_deploy_when_edited(outcome: Outcome) -> None:
    one = changeset(1, transaction=False)
    state = State((row(one, outcome, done=1, statements=3),))

    same, edited = plan([one], state), plan([replace(one, checksum="other")], state)

    assert names(same) == ["0001"]
    assert same.mismatches == ()
    assert edited.mismatches == (
        Mismatch("0001", "unfinished", "stopped after statement 1 of 3 and was edited since"),
    )


def test_a_rollback_that_stopped_half_way_stops_the_deploy() -> None:
    one = changeset(1, transaction=False)
    state = State((row(one, Outcome.UNDOING, done=1, statements=2),))

    assert plan([one], state).mismatches == (
        Mismatch("0001", "unfinished", "its rollback stopped after statement 1 of 2"),
    )
