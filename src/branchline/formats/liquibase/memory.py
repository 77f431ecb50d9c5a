"""What formatted files came to, remembered by blob id: a check of one reads one, not ten thousand.

Only a file that says the same wherever it stands is remembered: one that neither fills nor
defines properties, and in which nothing is odd. Losing a note costs time only.
"""

import json
import zlib
from collections.abc import Iterable

from branchline import __version__
from branchline.cache import recall, remember
from branchline.formats.liquibase.formatted import Written
from branchline.model.regex import regex


class Memory:
    """The notes of one changelog; `place` keeps those of two apart, as far as it may."""

    def __init__(self, place: object) -> None:
        self._name = f"liquibase-{zlib.crc32(repr(place).encode('utf-8', 'surrogatepass')):08x}"
        self._head = repr((__version__, _SHAPE, place)).encode("utf-8", "surrogatepass")
        self._known: dict[str, bytes] | None = None
        self._kept: dict[str, bytes] = {}
        self._new = 0

    def get(self, oid: str) -> tuple[Written, ...] | None:
        """Return what a blob came to; None where nobody knows."""
        if not _OID.fullmatch(oid):
            return None
        if self._known is None:
            self._known = self._recalled()
        line = self._known.get(oid)
        if line is None:
            return None
        try:
            found = tuple(_written(one) for one in json.loads(line))
        except (ValueError, TypeError, KeyError):
            return None
        self._kept[oid] = line
        return found

    def put(self, oid: str, text: str, several: Iterable[Written]) -> None:
        """Keep what a blob with `text` came to, where it means the same everywhere."""
        if _OID.fullmatch(oid) and "${" not in text and "property" not in text.lower():
            told = [_told(one) for one in several]
            if all(one is not None for one in told):
                self._kept[oid] = json.dumps(told).encode()
                self._new += 1

    def save(self) -> None:
        """Write the notes, where enough of them are new."""
        if self._new * _SHARE > len(self._kept) and len(self._kept) >= _WORTH:
            lines = (oid.encode() + b" " + line for oid, line in self._kept.items())
            body = b"\n".join(lines)
            remember(self._name, b"%s\n%d\n%s" % (self._head, zlib.crc32(body), body))

    def _recalled(self) -> dict[str, bytes]:
        head, _, rest = (recall(self._name) or b"").partition(b"\n")
        total, _, body = rest.partition(b"\n")
        if head != self._head or total != b"%d" % zlib.crc32(body):
            return {}
        split = (line.partition(b" ") for line in body.split(b"\n"))
        return {oid.decode("ascii", "replace"): line for oid, _, line in split}


_SHAPE = Written.__match_args__
_OID = regex(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_WORTH = 200
_SHARE = 50  # with fewer new ones than one in fifty, reading them again costs less than writing
_PAIRS = "attributes"
_ODD = ("traps", "flaw")


def _told(one: Written) -> list[object] | None:
    if any(getattr(one, name, "") for name in _ODD):
        return None
    return [getattr(one, name) for name in _SHAPE]


def _written(said: list[object]) -> Written:
    known = dict(zip(_SHAPE, said, strict=True))
    pairs = known[_PAIRS]
    if not isinstance(pairs, list):
        raise TypeError(_PAIRS)
    known[_PAIRS] = tuple((str(name), str(text)) for name, text in pairs)
    known.update({name: () for name in ("traps",) if name in known})
    return Written(**known)  # type: ignore[arg-type]  # the shape is its own
