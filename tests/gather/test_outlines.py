"""An outline that is remembered is the one that the format would give."""

import pickle
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from branchline.formats import Format, get
from branchline.gather.outlines import outline_of
from branchline.gather.scopes import Scope
from branchline.model.changelog import Outline
from branchline.model.settings import Changelog
from branchline.model.tree import FileKind, Tree, TreeFile

NAMES = tuple(f"{n:04}_t.sql" for n in range(1000))
ODD = (
    TreeFile("0007_t.down.sql"),
    TreeFile("0008_t.sql", FileKind.SYMLINK),
    TreeFile("words.sql"),
    TreeFile("beforeMigrate.sql"),
    TreeFile("beforeMigrate.sql.conf"),
    TreeFile("1.2_\ud800.sql"),
    TreeFile("1.3_a\n.sql"),
)


class Listing:
    def __init__(self, *files: TreeFile) -> None:
        self._files = files

    def files(self, folder: str) -> Iterator[TreeFile]:
        del folder
        return iter(self._files)

    def read(self, file: TreeFile) -> bytes | None:
        raise AssertionError(file)


def listing(*more: TreeFile, oid: str = "") -> Listing:
    return Listing(*(TreeFile(name, oid=oid) for name in NAMES), *more)


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "branchline"


@pytest.mark.parametrize("name", ["plain", "flyway"])
def test_what_is_remembered_is_what_was_said(name: str) -> None:
    tree = listing(*ODD, oid="ab")
    first, asked = ask(tree, name)
    second, again = ask(tree, name)

    assert (asked, again) == (1, 0)
    assert second == first == get(name).outline(tree, Changelog("", "", name))


@pytest.mark.parametrize(
    "other",
    [
        listing(TreeFile("2000_t.sql")),
        listing(TreeFile("0008_u.sql")),
        listing(TreeFile("0008_t.sql", FileKind.SYMLINK), TreeFile("words.sql")),
        listing(oid="cd"),
    ],
)
def test_another_listing_is_asked_about(other: Tree) -> None:
    ask(listing(*ODD), "plain")

    found, asked = ask(other, "plain")

    assert asked == 1
    assert found == get("plain").outline(other, Changelog("", "", "plain"))


def test_a_short_changelog_is_not_remembered(cache: Path) -> None:
    Scope.of(Listing(*ODD), Changelog("", "", "plain"))
    assert not cache.exists()

    scope = Scope.of(listing(*ODD), Changelog("", "", "plain"))
    assert scope.outline == Scope.of(listing(*ODD), Changelog("", "", "plain")).outline
    assert len([*cache.iterdir()]) == 1


class Call:
    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        return print, ("hurt",)


@pytest.mark.parametrize("body", [pickle.dumps(Call(), 5), pickle.dumps(((1,), ())), b"", b"\x80"])
def test_a_hostile_note_was_never_there(
    cache: Path, body: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    first, _ = ask(listing(), "plain")
    [note] = cache.iterdir()
    note.write_bytes(note.read_bytes()[:64] + b"%d\n%s" % (zlib.crc32(body), body))

    assert ask(listing(), "plain") == (first, 1)
    assert capsys.readouterr().out == ""


def test_a_note_that_lost_a_byte_was_never_there(cache: Path) -> None:
    ask(listing(), "plain")
    [note] = cache.iterdir()
    whole = note.read_bytes()
    note.write_bytes(whole[:3000] + whole[3001:])

    assert ask(listing(), "plain")[1] == 1


def ask(tree: Tree, name: str) -> tuple[Outline, int]:
    asked: list[str] = []
    format_ = get(name)

    def outline(tree: Tree, spec: Changelog) -> Outline:
        asked.append(spec.path)
        return format_.outline(tree, spec)

    counted = Format(name, outline, format_.read, format_.new_file)
    return outline_of(tree, Changelog("", "", name), counted, "here"), len(asked)
