"""Findings for people: what is wrong and where, what to do next, then how much was seen.

A finding is one line, its place in the form that editors make a link of, and
one line of hint. Where a limit is given the gravest are shown, in the order of
their places.
"""

from collections.abc import Iterator

from branchline.model.finding import Finding, Place, Severity
from branchline.model.statement import Statement
from branchline.report.costs import costs
from branchline.report.terminal import CYAN, DIM, RED, YELLOW, coloured, printable
from branchline.report.values import Baseline, Coverage, Explanation, Report


def lines(report: Report, *, colour: bool = False, most: int | None = None) -> Iterator[str]:
    """Yield the report's lines: of the findings at most `most`, saying how many were cut."""
    for statement in report.statements or ():
        yield f"{location(statement.place)} {printable(effect_words(statement))}"
    shown = _gravest(report.findings, most)
    for finding in shown:
        yield _headline(finding, colour=colour)
        if finding.hint:
            hint = f"hint: {printable(finding.hint)}"
            yield f"  {coloured(hint, DIM) if colour else hint}"
        if report.explanations is not None:
            yield from _explained(report.explanations[finding])
    if len(shown) < len(report.findings):
        yield f"and {len(report.findings) - len(shown)} more, none graver"
    yield summary(report)
    if report.baseline:
        yield from map(printable, _known(report, report.baseline))


def summary(report: Report) -> str:
    """Return the last line: what was checked, what was found, how much was understood."""
    counts = [(report.count(severity), severity.word) for severity in _COLOURS]
    found = ", ".join(_counted(number, word) for number, word in counts if number)
    if report.verdict == "override":
        found += ", overridden"
    first = f"checked {report.checked or 'everything'}: {found or 'no findings'}"
    return "; ".join(filter(None, (printable(first), _understood(report.coverage))))


def location(place: Place) -> str:
    """Return `path:line:column`, as far as it is known."""
    numbers = [str(number) for number in (place.line, place.column) if number]
    return ":".join((printable(place.path), *numbers))


def effect_words(statement: Statement) -> str:
    """Return what a statement does and costs, in one line."""
    if statement.error:
        return "not understood"
    kinds = ", ".join(dict.fromkeys(operation.kind() for operation in statement.operations))
    return f"{kinds or 'nothing'}: {', '.join(costs(statement.effect)) or 'no lock, no wait'}"


def _headline(finding: Finding, *, colour: bool) -> str:
    where = location(finding.place) or printable(finding.ref or finding.change)
    word = finding.severity.word
    shade = coloured(word, _COLOURS[finding.severity]) if colour else word
    into = f" [{finding.environment}]" if finding.environment else ""
    what = printable(f"{finding.rule}: {finding.message}{into}")
    return " ".join(filter(None, (where, shade, what)))


def _explained(explanation: Explanation) -> Iterator[str]:
    from branchline.report.explanation import lines as words

    yield from (f"    {printable(line)}" for line in words(explanation))


def _gravest(findings: tuple[Finding, ...], most: int | None) -> tuple[Finding, ...]:
    if most is None or len(findings) <= most:
        return findings
    ranked = sorted(range(len(findings)), key=lambda n: -findings[n].severity)
    return tuple(findings[n] for n in sorted(ranked[:most]))


def _understood(coverage: Coverage) -> str:
    if not coverage.statements:
        return ""
    total = _counted(coverage.statements, "statement")
    named = ", ".join(map(location, coverage.unparsed[:_NAMED]))
    more = len(coverage.unparsed) - _NAMED
    rest = f" and {more} more" if more > 0 else ""
    return f"{coverage.analysed} of {total} understood{named and f', not {named}'}{rest}"


def _known(report: Report, baseline: Baseline) -> Iterator[str]:
    hidden = _counted(baseline.hidden, "finding")
    if baseline.written:
        yield f"wrote {baseline.file}: from now on it hides {hidden}"
        return
    yield f"{baseline.file} hides {hidden}"
    for idle in baseline.idle[:_NAMED]:
        where = idle.change or idle.place.path
        yield f"  no longer found, take its line out: {where}: {idle.rule}: {idle.message}"
    if len(baseline.idle) > _NAMED:
        yield f"  and {len(baseline.idle) - _NAMED} more"
    if baseline.idle and not report.findings:
        yield "  hint: --write-baseline takes them out"


def _counted(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 or word == 'info' else 's'}"


_COLOURS = {Severity.ERROR: RED, Severity.WARNING: YELLOW, Severity.INFO: CYAN}
_NAMED = 5
"""How many unparsed places the summary names."""
