"""From what policies say to the rules that are enabled.

Lines are merged key by key: a later table changes what it names and leaves the
rest as it was, and a word alone is a severity for every tier.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from branchline.model.environments import Environment
from branchline.model.finding import Severity
from branchline.model.settings import Settings
from branchline.model.value import value
from branchline.policy import gates
from branchline.policy.bundles import Bundle, ReadFile, expanded
from branchline.policy.custom import custom
from branchline.rule import Enabled, Rule
from branchline.toml import lines
from branchline.toml.at import At
from branchline.toml.nearest import did_you_mean, quoted


@value
class Line:
    """What one policy says about one rule; `origin` is the bundle, file or key that says so."""

    rule: str
    written: Any
    origin: str


@value
class Effective:
    """A rule, every line about it in the order in which they count, and what comes of them.

    `enabled` is None when no policy enables the rule, or the last word is `off`.
    `deciding` are the lines whose severities hold, by tier or environment as
    in `Enabled.severities`, and by nothing for what holds elsewhere.
    """

    rule: Rule
    lines: tuple[Line, ...] = ()
    enabled: Enabled | None = None
    deciding: Mapping[str, Line] = {}

    def decided(self, environment: Environment | None) -> Line | None:
        """Return the line that `Enabled.weight` goes by, on the way into `environment`."""
        names = (environment.name, environment.tier) if environment else ()
        return next((self.deciding[name] for name in (*names, "") if name in self.deciding), None)


def policy(
    settings: Settings, catalogue: Mapping[str, Rule], read_file: ReadFile
) -> tuple[Enabled, ...]:
    """Return the rules that a configuration enables.

    `read_file` returns a file of the trusted revision by its path, or None;
    raises as `effective`.
    """
    found = effective(settings, catalogue, read_file)
    return tuple(each.enabled for each in found if each.enabled is not None)


def effective(
    settings: Settings, catalogue: Mapping[str, Rule], read_file: ReadFile
) -> tuple[Effective, ...]:
    """Return every rule with what the policies say about it.

    Raises:
        ConfigError: a policy names a rule or an option that is not there, or weakens a gate.
    """
    policies = bundles(settings, read_file)
    known = dict(catalogue)
    for bundle in policies:
        known |= _customs(bundle, known)
    found = {id_: _State(rule) for id_, rule in known.items()}
    for id_ in gates.GATES:
        if id_ in found:
            found[id_].add("error", "always")
    for id_, severity in gates.NOTICES.items():
        if id_ in found:
            found[id_].add(severity, "always")
    for bundle in policies:
        for id_, written in _lines(bundle):
            _add(id_, written, bundle, found)
    for gate in gates.settings(settings.promotion):
        if gate.rule in found:
            origin = f'promotion.{gate.key} = "{gate.word}"'
            found[gate.rule].add(gate.severity.word, origin)
    return tuple(state.effective() for state in found.values())


def bundles(settings: Settings, read_file: ReadFile) -> tuple[Bundle, ...]:
    """Return all policies of a configuration, its own the last.

    Raises:
        ConfigError: one of them cannot be used.
    """
    origin = settings.origin or "branchline.toml"
    at, own = At(origin, "policy"), settings.policy
    below = expanded(own.extends, read_file, at.key("extends"))
    return (*below, Bundle(origin, at, own.extends, own.rules, own.custom))


_WORDS = {severity.word: severity for severity in Severity}


class _State:
    """What is known of a rule so far."""

    def __init__(self, rule: Rule) -> None:
        self.rule = rule
        self.lines: list[Line] = []
        self.severity = Severity.OFF
        self.severities: dict[str, Severity] = {}
        self.options: dict[str, Any] = {}
        self.deciding: dict[str, Line] = {}

    def add(self, written: str | Mapping[str, Any], origin: str) -> None:
        line = Line(self.rule.id, written, origin)
        self.lines.append(line)
        keys = {"severity": written} if isinstance(written, str) else dict(written)
        severity = keys.pop("severity", None)
        self.options |= keys
        if severity is None:
            self._enable(line)
        elif isinstance(severity, str):
            self.severity, self.severities = _WORDS[severity], {}
            self.deciding = {"": line}
        else:
            tiers = {tier: _WORDS[word] for tier, word in severity.items()}
            self.deciding |= dict.fromkeys(("" if t == "default" else t for t in tiers), line)
            self.severity = tiers.pop("default", self.severity)
            self.severities |= tiers

    def effective(self) -> Effective:
        weights = {self.severity, *self.severities.values()}
        enabled = Enabled(self.rule, self.severity, self.severities, self.options)
        is_on = weights != {Severity.OFF}
        lines = tuple(self.lines)
        return Effective(self.rule, lines, enabled if is_on else None, self.deciding)

    def _enable(self, line: Line) -> None:
        """Who sets an option wants the rule."""
        if self.severity is Severity.OFF and not self.severities:
            self.severity = self.rule.severity
            self.deciding[""] = line


def _customs(bundle: Bundle, known: Mapping[str, Rule]) -> dict[str, Rule]:
    found: dict[str, Rule] = {}
    for number, written in enumerate(bundle.custom, 1):
        at = bundle.at.key("custom").item(number)
        rule = custom(written, at)
        if rule.id in known or rule.id in found:
            raise at.error(f"is called as another rule is: {rule.id!r}", hint="choose another id")
        found[rule.id] = rule
    return found


def _lines(bundle: Bundle) -> Iterator[tuple[str, Any]]:
    for written in bundle.custom:
        yield written["id"], {"severity": written["severity"]}
    yield from bundle.rules.items()


def _add(id_: str, written: object, bundle: Bundle, found: Mapping[str, _State]) -> None:
    inside = bundle.at.key("rules")
    if id_ not in found:
        raise inside.error(f"has no rule {quoted(id_)}", hint=did_you_mean(id_, found))
    at = inside.key(id_)
    # A word alone says nothing of options: no need to import the rule for them.
    shape = lines.WITHOUT_OPTIONS if isinstance(written, str) else lines.line(found[id_].rule)
    meant = shape.read(written, at)
    if id_ in gates.GATES and not _is_error(meant):
        raise at.error("cannot be weakened", hint=gates.way_out(id_))
    found[id_].add(meant, bundle.origin)


def _is_error(written: str | Mapping[str, Any]) -> bool:
    severity = written if isinstance(written, str) else written.get("severity", "error")
    words = [severity] if isinstance(severity, str) else severity.values()
    return all(word == "error" for word in words)
