"""Contexts and labels, against every verdict that was recorded from Liquibase 4.29."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from branchline.formats.liquibase.attributes import unquoted
from branchline.formats.liquibase.expressions import (
    UnreadableError,
    in_context,
    labelled,
    oddity,
    unreadable,
    version_of,
)
from tests.real_liquibase import Liquibase

DATA = json.loads(
    (Path(__file__).parents[2] / "data/liquibase_contexts.json").read_text(encoding="utf-8")
)
CONTEXTS = DATA["contexts (runtime -> changeset expr -> selected)"]
LABELS = DATA["labels (filter -> changeset labels -> selected)"]


@pytest.mark.parametrize("runtime", CONTEXTS)
def test_contexts_select_what_they_selected(runtime: str) -> None:
    # Recorded from formatted SQL, whose reader takes the quotes away.
    found = {each: in_context(unquoted(each), runtime) for each in CONTEXTS[runtime]}

    assert found == CONTEXTS[runtime]


@pytest.mark.parametrize("filter_", LABELS)
def test_labels_select_what_they_selected(filter_: str) -> None:
    given_ = "" if filter_ == "None" else filter_

    assert {labels: labelled(labels, given_) for labels in LABELS[filter_]} == LABELS[filter_]


@pytest.mark.parametrize(
    ("expression", "runs"),
    [
        ("prod", True),
        ("!prod", True),
        ("dev and !dev", True),
        ("@prod", False),
        ("@!prod", True),
        ("@not prod", True),
        ("a and @prod", False),
    ],
)
def test_without_a_context_only_what_requires_one_does_not_run(
    expression: str, *, runs: bool
) -> None:
    assert in_context(expression) is runs


def test_labels_that_a_filter_requires_must_be_there() -> None:
    assert labelled("", "a")
    assert not labelled("", "@a")


def test_what_is_inherited_must_hold_as_well() -> None:
    assert in_context("dev", "dev", ["dev or test"])
    assert not in_context("dev", "dev", ["test"])
    assert not in_context("", "dev", ["test"])


def test_from_4_30_on_what_is_given_is_an_expression_as_well() -> None:
    assert not in_context("dev", "dev or prod")
    assert in_context("dev", "dev or prod", version=(4, 30))
    assert in_context("dev", "!prod", version=(4, 30))
    assert not in_context("prod", "!prod", version=(4, 30))


@pytest.mark.parametrize(
    "expression", ["(a, b)", "(a", "a) and (b", "(" * 201 + "a" + ")" * 201, "()", "b, ("]
)
def test_what_liquibase_cannot_read_is_said(expression: str) -> None:
    assert unreadable(expression)
    with pytest.raises(UnreadableError):
        in_context(expression, "x")


def test_from_5_0_4_on_a_comma_is_read_anywhere_and_no_context_has_a_name() -> None:
    newer = (5, 0, 4)

    assert in_context("(a, b) and !c", "b", version=newer)
    assert not in_context("(a, b) and !c", "b,c", version=newer)
    assert not unreadable("(a, b) and !c", newer)
    assert in_context("nocontexts", version=newer)
    assert not in_context("nocontexts", "a", version=newer)
    assert not in_context("!nocontexts", version=newer)
    assert in_context("nocontexts or a", "a", version=newer)


@pytest.mark.parametrize(
    "expression", ["a and", "or a", "a b", "!", "not", "a)", "(a", "a and (b or)", "a (b)", "and"]
)
def test_what_nobody_would_mean_is_odd(expression: str) -> None:
    assert oddity(expression)


@pytest.mark.parametrize(
    "expression",
    ["", " ", "a", "!a", "not a", "@!a", "@not a", "@a, b", "(a or b) and !(c)", "!!a"],
)
def test_what_has_a_meaning_is_not_odd(expression: str) -> None:
    assert not oddity(expression)


def test_a_version_is_a_row_of_numbers() -> None:
    assert version_of("4.30.0-rc1")[:2] == (4, 30)
    assert version_of("") == (4, 29)


PIECES = st.sampled_from(
    ["a", "b", "@a", "!a", "not b", "@!b", "@not a", "and", "or", ",", "(", ")", "!", "AND", "not",
     "(a or b)", "!(a)", "a b", "a,b", "()", "'a'", '"a"', "c-1", "\u00e9"]
)  # fmt: skip
EXPRESSIONS = st.tuples(st.lists(PIECES, max_size=5), st.sampled_from(["", " ", " ", " "])).map(
    lambda found: found[1].join(found[0])
)


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(EXPRESSIONS, st.sampled_from(["", "a", "b", "a,b", "A", "!a", "a or b", "c-1", " a , b"]))
def test_liquibase_itself_has_the_same_verdict(
    real_liquibase: Liquibase, expression: str, given_: str
) -> None:
    assert verdict(in_context, expression, given_) == real_liquibase.weigh(
        "context", expression, given_
    )
    assert verdict(labelled, given_, expression) == real_liquibase.weigh(
        "labels", given_, expression
    )


def verdict(weigh: Callable[[str, str], bool], one: str, other: str) -> bool | None:
    try:
        return weigh(one, other)
    except UnreadableError:
        return None


@given(st.text(alphabet='ab@!() ,"notrd', max_size=30), st.text(alphabet="ab,! or", max_size=8))
def test_any_expression_has_a_verdict_or_is_said_to_have_none(
    expression: str, runtime: str
) -> None:
    for version in ((4, 29), (4, 30), (5, 0, 4)):
        try:
            found = in_context(expression, runtime, version=version)
        except UnreadableError:
            continue
        assert found in {True, False}
