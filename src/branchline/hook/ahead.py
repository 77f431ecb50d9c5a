"""Promotions that are judged before they are pushed, as soon as there is something to promote.

What an environment is asked for next is what its source holds now. So that is
judged in the background, when a push has moved a branch and its pusher is gone,
and the shell before the hook accepts such a promotion by comparing object ids.
A promise holds for one old tip, one day, and one content of everything that the
verdict rests on; losing one costs time only. A promotion that anything is to be
said about is never promised.
"""

import os
import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import BinaryIO

from branchline.config import FILE
from branchline.config.trusted import Trust, Trusted
from branchline.gather.attributes import NAME, folders
from branchline.gather.configurations import files_of
from branchline.gather.pushes import Elsewhere
from branchline.gather.verdict import Standing, judge
from branchline.git.objects import Repository
from branchline.git.receive import Push, Received
from branchline.hook.known import FOLDER, place, written_down
from branchline.model.environments import Environment
from branchline.model.regex import regex
from branchline.model.settings import Changelog
from branchline.model.value import replace

OFF = "branchline.ahead"
"""The Git configuration key that, when `false`, has a server judge nothing ahead."""


def ahead(repository: Repository, ref: str, today: date) -> None:
    """Judge what every environment beside the branch `ref` would be asked for next.

    Raises:
        BranchlineError: what holds for a branch cannot be used.
    """
    tips = repository.refs("refs/heads/")
    while tips:
        trust = Trust(repository, lambda known=tips: known)  # type: ignore[misc]  # mypy knows no default of a lambda
        found = trust.of(ref, tips.get(ref, ""))
        for environment in found.settings.pipeline if found else ():
            _promise(environment.ref, repository, tips, today)
        before, tips = tips, repository.refs("refs/heads/")
        if before == tips:
            return


def main(ref: str, deadline: float) -> int:
    """Run as a process of its own, in a server's Git folder; nobody is there to be told."""
    os.nice(10)
    try:
        with Repository.from_hook(os.environ, Path.cwd(), deadline) as repository:
            off = repository.config(OFF) == "false"
            lock = None if off else _alone(repository.git_dir / FOLDER)
            if lock is not None:
                with lock:
                    ahead(repository, ref, datetime.now(UTC).date())
    except OSError:
        return 1  # a full disk, a repository that is gone: nothing is lost but time
    return 0


_PLAIN = regex(r"refs/heads/[A-Za-z0-9/_.-]+")


def _promise(ref: str, repository: Repository, tips: dict[str, str], today: date) -> None:
    trust = Trust(repository, lambda: tips)
    old = tips.get(ref, "")
    found = trust.of(ref, old) if old else None
    environment = found.settings.pipeline.of_ref(ref) if found else None
    source = found.settings.pipeline.named(environment.source) if found and environment else None
    new = tips.get(source.ref, "") if source else ""
    if not (found and environment and source and new) or new == old:
        return
    if not all(_PLAIN.fullmatch(each.ref) for each in found.settings.pipeline):
        return
    rests = [*_rests(found, environment, new, repository, tips)]
    lines = [f"old {old}", f"day {today}", f"from {source.ref}", *rests]
    path = place(ref, repository.git_dir, "ahead")
    if _read(path)[:-1] == lines:
        return
    standing = _standing(Received(old, new, ref), repository, tips, today)
    kept = standing is not None and written_down(
        replace(standing, commit=old), repository.git_dir, ""
    )
    _write(path, [*lines, "yes" if kept else "no"])


def _standing(
    line: Received, repository: Repository, tips: dict[str, str], today: date
) -> Standing | None:
    """Return the branch, if the push would be accepted without a word."""
    push = Push((line,), {}, "")
    verdict = judge(push, repository, today, tips=lambda: tips, elsewhere=Elsewhere())
    silent = verdict.accepted and not verdict.notes and not verdict.report().findings
    return next(iter(verdict.standing), None) if silent else None


def _rests(
    trusted: Trusted,
    environment: Environment,
    new: str,
    repository: Repository,
    tips: dict[str, str],
) -> Iterator[str]:
    """Yield what decides, each with its id: of the new commit, and of all other branches."""
    settings = trusted.settings
    paths = dict.fromkeys(map(_deciding, settings.changelogs))
    above = [folder for spec in settings.changelogs for folder in folders(spec.path)]
    own = (f"{folder}/{NAME}" if folder else NAME for folder in above)
    for path in dict.fromkeys((FILE, *files_of(trusted), *own, *paths)):
        yield f"= {repository.at(new, path) or '-'} :{path}"
    others = dict.fromkeys(each.ref for each in settings.pipeline if each.ref != environment.ref)
    for ref in others:
        for path in paths:
            found = repository.at(tips[ref], path) if ref in tips else None
            yield f"= {found or '-'} {ref}:{path}"


def _deciding(spec: Changelog) -> str:
    """Return the folder that alone says what a changelog holds: the root, where others may."""
    return spec.path if spec.format == "plain" else ""


def _read(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):
        return []


def _write(path: Path, lines: list[str]) -> None:
    # Moved into place: a push at this moment finds the old promise or the new one.
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", dir=path.parent, delete=False, encoding="utf-8") as file:
        file.write("".join(f"{line}\n" for line in lines))
    Path(file.name).replace(path)


def _alone(folder: Path) -> BinaryIO | None:
    """Return a lock; None while another process has it, which looks again before it ends."""
    import fcntl

    folder.mkdir(parents=True, exist_ok=True)
    lock = (folder / "ahead.lock").open("ab")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        lock.close()
        return None
    return lock
