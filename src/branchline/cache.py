"""What was learnt before, kept in the user's cache folder.

Losing it costs time only: what cannot be read was never there, what cannot be
written is not kept, and nothing here raises. So a note must say by itself
whether it still holds; nobody else will notice when it does not.
"""

import os
from collections.abc import Mapping

# An archive may lack a parser: what it learnt without is for nobody else.
_OWN = "branchline" if type(__spec__.loader).__name__ != "zipimporter" else "branchline-archive"


def recall(name: str, environ: Mapping[str, str] = os.environ) -> bytes | None:
    """Return the note called `name`, a file name; None when there is none."""
    try:
        with open(os.path.join(_folder(environ), name), "rb") as note:  # noqa: PTH118, PTH123 - pathlib costs 4 ms, this saves 30
            return note.read()
    except (OSError, ValueError):
        return None


def remember(name: str, data: bytes, environ: Mapping[str, str] = os.environ) -> None:
    """Keep a note; whoever reads at the same time sees the old one or the new one, whole."""
    import tempfile
    from pathlib import Path

    place = Path(_folder(environ), name)
    try:
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=place.parent, delete=False) as note:
            note.write(data)
        Path(note.name).replace(place)
    except (OSError, ValueError):
        return


def _folder(environ: Mapping[str, str]) -> str:
    base = environ.get("XDG_CACHE_HOME", "")
    # The specification of XDG has relative paths ignored.
    if not os.path.isabs(base):  # noqa: PTH117 - as above
        base = os.path.expanduser("~/.cache")  # noqa: PTH111 - as above
    return os.path.join(base, _OWN)  # noqa: PTH118 - as above
