"""What the files of a graph say about their places, read once for each content.

A graph has no order without the text of all its files, at every commit that is
compared. What one content says never changes, so it is remembered by its blob
id; without the note everything is read again, and nothing else differs.
"""

import json
import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from branchline import __version__
from branchline.cache import recall, remember
from branchline.formats.content import decoded
from branchline.formats.names import Found
from branchline.model.digest import sha256
from branchline.model.tree import LIMIT, Tree

Header = dict[str, Any]
"""Words and lists of words, as JSON holds them; `flaw` says why there are no others."""


def headers(
    tree: Tree, files: Iterable[Found], tool: str, read: Callable[[str], Header]
) -> Iterator[tuple[Found, Header]]:
    """Yield what each file says; `read` gets the text of one that no note knows."""
    name = f"graph-{zlib.crc32(f'{__version__} {tool}'.encode()):08x}"
    known = _recalled(name)
    before = len(known)
    for found in files:
        key = found.file.oid if len(found.file.oid) in _BLOB else ""
        if key not in known:
            data = tree.read(found.file)
            key = key or sha256(b"" if data is None else data)
            if key not in known:
                known[key] = _header(data, read)
        yield found, known[key]
    if len(known) - before >= _WORTH:
        remember(name, json.dumps(dict([*known.items()][-_KEPT:])).encode())


_WORTH = 50
_KEPT = 100_000
_BLOB = frozenset({40, 64})  # hex digits of an id that Git made


def _header(data: bytes | None, read: Callable[[str], Header]) -> Header:
    if data is None:
        return {"flaw": f"is larger than {LIMIT >> 20} MiB"}
    text, flaw = decoded(data)
    return {"flaw": flaw} if flaw else read(text)


def _recalled(name: str) -> dict[str, Header]:
    try:
        found = json.loads(recall(name) or b"{}")
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
