"""A long changelog's outline, remembered for a folder that lists exactly what it did.

To read ten thousand names, sort them by version and look for twins takes as
long as all else that one changed file costs. An outline comes from names, kinds
and blob ids alone, so their sum is what a note holds for.
"""

import pickle
import sys
import zlib
from collections.abc import Iterable
from hashlib import sha256
from typing import Any

from branchline import __version__
from branchline.cache import recall, remember
from branchline.formats.format import Format
from branchline.model.changelog import Entry, Kind, Oddity, Order, Outline, Stray
from branchline.model.finding import Place
from branchline.model.settings import Changelog
from branchline.model.tree import Tree, TreeFile


def outline_of(tree: Tree, spec: Changelog, format_: Format, root: str) -> Outline:
    """Return what `format_.outline` says; asked only when no note knows.

    `root` keeps the notes of two folders apart: it is no part of what they hold for.
    """
    if format_.name not in BY_NAME:
        return format_.outline(tree, spec)
    key = _key(spec, tree.files(spec.path))
    name = f"outline-{zlib.crc32(repr((root, spec.path)).encode(*_ESCAPED)):08x}"
    found = _recalled(name, key)
    if found is None:
        found = format_.outline(tree, spec)
        remember(name, key + _packed(found))
    return found


def noted(spec: Changelog, place: str, stamp: str) -> Outline | None:
    """Return the outline that was kept for `place`, if it is the one of the tree `stamp`."""
    name, key = _by_stamp(spec, place, stamp)
    return _recalled(name, key) if spec.format in BY_NAME else None


def note(spec: Changelog, place: str, stamp: str, outline: Outline) -> None:
    """Keep an outline for `noted`; the one that was kept before is gone."""
    name, key = _by_stamp(spec, place, stamp)
    remember(name, key + _packed(outline))


def _by_stamp(spec: Changelog, place: str, stamp: str) -> tuple[str, bytes]:
    said = repr((__version__, sys.version_info[:2], spec, stamp)).encode(*_ESCAPED)
    name = f"outline-{zlib.crc32(repr((place, spec.path)).encode(*_ESCAPED)):08x}"
    return name, sha256(said).hexdigest().encode()


BY_NAME = frozenset({"plain", "flyway"})
"""Formats whose outline opens no file."""
_ESCAPED = ("utf-8", "surrogatepass")
_REGULAR = TreeFile("").kind


def _key(spec: Changelog, files: Iterable[TreeFile]) -> bytes:
    """Return 64 letters that change with anything an outline comes from."""
    said = [repr((__version__, sys.version_info[:2], spec))]
    for file in files:
        said.append(file.path if file.kind is _REGULAR else f"{file.path}\0\0{file.kind}")
        if file.oid:
            said.append(file.oid)
    return sha256("\0".join(said).encode(*_ESCAPED)).hexdigest().encode()


def _recalled(name: str, key: bytes) -> Outline | None:
    note = recall(name) or b""
    if not note.startswith(key):
        return None
    total, _, body = note[len(key) :].partition(b"\n")
    if total != b"%d" % zlib.crc32(body):
        return None
    try:
        return _unpacked(body)
    except Exception:  # noqa: BLE001 - whatever is wrong with a note, it was never there
        return None


def _packed(outline: Outline) -> bytes:
    """Return an outline as plain texts and numbers: ten times as fast to read as its values."""
    strays = [(s.place.path, s.what.value, s.detail) for s in outline.strays]
    said = (_plain(outline.entries), strays, _plain(outline.scripts))
    body = pickle.dumps(said, pickle.HIGHEST_PROTOCOL)
    return b"%d\n%s" % (zlib.crc32(body), body)


def _plain(entries: Iterable[Entry]) -> list[tuple[Any, ...]]:
    return [
        (e.change, e.id, e.path, *e.order, e.kind.value, e.oid, e.line, e.author, e.companions)
        for e in entries
    ]


def _unpacked(body: bytes) -> Outline:
    entries, strays, scripts = _NothingElse(body).load()
    return Outline(
        _entries(entries),
        tuple([Stray(Place(path), Oddity(what), detail) for path, what, detail in strays]),
        _entries(scripts),
    )


def _entries(said: Iterable[tuple[Any, ...]]) -> tuple[Entry, ...]:
    kinds = {kind.value: kind for kind in Kind}
    return tuple(
        [
            Entry(change, id_, path, Order(phase, version, name), kinds[kind], *rest)
            for change, id_, path, phase, version, name, kind, *rest in said
        ]
    )


class _NothingElse(pickle.Unpickler):
    def __init__(self, body: bytes) -> None:
        from io import BytesIO

        super().__init__(BytesIO(body))

    def find_class(self, module: str, name: str) -> Any:  # noqa: ANN401 - as typeshed has it
        raise pickle.UnpicklingError(f"{module}.{name}")
