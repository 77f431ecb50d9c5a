from pathlib import Path

import pytest

from branchline.errors import RepositoryError
from branchline.git.objects import Repository
from branchline.git.porcelain import config_value, default_remote, hooks_path, set_config
from tests.git.conftest import Init, Sandbox


def test_reads_what_it_sets(sandbox: Sandbox) -> None:
    repository = Repository.discover(sandbox.path)

    set_config(repository, "branchline.note", "--a 'b' \"c\"")

    assert config_value(repository, "branchline.note") == "--a 'b' \"c\""
    assert config_value(repository, "branchline.other") is None


def test_a_key_of_no_form_is_refused(sandbox: Sandbox) -> None:
    repository = Repository.discover(sandbox.path)

    with pytest.raises(RepositoryError, match="cannot set nokey to 'x'") as caught:
        set_config(repository, "nokey", "x")

    assert "\n" not in caught.value.message


def test_reads_included_files(sandbox: Sandbox) -> None:
    (sandbox.path / "more").write_text("[branchline]\n\tnote = included\n")
    sandbox.git("config", f"includeIf.gitdir:{sandbox.path}/.path", str(sandbox.path / "more"))

    assert config_value(Repository.discover(sandbox.path), "branchline.note") == "included"


def test_hooks_stand_in_the_git_folder(sandbox: Sandbox) -> None:
    folder = sandbox.path / "db"
    folder.mkdir()

    assert hooks_path(Repository.discover(folder)) == sandbox.path / ".git" / "hooks"


def test_hooks_of_a_linked_working_tree_are_those_of_the_repository(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    sandbox.commit({})
    sandbox.git("worktree", "add", "-q", str(tmp_path / "linked"))

    assert hooks_path(Repository.discover(tmp_path / "linked")) == sandbox.path / ".git" / "hooks"


@pytest.mark.parametrize("options", [(), ("--bare",)])
def test_hooks_may_stand_elsewhere(options: tuple[str, ...], init: Init, tmp_path: Path) -> None:
    sandbox = init("repo", *options)
    repository = Repository.discover(sandbox.path)

    set_config(repository, "core.hooksPath", "my hooks")
    relative = hooks_path(repository)
    set_config(repository, "core.hooksPath", str(tmp_path / "hooks"))
    absolute = hooks_path(repository)

    assert relative == sandbox.path / "my hooks"
    assert absolute == tmp_path / "hooks"


def test_hooks_of_a_bare_repository_stand_in_it(init: Init) -> None:
    bare = init("bare.git", "--bare")

    assert hooks_path(Repository.discover(bare.path)) == bare.path / "hooks"


def test_a_callers_git_dir_does_not_lead_elsewhere(
    init: Init, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, other = init("here"), init("other")
    monkeypatch.setenv("GIT_DIR", str(other.path / ".git"))

    assert hooks_path(Repository.discover(here.path)) == here.path / ".git" / "hooks"


def test_finds_the_remote_of_the_branch(sandbox: Sandbox) -> None:
    repository = Repository.discover(sandbox.path)
    names: list[str | None] = [default_remote(repository)]

    for remote in ("backup", "origin", "team"):
        sandbox.git("remote", "add", remote, str(sandbox.path))
        names.append(default_remote(repository))
    sandbox.git("config", "branch.main.remote", "team")
    names.append(default_remote(repository))

    assert names == [None, "backup", "origin", "origin", "team"]


def test_a_detached_head_has_a_default_remote(sandbox: Sandbox) -> None:
    sandbox.commit({})
    sandbox.git("remote", "add", "origin", str(sandbox.path))
    sandbox.git("checkout", "-q", "--detach")

    assert default_remote(Repository.discover(sandbox.path)) == "origin"
