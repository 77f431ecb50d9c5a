"""How Liquibase names a file in an identity, and in what order it takes files.

The order is Java's: UTF-16 unit by unit over the whole path, so that
`10_b.sql` stands before `9_a.sql` and `Z.sql` before `a.sql`.
"""

import re

from branchline.model.regex import regex


def normalized(path: str) -> str:
    """Return a path as it is part of an identity.

    Source: liquibase/liquibase, `DatabaseChangeLog.normalizePath`.
    """
    found = path.removeprefix("classpath:").replace("\\", "/")
    found = _DRIVE.sub("", found).removeprefix("/")
    parts: list[str] = []
    for part in found.split("/"):
        if part == ".." and parts and parts[-1] != "..":
            parts.pop()
        elif part not in {"", "."}:
            parts.append(part)
    return "/".join(parts)


def order(path: str, position: int) -> tuple[int, ...]:
    """Return what sorts a changeset: its file's path, then its place there.

    It depends on no other file, so that orders of two commits compare.
    """
    data = path.encode("utf-16-be", "surrogatepass")
    units = [data[at] << 8 | data[at + 1] for at in range(0, len(data), 2)]
    return (*units, 0, position)


_DRIVE = regex(r"^[a-z]:", re.IGNORECASE)
