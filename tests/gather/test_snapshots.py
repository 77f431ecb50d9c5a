import os
import pickle
import subprocess
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from branchline.errors import RepositoryError
from branchline.gather.snapshots import pass_over, stamps_of
from branchline.model.changelog import ChangeSet, Entry, Order, Script
from branchline.model.effects import Engine
from branchline.model.schema import Catalog
from branchline.sql.analyse import Replay

MANY = 150


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "branchline"


def test_nothing_is_read_twice() -> None:
    first = replayed(changelog(MANY))
    second = replayed(changelog(MANY))

    assert (first.read, second.read) == (MANY, 0)
    assert second.tables == first.tables == MANY


def test_a_longer_changelog_goes_on_from_where_the_note_ends() -> None:
    replayed(changelog(MANY))

    found = replayed(changelog(MANY + 3))

    assert (found.read, found.tables) == (3, MANY + 3)
    assert replayed(changelog(MANY + 3)).read == 0


def test_whoever_is_stopped_leaves_the_rest_to_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("branchline.gather.snapshots.PART", 60)
    entries = [*changelog(MANY)]
    with pytest.raises(KeyboardInterrupt):
        replayed(entries, stop=130)

    found = replayed(entries)

    assert (found.read, found.tables) == (MANY - 120, MANY)


def test_an_edit_anywhere_is_seen() -> None:
    replayed(changelog(MANY))

    found = replayed(changelog(MANY, edited=7))

    assert found.read == MANY


def test_a_shorter_changelog_leaves_the_note_alone() -> None:
    replayed(changelog(MANY))

    assert replayed(changelog(MANY - 1)).read == MANY - 1


def test_another_engine_is_another_schema() -> None:
    replayed(changelog(MANY), note="postgres")

    assert replayed(changelog(MANY), note="sqlite").read == MANY


def test_what_cannot_be_told_is_not_remembered(cache: Path) -> None:
    entries = [*changelog(MANY)]

    replayed(entries, stamps={entries[3].path: ""})

    assert not cache.exists()


@pytest.mark.parametrize("damage", [b"", b"9", b"1000 x\n", b"150 x\nx", b"\xff\xfe\n"])
def test_a_damaged_note_was_never_there(cache: Path, damage: bytes) -> None:
    replayed(changelog(MANY))
    [note] = cache.iterdir()
    note.write_bytes(damage)

    assert replayed(changelog(MANY)).tables == MANY


class Call:
    def __init__(self, function: object, *arguments: object) -> None:
        self.call = (function, arguments)

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        return self.call


HOSTILE = [
    pickle.dumps(Call(os.system, "touch hurt"), 5),
    pickle.dumps(Call(subprocess.check_call, ["touch", "hurt"]), 5),
    b"cbranchline.model.value\nmake_dataclass\n(Vx\n]tR.",
    b"\x80\x04\x8c\x15branchline.model.plan\x8c\x0bjson.codecs\x93.",
    pickle.dumps(Entry("a", "a", "a", Order(0, ())), 5),
]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_hostile_note_runs_nothing(
    cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, hostile: bytes
) -> None:
    monkeypatch.chdir(tmp_path)
    replayed(changelog(MANY))
    forge(cache, hostile)

    found = replayed(changelog(MANY))

    assert found.read == MANY
    assert not (tmp_path / "hurt").exists()


@pytest.mark.parametrize("hostile", HOSTILE[:-1])
def test_a_hostile_table_in_a_note_runs_nothing(
    cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, hostile: bytes
) -> None:
    monkeypatch.chdir(tmp_path)
    replayed(changelog(MANY))
    [note] = cache.iterdir()
    schema = note.read_bytes().partition(b"\n")[2]
    fields, values = pickle.loads(schema)  # noqa: S301 - written above
    values["tables"]["t7"] = hostile
    forge(cache, pickle.dumps((fields, values), 5))

    found = replayed(changelog(MANY))

    assert found.catalog.tables["t8"].name == "t8"
    with pytest.raises(RepositoryError, match="was not written by branchline"):
        found.catalog.tables["t7"]
    assert not (tmp_path / "hurt").exists()


