"""What a policy lets pass that another one does not."""

import pytest

from branchline.config import load
from branchline.policy.catalogue import by_id
from branchline.policy.resolve import policy
from branchline.policy.weaker import reworded, weaker, without_code
from branchline.rules import RULES

PIPELINE = """\
[changelogs.app]
path = "db"
[environments.dev]
branch = "dev"
[environments.prod]
branch = "prod"
from = "dev"
tier = "production"
[policy]
extends = []
"""


def no_file(path: str) -> None:
    del path


def phrases(before: str, after: str, base: str = PIPELINE) -> list[str]:
    known = by_id(RULES)
    was, now = load((base + before).encode()), load((base + after).encode())
    return list(
        weaker(policy(was, known, no_file), policy(now, known, no_file), was.pipeline, now.pipeline)
    )


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ('drop-table = "error"', "", ["drop-table is off instead of error"]),
        ('drop-table = "warning"', 'drop-table = "error"', []),
        ("", 'drop-table = "error"', []),
        (
            'drop-table = "error"',
            'drop-table = { severity = { production = "error", default = "info" } }',
            ["drop-table is info instead of error in dev"],
        ),
        (
            "too-many-indexes = { most = 4 }",
            "too-many-indexes = { most = 6 }",
            ["too-many-indexes has most = 6 instead of 4"],
        ),
        (
            "",
            'policy-weakened = "off"',
            ["policy-weakened is off instead of warning"],
        ),
    ],
)
def test_a_rule_that_weighs_less_is_named(before: str, after: str, expected: list[str]) -> None:
    assert phrases(f"[policy.rules]\n{before}\n", f"[policy.rules]\n{after}\n") == expected


def test_without_environments_the_word_for_all_of_them_counts() -> None:
    rules = '[policy.rules]\ndrop-table = "{}"\n'

    found = phrases(rules.format("error"), rules.format("warning"), "[policy]\nextends = []\n")

    assert found == ["drop-table is warning instead of error"]


def test_a_rule_without_code_that_looks_for_something_else_is_named() -> None:
    rule = '[[policy.custom]]\nid = "own"\nmessage = "m"\nwhen = {{ operation = "{}" }}\n'
    grants, drops = (
        without_code(load(rule.format(word).encode()), no_file) for word in ("grant", "drop-table")
    )

    assert list(reworded(grants, drops)) == ["own looks for something else"]
    assert list(reworded(grants, grants)) == list(reworded(grants, {})) == []
