"""Rails: Ruby files of `db/migrate` and below, `20260101120000_add_orders.rb`, by version.

The version alone is the identity, a number. Rails finds `[0-9]*_*.rb` in any
folder below and stops at a name that it cannot read, at a version that is there
twice, and at two files that would hold one class.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime

from branchline.formats.content import decoded
from branchline.formats.format import Format
from branchline.formats.graph.rails_names import camelized
from branchline.formats.names import Found, in_order, joined, slug, stray, survey
from branchline.formats.versions import following
from branchline.model.changelog import ChangeSet, Entry, Oddity, Order, Outline, Stray
from branchline.model.regex import regex
from branchline.model.settings import Changelog
from branchline.model.tree import Tree, TreeFile

TOOL = "rails"


def outline(tree: Tree, spec: Changelog) -> Outline:
    """List the migrations below `spec.path`, by version."""
    files, strays = survey(tree, spec.path)
    named = list(_migrations(files, strays))
    entries = sorted((_entry(*each) for each in named), key=lambda each: (each.order, each.path))
    strays += _twins(entries)
    return Outline(tuple(entries), in_order(strays))


def read(tree: Tree, entry: Entry, spec: Changelog) -> ChangeSet:
    """Read one migration: the SQL of its way forward and of its way back."""
    from branchline.formats.graph.rails_body import changeset

    return changeset(tree, entry, spec)


def new_file(title: str, outline: Outline, spec: Changelog, now: datetime) -> tuple[str, str]:
    """Name and begin a migration as `rails generate migration` does."""
    clock = now.strftime("%Y%m%d%H%M%S")
    newest = outline.newest()
    found = _FILE.fullmatch(newest.path.rpartition("/")[2]) if newest else None
    version = following(found["version"], clock) if found else clock
    words = _words(title)
    said = dict(spec.options).get(TOOL, _OLDEST)
    text = f"class {camelized(words)} < ActiveRecord::Migration[{said}]\n  def change\n  end\nend\n"
    return joined(spec.path, f"{version}_{words}.rb"), text


def options(tree: Tree, path: str) -> tuple[tuple[str, str], ...]:
    """Return the version of Rails that the nearest `Gemfile.lock` holds."""
    parts = path.split("/") if path else []
    for length in range(len(parts), -1, -1):
        lock = "/".join([*parts[:length], "Gemfile.lock"])
        for file in tree.files(lock):
            data = tree.read(TreeFile(lock, oid=file.oid)) if file.path == lock else None
            found = _LOCKED.search(decoded(data).text) if data else None
            if found:
                return ((TOOL, found[1]),)
    return ()


RAILS = Format(TOOL, outline, read, new_file, moves=True, options=options)

_OLDEST = "7.0"
_TAKEN = regex(r"[0-9].*_.*\.rb")
_FILE = regex(r"(?P<version>[0-9]+)_(?P<name>[_a-z0-9]*)\.?(?P<scope>[_a-z0-9]*)\.rb")
_LOCKED = regex(r"^ {4}(?:activerecord|rails) \(([0-9]+\.[0-9]+)\.", re.MULTILINE)
_LONGEST = 18  # digits: Rails keeps a version in a word, and a time has 14


def _migrations(
    files: Iterable[Found], strays: list[Stray]
) -> Iterator[tuple[Found, re.Match[str]]]:
    for found in files:
        match = _FILE.fullmatch(found.name)
        if match and len(match["version"].lstrip("0")) <= _LONGEST:
            yield found, match
        elif _TAKEN.fullmatch(found.name):
            strays.append(stray(found, Oddity.UNMATCHED, _ILLEGAL))
        elif found.name.lower().endswith(".sql"):
            strays.append(stray(found, Oddity.UNMATCHED, "is SQL, which Rails does not run"))
        elif _NEAR.search(found.name):
            strays.append(stray(found, Oddity.UNMATCHED, "has no version before its name"))


_ILLEGAL = "has a name at which Rails stops: digits, '_', small letters"
_NEAR = regex(r"\A[^0-9].*[0-9]{14}.*\.rb\Z|\A[0-9]{8,}[^_0-9].*rb\Z")


def _entry(found: Found, match: re.Match[str]) -> Entry:
    version = int(match["version"])
    change = found.folder + found.name.removesuffix(".rb")
    order = Order(0, (version,), change)
    return Entry(change, str(version), found.file.path, order, oid=found.file.oid)


def _twins(entries: Iterable[Entry]) -> Iterator[Stray]:
    """Set aside files that would hold the class of one before them: Rails runs nothing then."""
    from branchline.model.finding import Place

    first: dict[str, Entry] = {}
    for entry in entries:
        match = _FILE.fullmatch(entry.path.rpartition("/")[2])
        name = camelized(match["name"]) if match else ""
        before = first.setdefault(name, entry)
        if before is not entry and before.id != entry.id:
            said = f"has the class {name} of {before.path}, and Rails runs neither"
            yield Stray(Place(entry.path), Oddity.UNMATCHED, said)


def _words(title: str) -> str:
    """Write a title as Rails names a file: words in small ASCII letters."""
    import unicodedata

    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    return slug(plain if any(map(str.isalnum, plain)) else title).lower()
