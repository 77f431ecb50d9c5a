"""Statements whose cost a real PostgreSQL is asked: `statements/effects-postgres.sql`, read."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

_FILE = Path(__file__).with_name("statements") / "effects-postgres.sql"


class Case(NamedTuple):
    """What stands before, what is measured in one transaction, and from which version on."""

    setup: str
    statement: str
    since: int


def cases() -> Iterator[Case]:
    """Yield every case, in the order of the file."""
    scripts: dict[str, str] = {}
    defined, setup, since = "", "", 0
    for line in _FILE.read_text(encoding="utf-8").splitlines():
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
