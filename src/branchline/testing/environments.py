"""A changeset among environments, in a few lines: what `branchline.toml` and its head say.

    dev: dev test schema=app
    prod: prod
    change to prod: dev or test uses schema    -- finding

A line is an environment with its contexts and properties, in the order in which
changes reach them; the last one is a change with its contexts, the properties it
uses (`lacks`: placeholders without a value), and perhaps where a push carries it.
"""

import re
from collections.abc import Iterator

from branchline.check import check
from branchline.gather.reach import with_reach
from branchline.model.changelog import LACKING, ChangelogDiff, ChangeSet, Entry, Order, Script
from branchline.model.effects import Engine
from branchline.model.environments import Environment, Pipeline
from branchline.model.settings import Changelog
from branchline.rule import Enabled, Rule


def differences(rule: Rule, text: str) -> Iterator[str]:
    """Yield whether `rule` fires where it should not, or the other way round.

    Raises:
        ValueError: there is no line for the change.
    """
    *lines, last = text.strip().splitlines()
    bare = _FINDING.sub("", last)
    said = _CHANGE.fullmatch(bare)
    if said is None:
        raise ValueError(f"not a line about a change: {last!r}")
    pipeline = Pipeline(tuple(_environments(lines)))
    sql = " ".join(f"${{{name}}}" for name in (said["uses"] or "").split())
    entry = Entry("0001_change", "1", "0001_change.sql", Order(0, (1,)))
    lacking = tuple((f"{LACKING}{name}", "") for name in (said["lacks"] or "").split())
    script = Script(sql, entry.path)
    changeset = ChangeSet(entry, script=script, contexts=said["contexts"], attributes=lacking)
    diff = ChangelogDiff("app", added=(changeset,))
    spec = Changelog("app", engine=Engine("postgres"))
    judged = with_reach(diff, spec, pipeline, pipeline.named(said["to"] or ""))
    found = bool(check([judged], [Enabled(rule)]))
    if found != (bare != last):
        yield f"{'fires' if found else 'does not fire'} on {bare!r}"


_FINDING = re.compile(r"\s*-- finding\s*$")
_CHANGE = re.compile(
    r"change(?: to (?P<to>\w+))?:\s*(?P<contexts>.*?)\s*"
    r"(?:\b(?:uses (?P<uses>.+)|lacks (?P<lacks>.+)))?"
)


def _environments(lines: list[str]) -> Iterator[Environment]:
    source = ""
    for line in lines:
        name, _, rest = line.partition(":")
        words = rest.replace(",", " ").split()
        properties = (word.partition("=") for word in words if "=" in word)
        yield Environment(
            name,
            branch=name,
            source=source,
            contexts=tuple(word for word in words if "=" not in word),
            properties=tuple((key, found) for key, _, found in properties),
        )
        source = name
