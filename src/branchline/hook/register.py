"""The register of emergencies: one line of JSON for each ref that passed the gates by one.

A line is on the disk before the push is accepted. An acceptance that nobody
wrote down could be denied; a line without an acceptance only says that
somebody tried.
"""

import os
from datetime import datetime
from pathlib import Path

from branchline.errors import RepositoryError
from branchline.gather.verdict import Judged

FILE = Path("branchline", "register.jsonl")
"""Where it stands, in the repository's Git folder."""


def entered(judged: Judged, git_dir: Path, now: datetime) -> None:
    """Append what an emergency lifts for one ref.

    Raises:
        RepositoryError: it cannot be written, so the push may not be accepted.
    """
    update, glass = judged.update, judged.update.break_glass
    if glass is None:
        return
    import json

    line = {
        "time": now.isoformat(timespec="seconds"),
        "pusher": glass.pusher,
        "environment": update.environment.name if update.environment else "",
        "ref": update.ref,
        "old": update.old,
        "new": update.new,
        "ticket": glass.ticket,
        "reason": glass.reason,
        "lifted": [{"rule": f.rule, "message": f.message} for f in judged.lifted],
    }
    try:
        append(git_dir / FILE, json.dumps(line) + "\n")
    except OSError as error:
        raise RepositoryError(
            f"the emergency cannot be written down: {git_dir / FILE}: {error.strerror}",
            "nothing was accepted; ask the server's administrator",
        ) from None


def append(path: Path, line: str) -> None:
    """Append a line to a file and have it on the disk, or raise OSError.

    One write to a file opened for appending: two pushes at once cannot mix their lines.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o640)
    try:
        os.write(handle, line.encode())
        os.fsync(handle)
    finally:
        os.close(handle)
