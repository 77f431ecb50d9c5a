"""A commit and the index as trees, in real repositories."""

import subprocess
import sys

import pytest

from branchline.errors import RepositoryError
from branchline.git.objects import Repository
from branchline.git.trees import CommitTree, IndexTree
from branchline.model.tree import LIMIT, FileKind, TreeFile
from tests.git.conftest import Sandbox


def test_a_commit_lists_a_folder_and_reads_its_files(sandbox: Sandbox) -> None:
    commit = sandbox.commit({"db/2.sql": b"two", "db/1.sql": b"one", "x.sql": b""})

    with Repository.discover(sandbox.path) as repository:
        tree = CommitTree(repository, commit)
        files = list(tree.files("db"))
        read = [tree.read(file) for file in files]

    assert [(file.path, file.kind) for file in files] == [
        ("db/1.sql", FileKind.REGULAR),
        ("db/2.sql", FileKind.REGULAR),
    ]
    assert read == [b"one", b"two"]


def test_a_commit_lists_one_file_nothing_or_everything(sandbox: Sandbox) -> None:
    commit = sandbox.commit({"db/1.sql": b"", "db2/1.sql": b"", "x.sql": b""})

    with Repository.discover(sandbox.path) as repository:
        tree = CommitTree(repository, commit)
        listed = {
            folder: [file.path for file in tree.files(folder)]
            for folder in ("", "db", "db/1.sql", "none")
        }

    assert listed == {
        "": ["db/1.sql", "db2/1.sql", "x.sql"],
        "db": ["db/1.sql"],
        "db/1.sql": ["db/1.sql"],
        "none": [],
    }


@pytest.mark.skipif(sys.platform == "win32", reason="file system of POSIX")
def test_links_submodules_and_strange_names_are_told(sandbox: Sandbox) -> None:
    first = sandbox.commit({"db/1.sql": b"one"})
    (sandbox.path / "db/link.sql").symlink_to("1.sql")
    sandbox.git("update-index", "--add", "--cacheinfo", f"160000,{first},db/module")
    sandbox.git("add", "db/link.sql")
    blob = sandbox.git("hash-object", "-w", "--stdin", stdin=b"strange")
    sandbox.git("update-index", "--add", "--cacheinfo", f"100755,{blob},".encode() + b"db/\xff.sql")
    sandbox.git("commit", "-qm", "strange")
    commit = sandbox.git("rev-parse", "HEAD")
    expected = [
        ("db/1.sql", FileKind.REGULAR),
        ("db/link.sql", FileKind.SYMLINK),
        ("db/module", FileKind.SUBMODULE),
        ("db/\udcff.sql", FileKind.REGULAR),
    ]

    with Repository.discover(sandbox.path) as repository:
        for tree in (CommitTree(repository, commit), IndexTree(repository)):
            files = list(tree.files("db"))
            assert [(file.path, file.kind) for file in files] == expected
            assert tree.read(files[-1]) == b"strange"


def test_the_index_is_what_is_staged(sandbox: Sandbox) -> None:
    sandbox.commit({"db/1.sql": b"one", "x.sql": b""})
    (sandbox.path / "db/1.sql").write_bytes(b"staged")
    sandbox.git("add", "db/1.sql")
    (sandbox.path / "db/1.sql").write_bytes(b"not staged")

    with Repository.discover(sandbox.path) as repository:
        tree = IndexTree(repository)
        [file] = tree.files("db")
        assert tree.read(file) == b"staged"
        assert [found.path for found in tree.files("")] == ["db/1.sql", "x.sql"]


def test_an_unmerged_file_is_listed_once_as_ours(sandbox: Sandbox) -> None:
    sandbox.commit({"db/1.sql": b"base", "db/2.sql": b"base"})
    sandbox.git("switch", "-qc", "theirs")
    sandbox.commit({"db/1.sql": b"theirs", "db/2.sql": b"theirs"})
    sandbox.git("switch", "-q", "main")
    sandbox.git("rm", "-q", "db/2.sql")
    sandbox.commit({"db/1.sql": b"ours"})
    with pytest.raises(subprocess.CalledProcessError):
        sandbox.git("merge", "theirs")

    with Repository.discover(sandbox.path) as repository:
        tree = IndexTree(repository)
        read = {file.path: tree.read(file) for file in tree.files("db")}

    assert read == {"db/1.sql": b"ours", "db/2.sql": b"theirs"}


def test_a_file_over_the_limit_is_not_read(sandbox: Sandbox) -> None:
    commit = sandbox.commit({"db/1.sql": b"x" * (LIMIT + 1)})

    with Repository.discover(sandbox.path) as repository:
        tree = CommitTree(repository, commit)
        assert [tree.read(file) for file in tree.files("db")] == [None]


def test_an_object_that_is_not_here_is_an_error(sandbox: Sandbox) -> None:
    commit = sandbox.commit({"db/1.sql": b""})

    with Repository.discover(sandbox.path) as repository:
        tree = CommitTree(repository, commit)
        with pytest.raises(RepositoryError):
            tree.read(TreeFile("db/1.sql", oid="1" * len(commit)))


def test_a_folder_named_as_a_pattern_is_only_a_name(sandbox: Sandbox) -> None:
    commit = sandbox.commit({"db[1]/1.sql": b"", "db1/1.sql": b""})

    with Repository.discover(sandbox.path) as repository:
        for tree in (CommitTree(repository, commit), IndexTree(repository)):
            assert [file.path for file in tree.files("db[1]")] == ["db[1]/1.sql"]
