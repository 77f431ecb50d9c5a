"""The JSON Schema of `branchline.toml`, for editors and for whoever checks it elsewhere.

It describes what branchline ships; rules of plug-ins are accepted by name and
not described. What keys say of each other (a source that exists, a circle) no
schema tells: `branchline.config.text` does.

`python -m branchline.config.schema > policies/branchline.schema.json` renews it.
"""

from collections.abc import Iterable
from typing import Any

from branchline.config.keys import CONFIGURATION
from branchline.rule import Rule
from branchline.toml import lines


def schema(rules: Iterable[Rule]) -> dict[str, Any]:
    """Return the schema, with the options of `rules`."""
    document = CONFIGURATION.schema()
    policy = document["properties"]["policy"]["properties"]
    policy["rules"]["properties"] = {rule.id: _line(rule) for rule in rules}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "branchline.toml",
        **document,
        "$defs": {"rule": lines.WITHOUT_OPTIONS.schema()},
    }


def text() -> str:
    """Return the schema of what is shipped, as it stands in its file."""
    import json

    from branchline.rules import RULES

    ordered = sorted(RULES, key=lambda rule: rule.id)
    return json.dumps(schema(ordered), indent=2, ensure_ascii=False) + "\n"


def _line(rule: Rule) -> dict[str, Any]:
    line = lines.line(rule).schema() if rule.options else {"$ref": "#/$defs/rule"}
    return {"description": rule.summary, **line}


if __name__ == "__main__":
    import sys

    sys.stdout.write(text())
