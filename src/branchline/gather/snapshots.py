"""The schema that a changelog makes, remembered from the last time it was replayed.

Replaying ten thousand changesets takes seconds, and almost all of them are the
same as yesterday. A note holds for a start of the changelog that is exactly
what it was: same files in the same order, by blob id or, for files that Git
has not stored, by size and time.
"""

import gc
import os
import pickle
import sys
import time
import zlib
from collections.abc import Callable, Sequence
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

from branchline import __version__
from branchline.cache import recall, remember
from branchline.model.changelog import ChangeSet, Entry
from branchline.model.schema import Catalog
from branchline.sql.analyse import Replay


def pass_over(
    replay: Replay,
    entries: Sequence[Entry],
    read: Callable[[Entry], ChangeSet],
    stamp: Callable[[Entry], str],
    note: str,
) -> None:
    """Move `replay`, which is at its start, past `entries`; `read` is asked what no note knows.

    `stamp` returns a text that changes with an entry's content, empty when it
    cannot tell. `note` is unlike for what may not share a schema: changelogs,
    repositories, engines.
    """
    stamps = [stamp(entry) for entry in entries]
    name = f"schema-{zlib.crc32(note.encode(*_ESCAPED)):08x}"
    seed = repr((__version__, sys.version_info[:2], note))
    known, catalog = _recalled(name, stamps, seed)
    if catalog is not None:
        replay.catalog = catalog
    for entry in entries[known:]:
        replay.pass_over(read(entry))
    if all(stamps) and len(entries) > known:
        head = b"%d %s\n" % (len(entries), _digest(stamps, seed))
        remember(name, head + pickle.dumps(replay.catalog, pickle.HIGHEST_PROTOCOL))


def stamp_of(root: Path | None, entry: Entry) -> str:
    """Return the stamp of an entry: its blob id, else size and time of its file below `root`.

    Empty for a file so young that another edit of it might not show.
    """
    if entry.oid:
        return f"{entry.path}\0{entry.oid}"
    try:
        # Not `root / entry.path`: a pathlib object each would cost ten times the question.
        found = os.stat(f"{root}/{entry.path}") if root else None  # noqa: PTH116
    except OSError:
        return ""
    if found is None or found.st_mtime_ns > time.time_ns() - _FRESH:
        return ""
    return f"{entry.path}\0{found.st_size} {found.st_mtime_ns} {found.st_ino}"


def _recalled(name: str, stamps: Sequence[str], seed: str) -> tuple[int, Catalog | None]:
    """Return how many entries the note covers and the schema after them; 0 when it does not fit."""
    head, _, body = (recall(name) or b"").partition(b"\n")
    count, _, digest = head.partition(b" ")
    if not count.isdigit() or not 0 < int(count) <= len(stamps):
        return 0, None
    if _digest(stamps[: int(count)], seed) != digest:
        return 0, None
    catalog = _unpickled(body)
    return (int(count), catalog) if catalog is not None else (0, None)


def _digest(stamps: Sequence[str], seed: str) -> bytes:
    return sha256("\n".join((seed, *stamps)).encode(*_ESCAPED)).hexdigest().encode()


def _unpickled(body: bytes) -> Catalog | None:
    # Collecting garbage in between would look at every new value again and again.
    gc.disable()
    try:
        found = _OnlyOurs(BytesIO(body)).load()
    except Exception:  # noqa: BLE001 - whatever is wrong with a note, it was never there
        return None
    finally:
        gc.enable()
    return found if isinstance(found, Catalog) else None


class _OnlyOurs(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:  # noqa: ANN401 - as typeshed has it
        if (module, name) in _HARMLESS:
            return super().find_class(module, name)
        found = module.startswith("branchline.model.") and super().find_class(module, name)
        if not isinstance(found, type) or found.__module__ != module:
            raise pickle.UnpicklingError(f"{module}.{name}")
        return found


_HARMLESS = {("copyreg", "_reconstructor"), ("builtins", "object"), ("builtins", "frozenset")}
_ESCAPED = ("utf-8", "surrogateescape")
_FRESH = 2_000_000_000
"""Nanoseconds for which a change is too young: another in the same tick would not show."""
