"""Where the configuration of a working tree stands."""

from pathlib import Path

FILE = "branchline.toml"


def find(start: Path) -> Path | None:
    """Return the nearest configuration file in `start` or above, within its repository."""
    for folder in (start, *start.parents):
        if (folder / FILE).is_file():
            return folder / FILE
        if (folder / ".git").exists():
            return None
    return None
