"""A folder on disk as a tree."""

import os
import sys
from pathlib import Path

import pytest

from branchline.errors import RepositoryError
from branchline.formats.folder import FolderTree
from branchline.model.tree import LIMIT, FileKind, TreeFile

posix = pytest.mark.skipif(sys.platform == "win32", reason="file system of POSIX")


def put(root: Path, *paths: str) -> None:
    for path in paths:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(path.encode())


def listed(root: Path, folder: str = "") -> list[str]:
    return [file.path for file in FolderTree(root).files(folder)]


def test_lists_in_gits_order(tmp_path: Path) -> None:
    put(tmp_path, "db/a/1.sql", "db/a.sql", "db/a-b.sql", "db/B.sql", "other/x.sql")

    assert listed(tmp_path, "db") == ["db/B.sql", "db/a-b.sql", "db/a.sql", "db/a/1.sql"]


def test_lists_one_file_or_nothing_or_everything(tmp_path: Path) -> None:
    put(tmp_path, "db/a.sql", ".git/config", "x.sql")

    assert listed(tmp_path, "db/a.sql") == ["db/a.sql"]
    assert listed(tmp_path, "nowhere") == []
    assert listed(tmp_path) == ["db/a.sql", "x.sql"]


def test_another_repository_inside_is_a_submodule(tmp_path: Path) -> None:
    put(tmp_path, "db/sub/.git", "db/sub/1.sql")

    assert list(FolderTree(tmp_path).files("db")) == [TreeFile("db/sub", FileKind.SUBMODULE)]


@posix
def test_links_are_named_and_never_followed(tmp_path: Path) -> None:
    put(tmp_path, "db/a.sql", "secret/1.sql")
    (tmp_path / "db/b.sql").symlink_to("a.sql")
    (tmp_path / "db/more").symlink_to("../secret")
    (tmp_path / "link").symlink_to("secret")
    tree = FolderTree(tmp_path)

    assert [(file.path, file.kind) for file in tree.files("db")] == [
        ("db/a.sql", FileKind.REGULAR),
        ("db/b.sql", FileKind.SYMLINK),
        ("db/more", FileKind.SYMLINK),
    ]
    assert list(tree.files("link/1.sql")) == [TreeFile("link", FileKind.SYMLINK)]
    for path in ("db/b.sql", "db/more/1.sql", "link/1.sql"):
        with pytest.raises(RepositoryError, match="is not a regular file"):
            tree.read(TreeFile(path))


@posix
def test_a_pipe_stalls_nobody(tmp_path: Path) -> None:
    (tmp_path / "db").mkdir()
    os.mkfifo(tmp_path / "db/1.sql")
    tree = FolderTree(tmp_path)

    assert list(tree.files("db")) == [TreeFile("db/1.sql", FileKind.OTHER)]
    assert list(tree.files("db/1.sql")) == [TreeFile("db/1.sql", FileKind.OTHER)]
    with pytest.raises(RepositoryError, match="is not a regular file"):
        tree.read(TreeFile("db/1.sql"))


@pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="names are bytes on Linux")
def test_a_name_in_another_encoding_can_be_read(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"1_\xff.sql")).write_bytes(b"x")
    tree = FolderTree(tmp_path)

    [file] = tree.files("")
    assert file.path == "1_\udcff.sql"
    assert tree.read(file) == b"x"


def test_reads_up_to_the_limit(tmp_path: Path) -> None:
    (tmp_path / "1.sql").write_bytes(b"x" * LIMIT)
    (tmp_path / "2.sql").write_bytes(b"x" * (LIMIT + 1))
    tree = FolderTree(tmp_path)

    assert len(tree.read(TreeFile("1.sql")) or b"") == LIMIT
    assert tree.read(TreeFile("2.sql")) is None


def test_what_is_gone_is_an_error_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(RepositoryError, match=r"^1.sql cannot be read: no such file or directory$"):
        FolderTree(tmp_path).read(TreeFile("1.sql"))
