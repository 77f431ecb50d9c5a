"""A report before it is written: findings, and how much was understood.

A report without findings says nothing until it says what it looked at; so
`checked` and `coverage` are part of it.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Self

from branchline.model.changelog import Code
from branchline.model.finding import Finding, Place, Severity
from branchline.model.statement import Statement
from branchline.model.value import value


@value
class Coverage:
    """How many statements were looked at and understood; `unparsed` are the others' places."""

    statements: int = 0
    analysed: int = 0
    unparsed: tuple[Place, ...] = ()

    @classmethod
    def of(cls, statements: Iterable[Statement], code: Iterable[Code] = ()) -> Self:
        """Count analysed statements; each piece of `code` is one that was not understood."""
        errors = [(statement.place, statement.error) for statement in statements]
        errors += [(each.place, each.what) for each in code]
        unparsed = tuple(place for place, error in errors if error)
        return cls(len(errors), len(errors) - len(unparsed), unparsed)

    @classmethod
    def total(cls, parts: Iterable[Self]) -> Self:
        """Add up."""
        every = tuple(parts)
        return cls(
            sum(part.statements for part in every),
            sum(part.analysed for part in every),
            tuple(place for part in every for place in part.unparsed),
        )


@value
class Baseline:
    """What a file of known findings did to a report.

    `hidden` were found and are in it, `idle` are its entries that match nothing
    any more; `written` says that the file was made by this run.
    """

    file: str
    hidden: int = 0
    idle: tuple[Finding, ...] = ()
    written: bool = False


@value
class Explanation:
    """What made a finding, as the rule and the policy had it: nothing here is computed again.

    `about` is what the rule looks at, `statement` the one that the finding
    stands on. `said` are the lines of policies about the rule, each with who
    says it, in the order in which they count; `decided` is the one whose
    severity holds. `doubtful` says that the finding weighs no more than a
    warning, whatever they say.
    """

    about: str
    statement: Statement | None = None
    said: tuple[tuple[str, str], ...] = ()
    decided: tuple[str, str] = ("", "")
    options: Mapping[str, Any] = {}
    doubtful: bool = False


@value
class Report:
    """What one run has to say.

    `checked` is what was judged, in a few words (`3 changes in db/migrations`).
    `statements` are those whose effects were asked for, in order; None when
    nobody asked. `overridden` says that someone lifted what was found, and
    `baseline` what is not among the findings because it is known.
    `explanations` has one for each finding when they were asked for.
    """

    findings: tuple[Finding, ...] = ()
    checked: str = ""
    coverage: Coverage = Coverage()
    fail_on: Severity = Severity.ERROR
    statements: tuple[Statement, ...] | None = None
    overridden: bool = False
    baseline: Baseline | None = None
    explanations: Mapping[Finding, Explanation] | None = None

    def count(self, severity: Severity) -> int:
        """Return how many findings have exactly this severity."""
        return sum(finding.severity is severity for finding in self.findings)

    @property
    def verdict(self) -> str:
        """`pass`, `fail`, or `override` when what failed was lifted."""
        if all(finding.severity < self.fail_on for finding in self.findings):
            return "pass"
        return "override" if self.overridden else "fail"

    @property
    def exit_code(self) -> int:
        """The code for the shell: 1 when the verdict is `fail`."""
        return int(self.verdict == "fail")
