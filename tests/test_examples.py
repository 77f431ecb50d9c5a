import pytest

from branchline.rule import Rule
from branchline.rules import RULES
from branchline.testing import Example, examples, run

EVERY = [example for rule in RULES for example in examples(rule)]


@pytest.mark.parametrize("example", EVERY, ids=str)
def test_an_example_says_what_its_rule_does(example: Example) -> None:
    assert run(example) == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_shows_where_it_fires_and_where_it_does_not(rule: Rule) -> None:
    fires = {example.fires for example in examples(rule)}

    assert fires == {True, False}


def test_no_two_rules_have_one_id() -> None:
    ids = [rule.id for rule in RULES]

    assert len(ids) == len(set(ids))
