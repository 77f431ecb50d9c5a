"""Changesets with what sqlfluff says of them, remembered from the last time it was asked.

Only for a clone, where people run their own settings, and never for a push:
settings may run code. Only files of SQL: in others a script is not the text
that somebody wrote.
"""

import json
import os
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Self

from branchline import __version__
from branchline.cache import recall, remember
from branchline.model.changelog import ChangelogDiff, ChangeSet, Remark, Script
from branchline.model.finding import Place
from branchline.model.refs import RefUpdate
from branchline.model.statement import Statement
from branchline.model.value import replace
from branchline.sql.style import FILES, Stylist, Violation, version


class Style:
    """Sqlfluff's remarks on what is below `root`; a `with` block, at whose end they are kept."""

    def __init__(self, root: Path) -> None:
        """Recall what was said before."""
        self._root = os.path.abspath(root)  # noqa: PTH100 - without asking where links lead
        self._note = f"style-{sha256(os.fsencode(self._root)).hexdigest()[:16]}"
        self._known: dict[str, Any] = _read(self._note)
        self._new: dict[str, Any] = {}
        self._version = f"{__version__} {version()}"
        # Not methods with a cache of their own, which would keep this alive.
        self._stylist = cache(Stylist)
        self._settings = cache(_settings)

    def update(self, update: RefUpdate) -> RefUpdate:
        """Return a push whose changesets hold their remarks."""
        return replace(update, diffs=tuple(map(self.diff, update.diffs)))

    def diff(self, diff: ChangelogDiff) -> ChangelogDiff:
        """Return a diff whose changesets hold their remarks."""
        return replace(
            diff,
            added=tuple(map(self.changeset, diff.added)),
            changed=tuple(map(self.changeset, diff.changed)),
        )

    def changeset(self, changeset: ChangeSet) -> ChangeSet:
        """Return a changeset with remarks on its statements, both ways.

        Raises:
            ConfigError: sqlfluff is not installed, or does not take its settings.
        """
        halves = (
            (changeset.script, changeset.statements),
            (changeset.rollback, changeset.undo),
        )
        remarks = (
            remark
            for script, statements in halves
            if script and statements and _is_sql(script.path)
            for remark in self._remarks(script, statements)
        )
        return replace(changeset, remarks=tuple(remarks))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._new:
            # What was asked last stands last, and stays longest.
            kept = [*(self._known | self._new).items()][-_MOST:]
            remember(self._note, json.dumps(dict(kept)).encode())

    def _remarks(self, script: Script, statements: Sequence[Statement]) -> Iterator[Remark]:
        before = script.line - 1
        lines = {
            line
            for statement in statements
            for line in range(statement.place.line, statement.place.end_line + 1)
        }
        for found in self._violations(script, statements[0].engine.dialect):
            if found.line + before in lines or found.code == _UNREAD:
                end = found.end_line + before if found.end_line else 0
                place = Place(script.path, found.line + before, found.column, end, found.end_column)
                yield Remark(found.code, found.message, place)

    def _violations(self, script: Script, dialect: str) -> Iterable[Violation]:
        folders = _folders(self._root, script.path)
        facts = (self._version, dialect, *map(self._settings, folders), script.text)
        key = sha256("\0".join(facts).encode(*_ESCAPED)).hexdigest()[:32]
        known = _violations(self._known.pop(key, None))
        if known is not None:
            self._new[key] = known
            return known
        stylist = self._stylist(folders, dialect)
        violations = stylist.violations(script.text)
        if stylist.remembers:
            self._new[key] = violations
        return violations


_UNREAD = "PRS"
_MOST = 20_000
"""How many answers are kept: a megabyte or two, read in a few milliseconds."""

_ENDINGS = (".sql", ".psql", ".pgsql", ".ddl")
_ESCAPED = ("utf-8", "surrogatepass")


def _violations(note: Any) -> tuple[Violation, ...] | None:  # noqa: ANN401 - whatever was noted
    try:
        return None if note is None else tuple(Violation(*each) for each in note)
    except TypeError:
        return None


def _is_sql(path: str) -> bool:
    return path.lower().endswith(_ENDINGS) or "." not in path.rpartition("/")[2]


def _folders(root: str, path: str) -> tuple[str, ...]:
    """The folders from `root` to the one of a file, those that are there."""
    found = [root]
    for part in path.split("/")[:-1]:
        found.append(os.path.join(found[-1], part))  # noqa: PTH118 - as texts all the way
    return tuple(folder for folder in found if os.path.isdir(folder))  # noqa: PTH112 - as above


def _settings(folder: str) -> str:
    """Return a text that changes with the settings in a folder."""
    digest = sha256(folder.encode(*_ESCAPED))
    for name in FILES:
        try:
            data = Path(folder, name).read_bytes()
        except OSError:
            continue
        digest.update(b"%s\0%d\0" % (name.encode(), len(data)) + data)
    return digest.hexdigest()


def _read(note: str) -> dict[str, Any]:
    try:
        found = json.loads(recall(note) or b"{}")
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
