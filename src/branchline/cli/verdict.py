"""`--explain-verdict`: each finding with what made it."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from branchline.check import Found
from branchline.model.changelog import ChangeSet
from branchline.model.finding import Finding
from branchline.model.statement import Statement
from branchline.policy.resolve import Effective, Line
from branchline.report.values import Explanation

SCOPES: Mapping[str, str] = {
    "ChangeSet": "change",
    "ChangelogDiff": "changelog",
    "RefUpdate": "push",
}
"""What the scopes of rules are called, where it is not their own name."""


def explanations(
    made: Iterable[Found], effective: Iterable[Effective]
) -> dict[Finding, Explanation]:
    """Return for each finding what the rule was given, and what policies say about the rule."""
    policies = {each.rule.id: each for each in effective}
    return {one.finding: _explanation(one, policies[one.by.rule.id]) for one in made}


def _explanation(one: Found, effective: Effective) -> Explanation:
    decided = effective.decided(None)
    scope = one.by.rule.scope.__name__
    return Explanation(
        SCOPES.get(scope, scope.lower()),
        _statement(one),
        tuple(map(_said, effective.lines)),
        _said(decided) if decided else ("", ""),
        dict(one.by.rule.options) | dict(one.by.options),
        one.problem.doubtful,
    )


def _statement(one: Found) -> Statement | None:
    """The statement that a finding is about, or that a finding about more points to."""
    if isinstance(one.subject, Statement):
        return one.subject
    if not isinstance(one.subject, ChangeSet):
        return None
    statements = (*one.subject.statements, *one.subject.undo)
    return next((each for each in statements if each.place == one.finding.place), None)


def _said(line: Line) -> tuple[str, str]:
    return line.origin, f"{line.rule} = {_toml(line.written)}"


def _toml(written: Any) -> str:  # noqa: ANN401 - whatever a policy may hold
    if isinstance(written, Mapping):
        return f"{{ {', '.join(f'{key} = {_toml(item)}' for key, item in written.items())} }}"
    if isinstance(written, (list, tuple)):
        return f"[{', '.join(map(_toml, written))}]"
    return json.dumps(written, ensure_ascii=False)
