"""What a rule is: a pure function from one frozen value to the problems in it.

Everything a reader needs is said once, in the function: the first parameter's
annotation is the scope, keyword-only parameters are the options, the docstring
is the page, and the fences in it are tests.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from branchline.model.changelog import ChangelogDiff, ChangeSet
from branchline.model.environments import Environment
from branchline.model.finding import Allowance, Problem, Severity
from branchline.model.plan import Plan
from branchline.model.refs import RefUpdate
from branchline.model.statement import Statement
from branchline.model.value import value

Subject = Statement | ChangeSet | ChangelogDiff | RefUpdate | Plan | Allowance
SCOPES: tuple[type, ...] = (Statement, ChangeSet, ChangelogDiff, RefUpdate, Plan, Allowance)

DIALECTS = ("postgres", "mysql", "mariadb", "sqlite", "tsql", "oracle")
"""The dialects of which a rule's kinds may speak."""

ERROR = "error"
"""The kind of what nobody understands."""

ANY = "*"
"""Stands for the name of any operation: `mysql:*` is every statement of MySQL."""

_Judge = Callable[..., Iterable[Problem]]


@value
class Rule:
    """A rule as the catalogue holds it; calling it calls the function.

    `severity` is the suggested one: only a policy enables a rule. `options`
    maps each option to its default, `annotations` to its type. `kinds` are what
    a subject must be one of before the rule can find anything in it, as
    `kinds_of` tells them; None when that is not known.
    """

    id: str
    judge: _Judge
    scope: type
    severity: Severity = Severity.ERROR
    options: Mapping[str, Any] = {}
    annotations: Mapping[str, Any] = {}
    kinds: frozenset[str] | None = None

    def __call__(self, subject: Subject, **options: Any) -> Iterator[Problem]:  # noqa: ANN401 - a rule's options are of its own types
        """Return the problems of one subject."""
        return iter(self.judge(subject, **options))

    @property
    def page(self) -> str:
        """The docstring, without its indentation."""
        from inspect import cleandoc

        return cleandoc(self.judge.__doc__ or "")

    @property
    def summary(self) -> str:
        """The first line of the page."""
        return self.page.partition("\n")[0]


def kinds_of(subject: Subject) -> frozenset[str]:
    """Return what a subject is, in all the ways that an index may say it.

    A statement: names of its operations, with and without the dialect
    (`DropTable`, `mysql:DropTable`). Any other subject: the fields that are
    not as they are by default.
    """
    if not isinstance(subject, Statement):
        defaults = vars(type(subject))
        return frozenset(
            name for name, found in vars(subject).items() if _differs(found, defaults.get(name))
        )
    names = [type(operation).__name__ for operation in subject.operations]
    if subject.error:
        names.append(ERROR)
    dialect = subject.engine.dialect
    return frozenset((*names, *(f"{dialect}:{name}" for name in (*names, ANY))))


def _differs(found: object, default: object) -> bool:
    # Nothing is compared that could be long: a schema that is like the default is another.
    return found is not default and (not isinstance(found, _SHORT) or found != default)


_SHORT = (str, int, tuple, frozenset)


def rule(id_: str, *, severity: Severity = Severity.ERROR) -> Callable[[_Judge], Rule]:
    """Make a rule of a function.

    The annotation of its first parameter must be a class in `SCOPES`: modules
    of rules do without `from __future__ import annotations`.
    """

    def make(judge: _Judge) -> Rule:
        annotations = dict(judge.__annotations__)
        scope = annotations.pop(judge.__code__.co_varnames[0], None)
        if scope not in SCOPES:
            message = f"rule {id_!r}: the first parameter must be annotated with a scope"
            raise TypeError(message)
        annotations.pop("return", None)
        return Rule(id_, judge, scope, severity, judge.__kwdefaults__ or {}, annotations)

    return make


@value
class Enabled:
    """A rule as a policy enables it.

    `severities` maps tiers and names of environments to severities; the
    severity is `severity` where none of them fits.
    """

    rule: Rule
    severity: Severity = Severity.ERROR
    severities: Mapping[str, Severity] = {}
    options: Mapping[str, Any] = {}

    def weight(self, environment: Environment | None) -> Severity:
        """Return the severity of a finding on its way into `environment`."""
        if environment is None:
            return self.severity
        by_tier = self.severities.get(environment.tier, self.severity)
        return self.severities.get(environment.name, by_tier)
