"""Rules times subjects gives findings: the whole engine.

A subject knows its parts, so one walk checks a push, its changelog diffs,
their changesets and the statements in them. Allowances count for what they
stand in, statements and changesets; the order of a changelog and the
direction of a push cannot be allowed by the files that are pushed.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from branchline.model.changelog import ChangelogDiff, ChangeSet
from branchline.model.environments import Environment
from branchline.model.finding import Allowance, Finding, Place, Problem, Severity
from branchline.model.fingerprints import fingerprinted
from branchline.model.refs import RefUpdate
from branchline.model.statement import Statement
from branchline.model.value import replace, value
from branchline.rule import DIALECTS, Enabled, Subject, kinds_of


@value
class _Context:
    environment: Environment | None = None
    ref: str = ""
    change: str = ""
    place: Place = Place()


class Found(NamedTuple):
    """A finding, with what the rule was given, how a policy enables it, and what it said."""

    finding: Finding
    subject: Subject
    by: Enabled
    problem: Problem


def check(
    subjects: Iterable[Subject],
    policy: Sequence[Enabled],
    environment: Environment | None = None,
) -> tuple[Finding, ...]:
    """Return what the enabled rules find, sorted by place, each with its fingerprint.

    `environment` is where the subjects are bound for, when they do not say so
    themselves: it decides the severity.
    """
    return tuple(each.finding for each in found(subjects, policy, environment))


def found(
    subjects: Iterable[Subject],
    policy: Sequence[Enabled],
    environment: Environment | None = None,
    known: Mapping[int, Sequence[Found]] | None = None,
) -> tuple[Found, ...]:
    """Return what `check` does, each with what it was made of.

    `known` is what `found_in` said elsewhere, by the `id` of the changeset:
    such a one is not walked again.
    """
    rules, context = _Rules(policy, known or {}), _Context(environment)
    made = [one for subject in subjects for one in _walk(subject, rules, context)]
    made.sort(key=lambda one: _order(one.finding))
    marked = fingerprinted(one.finding for one in made)
    return tuple(one._replace(finding=finding) for one, finding in zip(made, marked, strict=True))


def found_in(
    changesets: Iterable[ChangeSet], policy: Sequence[Enabled]
) -> Iterator[tuple[Found, ...]]:
    """Yield what is found in each changeset alone, not sorted and without fingerprints."""
    rules, context = _Rules(policy, {}), _Context()
    for changeset in changesets:
        yield tuple(_walk(changeset, rules, context))


class _Rules:
    """The enabled rules, by what they can find anything in."""

    def __init__(self, policy: Sequence[Enabled], known: Mapping[int, Sequence[Found]]) -> None:
        self.known = known
        self._by_scope: dict[type, list[Enabled]] = {}
        for enabled in policy:
            self._by_scope.setdefault(enabled.rule.scope, []).append(enabled)
        self._by_kinds: dict[tuple[object, ...], list[Enabled]] = {}

    def about(self, subject: Subject) -> Sequence[Enabled]:
        found = self._by_scope.get(type(subject), ())
        if not found:
            return found
        if isinstance(subject, Statement) and subject.engine.dialect not in DIALECTS:
            return found
        key = _likeness(subject)
        if key not in self._by_kinds:
            kinds = kinds_of(subject)
            self._by_kinds[key] = [
                each
                for each in found
                if each.rule.kinds is None or not each.rule.kinds.isdisjoint(kinds)
            ]
        return self._by_kinds[key]


def _likeness(subject: Subject) -> tuple[object, ...]:
    """Return what two subjects share that are of the same kinds, quicker than the kinds."""
    if isinstance(subject, Statement):
        types = frozenset(map(type, subject.operations))
        return Statement, subject.engine.dialect, bool(subject.error), types
    return type(subject), kinds_of(subject)


def _walk(subject: Subject, rules: "_Rules", context: _Context) -> Iterator[Found]:
    context = _narrowed(subject, context)
    if id(subject) in rules.known:
        yield from rules.known[id(subject)]
        return
    own = _judged(subject, rules, context)
    if isinstance(subject, ChangeSet):
        inner = [one for part in _parts(subject) for one in _walk(part, rules, context)]
        yield from _allowed([*own, *inner], subject.allowances, rules, context)
        return
    yield from own
    for part in _parts(subject):
        yield from _walk(part, rules, context)


def _parts(subject: Subject) -> Iterator[Subject]:
    if isinstance(subject, RefUpdate):
        yield from subject.diffs
    elif isinstance(subject, ChangelogDiff):
        yield from subject.added
        yield from subject.changed
    elif isinstance(subject, ChangeSet):
        yield from subject.statements
        yield from subject.undo


def _judged(subject: Subject, rules: "_Rules", context: _Context) -> Iterator[Found]:
    for enabled in rules.about(subject):
        severity = enabled.weight(context.environment)
        if severity is Severity.OFF:
            continue
        for problem in enabled.rule.judge(subject, **enabled.options):
            finding = _finding(enabled.rule.id, severity, problem, context)
            yield Found(finding, subject, enabled, problem)


def _finding(rule: str, severity: Severity, problem: Problem, context: _Context) -> Finding:
    return Finding(
        f"{rule}/{problem.code}" if problem.code else rule,
        min(severity, _most(problem)),
        problem.message,
        problem.hint,
        problem.at or context.place,
        problem.change or context.change,
        context.environment.name if context.environment else "",
        context.ref,
    )


def _most(problem: Problem) -> Severity:
    """Return what a problem weighs at most, whatever a policy says."""
    if problem.informs:
        return Severity.INFO
    return Severity.WARNING if problem.doubtful else Severity.ERROR


def _narrowed(subject: Subject, context: _Context) -> _Context:
    match subject:
        case RefUpdate():
            return replace(context, environment=subject.environment, ref=subject.ref)
        case ChangeSet():
            return replace(context, change=subject.change, place=subject.place)
        case Statement() | Allowance():
            return replace(context, place=subject.place)
        case _:
            return context


def _allowed(
    made: list[Found],
    allowances: tuple[Allowance, ...],
    rules: "_Rules",
    context: _Context,
) -> Iterator[Found]:
    used: set[Allowance] = set()
    for one in made:
        covering = [allowance for allowance in allowances if _covers(allowance, one.finding)]
        used.update(covering)
        if not covering:
            yield one
    for allowance in allowances:
        yield from _walk(replace(allowance, used=allowance in used), rules, context)


def _covers(allowance: Allowance, finding: Finding) -> bool:
    return (
        allowance.counts
        and not {finding.rule, finding.rule.partition("/")[0]}.isdisjoint(allowance.rules)
        and finding.place.path == allowance.place.path
        and allowance.first <= finding.place.line <= allowance.last
    )


def _order(finding: Finding) -> tuple[object, ...]:
    place = finding.place
    return finding.environment, place, -finding.severity, finding.rule, finding.message
