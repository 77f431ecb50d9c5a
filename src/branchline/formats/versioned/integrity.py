"""Files that follow from others: `atlas.sum`, and the hashes in graphile-migrate's files.

The tools refuse to run when these do not fit, at deploy; here it is said before.
"""

from collections.abc import Iterator
from itertools import zip_longest

from branchline.formats.content import content, line_at
from branchline.formats.names import joined
from branchline.formats.versioned import atlas, graphile
from branchline.model.changelog import Entry, Oddity, Stray
from branchline.model.finding import Place
from branchline.model.settings import Changelog
from branchline.model.tree import FileKind, Tree, TreeFile


def stale_sums(tree: Tree, entries: tuple[Entry, ...], spec: Changelog) -> Iterator[Stray]:
    """Yield where `atlas.sum` and the files part, once."""
    path = joined(spec.path, atlas.SUMS)
    if not entries:
        return
    there = [file for file in tree.files(path) if file.kind is FileKind.REGULAR]
    wanted = [*_sums(tree, spec)]
    if not there:
        yield Stray(Place(path), Oddity.STALE, "is not there, and Atlas runs nothing without it")
        return
    text, flaw = content(tree, path, there[0].oid)
    line, detail = (1, flaw) if flaw else _parted(text, wanted)
    if detail:
        yield Stray(Place(path, line), Oddity.STALE, detail)


def sum_file(tree: Tree, spec: Changelog) -> tuple[tuple[str, str], ...]:
    """Return path and text of `atlas.sum` as it should be."""
    return ((joined(spec.path, atlas.SUMS), atlas.written(_sums(tree, spec))),)


def stale_chain(tree: Tree, entries: tuple[Entry, ...], spec: Changelog) -> Iterator[Stray]:
    """Yield the committed files whose hashes do not fit."""
    del spec
    before: tuple[str, str] | None = None
    for entry in entries:
        text, flaw = content(tree, entry.path, entry.oid)
        found = graphile.headers(text)
        if flaw or found.flaw or not found.of("Hash") or not found.of("Previous"):
            return  # unreadable, and said to be so; nothing after it can be told
        detail = _follows(found, before) or _hashed(text, found)
        if detail:
            line = _line_of(text, "Previous" if "follow" in detail else "Hash")
            yield Stray(Place(entry.path, line), Oddity.STALE, detail)
        before = entry.path.rpartition("/")[2], found.of("Hash") or ""


def chain(tree: Tree, spec: Changelog) -> tuple[tuple[str, str], ...]:
    """Return the committed files whose headers should be others, as they should be."""
    from branchline.formats.versioned import GRAPHILE_MIGRATE

    before = ""
    wanted = []
    for entry in GRAPHILE_MIGRATE.outline(tree, spec):
        text, _ = content(tree, entry.path)
        found = graphile.headers(text)
        if found.of("AllowInvalidHash") is not None and graphile.previous(found) == before:
            before = found.of("Hash") or ""
            continue
        body = text[found.end :]
        own = graphile.digest(body, before)
        others = [
            (k, v) for k, v in found.values if k not in {"Previous", "Hash", "AllowInvalidHash"}
        ]
        head = [("Previous", before or "-"), ("Hash", own), *others]
        new = "".join(f"--! {key}: {said}\n" if said else f"--! {key}\n" for key, said in head)
        start = "" if body.startswith("\n") else "\n"
        if new + start + body != text:
            wanted.append((entry.path, new + start + body))
        before = own
    return tuple(wanted)


def own_hash(text: str) -> str:
    """Return the hash that graphile-migrate finds for a file."""
    found = graphile.headers(text)
    return graphile.digest(text[found.end :], graphile.previous(found))


def _sums(tree: Tree, spec: Changelog) -> Iterator[atlas.Sum]:
    start = len(spec.path) + 1 if spec.path else 0
    found = [
        file
        for file in tree.files(spec.path)
        if file.path.endswith(".sql") and "/" not in file.path[start:]
        if file.kind is FileKind.REGULAR and not file.path[start:].startswith(".")
    ]
    found.sort(key=lambda file: file.path.encode("utf-8", "surrogateescape"))
    return atlas.sums((file.path[start:], _bytes(tree, file)) for file in found)


def _bytes(tree: Tree, file: TreeFile) -> bytes:
    return tree.read(file) or b""


def _parted(text: str, wanted: list[atlas.Sum]) -> tuple[int, str]:
    """Return the line where a sum file and the files part, and how; nothing where they do not."""
    read = atlas.read_sums(text)
    if read is None:
        return 1, "is not written as Atlas writes it"
    whole, said = read
    for number, (have, want) in enumerate(zip_longest(said, wanted), 2):
        if have != want:
            known, there = {line.name for line in said}, {line.name for line in wanted}
            return number, f"is out of date: {_difference(have, want, known, there)}"
    if atlas.written(said).split("\n", 1)[0] != f"h1:{whole}":
        return 1, "is out of date: its first line does not fit the others, as after a merge by hand"
    return 1, ""


def _difference(
    have: atlas.Sum | None, want: atlas.Sum | None, known: set[str], there: set[str]
) -> str:
    if want and want.name not in known:
        return f"{want.name} is not in it"
    if have and have.name not in there:
        return f"it has {have.name}, which is not there"
    if have and want and have.name != want.name:
        return f"it has {have.name} where {want.name} belongs"
    return f"{want.name if want else 'a file'} is not as it was when it was summed"


def _follows(found: graphile.Headers, before: tuple[str, str] | None) -> str:
    said = graphile.previous(found)
    if before is None:
        return f"says it follows {said}, and is the first" if said else ""
    name, own = before
    if said == own:
        return ""
    return f"says it follows {said or 'none'}, and {name} before it is {own}"


def _hashed(text: str, found: graphile.Headers) -> str:
    fits = own_hash(text) == found.of("Hash")
    if found.of("AllowInvalidHash") is None:
        return "" if fits else "was edited after it was committed: its hash is not that of its text"
    return (
        "allows an invalid hash, and its hash is valid: graphile-migrate refuses that"
        if fits
        else ""
    )


def _line_of(text: str, key: str) -> int:
    at = text.find(f"--! {key}:")
    return line_at(text, max(at, 0))
