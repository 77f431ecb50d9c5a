"""The schema that editors use says what the reader says."""

import json
import tomllib
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from branchline.bundled import folder
from branchline.config import load
from branchline.config.schema import schema, text
from branchline.errors import ConfigError
from branchline.rules import RULES

FILE = folder("policies") / "branchline.schema.json"
EXAMPLE = """
strategy = "branches"
[changelogs.app]
path = "db/migrations"
version = "15"
[environments.dev]
branch = "dev"
instances.main.url = "env:DEV_DATABASE_URL"
[environments.prod]
branch = "prod"
from = "dev"
tier = "production"
properties = { schema = "app" }
[promotion]
gaps = "allow"
break_glass = { enabled = true, users = ["ada"] }
[policy.rules]
drop-table = { severity = { production = "error", default = "warning" } }
of-a-plug-in = { max = 40 }
[[policy.custom]]
id = "no-grants"
when = { operation = "grant" }
message = "grants belong to the platform team"
[deploy]
wait = "1m30s"
"""


def test_the_schema_is_fresh() -> None:
    assert FILE.read_text(encoding="utf-8") == text(), (
        "renew it: python -m branchline.config.schema > policies/branchline.schema.json"
    )


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(schema(RULES))


def test_the_schema_accepts_what_is_read() -> None:
    validator = Draft202012Validator(json.loads(FILE.read_bytes()))

    assert load(EXAMPLE.encode()).promotion.gaps == "allow"
    assert [error.message for error in validator.iter_errors(tomllib.loads(EXAMPLE))] == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('"branches"', '"branch"'),
        ("version", "versoin"),
        ('branch = "dev"', "branch = 3"),
        ('"1m30s"', '"soon"'),
        ('"15"', '"fifteen"'),
        ('= "warning"', '= "warn"'),
        ("enabled = true", 'enabled = "true"'),
        ('message = "grants belong to the platform team"', ""),
        ("[environments.dev]", '[environments."d v"]'),
    ],
)
def test_the_schema_refuses_what_the_reader_refuses(before: str, after: str) -> None:
    wrong = EXAMPLE.replace(before, after)
    validator = Draft202012Validator(json.loads(FILE.read_bytes()))

    with pytest.raises(ConfigError):
        load(wrong.encode())

    assert list(validator.iter_errors(tomllib.loads(wrong)))


def test_a_rules_options_are_described() -> None:
    described: dict[str, Any] = schema(RULES)["properties"]["policy"]["properties"]["rules"]

    assert set(described["properties"]) == {rule.id for rule in RULES}
    assert described["properties"]["drop-table"]["$ref"] == "#/$defs/rule"
