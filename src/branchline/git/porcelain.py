"""What GitPython is good at: configuration, hook folders and remotes.

Not for objects: see `branchline.git.objects`. It works through Git's own
commands here, since GitPython's readers know neither SHA-256 nor reftables nor
conditional includes. Importing it costs 84 ms, so only functions do.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from branchline.errors import RepositoryError

if TYPE_CHECKING:
    import git

    from branchline.git.objects import Repository


def config_value(repository: "Repository", key: str) -> str | None:
    """Return the value of `key`, from wherever Git takes it; None when it is not set."""
    return _ask(repository, "config", "--get", "--", key)


def set_config(repository: "Repository", key: str, value: str) -> None:
    """Set `key` in the repository's own configuration.

    Raises:
        RepositoryError: the key has no such form, or the file cannot be written.
    """
    from git.exc import GitCommandError

    try:
        commands(repository).config("--local", "--", key, value)
    except GitCommandError as error:
        raise RepositoryError(f"cannot set {key} to {value!r}: {last_words(error)}") from None


def unset_config(repository: "Repository", key: str) -> None:
    """Take `key` out of the repository's own configuration, if it is there."""
    from git.exc import GitCommandError

    try:
        commands(repository).config("--local", "--unset-all", "--", key)
    except GitCommandError as error:
        if error.status != _NOT_SET:
            raise RepositoryError(f"cannot unset {key}: {last_words(error)}") from None


def hooks_path(repository: "Repository") -> Path:
    """Return the folder that Git runs hooks from, absolute; it need not exist.

    `core.hooksPath` decides, relative to where hooks run: the top of the
    working tree, or the bare repository. Source: githooks(5).
    """
    place = _ask(repository, "rev-parse", "--git-path", "hooks") or "hooks"
    return Path(_folder(repository), place).absolute()


def default_remote(repository: "Repository") -> str | None:
    """Return the remote that a bare `git push` of this branch goes to, if there is any."""
    remotes = (_ask(repository, "remote") or "").splitlines()
    branch = _ask(repository, "symbolic-ref", "--quiet", "--short", "HEAD")
    upstream = branch and config_value(repository, f"branch.{branch}.remote")
    wanted = (upstream, "origin", *remotes)
    return next((name for name in wanted if name in remotes), None)


def is_tracked(repository: "Repository", path: str) -> bool:
    """Whether the index knows a file; `path` is relative to the top of the working tree."""
    return any(True for _ in repository.staged([path.encode("utf-8", "surrogateescape")]))


def move(repository: "Repository", old: str, new: str) -> None:
    """Rename a tracked file, in the working tree and in the index.

    Raises:
        RepositoryError: Git cannot.
    """
    from git.exc import GitCommandError

    try:
        commands(repository).mv("--", old, new)
    except GitCommandError as error:
        raise RepositoryError(f"git mv: {last_words(error)}") from None


def commands(repository: "Repository") -> "git.Git":
    """Return Git's commands on this repository, run with the whole environment of the person."""
    import git

    found = git.Git(str(_folder(repository)))
    found.update_environment(GIT_DIR=str(repository.git_dir))
    return found


def last_words(error: "git.exc.GitCommandError") -> str:
    """Return what Git said last before it failed."""
    lines = str(error.stderr).strip().strip("'").splitlines()
    return lines[-1].removeprefix("fatal: ") if lines else f"ended with code {error.status}"


_NOT_SET = 5  # what git-config(1) ends with when there is nothing to unset


def _ask(repository: "Repository", command: str, *arguments: str) -> str | None:
    from git.exc import GitCommandError

    try:
        return str(commands(repository).execute(["git", command, *arguments]))
    except GitCommandError as error:
        if error.status == 1:
            return None
        raise RepositoryError(f"git {command}: {last_words(error)}") from None


def _folder(repository: "Repository") -> Path:
    return repository.work_tree or repository.git_dir