def test_a_note_that_lost_a_byte_was_never_there(cache: Path) -> None:
    replayed(changelog(MANY))
    [note] = cache.iterdir()
    whole = note.read_bytes()
    note.write_bytes(whole[:2000] + whole[2001:])

    assert replayed(changelog(MANY)).read == MANY


def forge(cache: Path, body: bytes) -> None:
    [note] = cache.iterdir()
    count, digest, _ = note.read_bytes().partition(b"\n")[0].split(b" ")
    note.write_bytes(b"%s %s %d\n%s" % (count, digest, zlib.crc32(body), body))


def test_a_stamp_changes_with_the_file(tmp_path: Path) -> None:
    file = tmp_path / "0001.sql"
    file.write_text("select 1;")
    entry = Entry("0001", "1", "0001.sql", Order(0, (1,)))
    [young] = stamps_of(tmp_path, [entry])
    os.utime(file, (1_700_000_000, 1_700_000_000))
    [old] = stamps_of(tmp_path, [entry])
    file.write_text("select 22;")
    os.utime(file, (1_700_000_000, 1_700_000_000))

    assert young == ""
    assert old
    assert stamps_of(tmp_path, [entry]) not in ([""], [old])


def test_what_git_has_stored_is_told_by_its_id() -> None:
    entry = Entry("0001", "1", "0001.sql", Order(0, (1,)), oid="ab")

    assert stamps_of(None, [entry]) == ["0001.sql\0ab"]


def test_a_stamp_changes_with_what_belongs_to_the_file(tmp_path: Path) -> None:
    for name in ("0001.sql", "0001.conf"):
        (tmp_path / name).write_text("a")
        os.utime(tmp_path / name, (1_700_000_000, 1_700_000_000))
    entry = Entry("0001", "1", "0001.sql", Order(0, (1,)), companions=(("0001.conf", ""),))
    [before] = stamps_of(tmp_path, [entry])
    (tmp_path / "0001.conf").write_text("ab")
    [young] = stamps_of(tmp_path, [entry])
    os.utime(tmp_path / "0001.conf", (1_700_000_000, 1_700_000_000))

    assert before
    assert young == ""
    assert stamps_of(tmp_path, [entry]) not in ([""], [before])


def test_a_file_that_is_gone_has_no_stamp(tmp_path: Path) -> None:
    entry = Entry("0001", "1", "0001.sql", Order(0, (1,)))

    assert stamps_of(tmp_path, [entry]) == [""]
    assert stamps_of(None, [entry]) == [""]


class Found:
    def __init__(self, read: int, catalog: Catalog) -> None:
        self.read = read
        self.catalog = catalog
        self.tables = len(catalog.tables)


def changelog(count: int, edited: int = -1) -> Iterator[Entry]:
    for n in range(count):
        oid = f"edited{n}" if n == edited else f"blob{n}"
        yield Entry(f"{n:04}_t", str(n), f"{n:04}_t.sql", Order(0, (n,)), oid=oid)


def replayed(
    entries: Iterator[Entry] | list[Entry],
    note: str = "postgres",
    stamps: dict[str, str] | None = None,
    stop: int = 0,
) -> Found:
    read: list[str] = []

    def reader(entry: Entry) -> ChangeSet:
        if stop and len(read) == stop:
            raise KeyboardInterrupt
        read.append(entry.path)
        return ChangeSet(entry, script=Script(f"create table t{entry.id} (id int)", entry.path))

    entries = [*entries]
    marks = [(stamps or {}).get(entry.path, entry.path + entry.oid) for entry in entries]
    replay = Replay(Engine())
    pass_over(replay, entries, reader, marks, note)
    return Found(len(read), replay.catalog)
