"""What a policy may write about a rule."""

from collections.abc import Iterator
from typing import Literal

import pytest

from branchline.errors import ConfigError, PluginError
from branchline.model.finding import Problem
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.toml.at import At
from branchline.toml.lines import line

AT = At("x.toml", "rules.example")


@rule("example")
def example(  # noqa: PLR0913 - one option of each type
    statement: Statement,
    *,
    most: int = 63,
    share: float = 0.5,
    deep: bool = False,
    prefix: str = "",
    names: tuple[str, ...] = ("a",),
    style: Literal["snake", "camel"] = "snake",
    limit: int | None = None,
) -> Iterator[Problem]:
    """An example."""
    del statement, most, share, deep, prefix, names, style, limit
    yield from ()


@rule("odd")
def odd(statement: Statement, *, place: complex = 0j) -> Iterator[Problem]:
    """An option that TOML cannot say."""
    del statement, place
    yield from ()


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("warning", "warning"),
        ({"severity": "off"}, {"severity": "off"}),
        ({"severity": {"prod": "error"}}, {"severity": {"prod": "error"}}),
        (
            {"most": 40, "share": 1, "deep": True, "prefix": "t_", "names": ["b"], "limit": 3},
            {"most": 40, "share": 1, "deep": True, "prefix": "t_", "names": ("b",), "limit": 3},
        ),
        ({"style": "camel"}, {"style": "camel"}),
    ],
)
def test_reads_severities_and_options(written: object, meant: object) -> None:
    assert line(example).read(written, AT) == meant


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("fatal", "must be 'error', 'warning', 'info' or 'off', not 'fatal'"),
        ({"severity": {"prod": "fatal"}}, ".severity.prod must be 'error'"),
        ({"severity": 3}, ".severity must be a string or a table, not a whole number"),
        ({"mots": 3}, "has no key 'mots'"),
        ({"most": "3"}, ".most must be a whole number, not a string"),
        ({"names": "a"}, ".names must be a list, not a string"),
        ({"style": "kebab"}, ".style must be 'snake' or 'camel', not 'kebab'"),
        (True, "must be a string or a table, not true or false"),
    ],
)
def test_says_which_option_is_wrong(written: object, sentence: str) -> None:
    with pytest.raises(ConfigError) as raised:
        line(example).read(written, AT)

    assert sentence in raised.value.message


def test_an_option_that_toml_cannot_say_is_the_plug_ins_fault() -> None:
    with pytest.raises(PluginError, match="rule 'odd': no policy can set its option 'place'"):
        line(odd)
