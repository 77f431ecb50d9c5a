"""Runs the examples in a rule's page: branchline's own rules, and a plug-in's.

    from branchline.testing import examples, run

    @pytest.mark.parametrize("example", [*examples(my_rule)], ids=str)
    def test_the_page_of_my_rule_is_true(example):
        assert run(example) == []

An example is a fence in the docstring. Its language says what it shows: `sql`
(optionally with a dialect and a version), `liquibase`,
`changelog`, `environments` or `push`; a line that
ends in `-- finding` is one the rule must fire on, and it must fire on no other.
"""

import re
from collections.abc import Iterator

from branchline.check import check
from branchline.model.value import value
from branchline.rule import Enabled, Rule
from branchline.testing import fences

__all__ = ["Example", "examples", "run"]


@value
class Example:
    """One fence of a rule's page; `line` is where its text starts there, from 1.

    `options` are the words after the language: `("mariadb", "10.11")`.
    """

    rule: Rule
    language: str
    options: tuple[str, ...]
    text: str
    line: int

    def __str__(self) -> str:
        return f"{self.rule.id}:{self.line}"

    @property
    def fires(self) -> bool:
        """Whether the rule must find something here."""
        return bool(_FINDING.search(self.text))


def examples(rule: Rule) -> Iterator[Example]:
    """Yield the examples of a rule, in the order of its page; other fences are passed over."""
    for fence in _FENCE.finditer(rule.page):
        if fence["language"] in _RUNNERS:
            line = rule.page.count("\n", 0, fence.start("text")) + 1
            yield Example(
                rule, fence["language"], tuple(fence["options"].split()), fence["text"], line
            )


def run(example: Example) -> list[str]:
    """Return where the rule and its example differ, one sentence each; none when they agree.

    Raises:
        ValueError: a line of the fence is none of its language.
    """
    return [*_RUNNERS[example.language](example)]


def _sql(example: Example) -> Iterator[str]:
    from branchline.testing.sql import differences  # loads the parsers

    return differences(example.rule, example.options, example.text)


def _liquibase(example: Example) -> Iterator[str]:
    from branchline.testing.liquibase import differences

    return differences(example.rule, example.text)


def _changelog(example: Example) -> Iterator[str]:
    diff, expected = fences.changelog_diff(example.text)
    findings = check([diff], [Enabled(example.rule)])
    found = {finding.change or finding.place.path for finding in findings}
    yield from (f"fires on {name}" for name in sorted(found - expected))
    yield from (f"does not fire on {name}" for name in sorted(expected - found))


def _push(example: Example) -> Iterator[str]:
    for update, expected in fences.push(example.text).updates:
        found = bool(check([update], [Enabled(example.rule)]))
        if found != expected:
            yield f"{'fires' if found else 'does not fire'} on {update.ref}"


def _environments(example: Example) -> Iterator[str]:
    from branchline.testing.environments import differences

    return differences(example.rule, example.text)


_RUNNERS = {
    "sql": _sql,
    "liquibase": _liquibase,
    "changelog": _changelog,
    "push": _push,
    "environments": _environments,
}
_FENCE = re.compile(
    r"^```(?P<language>[a-z]+)(?P<options>[^\n]*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL
)
_FINDING = re.compile(r"-- finding\s*$", re.MULTILINE)
