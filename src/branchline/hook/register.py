"""The register of exceptions: one line of JSON for each ref that passed the gates by one.

An emergency names what it `lifted`; a push after which a ref is judged by less
names what is `weakened`.

A line is on the disk before the push is accepted. An acceptance that nobody
wrote down could be denied; a line without an acceptance only says that
somebody tried.
"""

import errno
import os
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from branchline.errors import RepositoryError
from branchline.gather.register import FILE
from branchline.gather.verdict import Judged
from branchline.hook.debt import due, opened

if TYPE_CHECKING:
    from branchline.gather.weakening import Weakening


def entered(judged: Judged, git_dir: Path, now: datetime) -> None:
    """Append what an emergency lifts for one ref.

    Raises:
        RepositoryError: it cannot be written, so the push may not be accepted.
    """
    update, glass = judged.update, judged.update.break_glass
    if glass is None:
        return
    line = {
        "time": now.isoformat(timespec="seconds"),
        "pusher": glass.pusher,
        "environment": update.environment.name if update.environment else "",
        "ref": update.ref,
        "old": update.old,
        "new": update.new,
        "ticket": glass.ticket,
        "reason": glass.reason,
        "changes": opened(judged),
        "due": due(judged, now).isoformat(timespec="seconds"),
        "lifted": [{"rule": f.rule, "message": f.message} for f in judged.lifted],
    }
    _write(line, git_dir, "the emergency")


def weakened(weakening: "Weakening", pusher: str, git_dir: Path, now: datetime) -> None:
    """Append what the configuration of one ref guards less after a push.

    Raises:
        RepositoryError: it cannot be written, so the push may not be accepted.
    """
    line = {
        "time": now.isoformat(timespec="seconds"),
        "pusher": pusher,
        "environment": weakening.environment,
        "ref": weakening.ref,
        "old": weakening.old,
        "new": weakening.new,
        "weakened": list(weakening.what),
    }
    _write(line, git_dir, "the weaker configuration")


def _write(line: Mapping[str, object], git_dir: Path, what: str) -> None:
    import json

    try:
        append(git_dir / FILE, json.dumps(line) + "\n")
    except OSError as error:
        raise RepositoryError(
            f"{what} cannot be written down: {git_dir / FILE}: {error.strerror}",
            "nothing was accepted; ask the server's administrator",
        ) from None


def append(path: Path, line: str) -> None:
    """Append a whole line or nothing; two pushes at once wait for each other.

    Raises:
        OSError: the line is not there.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o640)
    try:
        _lock(handle)
        _written_whole(handle, line.encode())
    finally:
        os.close(handle)


def _written_whole(handle: int, data: bytes) -> None:
    """A disk that is nearly full takes a part, and says so by the number alone."""
    size = os.fstat(handle).st_size
    whole = False
    try:
        whole = os.write(handle, data) == len(data)
        os.fsync(handle)
    finally:
        if not whole:
            os.ftruncate(handle, size)
    if not whole:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def _lock(handle: int) -> None:
    try:
        import fcntl
    except ImportError:  # outside of Unix, where no server of Git is
        return
    fcntl.flock(handle, fcntl.LOCK_EX)
