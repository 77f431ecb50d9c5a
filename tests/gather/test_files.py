import os
import subprocess
from datetime import date
from pathlib import Path

import pytest

from branchline.formats.folder import FolderTree
from branchline.gather.files import compared, judged
from branchline.gather.scopes import Scope
from branchline.gather.scripts import EmptyTree
from branchline.git.objects import Repository
from branchline.git.trees import CommitTree
from branchline.model.changelog import ChangelogDiff
from branchline.model.effects import Engine
from branchline.model.settings import Changelog
from tests.formats.trees import Files

TODAY = date(2026, 1, 2)
DB = Changelog("app", "db", "plain")


def test_whether_timeouts_are_set_elsewhere_reaches_every_statement(tmp_path: Path) -> None:
    write(tmp_path, "db/0001_a.sql", "create table a (id int);")

    for managed in (True, False):
        spec = Changelog("app", "db", "auto", managed_timeouts=managed)
        [changeset] = judged(Scope.of(FolderTree(tmp_path), spec), TODAY).added

        assert [each.unit.managed_timeouts for each in changeset.statements] == [managed]


def test_a_change_meets_the_schema_that_those_before_it_make(tmp_path: Path) -> None:
    write(tmp_path, "db/0001_a.sql", "create table a (id int);")
    write(tmp_path, "db/0002_b.sql", "alter table a add column b int;")
    write(tmp_path, "db/0003_c.sql", "drop table a;")

    diff = judged(Scope.of(FolderTree(tmp_path), DB, {"db/0002_b.sql"}), TODAY)

    [changeset] = diff.added
    [statement] = changeset.statements
    assert statement.catalog.table("a")
    assert [entry.change for entry in diff.applied] == ["0001_a", "0003_c"]
    assert diff.placed == {"0002_b"}


def test_nothing_in_question_reads_nothing(tmp_path: Path) -> None:
    write(tmp_path, "db/0001_a.sql", "select 1;")

    diff = judged(Scope.of(FolderTree(tmp_path), DB, set()), TODAY)

    assert diff.added == ()


def test_before_the_first_commit_everything_is_new(tmp_path: Path) -> None:
    write(tmp_path, "db/0001_a.sql", "select 1;")

    diff = compared(Scope.of(FolderTree(tmp_path), DB), EmptyTree(), TODAY)

    assert names(diff) == ({"0001_a"}, set())


@pytest.mark.parametrize("format_", ["sha1", "sha256"])
def test_only_what_differs_from_a_commit_is_judged(tmp_path: Path, format_: str) -> None:
    write(tmp_path, "db/0001_a.sql", "select 1;\n")
    write(tmp_path, "db/0002_b.sql", "select 2;\n")
    write(tmp_path, "db/0003_c.sql", "select 3;\n\n-- rollback\nselect 1;\n")
    write(tmp_path, "db/0004_d.sql", "select 4;\n")
    write(tmp_path, "db/0004_d.down.sql", "select 4;\n")
    commit = committed(tmp_path, format_)
    write(tmp_path, "db/0001_a.sql", "select 1;\r\n")
    write(tmp_path, "db/0002_b.sql", "select 22;\n")
    write(tmp_path, "db/0003_c.sql", "select 3;\n\n-- rollback\nselect 33;\n")
    write(tmp_path, "db/0005_e.sql", "select 5;\n")

    with Repository.discover(tmp_path) as repository:
        base = CommitTree(repository, commit)
        diff = compared(Scope.of(FolderTree(tmp_path), DB), base, TODAY)

    assert names(diff) == ({"0005_e"}, {"0002_b", "0003_c"})
    assert len(diff.applied.entries) == 4


def test_a_way_back_that_came_later_is_a_difference(tmp_path: Path) -> None:
    write(tmp_path, "db/0001_a.sql", "select 1;\n")
    commit = committed(tmp_path)
    write(tmp_path, "db/0001_a.down.sql", "select 2;\n")
    write(tmp_path, "db/oops.sql", "select 3;\n")

    with Repository.discover(tmp_path) as repository:
        base = CommitTree(repository, commit)
        diff = compared(Scope.of(FolderTree(tmp_path), DB), base, TODAY)

    assert names(diff) == (set(), {"0001_a"})
    assert [stray.place.path for stray in diff.strays] == ["db/oops.sql"]


def test_only_a_long_changelog_is_remembered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    for number in range(120):
        write(tmp_path, f"db/{number:04}_t.sql", f"create table t{number} (id int);")
        os.utime(tmp_path / f"db/{number:04}_t.sql", (1_700_000_000, 1_700_000_000))
    scope = Scope.of(FolderTree(tmp_path), DB, {"db/0119_t.sql"})

    judged(Scope.of(FolderTree(tmp_path), DB, {"db/0050_t.sql"}), TODAY)
    short = (tmp_path / "cache").exists()
    diffs = [judged(scope, TODAY), judged(scope, TODAY)]

    assert not short
    assert len([*(tmp_path / "cache/branchline").iterdir()]) == 1
    assert [len(diff.added[0].statements[0].catalog.tables) for diff in diffs] == [119, 119]


def names(diff: ChangelogDiff) -> tuple[set[str], set[str]]:
    return {each.change for each in diff.added}, {each.change for each in diff.changed}


def write(root: Path, path: str, text: str) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_bytes(text.encode())


def committed(root: Path, format_: str = "sha1") -> str:
    for words in (
        ["init", "-q", f"--object-format={format_}"],
        ["add", "-A"],
        ["commit", "-qm", "one"],
    ):
        subprocess.run(["git", "-C", root, *words], check=True)
    done = subprocess.run(
        ["git", "-C", root, "rev-parse", "HEAD"], check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


def test_a_changeset_above_the_last_of_a_file_is_seen_against_a_base() -> None:
    spec = Changelog("app", "db", "liquibase", Engine("postgres"))
    head = "--liquibase formatted sql\n"
    one, two, three = (
        f"--changeset ada:{n}\nCREATE TABLE t{n} (id bigint PRIMARY KEY);\n" for n in "123"
    )
    base = Files({"db/a.sql": head + one + three})

    diff = compared(
        Scope.of(Files({"db/a.sql": head + one + two + three}), spec), base, date(2026, 1, 1)
    )

    newest = diff.applied.newest()
    [added] = diff.added
    assert newest is not None
    assert added.change == "db/a.sql::2::ada"
    assert added.entry.order < newest.order
