"""What rules say of a change's reach: where it runs is given, nothing is asked."""

from collections.abc import Iterable
from typing import Any

import pytest

from branchline.model.changelog import ChangeSet, Entry, Order
from branchline.model.finding import Problem
from branchline.model.reach import Chance, Reach
from branchline.model.value import replace
from branchline.rule import Rule
from branchline.rules.environments.context_left_out import context_left_out
from branchline.rules.environments.dev_only_change import dev_only_change
from branchline.rules.environments.negated_context import negated_context
from branchline.rules.environments.never_runs import never_runs
from branchline.rules.environments.sample_data import sample_data
from branchline.rules.environments.undefined_property import undefined_property
from branchline.rules.environments.unknown_context import unknown_context
from tests.rules.analysed import messages

DEV, PROD = Chance("dev", contexts=("dev",)), Chance("prod", "eu", ("prod",))
RULES = (unknown_context, never_runs, context_left_out, negated_context, undefined_property)


def change(contexts: str = "", path: str = "0042.sql", **facts: Any) -> ChangeSet:  # noqa: ANN401
    """A change in reach of environments; `facts` are those of its reach."""
    reach = replace(Reach(chances=(DEV, PROD), known=("dev", "prod")), **facts)
    return ChangeSet(Entry("0042", "42", path, Order(0, (42,))), contexts=contexts, reach=reach)


def one(found: Iterable[Problem]) -> Problem:
    [problem] = found
    return problem


@pytest.mark.parametrize("rule", [*RULES, dev_only_change, sample_data])
def test_without_a_configuration_nothing_is_said(rule: Rule) -> None:
    bare = replace(change("dev"), reach=None)

    assert not [*rule(bare)]


def test_a_near_name_is_an_error_and_a_far_one_a_warning() -> None:
    near, far = unknown_context(change("prdo or qa", names=("prdo", "qa")))

    assert (near.hint, near.doubtful) == ("did you mean 'prod'?", False)
    assert (far.hint, far.doubtful) == ("known: dev, prod", True)


def test_what_runs_nowhere_is_told_with_what_skips_it() -> None:
    skipped = (replace(DEV, why="labels x"), replace(PROD, why="labels x"))

    assert one(never_runs(change(chances=skipped))).message == (
        "0042 runs in no environment: labels x"
    )


def test_where_no_environment_has_contexts_that_is_said() -> None:
    skipped = (replace(DEV, why="context dev", contexts=()),)

    problem = one(never_runs(change("dev", chances=skipped, names=("dev",), known=())))

    assert problem.message == "0042 runs in no environment: no environment has contexts"


@pytest.mark.parametrize("why", ["dbms mysql", "ignore:true"])
def test_what_is_for_another_database_is_not_asked_to_run(why: str) -> None:
    assert not [*never_runs(change(chances=(replace(DEV, why=why),)))]


@pytest.mark.parametrize(
    ("format_", "words"),
    [
        ("plain", "prod gives no contexts: branchline skips 0042 there"),
        (
            "liquibase",
            (
                "prod gives no contexts: branchline skips 0042 there, and Liquibase"
                " without --contexts would run it there"
            ),
        ),
    ],
)
def test_an_instance_without_contexts_is_told_as_each_tool_takes_it(
    format_: str, words: str
) -> None:
    silent = (DEV, Chance("prod", why="context dev"))

    problem = one(context_left_out(change("dev", format=format_, chances=silent, names=("dev",))))

    assert problem.message == words


def test_a_negation_names_where_it_runs_today() -> None:
    chances = (DEV, replace(PROD, why="context !prod"))

    problem = one(negated_context(change("!prod", chances=chances, names=("prod",), open=True)))

    assert problem.message == (
        "0042 runs wherever '!prod' is not contradicted: dev, and any environment to come"
    )
    assert problem.hint == "name where it runs: dev"


def test_a_negation_that_runs_nowhere_today_says_so() -> None:
    chances = (replace(DEV, why="context !dev"),)

    problem = one(negated_context(change("!dev", chances=chances, names=("dev",), open=True)))

    assert "nowhere today" in problem.message
    assert problem.hint == "name where it runs"


def test_a_property_that_one_environment_lacks_is_named_with_it() -> None:
    chances = (DEV, replace(PROD, missing=("schema",)))

    problem = one(undefined_property(change(chances=chances, defined=("schema",))))

    assert problem.message == "0042 needs a value for ${schema}, and prod/eu has none"


def test_a_promotion_says_what_it_carries_in_vain() -> None:
    chances = (DEV, replace(PROD, why="context dev"))

    problem = one(dev_only_change(change("dev", chances=chances, target="prod")))

    assert problem.message == (
        "0042 is carried to prod, where nothing runs it (context dev): it is for dev"
    )


def test_a_folder_that_stays_below_is_kept_there() -> None:
    kept = change(path="db/dev-only/0042.sql", target="prod")

    problem = one(dev_only_change(kept, paths=("*/dev-only/*",)))

    assert problem.message == "0042 is carried to prod, and what */dev-only/* holds stays below"


@pytest.mark.parametrize("why", ["", "dbms mysql"])
def test_what_runs_in_the_target_or_is_for_another_database_is_not_for_dev(why: str) -> None:
    chances = (DEV, replace(PROD, why=why))

    assert not [*dev_only_change(change(chances=chances, target="prod"))]


@pytest.mark.parametrize(
    "sql",
    [
        "CREATE TABLE test_table (id int);",
        "CREATE TABLE users_dummy (id int);",
        "CREATE TABLE test1 (id int);",
        "CREATE TABLE orders (id int);\nCREATE TABLE test_orders (id int);",
        "INSERT INTO mock_users (id) VALUES (1);",
        "INSERT INTO users (name) VALUES ('John Doe');",
        "INSERT INTO users (mail) VALUES ('a@mailinator.com'), ('b@c.example');",
    ],
)
def test_what_looks_made_for_tests_is_said_once(sql: str) -> None:
    assert len(messages(sample_data, sql)) == 1


@pytest.mark.parametrize(
    "sql",
    [
        "CREATE TABLE test_results (id int);",
        "CREATE TABLE lab_tests (id int);",
        "CREATE TABLE samples (id int);\nCREATE TABLE sample_tubes (id int);",
        "CREATE TABLE test_orders (id int);",
        "CREATE TABLE test_kinds (id int);\n-- changeset 2\nCREATE TABLE test_users (id int);",
        "CREATE TEMPORARY TABLE tmp_users (id int);",
        "CREATE TABLE contest (id int);\nCREATE TABLE latest_prices (id int);",
        "INSERT INTO mails (sender) VALUES ('noreply@acme.com');",
        "INSERT INTO a (name) SELECT name FROM b WHERE name <> 'John Doe';",
        "INSERT INTO kinds (name) VALUES ('bar'), ('test');",
    ],
)
def test_words_of_a_domain_are_left_alone(sql: str) -> None:
    assert messages(sample_data, sql) == []


def test_a_change_with_a_context_may_bring_what_it_likes() -> None:
    assert not [*sample_data(change("dev"))]
