"""Whether the hooks run: what can be looked at, and then a push that must be refused.

The push goes to a copy of the repository that borrows its objects and its
hooks, and is thrown away. It deletes an environment's branch, which no setting
allows: a server that lets it pass runs no hook of ours.
"""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from branchline import __version__
from branchline.config.trusted import KEY, Trust
from branchline.errors import BranchlineError
from branchline.git.command import Git, inherited
from branchline.git.objects import Repository
from branchline.install import quick
from branchline.install.places import Place
from branchline.install.scripts import is_ours
from branchline.install.settings import ADVERTISE, FSCK, OBSERVE
from branchline.model.environments import Pipeline
from branchline.model.value import value


@value
class Check:
    """One thing that was looked at; `hint` says what to do, when it is not as it should be."""

    what: str
    hint: str = ""

    @property
    def good(self) -> bool:
        """Whether it is as it should be."""
        return not self.hint


def hooks(place: Place, command: str) -> Iterator[Check]:
    """Look at each script of a place; `command` puts them there again."""
    for name in place.names:
        path = place.path(name)
        if not is_ours(path):
            yield Check(f"{path} is not branchline's", command)
        elif not os.access(path, os.X_OK):
            # Git accepts every push then, and tells the pusher only.
            yield Check(f"{path} is not executable, so Git ignores it", f"chmod +x {path}")
        else:
            yield _interpreter(path, command)


def server(repository: Repository) -> Iterator[Check]:
    """Look at what a server's repository was told."""
    if repository.config(ADVERTISE) == "true":
        yield Check("push options are taken")
    else:
        hint = f"git -C {repository.git_dir} config {ADVERTISE} true"
        yield Check(f"{ADVERTISE} is not true: nobody can break the glass", hint)
    if (repository.config(FSCK) or repository.config("transfer.fsckObjects")) == "true":
        yield Check("objects are looked at before they are taken")
    else:
        hint = f"git -C {repository.git_dir} config {FSCK} true"
        yield Check(f"{FSCK} is not true: a tree with one name twice can hide a change", hint)
    if repository.config(OBSERVE) == "true":
        hint = f"git -C {repository.git_dir} config --unset {OBSERVE}"
        yield Check("only observing: every push is accepted", hint)


def history(repository: Repository, pipeline: Pipeline, tips: dict[str, str]) -> Iterator[Check]:
    """Look at whether there is enough history, and a branch for every environment."""
    if repository.is_shallow():
        yield Check("the history is cut off", "git fetch --unshallow")
    for environment in pipeline:
        there = environment.ref in tips
        what = f"{environment.name} is deployed from {environment.branch}"
        hint = f"git push origin {environment.branch}"
        yield Check(what) if there else Check(f"{what}, which does not exist", hint)


def trusted_pipeline(repository: Repository, tips: dict[str, str]) -> Pipeline | None:
    """Return the environments as the server's hooks would see them; None when they see none.

    Raises:
        ConfigError: the trusted configuration cannot be used.
    """
    trust = Trust(repository, lambda: tips)
    for ref, tip in tips.items():
        found = trust.of(ref, tip)
        if found is not None:
            return found.settings.pipeline
    return None


def proof(repository: Repository, place: Place, branch: str) -> Check:
    """Push the deletion of an environment's branch to a copy, and see whether it is refused."""
    what = "a push that deletes an environment's branch"
    with TemporaryDirectory(prefix="branchline-") as folder:
        scratch = Path(folder, "scratch.git")
        git = Git(Path(folder), inherited(os.environ))
        try:
            source = str(repository.git_dir)
            git.run("clone", "--quiet", "--bare", "--shared", "--template=", source, str(scratch))
            git.run("-C", str(scratch), "config", "core.hooksPath", str(place.folder))
            git.run("-C", str(scratch), "config", "receive.denyDeleteCurrent", "ignore")
            if pin := repository.config(KEY):
                git.run("-C", str(scratch), "config", KEY, pin)
        except BranchlineError as error:
            return Check(
                f"the hooks could not be tried: {error.message}",
                error.hint or "look at the repository",
            )
        pushed = subprocess.run(
            ["git", "-C", os.fspath(scratch), "push", os.fspath(scratch), f":{branch}"],
            env=inherited(os.environ),
            capture_output=True,
            check=False,
        )
    said = (pushed.stdout + pushed.stderr).decode("utf-8", "replace")
    if pushed.returncode and "branch-deleted" in said:
        return Check(f"{what} was refused by branchline")
    if pushed.returncode:
        last = next(
            (line for line in said.splitlines() if line.startswith("remote: ")), said.strip()
        )
        return Check(
            f"{what} was refused, but not by branchline: {last}", "look at what refused it"
        )
    return Check(f"{what} was accepted: the hooks do not run", "do what the lines above say")


def _version_of(interpreter: str) -> str:
    try:
        done = subprocess.run(
            [interpreter, "-I", "-c", "import branchline; print(branchline.__version__)"],
            capture_output=True,
            check=False,
        )
    except OSError:
        return ""
    return done.stdout.decode("utf-8", "replace").strip() if done.returncode == 0 else ""


def _interpreter(path: Path, command: str) -> Check:
    found = _named(path.read_text(encoding="utf-8", errors="replace"))
    version = _version_of(found)
    if not version:
        return Check(f"{path} runs {found}, which has no branchline", command)
    if version != __version__:
        return Check(f"{path} runs branchline {version}, and this is {__version__}", command)
    return Check(f"{path} runs branchline {version}")


def _named(text: str) -> str:
    first, _, rest = text.partition("\n")
    if named := quick.named(text):
        return named
    if first.startswith("#!/bin/sh"):
        return rest.partition('"')[2].partition('"')[0]
    return first.removeprefix("#!").removesuffix(" -I")
