import hashlib
import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from branchline.errors import RepositoryError
from branchline.git.objects import Blob, Change, Commit, Repository, empty_tree, is_zero
from tests.git.conftest import Init, Sandbox


@pytest.fixture
def repository(sandbox: Sandbox) -> Iterator[Repository]:
    with Repository.discover(sandbox.path) as opened:
        yield opened


def zeros(like: str) -> str:
    return "0" * len(like)


# where it is


def test_finds_the_repository_above_a_folder(sandbox: Sandbox) -> None:
    folder = sandbox.path / "db" / "migrations"
    folder.mkdir(parents=True)

    repository = Repository.discover(folder)

    assert repository.git_dir == sandbox.path / ".git"
    assert repository.work_tree == sandbox.path
    assert not repository.is_bare


def test_finds_the_working_tree_from_inside_the_git_folder(sandbox: Sandbox) -> None:
    repository = Repository.discover(sandbox.path / ".git" / "refs")

    assert repository.work_tree == sandbox.path


def test_finds_a_bare_repository(init: Init) -> None:
    bare = init("bare.git", "--bare")

    repository = Repository.discover(bare.path)

    assert repository.git_dir == bare.path
    assert repository.is_bare


def test_a_relative_path_is_as_good(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    oid = sandbox.commit({})
    monkeypatch.chdir(sandbox.path.parent)

    with Repository.discover(Path("repo")) as repository:
        monkeypatch.chdir("/")

        assert repository.resolve("main") == oid


def test_says_in_one_sentence_that_there_is_no_repository(tmp_path: Path) -> None:
    with pytest.raises(RepositoryError, match=r"not a git repository") as caught:
        Repository.discover(tmp_path)

    assert "\n" not in caught.value.message
    assert str(tmp_path) in caught.value.message


def test_says_that_a_folder_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(RepositoryError, match="No such file or directory"):
        Repository.discover(tmp_path / "nowhere")


def test_says_that_there_is_no_git(tmp_path: Path) -> None:
    with pytest.raises(RepositoryError, match="no git on PATH"):
        Repository.discover(tmp_path, {"PATH": str(tmp_path)})


def test_a_callers_git_variables_do_not_lead_elsewhere(init: Init) -> None:
    here, other = init("here"), init("other")
    oid = here.commit({"a": b"here"})
    other.commit({"b": b"other"})
    environ = os.environ | {
        "GIT_DIR": str(other.path / ".git"),
        "GIT_INDEX_FILE": str(other.path / ".git" / "index"),
        "GIT_OBJECT_DIRECTORY": str(other.path / ".git" / "objects"),
        "GIT_NAMESPACE": "x",
    }

    with Repository.discover(here.path, environ) as repository:
        assert repository.refs() == {"refs/heads/main": oid}
        assert repository.kind(oid) == "commit"
        assert [entry.path for entry in repository.staged()] == [b"a"]


def test_reads_a_linked_working_tree(sandbox: Sandbox, tmp_path: Path) -> None:
    oid = sandbox.commit({"a": b"a"})
    sandbox.git("worktree", "add", "-q", "-b", "dev", str(tmp_path / "linked"))

    with Repository.discover(tmp_path / "linked") as repository:
        assert repository.ref("refs/heads/main") == oid
        assert [entry.path for entry in repository.staged()] == [b"a"]
        assert repository.work_tree == tmp_path / "linked"


def test_takes_the_repository_of_a_hook_in_a_linked_working_tree(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    sandbox.commit({"a": b"a"})
    linked = tmp_path / "linked"
    sandbox.git("worktree", "add", "-q", "-b", "dev", str(linked))
    environ = os.environ | {
        "GIT_DIR": str(sandbox.path / ".git" / "worktrees" / "linked"),
        "GIT_COMMON_DIR": os.path.relpath(sandbox.path / ".git", linked),
    }

    with Repository.from_hook(environ, linked) as repository:
        assert repository.resolve("dev") == repository.resolve("main")
        assert repository.work_tree == linked


def test_a_hook_without_git_dir_is_in_the_repository_of_its_folder(sandbox: Sandbox) -> None:
    repository = Repository.from_hook(os.environ, sandbox.path)

    assert repository.git_dir == sandbox.path / ".git"


def test_a_hook_sees_the_index_of_a_commit_with_paths(sandbox: Sandbox) -> None:
    sandbox.commit({"a": b"a"})
    shutil.copy(sandbox.path / ".git" / "index", sandbox.path / ".git" / "next-index")
    (sandbox.path / "b").write_bytes(b"b")
    sandbox.git("add", "b")
    environ = os.environ | {"GIT_INDEX_FILE": ".git/next-index"}

    with Repository.from_hook(environ, sandbox.path) as repository:
        assert [entry.path for entry in repository.staged()] == [b"a"]


# objects


def test_reads_a_file(sandbox: Sandbox, repository: Repository) -> None:
    oid = sandbox.git("hash-object", "-w", "--stdin", stdin=b"select 1;\r\n\0")

    assert repository.read(oid) == Blob(oid, 12, b"select 1;\r\n\0")


def test_does_not_read_a_large_file(sandbox: Sandbox, repository: Repository) -> None:
    small = sandbox.git("hash-object", "-w", "--stdin", stdin=b"x" * 100)
    large = sandbox.git("hash-object", "-w", "--stdin", stdin=b"x" * 101)

    blobs = list(repository.read_all([large, small, large], limit=100))

    assert [blob.data for blob in blobs] == [None, b"x" * 100, None]
    assert [blob.size for blob in blobs] == [101, 100, 101]


def test_reads_many_while_asking_for_others(sandbox: Sandbox, repository: Repository) -> None:
    files = {f"{number:03}": b"%d" % number * 2000 for number in range(150)}
    commit = sandbox.commit(files)
    oids = [entry.oid for entry in repository.entries(commit)]

    read = []
    for blob in repository.read_all(oids):
        read.append(blob.data)
        assert repository.kind(commit) == "commit"
        assert repository.read(oids[7]).data == files["007"]

    assert read == list(files.values())


def test_abandoned_reading_does_not_confuse_the_next(
    sandbox: Sandbox, repository: Repository
) -> None:
    commit = sandbox.commit({"a": b"a", "b": b"b", "c": b"c"})
    oids = [entry.oid for entry in repository.entries(commit)]

    first = next(repository.read_all(oids))

    assert first.data == b"a"
    assert repository.read(oids[2]).data == b"c"


def test_tells_kinds(sandbox: Sandbox, repository: Repository) -> None:
    commit = sandbox.commit({"a": b"a"})
    sandbox.git("tag", "-a", "v1", "-m", "v1")
    blob, tree, tag = (
        sandbox.git("rev-parse", rev) for rev in ("HEAD:a", "HEAD^{tree}", "refs/tags/v1")
    )

    kinds = [repository.kind(oid) for oid in (commit, tag, tree, blob, "1" * len(commit))]

    assert kinds == ["commit", "tag", "tree", "blob", None]
    assert repository.commit_tree(commit) == repository.commit_tree(tag) == tree


def test_an_id_of_the_other_format_is_not_an_abbreviation(init: Init) -> None:
    sandbox = init("repo", "--object-format=sha256")
    oid = sandbox.commit({})

    with Repository.discover(sandbox.path) as repository:
        assert repository.kind(oid[:40]) is None


def test_a_missing_object_is_named(sandbox: Sandbox, repository: Repository) -> None:
    missing = "1" * len(sandbox.commit({}))

    with pytest.raises(RepositoryError, match=f"object {missing} is not in this repository"):
        repository.read(missing)


def test_a_commit_is_not_a_file(sandbox: Sandbox, repository: Repository) -> None:
    commit = sandbox.commit({})

    with pytest.raises(RepositoryError, match="is a commit, not a file"):
        repository.read(commit)


def test_a_file_has_no_tree(sandbox: Sandbox, repository: Repository) -> None:
    blob = sandbox.git("hash-object", "-w", "--stdin", stdin=b"x")

    with pytest.raises(RepositoryError, match="is not a commit"):
        repository.commit_tree(blob)


def test_a_damaged_object_is_an_error_in_gits_words(
    sandbox: Sandbox, repository: Repository
) -> None:
    noise = b"".join(hashlib.sha256(b"%d" % number).digest() for number in range(500))
    oid = sandbox.git("hash-object", "-w", "--stdin", stdin=noise)
    whole = sandbox.git("hash-object", "-w", "--stdin", stdin=b"whole")
    place = sandbox.path / ".git" / "objects" / oid[:2] / oid[2:]
    place.chmod(0o600)
    place.write_bytes(place.read_bytes()[:-600] + b"x" * 600)

    with pytest.raises(RepositoryError, match="git cat-file: ") as caught:
        repository.read(oid)

    assert "\n" not in caught.value.message
    assert repository.read(whole).data == b"whole"


def test_replacements_are_not_believed(sandbox: Sandbox, repository: Repository) -> None:
    commit = sandbox.commit({"a": b"true"})
    blob = sandbox.git("rev-parse", "HEAD:a")
    forged = sandbox.git("hash-object", "-w", "--stdin", stdin=b"forged")
    sandbox.git("replace", blob, forged)

    assert repository.read(blob).data == b"true"
    assert [entry.oid for entry in repository.entries(commit)] == [blob]


def test_says_when_a_commit_was_made(sandbox: Sandbox, repository: Repository) -> None:
    commit = sandbox.commit({}, "a message\n\ncommitter Eve <eve> 12 +0000")

    assert repository.commit_time(commit) == 1767323045


def test_a_commit_without_a_time_is_of_1970(sandbox: Sandbox, repository: Repository) -> None:
    tree = sandbox.git("write-tree")
    text = f"tree {tree}\nauthor a\ncommitter b\n\nno time\n".encode()
    commit = sandbox.git("hash-object", "-t", "commit", "-w", "--literally", "--stdin", stdin=text)

    assert repository.commit_time(commit) == 0


# names


def test_reads_five_thousand_refs(sandbox: Sandbox, repository: Repository) -> None:
    oid = sandbox.commit({})
    lines = "".join(f"create refs/heads/b/{number} {oid}\n" for number in range(5000))
    sandbox.git("update-ref", "--stdin", stdin=lines.encode())

    refs = repository.refs("refs/heads/b/")

    assert len(refs) == 5000
    assert set(refs.values()) == {oid}
    assert repository.ref("refs/heads/b/4999") == oid


def test_a_tag_does_not_stand_for_a_branch(sandbox: Sandbox, repository: Repository) -> None:
    sandbox.commit({})
    sandbox.git("tag", "main")
    tip = sandbox.commit({"a": b"a"})

    assert repository.ref("refs/heads/main") == tip


def test_a_ref_with_the_name_inside_its_name_is_another(
    sandbox: Sandbox, repository: Repository
) -> None:
    oid = sandbox.commit({})
    for name in ("refs/heads/refs/heads/prod", "refs/tags/refs/heads/prod", "refs/heads/prod/x"):
        sandbox.git("update-ref", name, oid)

    assert repository.ref("refs/heads/prod") is None


def test_ref_names_may_be_any_bytes(sandbox: Sandbox, repository: Repository) -> None:
    oid = sandbox.commit({})
    sandbox.git("update-ref", b"refs/heads/caf\xe9", oid)
    sandbox.git("update-ref", "refs/heads/café", oid)

    assert repository.ref("refs/heads/caf\udce9") == oid
    assert repository.ref("refs/heads/café") == oid


def test_resolves_what_a_person_types(sandbox: Sandbox, repository: Repository) -> None:
    first = sandbox.commit({})
    second = sandbox.commit({"a": b"a"})
    sandbox.git("tag", "-a", "v1", "-m", "v1")

    assert repository.resolve("HEAD~1") == first
    assert repository.resolve("v1") == second
    assert repository.resolve(second[:12]) == second


@pytest.mark.parametrize(
    "rev",
    ["", "nowhere", "HEAD:a", "--all", "-h", "main\nmain", "a\0b", "x y", "main dev", "\udce9"],
)
def test_resolves_nothing_else(rev: str, sandbox: Sandbox, repository: Repository) -> None:
    sandbox.commit({"a": b"a"})

    assert repository.resolve(rev) is None
    assert repository.resolve("main") is not None


@pytest.mark.parametrize("oid", ["", "main", "--all", "^" + "a" * 40, "A" * 40, "a" * 41])
def test_only_full_ids_name_objects(oid: str, init: Init) -> None:
    repository = Repository.discover(init().path)

    with pytest.raises(RepositoryError, match="not a full object id"):
        list(repository.entries(oid))
    with pytest.raises(RepositoryError, match="not a full object id"):
        repository.is_ancestor(oid, oid)


# files


def test_lists_files_below_a_folder(sandbox: Sandbox, repository: Repository) -> None:
    commit = sandbox.commit({"db/1.sql": b"1", "db/sub/2.sql": b"2", "db2/3.sql": b"3", "d": b""})

    assert [entry.path for entry in repository.entries(commit, b"db")] == [
        b"db/1.sql",
        b"db/sub/2.sql",
    ]
    assert [entry.path for entry in repository.entries(commit, b"db/")] == [
        b"db/1.sql",
        b"db/sub/2.sql",
    ]
    assert [entry.path for entry in repository.entries(commit, b"db/1.sql")] == [b"db/1.sql"]
    assert not list(repository.entries(commit, b"nowhere"))
    assert len(list(repository.entries(repository.commit_tree(commit)))) == 4


def test_a_path_is_no_pattern(sandbox: Sandbox, repository: Repository) -> None:
    first = sandbox.commit({"a": b"1", "*": b"1", ":(top)a": b"1", "-r": b"1"})
    second = sandbox.commit({"a": b"2", "*": b"2", ":(top)a": b"2", "-r": b"2"})

    for name in (b"*", b":(top)a", b"-r"):
        assert [change.path for change in repository.changed(first, second, [name])] == [name]
        assert [entry.path for entry in repository.entries(second, name)] == [name]
        assert [entry.path for entry in repository.staged([name])] == [name]


def test_lists_links_submodules_and_names_of_any_bytes(
    sandbox: Sandbox, repository: Repository
) -> None:
    commit = sandbox.commit({"a": b"a"})
    blob = sandbox.git("rev-parse", "HEAD:a")
    rows = [
        b"100755 %s\tcaf\xe9 \n\t.sql" % blob.encode(),
        b"120000 %s\tlink" % blob.encode(),
        b"160000 %s\tmodule" % commit.encode(),
    ]
    sandbox.git("update-index", "-z", "--index-info", stdin=b"\0".join(rows) + b"\0")
    tree = sandbox.git("write-tree")

    entries = list(repository.entries(tree))

    assert [(entry.mode, entry.kind, entry.path) for entry in entries] == [
        ("100644", "blob", b"a"),
        ("100755", "blob", b"caf\xe9 \n\t.sql"),
        ("120000", "blob", b"link"),
        ("160000", "commit", b"module"),
    ]
    assert list(repository.staged()) == entries


def test_reports_unmerged_files(sandbox: Sandbox, repository: Repository) -> None:
    sandbox.commit({"a": b"a"})
    blob = sandbox.git("rev-parse", "HEAD:a")
    rows = b"".join(b"100644 %s %d\tb\0" % (blob.encode(), stage) for stage in (1, 2, 3))
    sandbox.git("update-index", "-z", "--index-info", stdin=rows)

    assert [(entry.path, entry.stage) for entry in repository.staged()] == [
        (b"a", 0),
        (b"b", 1),
        (b"b", 2),
        (b"b", 3),
    ]


def test_an_index_is_empty_before_the_first_file(repository: Repository) -> None:
    assert not list(repository.staged())


def test_lists_what_differs(sandbox: Sandbox, repository: Repository) -> None:
    old = sandbox.commit({"db/1": b"one\n" * 9, "db/2": b"2", "app": b"1"})
    sandbox.git("mv", "db/1", "db/3")
    new = sandbox.commit({"db/2": b"22", "app": b"2"})
    one, two, three = (
        sandbox.git("rev-parse", rev) for rev in (f"{old}:db/1", f"{old}:db/2", f"{new}:db/2")
    )
    none = zeros(old)

    changes = list(repository.changed(old, new, [b"db/"]))

    assert changes == [
        Change("D", "100644", "000000", one, none, b"db/1"),
        Change("M", "100644", "100644", two, three, b"db/2"),
        Change("A", "000000", "100644", none, one, b"db/3"),
    ]
    assert next(repository.changed(old, new)).path == b"app"


def test_a_file_may_turn_into_a_link(sandbox: Sandbox, repository: Repository) -> None:
    old = sandbox.commit({"a": b"b"})
    (sandbox.path / "a").unlink()
    (sandbox.path / "a").symlink_to("b")
    new = sandbox.commit({})

    [change] = repository.changed(old, new)

    assert (change.status, change.old_mode, change.new_mode) == ("T", "100644", "120000")


def test_zeros_stand_for_the_empty_tree(sandbox: Sandbox, repository: Repository) -> None:
    commit = sandbox.commit({"a": b"a"})

    [added] = repository.changed(zeros(commit), commit)
    [removed] = repository.changed(commit, empty_tree(commit))

    assert (added.status, removed.status) == ("A", "D")
    assert empty_tree(commit) == sandbox.git("hash-object", "-t", "tree", os.devnull)


def test_a_submodule_that_is_ignored_still_differs(
    sandbox: Sandbox, repository: Repository
) -> None:
    commits = []
    for digit in (b"1", b"2"):
        module = digit * len(sandbox.git("write-tree"))
        sandbox.git("update-index", "-z", "--index-info", stdin=b"160000 %s\tm\0" % module)
        sandbox.git("commit", "-q", "-m", "m")
        commits.append(sandbox.git("rev-parse", "HEAD"))
    sandbox.git("config", "submodule.m.ignore", "all")
    sandbox.git("config", "diff.ignoreSubmodules", "all")

    assert [change.status for change in repository.changed(commits[0], commits[1])] == ["M"]


def test_a_tree_that_nests_without_end_is_refused(init: Init) -> None:
    sandbox = init("repo", "--object-format=sha1")
    oid = sandbox.git("hash-object", "-w", "--stdin", stdin=b"")
    kind, mode = "blob", "100644"
    for _ in range(10):
        rows = "".join(f"{mode} {kind} {oid}\t{number}\n" for number in range(10))
        oid = sandbox.git("mktree", stdin=rows.encode())
        kind, mode = "tree", "040000"

    with (
        Repository.discover(sandbox.path) as repository,
        pytest.raises(RepositoryError, match="more than 500000 files"),
    ):
        for _ in repository.entries(oid):
            pass


# history


def test_knows_ancestors(sandbox: Sandbox, repository: Repository) -> None:
    first, second = sandbox.commit({}), sandbox.commit({"a": b"a"})

    assert repository.is_ancestor(first, second)
    assert repository.is_ancestor(first, first)
    assert not repository.is_ancestor(second, first)
    assert not repository.is_shallow()


def test_finds_merge_bases(sandbox: Sandbox, repository: Repository) -> None:
    base = sandbox.commit({})
    one = sandbox.commit({"a": b"a"})
    sandbox.git("checkout", "-q", "-b", "dev", base)
    other = sandbox.commit({"b": b"b"})
    sandbox.git("checkout", "-q", "--orphan", "new")
    alone = sandbox.commit({"c": b"c"})

    assert repository.merge_bases(one, other) == (base,)
    assert repository.merge_bases(one, alone) == ()


def test_a_missing_commit_is_an_error_not_an_answer(
    sandbox: Sandbox, repository: Repository
) -> None:
    commit = sandbox.commit({})

    with pytest.raises(RepositoryError, match="git merge-base: Not a valid commit name"):
        repository.is_ancestor("1" * len(commit), commit)


def test_lists_introduced_commits_parents_first(sandbox: Sandbox, repository: Repository) -> None:
    old = sandbox.commit({})
    sandbox.git("checkout", "-q", "-b", "dev")
    left = sandbox.commit({"a": b"a"}, "left\n\nbody")
    sandbox.git("checkout", "-q", "main")
    right = sandbox.commit({"b": b"b"}, "rïght\nsecond line")
    sandbox.git("merge", "-q", "--no-ff", "-m", "merge", "dev")
    merge = sandbox.git("rev-parse", "HEAD")

    introduced = list(repository.introduced(merge, [old]))

    assert sorted(introduced[:2]) == sorted(
        [Commit(left, (old,), "left"), Commit(right, (old,), "rïght second line")]
    )
    assert introduced[2:] == [Commit(merge, (right, left), "merge")]
    assert not list(repository.introduced(old, [merge]))
    assert set(repository.rev_list([merge], [old], "--first-parent")) == {merge, right}


def test_finds_roots(sandbox: Sandbox, repository: Repository) -> None:
    old = sandbox.commit({})
    sandbox.git("checkout", "-q", "--orphan", "other")
    alone = sandbox.commit({"a": b"a"})
    sandbox.git("checkout", "-q", "main")
    sandbox.git("merge", "-q", "--allow-unrelated-histories", "-m", "merge", "other")
    merge = sandbox.git("rev-parse", "HEAD")

    assert repository.roots(merge, [old]) == (alone,)
    assert repository.roots(old, [old]) == ()


def test_a_shallow_repository_does_not_answer_no(sandbox: Sandbox, tmp_path: Path) -> None:
    first, second = sandbox.commit({"a": b"1"}), sandbox.commit({"a": b"2"})
    sandbox.git("branch", "dev", first)
    options = ("-q", "--bare", "--depth=1", "--no-single-branch")
    sandbox.git("clone", *options, f"file://{sandbox.path}", str(tmp_path / "s"))

    with Repository.discover(tmp_path / "s") as repository:
        assert repository.is_shallow()
        assert repository.is_ancestor(second, second)
        assert [change.status for change in repository.changed(first, second)] == ["M"]
        with pytest.raises(RepositoryError, match="shallow") as caught:
            repository.is_ancestor(first, second)
        with pytest.raises(RepositoryError, match="shallow"):
            repository.merge_bases(first, second)
        with pytest.raises(RepositoryError, match="shallow"):
            repository.roots(second)

    assert "git fetch --unshallow" in caught.value.hint


# limits


def test_a_subject_without_end_is_refused(sandbox: Sandbox, repository: Repository) -> None:
    tree = sandbox.git("write-tree")
    commit = sandbox.git("commit-tree", tree, stdin=b"x" * (3 << 20))

    with pytest.raises(RepositoryError, match="git rev-list printed an endless record"):
        list(repository.introduced(commit))


def test_does_not_fetch_what_a_partial_clone_left_out(sandbox: Sandbox, tmp_path: Path) -> None:
    commit = sandbox.commit({"a": b"a"})
    blob = sandbox.git("rev-parse", "HEAD:a")
    sandbox.git("config", "uploadpack.allowFilter", "true")
    source = f"file://{sandbox.path}"
    sandbox.git("clone", "-q", "--bare", "--filter=blob:none", source, str(tmp_path / "partial"))

    with Repository.discover(tmp_path / "partial") as repository:
        assert [entry.oid for entry in repository.entries(commit)] == [blob]
        with pytest.raises(RepositoryError) as caught:
            repository.read(blob)

    assert "\n" not in caught.value.message


def test_stops_at_the_deadline(sandbox: Sandbox, repository: Repository) -> None:
    commit = sandbox.commit({})
    assert repository.kind(commit) == "commit"

    repository.deadline = time.monotonic()

    with pytest.raises(RepositoryError, match="out of time"):
        repository.kind(commit)
    with pytest.raises(RepositoryError, match="out of time"):
        list(repository.entries(commit))
    repository.deadline = None
    assert repository.kind(commit) == "commit"


def test_a_git_that_hangs_is_stopped(sandbox: Sandbox, tmp_path: Path) -> None:
    oid = sandbox.commit({})
    slow = tmp_path / "bin" / "git"
    slow.parent.mkdir()
    slow.write_text("#!/bin/sh\nexec sleep 60\n")
    slow.chmod(0o755)
    environ = os.environ | {"PATH": f"{slow.parent}{os.pathsep}{os.environ['PATH']}"}
    environ["GIT_DIR"] = str(sandbox.path / ".git")
    start = time.monotonic()

    with Repository.from_hook(environ, sandbox.path, deadline=start + 0.1) as repository:
        with pytest.raises(RepositoryError, match="out of time: git merge-base had to stop"):
            repository.is_ancestor(oid, oid)
        for _ in range(2):
            with pytest.raises(RepositoryError, match="out of time"):
                repository.kind(oid)

    assert time.monotonic() - start < 30


def test_ends_its_processes(sandbox: Sandbox) -> None:
    commit = sandbox.commit({"a": b"a"})
    with Repository.discover(sandbox.path) as repository:
        repository.read(sandbox.git("rev-parse", f"{commit}:a"))

        repository.close()

        assert repository.kind(commit) == "commit"


@pytest.mark.parametrize(
    ("oid", "zero"), [("0" * 40, True), ("0" * 64, True), ("0" * 39 + "1", False), ("", False)]
)
def test_zeros_of_any_width_are_no_ref(oid: str, zero: bool) -> None:  # noqa: FBT001
    assert is_zero(oid) is zero
