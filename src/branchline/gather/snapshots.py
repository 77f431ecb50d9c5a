"""The schema that a changelog makes, remembered from the last time it was replayed.

Replaying ten thousand changesets takes seconds, and almost all of them are the
same as yesterday. A note holds for a start of the changelog that is exactly
what it was: same files in the same order, by blob id or, for files that Git
has not stored, by size and times.
"""

import gc
import os
import sys
import time
import zlib
from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256
from pathlib import Path

from branchline import __version__
from branchline.cache import recall, remember
from branchline.gather.stored import packed, unpacked
from branchline.model.changelog import ChangeSet, Entry
from branchline.model.schema import Catalog
from branchline.sql.analyse import Replay


def pass_over(
    replay: Replay,
    entries: Sequence[Entry],
    read: Callable[[Entry], ChangeSet],
    stamps: Sequence[str],
    note: str,
) -> None:
    """Move `replay`, which is at its start, past `entries`; `read` is asked what no note knows.

    `stamps` are those of the entries, as `stamps_of` has them. `note` is unlike
    for what may not share a schema: changelogs, repositories, engines.
    """
    name = f"schema-{zlib.crc32(note.encode(*_ESCAPED)):08x}"
    seed = repr((__version__, sys.version_info[:2], note))
    known, catalog = _recalled(name, stamps, seed)
    if catalog is not None:
        replay.catalog = catalog
    for place, entry in enumerate(entries[known:], known):
        if place > known and not (place - known) % PART:
            _keep(name, stamps[:place], seed, replay.catalog)
        replay.pass_over(read(entry))
    if (len(entries) - known) * _WRITTEN > len(entries):
        _keep(name, stamps, seed, replay.catalog)


PART = 10_000
"""Changesets after which a note is written on the way.

Whoever is stopped, as every hook is after its time, leaves the rest to the next.
"""


def _keep(name: str, stamps: Sequence[str], seed: str, catalog: Catalog) -> None:
    if all(stamps):
        body = packed(catalog)
        head = b"%d %s %d\n" % (len(stamps), _digest(stamps, seed), zlib.crc32(body))
        remember(name, head + body)


def stamps_of(root: Path | None, entries: Iterable[Entry]) -> list[str]:
    """Return texts that change with entries: blob ids, else size and times of files below `root`.

    Empty for a file so young that another edit of it might not show.
    """
    limit = time.time_ns() - _FRESH
    stamps = []
    for entry in entries:
        stamp = _stamp(root, entry.path, entry.oid, limit)
        for path, oid in entry.companions:
            other = _stamp(root, path, oid, limit)
            stamp = f"{stamp}\0{other}" if stamp and other else ""
        stamps.append(stamp)
    return stamps


def _stamp(root: Path | None, path: str, oid: str, limit: int) -> str:
    if oid:
        return f"{path}\0{oid}"
    try:
        # Not `root / path`: a pathlib object each would cost ten times the question.
        found = os.stat(f"{root}/{path}") if root else None  # noqa: PTH116
    except OSError:
        return ""
    if found is None or found.st_mtime_ns > limit:
        return ""
    return f"{path}\0{found.st_size} {found.st_mtime_ns} {found.st_ctime_ns} {found.st_ino}"


def _recalled(name: str, stamps: Sequence[str], seed: str) -> tuple[int, Catalog | None]:
    """Return how many entries the note covers and the schema after them; 0 when it does not fit."""
    head, _, body = (recall(name) or b"").partition(b"\n")
    match head.split(b" "):
        case [count, digest, total] if count.isdigit() and 0 < int(count) <= len(stamps):
            fits = _digest(stamps[: int(count)], seed) == digest
            if fits and total == b"%d" % zlib.crc32(body):
                catalog = _unpacked(body)
                return (int(count), catalog) if catalog is not None else (0, None)
    return 0, None


def _digest(stamps: Sequence[str], seed: str) -> bytes:
    return sha256("\n".join((seed, *stamps)).encode(*_ESCAPED)).hexdigest().encode()


def _unpacked(body: bytes) -> Catalog | None:
    # Collecting garbage in between would look at every new value again and again.
    gc.disable()
    try:
        return unpacked(body)
    except Exception:  # noqa: BLE001 - whatever is wrong with a note, it was never there
        return None
    finally:
        gc.enable()


_ESCAPED = ("utf-8", "surrogateescape")
_WRITTEN = 100
"""So many changesets are written down in the time in which one is replayed: few wait for more."""
_FRESH = 2_000_000_000
"""Nanoseconds for which a change is too young: another in the same tick would not show."""
