"""Statements whose cost a real server is asked: `statements/effects-*.sql`, read.

What one file of a dialect defines, those after it may use.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

_FOLDER = Path(__file__).with_name("statements")


class Case(NamedTuple):
    """What stands before, what is measured, and from which version on."""

    setup: str
    statement: str
    since: int


def cases(dialect: str) -> Iterator[Case]:
    """Yield every case of a dialect, in the order of its files, the shortest name first."""
    files = sorted(_FOLDER.glob(f"effects-{dialect}*.sql"), key=lambda path: len(path.name))
    text = "".join(path.read_text(encoding="utf-8") for path in files)
    scripts: dict[str, str] = {}
    defined, setup, since = "", "", 0
    for line in text.splitlines():
        _, _, rest = line.removeprefix("-- ").partition(" ")
        if line.startswith("-- define"):
            defined = rest
            scripts[defined] = ""
        elif line.startswith("-- after"):
            named, _, extra = rest.partition(":")
            setup = "".join(scripts.get(name, "") for name in named.split()) + extra
            defined, since = "", 0
        elif line.startswith("-- since"):
            since = int(rest)
        elif defined:
            scripts[defined] += line + "\n"
        elif line and not line.startswith("--"):
            yield Case(setup, line, since)
