"""What to do about a fault of our own: write it down, and say where.

The report holds the traceback and the command line, and no values: what a
variable held may be a secret.
"""

import os
import platform
import sys
import tempfile
import traceback
from collections.abc import Sequence
from pathlib import Path

from branchline import __version__
from branchline.errors import BranchlineError


def report_fault(error: Exception, words: Sequence[str]) -> BranchlineError:
    """Write a report of `error`, beside the repository's data when there is one."""
    what = f"{type(error).__name__}: {error}".partition("\n")[0]
    try:
        place = f"the report is in {_written(_text(error, words))}"
    except OSError as denied:
        place = f"no report could be written ({denied.strerror})"
    return BranchlineError(f"a fault in branchline: {what}; {place}", "please report it")


def _text(error: Exception, words: Sequence[str]) -> str:
    where = f"branchline {__version__}, Python {platform.python_version()} on {sys.platform}"
    return "\n".join((where, f"command: {words!r}", "", *traceback.format_exception(error)))


def _written(text: str) -> Path:
    handle, name = tempfile.mkstemp(".txt", "branchline-", _folder())
    with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace") as file:
        file.write(text)
    return Path(name)


def _folder() -> Path | None:
    """Where faults of this repository stand; None, the system's temporary folder, without one."""
    here = Path.cwd()
    git = next((at / ".git" for at in (here, *here.parents) if (at / ".git").is_dir()), None)
    if git is None or not os.access(git, os.W_OK):
        return None
    folder = git / "branchline" / "faults"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
