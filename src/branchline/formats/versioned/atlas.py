"""Atlas's files and the sum over them.

A file's version is what stands before the first `_`. A directive counts in the
comments at the very top that an empty line ends. Each line of `atlas.sum` is
over all files up to its own, so two branches that both add one meet in Git.
Source: ariga/atlas, `sql/migrate/dir.go`.
"""

from base64 import b64encode
from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import NamedTuple

from branchline.formats.versioned.parts import Parts
from branchline.model.regex import regex

SUMS = "atlas.sum"


class Sum(NamedTuple):
    """A line of the sum file."""

    name: str
    digest: str


def parts(text: str, dialect: str) -> Parts:
    """Read a file: all of it goes forward."""
    del dialect
    said = dict(directives(text))
    mode = said.get("txmode", "file")
    if mode not in _MODES:
        return Parts(flaw=f"says atlas:txmode {mode}, and Atlas knows none, file and all")
    # Cut at our own marks it would be other statements.
    only = "" if said.get("delimiter", ";") == ";" else f"cuts at {said['delimiter']!r}"
    return Parts(text, None, text, mode != "none", tuple(sorted(said.items())), only)


def directives(text: str) -> Iterator[tuple[str, str]]:
    """Yield the directives of a file with what they say."""
    at = 0
    found: list[tuple[str, str]] = []
    while comment := _COMMENT.match(text, at):
        said = _DIRECTIVE.match(comment[0].strip())
        if said:
            found.append((said["name"], (said["rest"] or "").strip()))
        at = comment.end()
    if at == len(text) or text.startswith(("\n", "\r\n"), at):
        yield from found


def is_checkpoint(text: str) -> bool:
    """Whether a fresh database begins with this file, and runs none before it."""
    return any(name == "checkpoint" for name, _ in directives(text))


def sums(files: Iterable[tuple[str, bytes]]) -> Iterator[Sum]:
    """Yield what `atlas.sum` should say about files, given in order of their names."""
    running = sha256()
    for name, data in files:
        running.update(name.encode("utf-8", "surrogateescape"))
        said = _SUM.match(data)
        if said and said["rest"] == b"ignore":
            continue
        running.update(data)
        yield Sum(name, b64encode(running.digest()).decode())


def written(found: Iterable[Sum]) -> str:
    """Write `atlas.sum`."""
    lines = [*found]
    whole = sha256("".join(f"{line.name}{line.digest}" for line in lines).encode())
    body = "".join(f"{line.name} h1:{line.digest}\n" for line in lines)
    return f"h1:{b64encode(whole.digest()).decode()}\n{body}"


def read_sums(text: str) -> tuple[str, tuple[Sum, ...]] | None:
    """Read `atlas.sum`: the sum of sums, and each line; None where it is no such file."""
    first, *rest = text.splitlines() or [""]
    lines = [line.split("h1:", 1) for line in rest]
    if any(len(line) != 2 for line in lines):  # noqa: PLR2004 - a name and a sum
        return None
    return first.removeprefix("h1:"), tuple(Sum(line[0].strip(), line[1]) for line in lines)


_MODES = frozenset({"none", "file", "all"})
_COMMENT = regex(r"(?:#|--)[^\n]*+(?:\n|\Z)")
_DIRECTIVE = regex(r"(?:[ -~]*?)atlas:(?P<name>\w++)(?: ++(?P<rest>[ -~]*+))?")
_SUM = regex(rb"[ -~]*?atlas:sum(?: ++(?P<rest>[ -~]*+))?")
