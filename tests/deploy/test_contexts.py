import itertools
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from branchline.formats.contexts import MalformedError, evaluate, selects

NAMES = ("dev", "test", "prod")

# An expression is its text and the Python that means the same.
Pair = tuple[str, str]
names: st.SearchStrategy[Pair] = st.sampled_from([(name, f"({name!r} in on)") for name in NAMES])


def _both(parts: tuple[Pair, str, Pair]) -> Pair:
    (left, meant), word, (right, other) = parts
    python = "and" if word == "and" else "or"
    joined = f"{left},{right}" if word == "," else f"{left} {word} {right}"
    return f"({joined})", f"({meant} {python} {other})"


def _not(part: Pair) -> Pair:
    return f"!{part[0]}", f"(not {part[1]})"


expressions = st.recursive(
    names,
    lambda inner: st.one_of(
        inner.map(_not),
        st.tuples(inner, st.sampled_from(["and", "or", ","]), inner).map(_both),
    ),
    max_leaves=8,
)


@given(expressions)
def test_an_expression_means_what_python_says_for_every_set_of_names(pair: Pair) -> None:
    expression, meant = pair
    subsets = [set(s) for n in range(4) for s in itertools.combinations(NAMES, n)]

    truths = [evaluate(expression, frozenset(on)) for on in subsets]

    assert truths == [eval(meant, {"on": on}) for on in subsets]  # noqa: S307 - made above


@pytest.mark.parametrize(
    ("expression", "truth"),
    [
        ("dev or test and prod", True),
        ("(dev or test) and prod", False),
        ("test and prod or dev", True),
        ("not prod and dev", True),
        ("not (prod or dev)", False),
        ("!prod", True),
        ("! prod", True),
        ("not not dev", True),
        ("DEV", True),
        ("@dev", True),
        ("test, dev", True),
        ("android", False),
        ("notdev", False),
    ],
)
def test_precedence_and_spelling(expression: str, truth: object) -> None:
    assert evaluate(expression, frozenset({"dev"})) is truth


@pytest.mark.parametrize(
    "expression",
    [
        "dev or",
        "or",
        "and dev",
        "dev test",
        "(dev",
        "dev)",
        "()",
        "!",
        "not",
        "a,,b",
        "dev @ x",
        "!@",
    ],
)
def test_what_cannot_be_read_has_no_truth(expression: str) -> None:
    with pytest.raises(MalformedError):
        evaluate(expression, frozenset({"dev"}))


@pytest.mark.parametrize("expression", ["(" * 10_000, "!" * 10_000, "not " * 10_000 + "x"])
def test_depth_is_bounded(expression: str) -> None:
    with pytest.raises(MalformedError, match="levels"):
        evaluate(expression, frozenset())


@given(st.text(max_size=30))
def test_any_text_has_a_truth_or_is_malformed(text: str) -> None:
    with suppress(MalformedError):
        assert evaluate(text, frozenset({"a"})) in {True, False}


@pytest.mark.parametrize("expression", ["dev", "!prod", "not prod", "a or !b"])
def test_an_instance_without_contexts_runs_nothing_that_has_any(expression: str) -> None:
    assert not selects(expression, frozenset())


@pytest.mark.parametrize("names", [frozenset[str](), frozenset({"prod"})])
def test_a_change_without_contexts_runs_everywhere(names: frozenset[str]) -> None:
    assert selects(" ", names)
