r"""The report for programs: one document of the schema `branchline/report/v1`.

Every key is always there; what is not known is null. A byte of a path that is
not UTF-8 is written as `\xff`, since JSON has no bytes.
"""

import json
from collections.abc import Iterator
from typing import Any

from branchline.model.finding import Finding, Severity
from branchline.model.statement import Statement
from branchline.report.values import Baseline, Coverage, Report

SCHEMA = "branchline/report/v1"


def lines(report: Report) -> Iterator[str]:
    """Yield the document's lines."""
    yield from json.dumps(document(report), indent=2).splitlines()


def document(report: Report) -> dict[str, Any]:
    """Return the report as JSON's types."""
    weights = (Severity.ERROR, Severity.WARNING, Severity.INFO)
    found = {
        "schema": SCHEMA,
        "verdict": report.verdict,
        "summary": {severity.word: report.count(severity) for severity in weights},
        "findings": [_finding(finding) | _why(finding, report) for finding in report.findings],
        "coverage": _coverage(report.coverage),
    }
    if report.statements is not None:
        found["statements"] = [_statement(statement) for statement in report.statements]
    if report.baseline is not None:
        found["baseline"] = _baseline(report.baseline)
    return found


def _finding(finding: Finding) -> dict[str, Any]:
    place = finding.place
    return {
        "rule": finding.rule,
        "severity": finding.severity.word,
        "message": _text(finding.message),
        "hint": _text(finding.hint),
        "path": _text(place.path),
        "line": place.line or None,
        "column": place.column or None,
        "end_line": place.end_line or None,
        "end_column": place.end_column or None,
        "change": _text(finding.change),
        "environment": _text(finding.environment),
        "ref": _text(finding.ref),
        "fingerprint": finding.fingerprint,
    }


def _why(finding: Finding, report: Report) -> dict[str, Any]:
    if report.explanations is None:
        return {}
    from branchline.report import explanation

    return {"explanation": explanation.document(report.explanations[finding])}


def _statement(statement: Statement) -> dict[str, Any]:
    effect = statement.effect
    operations = [operation.kind() for operation in statement.operations]
    kind = "unparsed" if statement.error else next(iter(operations), "other")
    found = {
        "path": _text(statement.place.path),
        "line": statement.place.line or None,
        "kind": kind.replace("-", "_"),
        "operations": operations,
        "locks": {name: lock.word for name, lock in effect.locks},
        "blocks": effect.blocks.value,
        "rewrites": bool(effect.rewrites),
        "scans": list(effect.scans),
        "transactional": effect.transactional,
        "may_fail_on_data": effect.may_fail_on_data,
    }
    if effect.algorithm or effect.lock:
        found |= {"algorithm": effect.algorithm or None, "lock": effect.lock or None}
    return found


def _baseline(baseline: Baseline) -> dict[str, Any]:
    keys = ("rule", "message", "path", "change", "environment", "fingerprint")
    idle = map(_finding, baseline.idle)
    return {
        "file": _text(baseline.file),
        "written": baseline.written,
        "hidden": baseline.hidden,
        "idle": [{key: found[key] for key in keys} for found in idle],
    }


def _coverage(coverage: Coverage) -> dict[str, Any]:
    return {
        "statements": coverage.statements,
        "analysed": coverage.analysed,
        "unparsed": [{"path": _text(p.path), "line": p.line or None} for p in coverage.unparsed],
    }


def _text(text: str) -> str | None:
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace") or None
