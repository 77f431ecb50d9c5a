"""Find the folders of a working tree that look like changelogs.

Looking is bounded and follows no link: it must be quick in a repository of any
size, and a guess that missed a folder costs one line of configuration.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path

from branchline.model.regex import regex


def changelog_folders(root: Path) -> tuple[str, ...]:
    """Return folders below `root` with numbered SQL files, a plan or migrations in code, sorted.

    Subfolders of one called `migrations` (or the like) are that folder. Several apps of
    Django's are one changelog: the folder that holds them all.
    """
    apps: list[str] = []
    found = {_changelog(folder) for folder in _numbered(root, apps)}
    if apps:
        found.add(apps[0] if len(apps) == 1 else os.path.commonpath(apps))
    if len(found) > 1:
        found.discard("")  # a stray script at the top is no changelog of all the others
    return tuple(sorted(path for path in found if not _inside(path, found)))


def _numbered(root: Path, apps: list[str]) -> Iterator[str]:
    """Yield the folders that directly hold a plan, or a file with a version in its name.

    `apps` takes those with migrations of Django's.
    """
    looked = 0
    for folder, below, files in os.walk(root):
        below[:] = sorted(name for name in below if not _OTHER.fullmatch(name))
        looked += len(files) + len(below)
        if looked > _MOST:
            return
        path = Path(folder).relative_to(root).as_posix()
        if _PLAN in files and _PLAIN.fullmatch(path):
            below.clear()  # it says what all in here is
            yield path
        elif _PLAIN.fullmatch(path) and (
            any(map(_VERSIONED.match, files)) or _is_alembic(root / folder, files)
        ):
            yield path
        elif _PLAIN.fullmatch(path) and _is_django(path, files):
            apps.append(path)


def _is_alembic(folder: Path, files: list[str]) -> bool:
    """Whether files stand where Alembic writes them: beside its own, in `versions`."""
    is_code = any(name.endswith(".py") for name in files)
    return folder.name == "versions" and is_code and (folder.parent / "env.py").is_file()


def _is_django(path: str, files: list[str]) -> bool:
    named = path.rpartition("/")[2] == "migrations" and "__init__.py" in files
    return named and any(map(_DJANGO.fullmatch, files))


def _changelog(folder: str) -> str:
    parts = folder.split("/")
    if parts[-1] == "versions":  # of Alembic's, which looks nowhere else
        return folder
    at = next((n for n, part in enumerate(parts) if part.lower() in _NAMES), len(parts) - 1)
    path = "/".join(parts[: at + 1])
    return "" if path == "." else path


def _inside(path: str, others: set[str]) -> bool:
    return any(path.startswith(f"{other}/") for other in others if other)


_PLAN = "sqitch.plan"
_VERSIONED = regex(
    r"(?:(?:[VURB]?\d[\d._]*(?:[_-].+)?|R__.+|.+\.rollback)\.sql|\d{14}_\w+\.rb)$", re.IGNORECASE
)
_DJANGO = regex(r"\d{4}_\w+\.py")
_OTHER = regex(r"\..*|node_modules|vendor|venv|site-packages|target|build|dist|testdata|fixtures")
_PLAIN = regex(r"[\w. /-]*")
"""A path that needs no quoting in TOML, YAML or `.gitattributes`."""
_NAMES = {"migration", "migrations", "migrate", "changelog", "changelogs", "changes"}
_MOST = 50_000
"""Entries looked at before giving up: about half a second."""
