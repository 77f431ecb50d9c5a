"""The proof that hooks judge: two pushes to a copy of the repository, which is thrown away.

One deletes an environment's branch, which no setting allows, and has to be
refused; one adds a commit that changes nothing, and has to be accepted. The copy
borrows the objects, and runs `pre-receive` alone and without the hook that it
keeps: nothing is deployed, and nobody else is told of a push.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from branchline.config.trusted import KEY
from branchline.errors import BranchlineError
from branchline.git.command import Git, inherited
from branchline.git.objects import Repository
from branchline.install.doctor import Check
from branchline.install.places import Place

HOOK = "pre-receive"


def proof(repository: Repository, place: Place, branch: str) -> Iterator[Check]:
    """Push twice to a copy, to a branch that an environment is deployed from."""
    with TemporaryDirectory(prefix="branchline-") as folder:
        scratch = Path(folder, "scratch.git")
        try:
            git = _copied(repository, place, scratch)
            grown = _grown(git, branch)
        except (BranchlineError, OSError) as error:
            yield Check(f"the hooks could not be tried: {error}", "look at the repository")
            return
        yield _refused(*_pushed(scratch, f":refs/heads/{branch}"))
        yield _accepted(*_pushed(scratch, f"{grown}:refs/heads/{branch}"))


_NOBODY = {
    f"GIT_{who}_{what}": "branchline"
    for who in ("AUTHOR", "COMMITTER")
    for what in ("NAME", "EMAIL")
}
_LINES = "do what the lines above say"


def _copied(repository: Repository, place: Place, scratch: Path) -> Git:
    environ = inherited(os.environ)
    source = str(repository.git_dir)
    # Every ref: a configuration may be pinned to one that is no branch.
    words = ("clone", "--quiet", "--mirror", "--shared", "--template=")
    Git(scratch.parent, environ).run(*words, source, str(scratch))
    hooks = scratch / "hooks"
    hooks.mkdir()
    git = Git(scratch, {**environ, **_NOBODY, "GIT_DIR": str(scratch)})
    git.run("config", "core.hooksPath", str(hooks))
    git.run("config", "receive.denyDeleteCurrent", "ignore")
    if pin := repository.config(KEY):
        git.run("config", KEY, pin)
    if place.path(HOOK).is_file():
        shutil.copy(place.path(HOOK), hooks / HOOK)  # with its mode, which is to be proved as well
    return git


def _grown(git: Git, branch: str) -> str:
    tip = f"refs/heads/{branch}"
    made = git.run("commit-tree", f"{tip}^{{tree}}", "-p", tip, "-m", "nothing")
    return made.output.decode().strip()


def _pushed(scratch: Path, what: str) -> tuple[bool, str]:
    done = subprocess.run(
        ["git", "-C", os.fspath(scratch), "push", "--force", os.fspath(scratch), what],
        env={**inherited(os.environ), "GIT_DIR": os.fspath(scratch)},
        capture_output=True,
        check=False,
    )
    said = (done.stdout + done.stderr).decode("utf-8", "replace")
    return done.returncode == 0, said


def _refused(accepted: bool, said: str) -> Check:  # noqa: FBT001 - how a push ended
    what = "a push that deletes an environment's branch"
    if accepted:
        return Check(
            f"{what} was accepted: the hooks do not run", _LINES, "everything else passes too"
        )
    if "branch-deleted" in said:
        return Check(f"{what} was refused by branchline")
    return Check(f"{what} was refused, but not by branchline: {_first(said)}", _REFUSER, _UNPROVED)


def _accepted(accepted: bool, said: str) -> Check:  # noqa: FBT001 - how a push ended
    what = "a push of a commit that changes nothing"
    if accepted:
        return Check(f"{what} was accepted")
    return Check(f"{what} was refused: {_first(said)}", _REFUSER, "nobody can push")


_REFUSER = "look at what refused it"
_UNPROVED = "nothing shows that branchline judges"


def _first(said: str) -> str:
    lines = (line for line in said.splitlines() if line.startswith("remote: "))
    return next(lines, said.strip())
