"""Objects by name, thousands of them, over two long-lived `git cat-file`.

The size of an object is asked before its content, of another process, so that
an object of any size costs no memory. At most a page of questions is written
before the answers are read: more could block both sides on full pipes.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import NamedTuple

from branchline.git.command import Child, Git
from branchline.model.regex import regex


class Header(NamedTuple):
    """What an object is: `kind` is commit, tag, tree or blob; `size` in bytes."""

    oid: str
    kind: str
    size: int


class Batch:
    """Answers about objects; starts git at the first question, until `close`."""

    def __init__(self, git: Git) -> None:
        self._git = git
        self._children: dict[str, Child] = {}

    def headers(self, names: Iterable[str]) -> Iterator[Header | None]:
        """Yield what each of `names` is; None for what does not exist.

        A name is anything that gitrevisions(7) knows and that holds no newline.

        Raises:
            RepositoryError: git failed, or the time is over.
        """
        for page in _pages(names):
            with self._asked("--batch-check", page) as child:
                answers = [_header(_line(child)) for _ in page]
            yield from answers

    def contents(self, headers: Iterable[Header]) -> Iterator[bytes]:
        """Yield what each object holds; all of it is in memory.

        Raises:
            RepositoryError: git failed, as for a damaged object, or the time is over.
        """
        for page in _small_pages(headers):
            with self._asked("--batch", [header.oid for header in page]) as child:
                answers = [_content(child, header) for header in page]
            yield from answers

    def close(self) -> None:
        """End the processes; the next question starts new ones."""
        while self._children:
            _, child = self._children.popitem()
            child.stop()

    @contextmanager
    def _asked(self, option: str, names: list[str]) -> Iterator[Child]:
        # A page is read before any of it is given out: its reader may well ask
        # something else in between, and the answers come in one stream.
        if option not in self._children:
            self._children[option] = self._git.start("cat-file", option)
        child = self._children[option]
        child.send("".join(f"{name}\n" for name in names).encode(*_ESCAPED))
        try:
            yield child
        except BaseException:  # answers that nobody read would be taken for the next ones
            self.close()
            raise


_PAGE = 32
_BYTES = 1 << 20
_ESCAPED = ("utf-8", "surrogateescape")
_HEADER = regex(rb"([0-9a-f]{40,64}) (commit|tag|tree|blob) ([0-9]+)\n")


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
