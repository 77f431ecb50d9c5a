"""What a hook does about a fault of our own: write it down where the administrator finds it.

The report holds the traceback and no values: what a variable held may be a
secret, and whoever pushes sees only the path.
"""

import os
import platform
import sys
import tempfile
import traceback
from pathlib import Path

from branchline import __version__
from branchline.errors import BranchlineError


def reported(error: Exception) -> BranchlineError:
    """Write a report of `error` and return what to say about it."""
    what = f"{type(error).__name__}: {error}".partition("\n")[0]
    text = "\n".join(
        (
            f"branchline {__version__}, Python {platform.python_version()} on {sys.platform}",
            f"hook: {sys.argv}",
            "",
            *traceback.format_exception(error),
        )
    )
    try:
        place = f"the report is in {_written(text)}"
    except OSError as denied:
        place = f"no report could be written ({denied.strerror})"
    return BranchlineError(f"a fault in branchline: {what}; {place}", "please report it")


def _written(text: str) -> Path:
    handle, name = tempfile.mkstemp(".txt", "branchline-", _folder())
    with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace") as file:
        file.write(text)
    return Path(name)


def _folder() -> Path | None:
    """The repository's own, where a hook is run; None, the system's temporary one, without it."""
    git_dir = os.environ.get("GIT_DIR")
    if not git_dir:
        return None
    folder = Path(git_dir).absolute() / "branchline" / "faults"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return folder
