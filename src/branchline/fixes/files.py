"""The files of a changeset, and of one that follows it: what each format wants beside the SQL."""

import re
from collections.abc import Iterator, Mapping, Sequence

from branchline.fixes.edits import Change, Edit, NewFile
from branchline.fixes.groups import Group
from branchline.fixes.manners import MANNERS, Body
from branchline.fixes.numbers import Numbered, following, numbered, version, whole_following
from branchline.fixes.source import Source
from branchline.fixes.steps import Mode
from branchline.model.changelog import ChangeSet, Kind, Outline

Texts = Mapping[str, str]
"""Decoded files by path, as they are: a byte order mark included."""


class Files:
    """The files of one changeset."""

    def __init__(self, changeset: ChangeSet, texts: Texts, format_: str) -> None:
        self._changeset = changeset
        self._texts = texts
        self._format = format_
        path = changeset.entry.path
        self.source = Source(path, texts[path])
        down = changeset.rollback.path if changeset.rollback else path
        self.down = self.source if down == path else Source(down, texts[down])

    def followers(self, groups: Sequence[Group], outline: Outline) -> tuple[str, ...] | None:
        """Return paths of changesets that run right after this one; None where none can."""
        entry = self._changeset.entry
        own = numbered(self._format, entry.path)
        if not groups:
            return ()
        if own is None or entry.kind is not Kind.VERSIONED:
            return None
        taken = [version(other.number) for other in self._numbered(outline)]
        if self._format in MANNERS:
            others = [other.number for other in self._numbered(outline)]
            numbers = whole_following(self._format, own.number, len(groups), others)
            if len(numbers) < len(groups) or not MANNERS[self._format].knows(self.source.text):
                return None
        else:
            numbers = tuple(following(own.number, len(groups), taken))
        return tuple(
            own.called(number, _title(group, own.title))
            for number, group in zip(numbers, groups, strict=True)
        )

    def written(
        self, path: str, group: Group, body: str, undo: Sequence[str], *, known: bool
    ) -> Iterator[Change]:
        """Yield the files of a changeset at `path`; `known` says that `undo` undoes all of it."""
        alone = group.mode is Mode.ALONE or not self._changeset.transaction
        newline = self.source.newline
        back = "".join(f"{sql}{newline}" for sql in undo) if known else ""
        if self._format in MANNERS:
            # A section of comments alone is none to these tools, and no way back here.
            down = back or (f"SELECT 1; -- nothing to undo{newline}" if known else "")
            yield from MANNERS[self._format].written(Body(path, body, down, newline, alone))
            return
        if self._format == "flyway":
            yield NewFile(path, body)
            yield from self._configured(path, alone=alone)
            if back and self._twin():
                yield NewFile(self._twin_of(path), back)
            return
        head = "".join(f"-- branchline: {line}{newline}" for line in self._header(alone=alone))
        if back and self._twin():
            yield NewFile(path, head + body)
            yield NewFile(self._twin_of(path), back)
        elif back:
            yield NewFile(path, f"{head}{body}{newline}-- rollback{newline}{back}")
        else:
            nothing = f"{newline}--rollback empty{newline}" if known else ""
            yield NewFile(path, head + body + nothing)

    def without_transaction(self) -> tuple[Change, ...]:
        """Return what lets the changeset run without a transaction."""
        if self._format == "flyway":
            path = f"{self.source.path}.conf"
            text = self._texts.get(path)
            if text is None:
                return (NewFile(path, f"{_ALONE}{self.source.newline}"),)
            return (Edit(path, 0, len(text), _set(text, alone=True)),)
        if self._format in MANNERS:
            return MANNERS[self._format].alone(self.source)
        at = self.source.top
        return (
            Edit(self.source.path, at, at, f"-- branchline: no-transaction{self.source.newline}"),
        )

    def _header(self, *, alone: bool) -> Iterator[str]:
        found = self._changeset
        if alone:
            yield "no-transaction"
        for word, text in (
            ("contexts", found.contexts), ("labels", found.labels), ("dbms", found.dbms)
        ):  # fmt: skip
            if text:
                yield f"{word} {text}"

    def _configured(self, path: str, *, alone: bool) -> Iterator[Change]:
        text = self._texts.get(f"{self.source.path}.conf", "")
        if alone or text:
            yield NewFile(f"{path}.conf", _set(text, alone=alone))

    def _twin(self) -> str:
        """Return the file beside the changeset's that holds its way back."""
        found = self._changeset.entry.companions
        return next((path for path, _ in found if not path.endswith(".conf")), "")

    def _twin_of(self, path: str) -> str:
        twin, new = numbered(self._format, self._twin()), numbered(self._format, path)
        return twin.called(new.number, new.title) if twin and new else ""

    def _numbered(self, outline: Outline) -> Iterator[Numbered]:
        for entry in outline:
            found = numbered(self._format, entry.path)
            if found is not None:
                yield found


_ALONE = "executeInTransaction=false"
_SETTING = re.compile(r"^[ \t]*(?:flyway\.)?executeInTransaction[ \t]*[=:][^\r\n]*", re.MULTILINE)


def _set(text: str, *, alone: bool) -> str:
    """Return a script configuration that says whether its script runs in a transaction."""
    line = _ALONE if alone else "executeInTransaction=true"
    if _SETTING.search(text):
        return _SETTING.sub(line, text)
    if not alone:
        return text
    gap = "" if not text or text.endswith(("\n", "\r")) else "\n"
    return f"{text}{gap}{line}\n"


def _title(group: Group, original: str) -> str:
    titles = [step.title for step in group.steps if step.title]
    if group.mode is Mode.VALIDATE and len(group.steps) > 1:
        return f"validate_{original}"
    return titles[0] if titles else f"{original}_rest"
