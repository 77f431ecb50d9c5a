"""The facts of `lint`: changelogs as rules see them, with the schema before each change.

Where a change ran is not known here. Against a base, what differs is judged,
and its place in the order with it; without one everything in question is
judged, and no order.
"""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from branchline.formats.folder import FolderTree
from branchline.gather.replays import replay_of
from branchline.gather.scopes import Scope
from branchline.model.changelog import ChangelogDiff, ChangeSet, Entry, Outline
from branchline.model.tree import Tree, TreeFile
from branchline.sql.analyse import Replay

if TYPE_CHECKING:
    from branchline.gather.sharing import Shared


def judged(scope: Scope, today: date, shared: "Shared | None" = None) -> ChangelogDiff:
    """Read a changelog as far as it is needed, and analyse all that is in question.

    `applied` of the answer are the other changesets. `today` decides which
    allowances have expired. With `shared`, another process may take its part.
    """
    wanted = scope.judged()
    names = frozenset(entry.change for entry in wanted)
    analysed: tuple[ChangeSet, ...] | None = None
    if shared is not None and len(wanted) >= _LONG and wanted == scope.outline.entries:
        analysed = shared.judged(replay_of(scope.spec, today), scope.read, wanted)
    return ChangelogDiff(
        scope.spec.name,
        scope.spec.format,
        applied=Outline(tuple(entry for entry in scope.outline if entry.change not in names)),
        added=analysed if analysed is not None else tuple(_analysed(scope, wanted, today)),
        changed=tuple(_beside(scope, scope.scripts(), today)),
        strays=scope.strays(),
        placed=names,
        takes_late=scope.spec.takes_late,
    )


def compared(scope: Scope, base: Tree, today: date) -> ChangelogDiff:
    """Read what differs from `base`, and analyse that: what is new, and what was edited."""
    before = scope.format.outline(base, scope.spec)
    known = {entry.key: entry for entry in before}
    wanted = tuple(
        entry
        for entry in scope.judged()
        if entry.key not in known or not _equal(scope, base, entry, known[entry.key])
    )
    analysed = tuple(_analysed(scope, wanted, today))
    return ChangelogDiff(
        scope.spec.name,
        scope.spec.format,
        applied=_placed(before, scope) if scope.format.whole else before,
        added=tuple(each for each in analysed if each.entry.key not in known),
        changed=(
            *(each for each in analysed if each.entry.key in known),
            *_beside(scope, tuple(_new_scripts(scope, base, before)), today),
        ),
        strays=tuple(stray for stray in scope.strays() if stray not in before.strays),
        takes_late=scope.spec.takes_late,
    )


def _placed(before: Outline, scope: Scope) -> Outline:
    """Return what was there in the places it has now: in a file of many, others move it."""
    now = {entry.key: entry for entry in scope.outline}
    return Outline(tuple(e.moved_to(now.get(e.key, e)) for e in before))


def _analysed(scope: Scope, wanted: tuple[Entry, ...], today: date) -> Iterator[ChangeSet]:
    if not wanted:
        return
    names = frozenset(entry.change for entry in wanted)
    entries = scope.outline.entries
    places = [place for place, entry in enumerate(entries) if entry.change in names]
    replay = replay_of(scope.spec, today)
    _pass_over(replay, scope, entries[: places[0]])
    for entry in entries[places[0] : places[-1] + 1]:
        changeset = scope.read(entry)
        if entry.change in names:
            yield replay.judge(changeset)
        else:
            replay.pass_over(changeset)


def _new_scripts(scope: Scope, base: Tree, before: Outline) -> Iterator[Entry]:
    known = {entry.key: entry for entry in before.scripts}
    for entry in scope.scripts():
        if entry.key not in known or not _equal(scope, base, entry, known[entry.key]):
            yield entry


def _beside(scope: Scope, wanted: tuple[Entry, ...], today: date) -> Iterator[ChangeSet]:
    """Judge what runs beside the changes with the schema that all of them make."""
    if not wanted:
        return
    replay = replay_of(scope.spec, today)
    _pass_over(replay, scope, scope.outline.entries)
    for entry in wanted:
        yield replay.judge(scope.read(entry))


def _pass_over(replay: Replay, scope: Scope, before: tuple[Entry, ...]) -> None:
    if len(before) < _WORTH:
        for entry in before:
            replay.pass_over(scope.read(entry))
        return
    from branchline.gather.snapshots import pass_over, stamps_of

    root = scope.tree.root if isinstance(scope.tree, FolderTree) else None
    note = repr((root, scope.spec.path, scope.spec.format, scope.spec.engine))
    pass_over(replay, before, scope.read, stamps_of(root, before), note)


def _equal(scope: Scope, base: Tree, now: Entry, then: Entry) -> bool:
    """Whether a change says the same in both trees; line ends do not count."""
    if _ids(scope.tree, now, then) == [then.oid, *(oid for _, oid in then.companions)]:
        return True
    after = scope.read(now)
    before = scope.format.read(base, then, scope.spec)
    return _said(after) == _said(before)


def _ids(tree: Tree, now: Entry, then: Entry) -> list[str]:
    """The blob ids of a change's files; computed for files that Git has not seen."""
    files = ((now.path, now.oid), *now.companions)
    return [oid or _blob_id(tree, path, like=then.oid) for path, oid in files]


def _blob_id(tree: Tree, path: str, like: str) -> str:
    from hashlib import new as new_hash

    data = tree.read(TreeFile(path))
    if data is None:
        return ""
    method = "sha1" if len(like) == _SHA1 else "sha256"
    digest = new_hash(method, b"blob %d\0" % len(data), usedforsecurity=False)
    digest.update(data)
    return digest.hexdigest()


def _said(changeset: ChangeSet) -> tuple[object, ...]:
    rollback = changeset.rollback.text.splitlines() if changeset.rollback else None
    headers = (changeset.contexts, changeset.labels, changeset.dbms, changeset.transaction)
    return (changeset.checksum, changeset.flaw, changeset.reversal, rollback, headers)


_SHA1 = 40
_LONG = 1000
"""Fewer changesets are judged before a second process is worth its start."""
_WORTH = 100
"""Fewer changesets are replayed as fast as a remembered schema is read."""
