"""The register of emergencies, as it is read: one line of JSON for each ref that passed by one."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

FILE = Path("branchline", "register.jsonl")
"""Where it stands, in the repository's Git folder."""

MOST = 16 * 1024 * 1024
"""Bytes that are read, the newest: a year of emergencies a minute."""


def entries(git_dir: Path) -> Iterator[Mapping[str, Any]]:
    """Yield what is registered, oldest first; a line that nobody can read is passed over."""
    import json  # a hook reads no register, but to tell the age of a debt

    try:
        with (git_dir / FILE).open("rb") as file:
            size = file.seek(0, 2)
            file.seek(max(0, size - MOST))
            lines = file.read(MOST).splitlines()
    except OSError:
        return
    for line in lines:
        try:
            found = json.loads(line)
        except ValueError:
            continue
        if isinstance(found, dict):
            yield found
