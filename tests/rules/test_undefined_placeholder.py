"""What is said of placeholders that nothing gives a value."""

from branchline.model.changelog import LACKING, ChangeSet, Entry, Order
from branchline.model.reach import Reach
from branchline.rules.environments.undefined_placeholder import undefined_placeholder


def change(*names: str, settings: str = "", reach: Reach | None = None) -> ChangeSet:
    said = (*((f"{LACKING}{name}", "") for name in names), ("settings", settings))
    entry = Entry("V1__a", "1", "V1__a.sql", Order(0, (1,)))
    return ChangeSet(entry, attributes=said, reach=reach)


def test_names_them_and_where_a_value_belongs() -> None:
    [problem] = undefined_placeholder.judge(change("a", "b", settings="db/flyway.conf"))

    assert problem.message == (
        "V1__a needs a value for ${a} and ${b}, and neither db/flyway.conf nor any"
        " environment has one"
    )
    assert problem.hint.startswith("add it to [flyway.placeholders] of db/flyway.conf")
    assert not problem.doubtful


def test_is_in_doubt_where_nothing_says_how_flyway_is_started() -> None:
    [problem] = undefined_placeholder.judge(change("a"))

    assert problem.message.endswith("and nothing here has one")
    assert problem.doubtful


def test_an_environments_property_is_a_value() -> None:
    reach = Reach(defined=("a",))

    [problem] = undefined_placeholder.judge(change("a", "b", reach=reach))

    assert "${b}" in problem.message
    assert "${a}" not in problem.message
    assert not problem.doubtful
    assert not [*undefined_placeholder.judge(change("a", reach=reach))]
