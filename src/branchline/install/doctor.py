"""Whether the hooks run, as far as looking tells; `branchline.install.proof` pushes.

Each check says what is the matter, why that matters, and the command that mends it.
"""

import os
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import NamedTemporaryFile

from branchline import __version__
from branchline.config.trusted import Trust, Trusted
from branchline.git.objects import Repository
from branchline.install import quick
from branchline.install.kinds import dispatches
from branchline.install.places import Place
from branchline.install.scripts import archive_of, is_ours, version_of
from branchline.install.settings import ADVERTISE, FSCK, OBSERVE
from branchline.model.environments import Pipeline
from branchline.model.value import value

OBSERVED = Path("branchline", "observed.jsonl")
"""What `branchline.hook.observing` writes, in the repository's Git folder."""

LATE = 300
"""Seconds by which clocks may differ: a soak is counted in hours."""


@value
class Check:
    """One thing that was looked at; `hint` says what to do, when it is not as it should be."""

    what: str
    hint: str = ""
    why: str = ""

    @property
    def good(self) -> bool:
        """Whether it is as it should be."""
        return not self.hint


def hooks(place: Place, command: str) -> Iterator[Check]:
    """Look at each script of a place; `command` puts them there again."""
    for name in place.names:
        path = place.path(name)
        if not is_ours(path):
            yield Check(
                f"{path} is not branchline's",
                command,
                _NO_HOOK.get(name, "Git does not ask us there"),
            )
        elif not os.access(path, os.X_OK):
            yield Check(
                f"{path} is not executable, so Git ignores it",
                f"chmod +x {path}",
                "every push is accepted, and only the pusher is told",
            )
        else:
            yield _interpreter(path, command)


def called(repository: Repository, place: Place) -> Iterator[Check]:
    """Look at whether what is in a place is what the server calls for this repository."""
    for name in place.names:
        entry = repository.git_dir / "hooks" / name
        if place.kind == "gitea" and not (dispatches(entry, name) and os.access(entry, os.X_OK)):
            hint = "gitea admin regenerate hooks (or: forgejo admin regenerate hooks)"
            yield Check(f"{entry} does not run what is in {name}.d", hint, _NO_HOOK[name])
        elif place.kind.startswith("gitolite") and not _is_linked(entry, place.path(name)):
            hint = (place.after or ("gitolite setup --hooks-only",))[0].rpartition(": ")[2]
            hint = "push gitolite.conf with the option for it" if len(place.after) > 1 else hint
            yield Check(f"{entry} does not lead to {place.path(name)}", hint, _NO_HOOK[name])
        elif place.kind == "bare" and is_ours(entry) and not is_ours(place.path(name)):
            hint = f"git -C {repository.git_dir} config --unset core.hooksPath"
            why = f"core.hooksPath has Git look in {place.folder}"
            yield Check(f"{entry} is there, and Git does not run it", hint, why)
        for key in (f"hook.{name}.enabled", f"hook.branchline-{name}.enabled"):
            if (repository.config(key) or "").lower() in {"false", "no", "off", "0"}:
                hint = f"git -C {repository.git_dir} config --unset {key}"
                yield Check(f"{key} is false, which switches it off", hint, _NO_HOOK[name])


def server(repository: Repository, trusted: Trusted | None) -> Iterator[Check]:
    """Look at what a server's repository was told."""
    glass = trusted is not None and trusted.settings.promotion.break_glass.enabled
    if repository.config(ADVERTISE) == "true":
        yield Check("push options are taken")
    elif glass:
        hint = f"git -C {repository.git_dir} config {ADVERTISE} true"
        why = "an emergency is enabled, and is told by 'git push -o'"
        yield Check(f"{ADVERTISE} is not true: nobody can break the glass", hint, why)
    else:
        yield Check("push options are not taken, and no emergency is enabled that would need one")
    if (repository.config(FSCK) or repository.config("transfer.fsckObjects")) == "true":
        yield Check("objects are looked at before they are taken")
    else:
        hint = f"git -C {repository.git_dir} config {FSCK} true"
        why = "a tree with one name twice can hide a change"
        yield Check(f"{FSCK} is not true: {why}", hint, "one is judged, and the other deployed")
    if repository.config(OBSERVE) == "true":
        hint = f"git -C {repository.git_dir} config --unset {OBSERVE}"
        yield Check("only observing: every push is accepted", hint, _noted(repository.git_dir))


