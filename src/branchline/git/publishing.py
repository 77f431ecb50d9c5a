"""What is done in a person's own name: asking their remote, committing, pushing.

It runs with their whole environment, since keys, helpers and identity may
stand there; reading never does (`branchline.git.command`).
"""

import os
import subprocess
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from branchline.errors import RepositoryError
from branchline.git.porcelain import commands, last_words

if TYPE_CHECKING:
    from branchline.git.objects import Repository


def remote_heads(repository: "Repository", remote: str) -> dict[str, str]:
    """Ask a remote for its branches, now, by full name.

    Raises:
        RepositoryError: it does not answer; the message is its own.
    """
    from git.exc import GitCommandError

    try:
        lines = str(commands(repository).ls_remote("--heads", "--", remote)).splitlines()
    except GitCommandError as error:
        raise RepositoryError(f"{remote} does not answer: {last_words(error)}") from None
    return {name: oid for oid, _, name in (line.partition("\t") for line in lines)}


def fetch(repository: "Repository", remote: str, refs: Collection[str]) -> None:
    """Bring branches of a remote to where it keeps them here, and nothing else.

    Raises:
        RepositoryError: it does not give them.
    """
    from git.exc import GitCommandError

    names = [ref.removeprefix("refs/heads/") for ref in refs]
    specs = [f"+refs/heads/{name}:refs/remotes/{remote}/{name}" for name in names]
    try:
        commands(repository).fetch("--quiet", "--no-tags", "--", remote, *specs)
    except GitCommandError as error:
        raise RepositoryError(f"cannot fetch from {remote}: {last_words(error)}") from None


def commit(repository: "Repository", tree: str, parents: Sequence[str], message: str) -> str:
    """Make a commit as the person at the keyboard, signed where they sign; no ref moves.

    Raises:
        RepositoryError: Git does not know who that is, or cannot sign.
    """
    from git.exc import GitCommandError

    signed = ["-S"] if repository.config("commit.gpgSign") == "true" else []
    above = [word for parent in parents for word in ("-p", parent)]
    try:
        made = commands(repository).commit_tree(*signed, *above, "-m", message, tree)
    except GitCommandError as error:
        raise RepositoryError(
            f"git commit-tree: {last_words(error)}", "git config user.name and user.email say who"
        ) from None
    return str(made)


def set_ref(repository: "Repository", ref: str, new: str, old: str) -> None:
    """Move a ref from `old`, which is empty for one that is not there yet.

    Raises:
        RepositoryError: somebody moved it meanwhile, or it cannot be written.
    """
    from git.exc import GitCommandError

    before = old or "0" * len(new)
    try:
        commands(repository).update_ref("-m", "branchline promote", ref, new, before)
    except GitCommandError as error:
        raise RepositoryError(f"git update-ref: {last_words(error)}") from None


def worktree_of(repository: "Repository", ref: str) -> str:
    """Return the folder in which a branch is checked out; empty where in none."""
    return str(commands(repository).for_each_ref("--format=%(worktreepath)", "--", ref)).strip()


def push(repository: "Repository", remote: str, commit_: str, ref: str) -> bool:
    """Push one commit to one ref, and let the server's words through as they come."""
    environ = {name: word for name, word in os.environ.items() if name not in _PLACES}
    folder = repository.work_tree or repository.git_dir
    command = ("git", "push", remote, f"{commit_}:{ref}")
    return subprocess.run(command, cwd=folder, env=environ, check=False).returncode == 0


_PLACES = frozenset({"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY"})
