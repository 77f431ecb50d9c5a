"""Objects by name, thousands of them, over two long-lived `git cat-file`.

The size of an object is asked before its content, of another process, so that
an object of any size costs no memory. At most a page of questions is written
before the answers are read: more could block both sides on full pipes.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from branchline.git.command import Child, Git


class Header(NamedTuple):
    """What an object is: `kind` is commit, tag, tree or blob; `size` in bytes."""

    oid: str
    kind: str
    size: int


class Batch:
    """Answers about objects; starts git at the first question, until `close`."""

    def __init__(self, git: Git) -> None:
        self._git = git
        self._headers: Child | None = None
        self._contents: Child | None = None

    def headers(self, names: Iterable[str]) -> Iterator[Header | None]:
        """Yield what each of `names` is; None for what does not exist.

        A name is anything that gitrevisions(7) knows and that holds no newline.

        Raises:
            RepositoryError: git failed, or the time is over.
        """
        if self._headers is None:
            self._headers = self._git.start("cat-file", "--batch-check")
        for page in _pages(names):
            self._headers.send("".join(f"{name}\n" for name in page).encode(*_ESCAPED))
            yield from [_header(_line(self._headers)) for _ in page]

    def contents(self, headers: Iterable[Header]) -> Iterator[bytes]:
        """Yield what each object holds; all of it is in memory.

        Raises:
            RepositoryError: git failed, as for a damaged object, or the time is over.
        """
        if self._contents is None:
            self._contents = self._git.start("cat-file", "--batch")
        for page in _small_pages(headers):
            self._contents.send("".join(f"{header.oid}\n" for header in page).encode())
            yield from [_content(self._contents, header) for header in page]

    def close(self) -> None:
        """End the processes; the next question starts new ones."""
        for child in (self._headers, self._contents):
            if child is not None:
                child.stop()
        self._headers = self._contents = None


_PAGE = 32
_BYTES = 1 << 20
_ESCAPED = ("utf-8", "surrogateescape")
_HEADER = re.compile(rb"([0-9a-f]{40,64}) (commit|tag|tree|blob) ([0-9]+)\n")


# A page is read before it is given out: its reader may well ask something else
# in between, and the answers come in one stream.


def _pages(names: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(names)
    while page := list(islice(rest, _PAGE)):
        yield page


def _small_pages(headers: Iterable[Header]) -> Iterator[list[Header]]:
    page: list[Header] = []
    size = 0
    for header in headers:
        if page and (len(page) == _PAGE or size + header.size > _BYTES):
            yield page
            page, size = [], 0
        page.append(header)
        size += header.size
    if page:
        yield page


def _line(child: Child) -> bytes:
    line = child.stdout.readline()
    if not line.endswith(b"\n"):
        raise child.failure()
    return line


def _header(line: bytes) -> Header | None:
    found = _HEADER.fullmatch(line)
    if found is None:
        return None
    oid, kind, size = found.groups()
    return Header(oid.decode(), kind.decode(), int(size))


def _content(child: Child, header: Header) -> bytes:
    if _header(_line(child)) != header:
        raise child.failure()
    data = child.stdout.read(header.size + 1)
    if len(data) != header.size + 1:
        raise child.failure()
    return data[:-1]
