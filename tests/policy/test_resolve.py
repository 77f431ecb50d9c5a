"""Which rules a configuration enables, and at what severity."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from branchline.errors import ConfigError, PluginError
from branchline.model.environments import Environment
from branchline.model.finding import Problem, Severity
from branchline.model.refs import RefUpdate
from branchline.model.settings import PolicySettings, PromotionSettings, Settings
from branchline.model.statement import Statement
from branchline.policy import gates
from branchline.policy.catalogue import by_id
from branchline.policy.resolve import effective, policy
from branchline.rule import Enabled, Rule, rule

PROD = Environment("prod", tier="production")
EU = Environment("eu", tier="production")
DEV = Environment("dev")


@rule("loud")
def loud(statement: Statement) -> Iterator[Problem]:
    """Suggested at error."""
    del statement
    yield from ()


@rule("long-name", severity=Severity.WARNING)
def long_name(statement: Statement, *, most: int = 63, least: int = 1) -> Iterator[Problem]:
    """Suggested at warning."""
    del statement, most, least
    yield from ()


def gate(id_: str) -> Rule:
    def judge(update: RefUpdate) -> Iterator[Problem]:
        del update
        yield from ()

    return Rule(id_, judge, RefUpdate)


CATALOGUE = by_id((loud, long_name, *map(gate, gates.GATES)))


def resolved(
    rules: Mapping[str, Any],
    promotion: PromotionSettings | None = None,
    **bundles: str,
) -> dict[str, Enabled]:
    contents = {f"{name}.toml": text.encode() for name, text in bundles.items()}
    settings = Settings(
        policy=PolicySettings(extends=tuple(contents), rules=rules),
        promotion=promotion or PromotionSettings(),
    )
    return {found.rule.id: found for found in policy(settings, CATALOGUE, contents.get)}


def complaint(rules: Mapping[str, Any]) -> tuple[str, str]:
    with pytest.raises(ConfigError) as raised:
        resolved(rules)
    return raised.value.message, raised.value.hint


def test_a_rule_that_no_policy_names_is_not_enabled() -> None:
    assert "loud" not in resolved({})


@pytest.mark.parametrize(
    ("base", "own", "expected"),
    [
        ("loud = 'warning'", {}, ("warning", "warning", "warning")),
        ("loud = 'warning'", {"loud": "info"}, ("info", "info", "info")),
        ("", {"loud": {"severity": {"production": "error"}}}, ("error", "error", "off")),
        (
            "loud = 'warning'",
            {"loud": {"severity": {"production": "error"}}},
            ("error", "error", "warning"),
        ),
        (
            "loud = 'warning'",
            {"loud": {"severity": {"production": "error", "eu": "off", "default": "info"}}},
            ("error", "off", "info"),
        ),
        (
            "loud = { severity = { production = 'error' } }",
            {"loud": {"severity": {"default": "info"}}},
            ("error", "error", "info"),
        ),
        (
            "loud = { severity = { production = 'error' } }",
            {"loud": "info"},
            ("info", "info", "info"),
        ),
    ],
)
def test_a_later_line_changes_what_it_names(
    base: str, own: Mapping[str, Any], expected: tuple[str, str, str]
) -> None:
    enabled = resolved(own, base=f"[rules]\n{base}\n")["loud"]

    assert tuple(enabled.weight(where).word for where in (PROD, EU, DEV)) == expected


def test_off_takes_a_rule_away() -> None:
    assert "loud" not in resolved({"loud": "off"}, base="rules.loud = 'error'")


def test_options_are_merged_and_leave_the_severity() -> None:
    base = "rules.long-name = { severity = 'error', most = 30, least = 3 }"

    enabled = resolved({"long-name": {"most": 40}}, base=base)["long-name"]

    assert (enabled.severity, enabled.options) == (Severity.ERROR, {"most": 40, "least": 3})


def test_who_sets_an_option_wants_the_rule() -> None:
    enabled = resolved({"long-name": {"most": 40}})["long-name"]

    assert enabled.severity is Severity.WARNING


def test_a_later_bundle_wins() -> None:
    assert resolved({}, a="rules.loud = 'error'", b="rules.loud = 'info'")["loud"].severity == 1


@pytest.mark.parametrize(
    ("rules", "message", "hint"),
    [
        ({"luod": "off"}, "has no rule 'luod'", "did you mean 'loud'?"),
        ({"long-name": {"mots": 1}}, ".long-name has no key 'mots'", "did you mean 'most'?"),
        ({"long-name": {"most": "1"}}, ".long-name.most must be a whole number", "quotes"),
        ({"gap": "warning"}, ".gap cannot be weakened", 'promotion.gaps = "allow"'),
        ({"out-of-order": "off"}, ".out-of-order cannot be weakened", 'promotion.order = "allow"'),
        (
            {"back-merge-required": {"severity": {"default": "error", "prod": "info"}}},
            ".back-merge-required cannot be weakened",
            'promotion.back_merge = "warn"',
        ),
        ({"change-modified": "off"}, ".change-modified cannot be weakened", "immutable_from"),
        ({"not-in-source": "off"}, ".not-in-source cannot be weakened", "break_glass"),
        ({"branch-deleted": "off"}, ".branch-deleted cannot be weakened", "take the line out"),
    ],
)
def test_says_what_no_policy_can_say(rules: Mapping[str, Any], message: str, hint: str) -> None:
    said, help_ = complaint(rules)

    joined = message if message.startswith(".") else f" {message}"
    assert said.startswith(f"branchline.toml: policy.rules{joined}")
    assert hint in help_


def test_the_gates_hold_without_any_policy() -> None:
    found = resolved({"gap": "error", "duplicate-id": {"severity": {"prod": "error"}}})

    assert set(found) == set(gates.GATES) - {"evil-merge", "first-parent"}
    assert {enabled.severity for enabled in found.values()} == {Severity.ERROR}


def test_a_bundle_cannot_weaken_a_gate() -> None:
    with pytest.raises(ConfigError, match=r"a\.toml: rules\.gap cannot be weakened"):
        resolved({}, a="rules.gap = 'off'")


@pytest.mark.parametrize(
    ("promotion", "rule_", "severity"),
    [
        (PromotionSettings(gaps="allow"), "gap", None),
        (PromotionSettings(order="allow"), "out-of-order", None),
        (PromotionSettings(back_merge="warn"), "back-merge-required", Severity.WARNING),
        (PromotionSettings(mode="ancestry"), "evil-merge", Severity.ERROR),
        (PromotionSettings(mode="strict"), "first-parent", Severity.ERROR),
    ],
)
def test_promotion_says_how_strict_a_gate_is(
    promotion: PromotionSettings, rule_: str, severity: Severity | None
) -> None:
    found = resolved({rule_: "error"}, promotion).get(rule_)

    assert (found.severity if found else None) is severity


def test_every_line_is_traced_to_where_it_stands() -> None:
    settings = Settings(
        policy=PolicySettings(extends=("a.toml",), rules={"loud": "off"}),
        promotion=PromotionSettings(gaps="allow"),
    )

    found = {
        each.rule.id: [(line.written, line.origin) for line in each.lines]
        for each in effective(settings, CATALOGUE, {"a.toml": b"rules.loud = 'info'"}.get)
    }

    assert found["loud"] == [("info", "a.toml"), ("off", "branchline.toml")]
    assert found["long-name"] == []
    assert found["gap"] == [("error", "always"), ("off", 'promotion.gaps = "allow"')]


def test_two_rules_with_one_id_stop_the_run() -> None:
    with pytest.raises(PluginError, match="two rules are called 'gap'"):
        by_id((gate("gap"), gate("gap")))


@pytest.mark.parametrize(
    ("base", "own", "expected"),
    [
        ("loud = 'warning'", {}, ("a.toml", "a.toml", "a.toml")),
        ("loud = 'warning'", {"loud": "info"}, ("own", "own", "own")),
        ("loud = { severity = { production = 'error' } }", {"loud": "info"}, ("own",) * 3),
        (
            "loud = 'warning'",
            {"loud": {"severity": {"production": "error"}}},
            ("own", "own", "a.toml"),
        ),
        (
            "loud = { severity = { production = 'error', default = 'info' } }",
            {"loud": {"severity": {"eu": "warning"}}},
            ("a.toml", "own", "a.toml"),
        ),
        ("", {"long-name": {"most": 3}}, ("own", "own", "own")),
        ("long-name = 'info'", {"long-name": {"most": 3}}, ("a.toml", "a.toml", "a.toml")),
        ("", {"loud": {"severity": {"production": "error"}}}, ("own", "own", None)),
    ],
)
def test_the_line_that_decides_is_known(
    base: str, own: Mapping[str, Any], expected: tuple[str | None, ...]
) -> None:
    settings = Settings(policy=PolicySettings(("a.toml",), rules=own), origin="own")
    contents = {"a.toml": f"[rules]\n{base}".encode()}

    [found] = [
        each
        for each in effective(settings, CATALOGUE, contents.get)
        if each.enabled and each.rule.scope is Statement
    ]

    lines = [found.decided(environment) for environment in (PROD, EU, DEV)]
    assert tuple(line and line.origin for line in lines) == expected
