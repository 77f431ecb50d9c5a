"""A baseline: what was found when a repository began to look, and is not asked about again.

One finding a line, so that Git merges two branches that each mended something;
sorted by change, so that what a change still owes stands together.
"""

import json
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any

from branchline.errors import ConfigError
from branchline.model.finding import Finding, Place, Severity
from branchline.model.fingerprints import fingerprinted
from branchline.model.value import replace, value

SCHEMA = "branchline/baseline/v1"


@value
class Sieved:
    """What a baseline makes of findings: those to show, and those that it knows.

    `idle` are its entries that nothing matched, though what they speak of was
    looked at.
    """

    shown: tuple[Finding, ...] = ()
    hidden: tuple[Finding, ...] = ()
    idle: tuple[Finding, ...] = ()


def read(text: bytes, origin: str) -> tuple[Finding, ...]:
    """Return the entries of a baseline: findings of no severity, without line numbers.

    Raises:
        ConfigError: a line is none of a baseline's, such as Git's marks of a conflict.
    """
    first, *lines = text.decode("utf-8", "replace").splitlines() or [""]
    if _parsed(first).get("schema") != SCHEMA:
        raise ConfigError(f"{origin}: not a baseline", f"its first line names {SCHEMA}")
    return tuple(_entry(line, f"{origin}:{number}") for number, line in enumerate(lines, 2) if line)


def lines(findings: Iterable[Finding]) -> Iterator[str]:
    """Yield the lines of a baseline that knows these findings."""
    yield json.dumps({"schema": SCHEMA})
    yield from sorted(map(_line, findings))


def sieve(
    findings: Iterable[Finding],
    entries: Iterable[Finding],
    judged: Callable[[Finding], bool],
    never: Collection[str] = (),
) -> Sieved:
    """Part findings into those that a baseline's `entries` know and the others.

    An entry without an environment knows its finding on the way into any.
    `judged` says of an entry whether what it speaks of was looked at. Rules in
    `never` are not to be hidden.
    """
    known = {entry.fingerprint: entry for entry in entries}
    shown: list[Finding] = []
    hidden: list[Finding] = []
    met: set[str] = set()
    for finding, names in _named(findings):
        matching = frozenset() if finding.rule in never else names & known.keys()
        met |= matching
        (hidden if matching else shown).append(finding)
    idle = (entry for name, entry in known.items() if name not in met and judged(entry))
    return Sieved(tuple(shown), tuple(hidden), tuple(idle))


_KEYS = ("change", "path", "rule", "environment", "message", "fingerprint")


def _line(finding: Finding) -> str:
    """Write a finding by `_KEYS`, in whose order lines are sorted too."""
    values = (finding.change, finding.place.path, finding.rule, finding.environment)
    written = zip(_KEYS, (*values, finding.message, finding.fingerprint), strict=True)
    return json.dumps({key: text for key, text in written if text})


def _entry(line: str, origin: str) -> Finding:
    found = _parsed(line)
    texts = {key: found.get(key, "") for key in _KEYS}
    if not all(isinstance(text, str) for text in texts.values()) or not texts["fingerprint"]:
        raise ConfigError(
            f"{origin}: not an entry of a baseline",
            "take the line out, or write it anew: branchline lint --baseline FILE --write-baseline",
        )
    place = Place(texts.pop("path"))
    return Finding(severity=Severity.OFF, place=place, **texts)


def _parsed(line: str) -> dict[str, Any]:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _named(findings: Iterable[Finding]) -> Iterator[tuple[Finding, frozenset[str]]]:
    """Yield findings with the fingerprints by which a baseline may know them."""
    by_environment: dict[str, list[Finding]] = {}
    for finding in findings:
        by_environment.setdefault(finding.environment, []).append(finding)
    for found in by_environment.values():
        anywhere = fingerprinted(replace(finding, environment="") for finding in found)
        for finding, other in zip(found, anywhere, strict=True):
            yield finding, frozenset({finding.fingerprint, other.fingerprint})
