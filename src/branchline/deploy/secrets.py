"""Where an instance's URL comes from: a reference that is resolved when it is used.

What a reference leads to is a secret: it never stands in an error, a record, a
log or an argument of a process.
"""

import shlex
import subprocess
from collections.abc import Mapping
from pathlib import Path

from branchline.errors import DeployError

_PATIENCE = 20


def resolve(reference: str, environ: Mapping[str, str], root: Path) -> str:
    """Return the URL that `env:NAME`, `file:PATH` or `exec:COMMAND` leads to.

    Anything else is a URL already. A relative path is relative to `root`; a
    command runs without a shell, and the first line of its output counts.

    Raises:
        DeployError: nothing is there; the sentence names the reference only.
    """
    scheme, _, rest = reference.partition(":")
    match scheme:
        case "env":
            return _said(environ.get(rest, ""), f"the variable {rest!r} is not set", "set it")
        case "file":
            return _said(_first_line(root / rest), f"the file {rest!r} cannot be read", "write it")
        case "exec":
            return _said(_asked(rest), f"the command {rest!r} gave no URL", "run it by hand")
        case _:
            return reference


def _said(url: str, otherwise: str, hint: str) -> str:
    if not url.strip():
        raise DeployError(f"no URL for the database: {otherwise}", hint=f"{hint} and deploy again")
    return url.strip()


def _first_line(path: Path) -> str:
    try:
        return next(iter(path.read_text(encoding="utf-8").splitlines()), "")
    except (OSError, UnicodeDecodeError):
        return ""


def _asked(command: str) -> str:
    try:
        done = subprocess.run(
            shlex.split(command),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_PATIENCE,
            check=True,
        )
    except (OSError, ValueError, subprocess.SubprocessError):
        return ""
    return next(iter(done.stdout.decode("utf-8", "replace").splitlines()), "")
