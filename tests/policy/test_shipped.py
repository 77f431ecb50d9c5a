"""The bundles that are shipped say what the catalogue understands."""

import pytest

from branchline.bundled import folder
from branchline.model.finding import Severity
from branchline.model.settings import PolicySettings, Settings
from branchline.policy import gates
from branchline.policy.bundles import shipped
from branchline.policy.catalogue import by_id, rules
from branchline.policy.resolve import policy
from branchline.rules import RULES

# Rules that hold where a team has agreed on them, and are no use elsewhere.
TOGGLES = {
    "sqlfluff",
    "dev-only-change",
    "changeset-metadata",
    "forbidden-change-type",
    "one-change-per-changeset",
    "protected-table",
    "add-column-shape",
    "any-grant-revoke",
    "column-alignment",
    "column-count",
    "comment-required",
    "compression",
    "default-required",
    "disallowed-objects",
    "disallowed-types",
    "display-width",
    "enum-add-value-consumers",
    "enum-type",
    "file-name",
    "fk-forbidden",
    "guard-masks-drift",
    "index-in-own-script",
    "int-column",
    "missing-statement-timeout",
    "name-length",
    "naming-convention",
    "nondeterministic-seed",
    "nullable-column",
    "on-delete-cascade",
    "partition-policy",
    "pk-type",
    "require-algorithm-lock",
    "required-columns",
    "sbr-unsafe",
    "sensitive-column",
    "set-default-change",
    "set-role-first",
    "size-limits",
    "smallint-column",
    "sti-inheritance-column",
    "time-types",
    "too-many-indexes",
    "trigger-policy",
    "unqualified-name",
    "varchar-n",
    "wide-index",
}


def no_file(path: str) -> None:
    del path


def enabled(*extends: str) -> dict[str, Severity]:
    settings = Settings(policy=PolicySettings(extends=extends))
    found = policy(settings, by_id(RULES), no_file)
    return {each.rule.id: each.severity for each in found}


@pytest.mark.parametrize("bundle", shipped())
def test_every_line_of_a_bundle_names_a_rule(bundle: str) -> None:
    assert enabled(bundle)


def test_the_default_is_made_of_errors_and_few_warnings() -> None:
    weights = enabled("default")

    assert weights["index-not-concurrent"] is Severity.ERROR
    assert weights["missing-lock-timeout"] is Severity.WARNING
    assert weights["missing-rollback"] is Severity.WARNING
    assert set(weights.values()) == {Severity.ERROR, Severity.WARNING}


def test_the_default_weighs_a_rule_as_the_rule_itself_suggests() -> None:
    weights = enabled("default")

    assert {id_: weights[id_] for id_ in weights} == {
        rule.id: rule.severity for rule in RULES if rule.id in weights
    }


def test_strict_is_every_rule_at_error_but_matters_of_taste() -> None:
    weights = enabled("strict")

    assert set(weights) == {rule.id for rule in RULES} - TOGGLES - {"evil-merge", "first-parent"}
    assert set(weights.values()) == {Severity.ERROR}


def test_the_promotion_bundle_names_every_gate_there_is() -> None:
    lines = (folder("policies") / "promotion.toml").read_text(encoding="utf-8")
    known = by_id(RULES)

    assert [gate for gate in gates.GATES if gate in known and f"\n{gate} = " not in lines] == []


def test_the_gates_exist() -> None:
    assert set(gates.GATES) <= set(by_id(RULES))


def test_the_catalogue_holds_what_is_brought() -> None:
    assert set(by_id(RULES)) <= set(rules())
