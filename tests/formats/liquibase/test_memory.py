"""What is remembered of a long changelog is what would be read again."""

from collections.abc import Iterator
from hashlib import sha1
from pathlib import Path

import pytest

from branchline.formats import FORMATS
from branchline.model.changelog import Entry
from branchline.model.effects import Engine
from branchline.model.settings import Changelog
from branchline.model.tree import TreeFile

LIQUIBASE = FORMATS["liquibase"]
MASTER = "databaseChangeLog:\n- includeAll: {path: db/changes, labels: all}\n"


class Counted:
    """Files by path with Git's ids, and how many of them were read."""

    def __init__(self, files: dict[str, str]) -> None:
        self._files = files
        self.read_count = 0

    def files(self, folder: str) -> Iterator[TreeFile]:
        for path, text in sorted(self._files.items()):
            if path.startswith(folder):
                yield TreeFile(path, oid=sha1(text.encode(), usedforsecurity=False).hexdigest())

    def read(self, file: TreeFile) -> bytes | None:
        self.read_count += 1
        return self._files[file.path].encode()


@pytest.fixture(autouse=True)
def _own_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))


def many(*, master: bool) -> dict[str, str]:
    head = "--liquibase formatted sql\n"
    files = {
        f"db/changes/{at:04}.sql": f"{head}--changeset ada:{at} labels:own\nselect {at};\n"
        "--rollback select 'é';\n"
        for at in range(300)
    }
    files["db/changes/0007.sql"] = f"{head}--property name:n value:7\n--changeset ada:7\n${{n}};\n"
    return files | ({"db/m.yaml": MASTER} if master else {})


def outlined(files: dict[str, str], dialect: str = "sqlite") -> tuple[tuple[Entry, ...], int]:
    tree = Counted(files)
    found = LIQUIBASE.outline(tree, Changelog("app", "db", "liquibase", Engine(dialect)))
    return found.entries, tree.read_count


@pytest.mark.parametrize("master", [True, False], ids=["master", "folder"])
def test_a_second_time_only_what_is_new_is_read(master: bool) -> None:  # noqa: FBT001 - a parameter
    files = many(master=master)
    first, read = outlined(files)

    again, read_again = outlined(files)

    assert again == first
    assert read >= 300
    # The master, at most twice, and the file with a property.
    assert read_again <= 3

    files["db/changes/0005.sql"] += "select 'more';\n"
    changed, read_changed = outlined(files)

    assert read_changed == read_again + 1
    assert [one.id for one in changed] == [one.id for one in first]
    assert [one for one in changed if one not in first][0].path == "db/changes/0005.sql"  # noqa: RUF015 - it is there


def test_another_dialect_has_notes_of_its_own() -> None:
    files = many(master=False)
    outlined(files)

    _, read = outlined(files, "postgres")

    assert read == 300


@pytest.mark.parametrize("harm", [b"", b"x", None], ids=["empty", "torn", "altered"])
def test_a_note_that_is_not_whole_was_never_there(tmp_path: Path, harm: bytes | None) -> None:
    files = many(master=False)
    first, _ = outlined(files)
    [note] = (tmp_path / "branchline").iterdir()
    data = note.read_bytes()
    note.write_bytes(data.replace(b"select 9", b"select 8") if harm is None else harm)

    again, read = outlined(files)

    assert again == first
    assert read == 300
