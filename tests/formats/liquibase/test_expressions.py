"""Contexts and labels, against every verdict that was recorded from Liquibase 4.29."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from branchline.formats.liquibase.expressions import UnreadableError, in_context, labelled

DATA = json.loads(
    (Path(__file__).parents[2] / "data/liquibase_contexts.json").read_text(encoding="utf-8")
)
CONTEXTS = DATA["contexts (runtime -> changeset expr -> selected)"]
LABELS = DATA["labels (filter -> changeset labels -> selected)"]


@pytest.mark.parametrize("runtime", CONTEXTS)
def test_contexts_select_what_they_selected(runtime: str) -> None:
    found = {expression: in_context(expression, runtime) for expression in CONTEXTS[runtime]}

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
    assert in_context("dev", "dev or prod", two_sided=True)
    assert in_context("dev", "!prod", two_sided=True)
    assert not in_context("prod", "!prod", two_sided=True)


@pytest.mark.parametrize(
    "expression", ["(a, b)", "a and", "or a", "(a", "a)", "a b", "!", "not", "(" * 999 + "a", "()"]
)
def test_what_liquibase_cannot_read_is_said(expression: str) -> None:
    with pytest.raises(UnreadableError):
        in_context(expression, "a")


@given(st.text(alphabet='ab@!() ,"notrd', max_size=30), st.text(alphabet="ab,! or", max_size=8))
def test_any_expression_has_a_verdict_or_is_said_to_have_none(
    expression: str, runtime: str
) -> None:
    for two_sided in (False, True):
        try:
            found = in_context(expression, runtime, two_sided=two_sided)
        except UnreadableError:
            continue
        assert found in {True, False}
