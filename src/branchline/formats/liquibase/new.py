"""A new file of formatted SQL, after all there are."""

import re
from datetime import datetime

from branchline.errors import UsageError
from branchline.formats import versions
from branchline.formats.liquibase.paths import order
from branchline.formats.names import joined, slug
from branchline.model.changelog import Outline
from branchline.model.regex import regex
from branchline.model.settings import Changelog


def new_file(title: str, outline: Outline, spec: Changelog, now: datetime) -> tuple[str, str]:
    """Name and begin a file that sorts after the newest, as Liquibase sorts.

    Raises:
        UsageError: the title names nothing, the changelog is one file, or no
            number sorts after its newest.
    """
    words = slug(title)
    newest = outline.newest()
    folder, version = spec.path, "0001"
    if newest:
        if newest.path == spec.path:
            hint = f"add below its last line: --changeset {_author(outline)}:{words}"
            raise UsageError(f"{spec.path} is one file of changesets", hint)
        folder, _, name = newest.path.rpartition("/")
        match = _NUMBER.match(name)
        clock = now.strftime("%Y%m%d%H%M%S")
        version = versions.following(match[0], clock) if match else clock
    path = joined(folder, f"{version}_{words}.sql")
    if newest and order(path, 0) < order(newest.path, 0):
        raise UsageError(
            f"{path} would run before {newest.path}",
            "Liquibase sorts names letter by letter: give files numbers of one width",
        )
    line = " ".join(title.split())
    head = f"--liquibase formatted sql\n\n--changeset {_author(outline)}:{words}"
    return path, f"{head}\n--comment {line}\n\n\n--rollback \n"


_NUMBER = regex(r"[0-9]{1,32}(?:\.[0-9]{1,32})*+", re.ASCII)


def _author(outline: Outline) -> str:
    """Return the author, where all changesets have the same."""
    authors = {entry.author for entry in outline if entry.author}
    return authors.pop() if len(authors) == 1 else "unknown"
