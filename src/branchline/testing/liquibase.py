"""A changelog of Liquibase in one fence: a file of SQL, read as `lint` reads it."""

import re
from collections.abc import Iterator

from branchline.check import check
from branchline.formats.liquibase import LIQUIBASE
from branchline.model.effects import Engine
from branchline.model.settings import Changelog
from branchline.model.tree import TreeFile
from branchline.rule import Enabled, Rule


def differences(rule: Rule, text: str) -> Iterator[str]:
    """Yield where `rule` and the lines marked `-- finding` do not agree."""
    lines = text.splitlines()
    bare = [_FINDING.sub("", line) for line in lines]
    marked = {number for number, line in enumerate(lines, 1) if line != bare[number - 1]}
    tree = _File("\n".join(bare).encode())
    spec = Changelog("example", _PATH, "liquibase", Engine("postgres"))
    changesets = [LIQUIBASE.read(tree, entry, spec) for entry in LIQUIBASE.outline(tree, spec)]
    found = {finding.place.line for finding in check(changesets, [Enabled(rule)])}
    yield from (f"fires on line {line}" for line in sorted(found - marked))
    yield from (f"does not fire on line {line}" for line in sorted(marked - found))
    yield from (f"cannot be read: it {each.flaw}" for each in changesets if each.flaw)


class _File:
    """A tree of one file."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def files(self, folder: str) -> Iterator[TreeFile]:
        yield TreeFile(folder)

    def read(self, file: TreeFile) -> bytes | None:
        return self._data if file.path else None


_PATH = "example.sql"
_FINDING = re.compile(r"\s*-- finding\s*$")