def clocks(repository: Repository, pipeline: Pipeline, tips: dict[str, str]) -> Iterator[Check]:
    """Compare this machine's clock with the repository's files and its newest commits."""
    now = time.time()
    with NamedTemporaryFile(dir=repository.git_dir) as file:
        off = Path(file.name).stat().st_mtime - now
    why = "soak and freeze are counted by it, and what is remembered is compared with it"
    if abs(off) > LATE:
        what = f"the clock of {repository.git_dir}'s file system is {off:+.0f} s off"
        yield Check(what, "synchronise both machines: timedatectl set-ntp true", why)
    late = {
        environment.branch: ahead
        for environment in pipeline
        if environment.ref in tips
        and (ahead := repository.commit_time(tips[environment.ref]) - now) > LATE
    }
    for branch, ahead in late.items():
        what = f"the newest commit of {branch} is {ahead:.0f} s in the future"
        yield Check(what, "look at this clock first: timedatectl set-ntp true", why)
    if not late:
        yield Check("no clock is ahead of this one")


def history(repository: Repository, pipeline: Pipeline, tips: dict[str, str]) -> Iterator[Check]:
    """Look at whether there is enough history, and a branch for every environment."""
    if repository.is_shallow():
        why = "what came from where cannot be told, so pushes are refused"
        yield Check("the history is cut off", "git fetch --unshallow", why)
    for environment in pipeline:
        there = environment.ref in tips
        what = f"{environment.name} is deployed from {environment.branch}"
        hint = f"git push origin {environment.branch}"
        why = "nothing reaches it, nor any environment after it"
        yield Check(what) if there else Check(f"{what}, which does not exist", hint, why)


_NO_HOOK = {"pre-receive": "no push is judged", "post-receive": "no push deploys anything"}


def trusted(repository: Repository, tips: dict[str, str]) -> Trusted | None:
    """Return what the server's hooks would judge by; None when they see nothing.

    Raises:
        ConfigError: the trusted configuration cannot be used.
    """
    trust = Trust(repository, lambda: tips)
    for ref, tip in tips.items():
        found = trust.of(ref, tip)
        if found is not None:
            return found
    return None


def _is_linked(entry: Path, script: Path) -> bool:
    around = [entry, *entry.parent.glob(f"{entry.name}.h*-{script.name}")]
    return any(each.resolve() == script.resolve() for each in around)


def _noted(git_dir: Path) -> str:
    try:
        with (git_dir / OBSERVED).open("rb") as file:
            count = sum(1 for _ in file)
    except OSError:
        count = 0
    return f"{count} would have been refused so far: {git_dir / OBSERVED}"


def _version_of(interpreter: str, file: str) -> str:
    where = f"import sys; sys.path.insert(0, {file!r}); " if file else ""
    program = f"{where}import branchline; print(branchline.__version__)"
    try:
        done = subprocess.run(
            [interpreter, "-I", "-c", program],
            capture_output=True,
            check=False,
        )
    except OSError:
        return ""
    return done.stdout.decode("utf-8", "replace").strip() if done.returncode == 0 else ""


def _interpreter(path: Path, command: str) -> Check:
    found = _named(path.read_text(encoding="utf-8", errors="replace"))
    version = _version_of(found, archive_of(path))
    if not version:
        why = "every push is refused, and the pusher is not told why"
        return Check(f"{path} runs {found}, which has no branchline", command, why)
    if version != __version__:
        what = f"{path} runs branchline {version}, and this is {__version__}"
        return Check(what, command, "verdicts differ from those of 'branchline check' here")
    if version_of(path) != version:
        what = f"{path} is from branchline {version_of(path)}, and runs {version}"
        return Check(what, command, "the script lacks what the newer one does")
    return Check(f"{path} runs branchline {version}")


def _named(text: str) -> str:
    first, _, rest = text.partition("\n")
    if named := quick.named(text):
        return named
    if first.startswith("#!/bin/sh"):
        return rest.partition('"')[2].partition('"')[0]
    return first.removeprefix("#!").removesuffix(" -I")
