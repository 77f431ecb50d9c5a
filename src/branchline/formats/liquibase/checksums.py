"""Liquibase's checksums: of SQL, and of a changeset.

Version 9 does not see blanks, tabs and line ends anywhere, nor any attribute;
version 8 (before 4.22) saw each run of them as one blank, and three attributes.
Source: liquibase/liquibase, `CheckSum`, `StringUtil` and `NormalizingStream`.
"""

from collections.abc import Iterable
from hashlib import md5

from branchline.model.regex import regex


def sql_sum(text: str) -> str:
    """Return the sum of one piece of SQL, of version 9."""
    return _nine(text.translate(_WITHOUT_BLANKS))


def changeset_sum(changes: Iterable[str], visitors: Iterable[str] = ()) -> str:
    """Return the sum of a changeset from those of its changes and of its `modifySql`, version 9."""
    own = "".join(f"{change}:" for change in changes)
    return _nine(own + "".join(f"{visitor};" for visitor in visitors))


def formatted_v9(text: str) -> str:
    """Return the sum of a changeset of formatted SQL."""
    return changeset_sum([sql_sum(text)])


def formatted_v8(
    text: str, delimiter: str | None = None, *, splits: bool = True, strips: bool = True
) -> str:
    """Return the sum that Liquibase 3.6 to 4.21 stored for a changeset of formatted SQL."""
    head = f"{delimiter or 'null'}:{str(splits).lower()}:{str(strips).lower()}:"
    change = _eight(head + _RUN.sub(" ", text).strip(" "))
    return _eight(f"{change}:")


_WITHOUT_BLANKS = {ord(blank): None for blank in " \n\r\t"}
_RUN = regex(r"[ \t\r\n]+")


def _nine(text: str) -> str:
    return f"9:{_md5(text)}"


def _eight(text: str) -> str:
    return f"8:{_md5(text)}"


def _md5(text: str) -> str:
    return md5(text.encode("utf-8", "surrogatepass"), usedforsecurity=False).hexdigest()
