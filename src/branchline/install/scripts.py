"""The scripts that Git runs: copied, told which Python to use, and taken away again.

The first line names the interpreter that branchline is installed in, with `-I`:
neither the environment nor the folder of whoever pushes decides what is imported.
"""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

from branchline import __version__
from branchline.bundled import archive, beside, folder
from branchline.errors import UsageError
from branchline.install.kinds import text_of
from branchline.install.places import Place
from branchline.install.quick import shell
from branchline.model.regex import regex

PREVIOUS = ".branchline-previous"
"""What is put behind the name of a hook that was there before."""

_MARK = "# branchline "
_OURS = "from branchline.hook import"
_LONGEST = 120  # a first line that is longer, or holds a blank, is cut by the kernel


def install(place: Place) -> tuple[str, ...]:
    """Put every hook of a place there, and return what was done, a line each.

    Raises:
        UsageError: a hook is in the way that cannot be kept.
    """
    for name in place.names:
        _refuse_losing(place.path(name))
    return tuple(_installed(name, place) for name in place.names)


def uninstall(place: Place) -> tuple[str, ...]:
    """Take away what `install` put there, and bring back what was there before."""
    found: list[str] = []
    for name in place.names:
        for path in dict.fromkeys((place.folder / name, place.path(name))):
            found.extend(_uninstalled(path))
    return tuple(found)


def is_ours(path: Path) -> bool:
    """Whether branchline put this file there; a hook that only calls branchline is somebody's."""
    _, second, *rest = [*text_of(path).split("\n", 2), "", ""]
    return second.startswith(_MARK) and _OURS in rest[0]


def version_of(path: Path) -> str:
    """Return the version of branchline that a hook of ours came with."""
    return text_of(path).split("\n", 2)[1].removeprefix(_MARK)


def archive_of(path: Path) -> str:
    """Return the single file from which a hook of ours imports branchline; empty without one."""
    found = regex(r"(?m)^import sys; sys\.path\.insert\(0, '([^']+)'\)").search(text_of(path))
    return found[1] if found else ""


def script(name: str, executable: str = sys.executable) -> str:
    """Return the text of a hook for one interpreter, marked with the version it came with."""
    _, _, body = (folder("hooks") / name).read_text(encoding="utf-8").partition("\n")
    before = shell(name, executable)
    first = "#!/bin/sh" if before else _first_line(executable)
    return f"{first}\n{_MARK}{__version__}\n{before}{_from_archive()}{body}"


def _from_archive() -> str:
    """The line that lets a hook import a branchline that is one file."""
    file, parsers = archive(), beside()
    if file is None:
        return ""
    more = f"; sys.path.append({str(parsers)!r})" if parsers else ""
    return f"import sys; sys.path.insert(0, {str(file)!r}){more}\n"


def _first_line(executable: str) -> str:
    if len(executable) <= _LONGEST and " " not in executable:
        return f"#!{executable} -I"
    # To sh this runs the interpreter; to Python it is a string.
    return f"#!/bin/sh\n'''exec' \"{executable}\" -I \"$0\" \"$@\"\n' '''"


def _refuse_losing(path: Path) -> None:
    previous = Path(f"{path}{PREVIOUS}")
    if not os.path.lexists(path) or is_ours(path):
        return
    if path.parent.suffix == ".d":
        # Whoever runs all that is in a folder would run what is put aside there as well.
        raise UsageError(f"{path} is there, and not branchline's", "give it another name")
    if os.path.lexists(previous):
        raise UsageError(
            f"{path} was put over branchline's hook, and {previous.name} is still kept beside it",
            "make one of the two, or remove the one that is not needed, and install again",
        )


def _installed(name: str, place: Place) -> str:
    path = place.path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    kept = ""
    if is_ours(path):
        path = path.resolve()  # a link to ours, as gitolite makes them, stays one
    elif os.path.lexists(path):
        path.rename(f"{path}{PREVIOUS}")
        kept = ", which runs the one that was there after it"
    # Written beside and moved: a push at this moment finds the old hook or the new one.
    beside = path.parent.parent if path.parent.suffix == ".d" else path.parent
    fresh = beside / f"{name}.branchline-new"
    fresh.write_text(script(name), encoding="utf-8")
    fresh.chmod(0o755)
    fresh.replace(path)
    return f"installed {path}{kept}"


def _uninstalled(path: Path) -> Iterator[str]:
    if not is_ours(path):
        return
    path.unlink()
    yield f"removed {path}"
    previous = Path(f"{path}{PREVIOUS}")
    if os.path.lexists(previous):
        previous.rename(path)
        yield f"restored {path}"
