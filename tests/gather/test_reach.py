"""Where a change would run, as the configuration has it."""

from branchline.gather.reach import with_reach
from branchline.model.changelog import ChangelogDiff, ChangeSet, Entry, Order, Script
from branchline.model.effects import Engine
from branchline.model.environments import Environment, Instance, Pipeline
from branchline.model.reach import Chance, Reach
from branchline.model.settings import Changelog

SPEC = Changelog("app", "db", "plain", Engine("postgres"))
DEV = Environment("dev", "dev", contexts=("Dev",), properties=(("schema", "app"),))
EU = Instance("eu", "app", "env:EU", contexts=("prod",))
OTHER = Instance("other", "billing", "env:OTHER", contexts=("billing",))
PROD = Environment("prod", "prod", "dev", instances=(EU, OTHER))
PIPELINE = Pipeline((DEV, PROD))


def reach(
    contexts: str = "", text: str = "", target: Environment | None = None, **facts: str
) -> Reach | None:
    entry = Entry("0001", "1", "db/0001.sql", Order(0, (1,)))
    change = ChangeSet(entry, script=Script(text, entry.path), contexts=contexts, **facts)  # type: ignore[arg-type]
    [found] = with_reach(ChangelogDiff("app", added=(change,)), SPEC, PIPELINE, target).added
    return found.reach


def test_each_instance_of_the_changelog_has_its_chance() -> None:
    assert reach("dev", "SELECT ${schema}, ${x.y}, ${flyway:user}") == Reach(
        "plain",
        (
            Chance("dev", "", ("Dev",), "", ("x.y",)),
            Chance("prod", "eu", ("prod",), "context dev", ("schema", "x.y")),
        ),
        ("dev",),
        ("dev", "prod"),
        ("schema",),
    )


def test_names_are_those_of_the_expression() -> None:
    found = reach("(@Dev and not QA) or !prod, x")

    assert found
    assert found.names == ("dev", "qa", "prod", "x")
    assert found.open


def test_a_change_without_contexts_is_open_to_nobody() -> None:
    found = reach()

    assert found
    assert (found.open, found.names, len(found.running)) == (False, (), 2)


def test_only_what_comes_from_below_is_carried() -> None:
    first, second = reach(target=DEV), reach(target=PROD)

    assert first
    assert second
    assert (first.target, second.target) == ("", "prod")


def test_contexts_that_mean_nothing_have_no_reach() -> None:
    assert reach("dev and (") is None


def test_without_environments_there_is_nothing_to_say() -> None:
    diff = ChangelogDiff("app", added=(ChangeSet(Entry("a", "a", "a", Order(0, (1,)))),))

    assert with_reach(diff, SPEC, Pipeline()) is diff
