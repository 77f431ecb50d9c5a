"""`rules`: the catalogue, with what this configuration makes of each rule."""

import argparse
import json
from collections.abc import Iterator, Mapping
from typing import Any

from branchline.cli.verdict import SCOPES
from branchline.cli.workspace import Workspace, open_workspace
from branchline.model.finding import Severity
from branchline.policy.resolve import Effective

EXAMPLE = """\
  branchline rules
  branchline rules --format json
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's own arguments: none."""
    del parser


def run(args: argparse.Namespace) -> int:
    """Print every rule: id, severity in force, scope, the bundles it is in, and what it finds."""
    with open_workspace(args) as workspace:
        bundles = _bundles(workspace)
        rows = [_row(each, bundles) for each in workspace.effective]
    rows.sort(key=lambda row: str(row["id"]))
    if args.format == "json":
        print(json.dumps({"schema": "branchline/rules/v1", "rules": rows}, indent=2))
    else:
        print("\n".join(_table(rows)))
    return 0


def _bundles(workspace: Workspace) -> Mapping[str, list[str]]:
    """The names of the shipped bundles that speak of a rule, by its id."""
    from branchline.policy.bundles import expanded, shipped
    from branchline.toml.at import At

    found: dict[str, list[str]] = {}
    for name in shipped():
        parts = expanded((name,), workspace.read_file, At("policies"))
        for id_ in dict.fromkeys(id_ for bundle in parts for id_ in bundle.rules):
            found.setdefault(id_, []).append(name)
    return found


def _row(each: Effective, bundles: Mapping[str, list[str]]) -> dict[str, Any]:
    enabled = each.enabled
    weights = [enabled.severity, *enabled.severities.values()] if enabled else [Severity.OFF]
    return {
        "id": each.rule.id,
        "severity": max(weights).word,
        "severities": {k: v.word for k, v in enabled.severities.items()} if enabled else {},
        "suggested": each.rule.severity.word,
        "scope": SCOPES.get(each.rule.scope.__name__, each.rule.scope.__name__.lower()),
        "summary": each.rule.summary.rstrip("."),
        "bundles": bundles.get(each.rule.id, []),
        "enabled_by": list(dict.fromkeys(line.origin for line in each.lines)),
        "options": dict(each.rule.options) | (dict(enabled.options) if enabled else {}),
    }


def _table(rows: list[dict[str, Any]]) -> Iterator[str]:
    cells = [(r["id"], r["severity"], r["scope"], ", ".join(r["bundles"]) or "-") for r in rows]
    head = ("RULE", "SEVERITY", "ABOUT", "BUNDLES")
    widths = [max(map(len, column)) for column in zip(head, *cells, strict=True)]
    summaries = ["WHAT IT FINDS", *(row["summary"] for row in rows)]
    for line, summary in zip([head, *cells], summaries, strict=True):
        padded = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        yield "  ".join((*padded, summary))
