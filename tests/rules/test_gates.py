"""The pages of the gates' rules: every fence holds, and every rule has both kinds."""

import re
from collections.abc import Iterator

import pytest

from branchline.model.changelog import ChangelogDiff, ChangeSet
from branchline.rule import Rule
from branchline.rules import changelog, promotion
from branchline.testing.fences import changelog_diff, push

RULES = (*changelog.RULES, *promotion.RULES)


def fences(rule: Rule, kind: str) -> list[str]:
    return re.findall(rf"```{kind}\n(.*?)```", rule.page, re.DOTALL)


def named(rule: Rule, diff: ChangelogDiff) -> Iterator[str]:
    parts = (*diff.added, *diff.changed) if rule.scope is ChangeSet else (diff,)
    for part in parts:
        for problem in rule(part):
            place = problem.at.path if problem.at else ""
            yield problem.change or (part.change if isinstance(part, ChangeSet) else place)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_page_says_when_it_fires_and_when_not(rule: Rule) -> None:
    fired = []
    for text in fences(rule, "changelog"):
        example = changelog_diff(text)
        assert set(named(rule, example.diff)) == example.expected
        fired.append(bool(example.expected))
    for text in fences(rule, "push"):
        for update, expected in push(text).updates:
            assert bool(list(rule(update))) == expected, text
            fired.append(expected)

    assert set(fired) == {True, False}
