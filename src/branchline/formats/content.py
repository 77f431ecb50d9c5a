"""A migration's text, or the one sentence about why there is none.

Whatever a server would read differently from us is refused, not repaired:
another encoding, a NUL byte, more than the limit.
"""

from typing import NamedTuple

from branchline.model.regex import regex
from branchline.model.tree import LIMIT, Tree, TreeFile


class Content(NamedTuple):
    """A text without byte order mark; or a `flaw` that reads after the file's name."""

    text: str = ""
    flaw: str = ""


def content(tree: Tree, path: str, oid: str = "", encoding: str = "") -> Content:
    """Read a file of `tree`, in UTF-8 if no `encoding` is named.

    Raises:
        RepositoryError: the file is gone, or may not be read.
    """
    data = tree.read(TreeFile(path, oid=oid))
    if data is None:
        return Content(flaw=f"is larger than {LIMIT >> 20} MiB")
    return _named(data, encoding) if encoding else decoded(data)


def decoded(data: bytes) -> Content:
    """Decode a file's bytes."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Content(flaw="is UTF-16, and only UTF-8 is read")
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        line = line_at(data[: error.start].decode(), error.start)
        return Content(flaw=f"is not UTF-8 (byte 0x{data[error.start]:02x} at line {line})")
    if (nul := text.find("\0")) >= 0:
        return Content(flaw=f"has a NUL byte at line {line_at(text, nul)}")
    return Content(text.removeprefix("\ufeff"))


def line_at(text: str, offset: int) -> int:
    """Return the line, from 1, that a character is on; LF, CRLF and CR all end one."""
    return 1 + sum(1 for _ in _LINE_END.finditer(text, 0, offset))


_LINE_END = regex(r"\r\n?|\n")

_NAMED = regex(
    r"(?i)(?:iso-?8859-?\d{1,2}|latin-?1|windows-125\d|cp125\d|us-ascii|utf-?16(?:le|be)?)"
)


def _named(data: bytes, encoding: str) -> Content:
    if not _NAMED.fullmatch(encoding):
        return decoded(data)
    try:
        text = data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return Content(flaw=f"is not in the encoding {encoding}")
    return Content(flaw="has a NUL byte") if "\0" in text else Content(text.removeprefix("\ufeff"))
