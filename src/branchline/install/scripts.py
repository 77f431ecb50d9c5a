"""The scripts that Git runs: copied, told which Python to use, and taken away again.

The first line names the interpreter that branchline is installed in, with `-I`:
neither the environment nor the folder of whoever pushes decides what is imported.
"""

import sys
from pathlib import Path

from branchline import __version__
from branchline.bundled import folder
from branchline.install.places import Place
from branchline.install.quick import shell

PREVIOUS = ".branchline-previous"
"""What is put behind the name of a hook that was there before."""

_OURS = "from branchline.hook import"
_LONGEST = 120  # a first line that is longer, or holds a blank, is cut by the kernel


def install(place: Place) -> tuple[str, ...]:
    """Put every hook of a place there, and return what was done, a line each."""
    return tuple(_installed(name, place) for name in place.names)


def uninstall(place: Place) -> tuple[str, ...]:
    """Take away what `install` put there, and bring back what was there before."""
    found = []
    for name in place.names:
        path = place.path(name)
        if is_ours(path):
            path.unlink()
            found.append(f"removed {path}")
            previous = Path(f"{path}{PREVIOUS}")
            if previous.exists():
                previous.rename(path)
                found.append(f"restored {path}")
    return tuple(found)


def is_ours(path: Path) -> bool:
    """Whether branchline put this file there."""
    return path.is_file() and _OURS in path.read_text(encoding="utf-8", errors="replace")


def script(name: str, executable: str = sys.executable) -> str:
    """Return the text of a hook for one interpreter, marked with the version it came with."""
    _, _, body = (folder("hooks") / name).read_text(encoding="utf-8").partition("\n")
    before = shell(name, executable)
    first = "#!/bin/sh" if before else _first_line(executable)
    return f"{first}\n# branchline {__version__}\n{before}{body}"


def _first_line(executable: str) -> str:
    if len(executable) <= _LONGEST and " " not in executable:
        return f"#!{executable} -I"
    # To sh this runs the interpreter; to Python it is a string.
    return f"#!/bin/sh\n'''exec' \"{executable}\" -I \"$0\" \"$@\"\n' '''"


def _installed(name: str, place: Place) -> str:
    path = place.path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    kept = ""
    if path.exists() and not is_ours(path):
        path.rename(f"{path}{PREVIOUS}")
        kept = ", which runs the one that was there after it"
    # Written beside and moved: a push at this moment finds the old hook or the new one.
    fresh = path.with_name(f"{path.name}.branchline-new")
    fresh.write_text(script(name), encoding="utf-8")
    fresh.chmod(0o755)
    fresh.replace(path)
    return f"installed {path}{kept}"
