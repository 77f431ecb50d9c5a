"""dbmate's files: `-- migrate:up` and `-- migrate:down`, in pairs.

Each section may ask for no transaction. The ways back of several pairs run last to
first. Asked of dbmate 2.37 (`parseMigrationContents`): a directive
starts a line, in small letters, even inside a string.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import dropwhile

from branchline.formats.content import line_at
from branchline.formats.versioned.parts import Parts, emptied
from branchline.model.regex import regex


def parts(text: str, dialect: str) -> Parts:
    """Cut a file as dbmate does; what it refuses is a flaw."""
    del dialect
    # A way back above the first up is a comment to dbmate.
    found = [*dropwhile(lambda match: match["way"] == "down", _DIRECTIVE.finditer(text))]
    flaw = _flaw(text, found)
    if flaw:
        return Parts(flaw=flaw)
    ends = [*(match.start() for match in found[1:]), len(text)]
    spans = [(match.start(), end) for match, end in zip(found, ends, strict=True)]
    ups, downs = spans[::2], spans[1::2]
    return Parts(
        _only(text, ups),
        _only(text, downs),
        "".join(text[start:end] for start, end in ups),
        all(_transaction(text, start) for start, _ in ups),
        backwards=tuple(_lines(text, downs)) if len(downs) > 1 else (),
    )


_DIRECTIVE = regex(
    r"^--[\t\n\f\r ]*+migrate:(?P<way>up|down)(?:(?=[\t\f\r ]*+(?:\n|\Z))|[\t\n\f\r ]++(?=\S))",
    re.MULTILINE,
)
_LINE = regex(r"[^\n]*+")
_NOTHING = regex(r"(?:[\t\f\r ]*+(?:--[^\n]*+)?(?:\n|\Z))*+")
_LIKE = regex(r"^[ \t]*+--[ \t]*+migrate[ \t]*+:[ \t]*+(?:up|down)", re.MULTILINE | re.IGNORECASE)


def _flaw(text: str, found: Sequence[re.Match[str]]) -> str:
    ways = [match["way"] for match in found]
    if not ways:
        like = _LIKE.search(text)
        near = (
            f"; line {line_at(text, like.start())} is not written as dbmate wants" if like else ""
        )
        return f"has no line '-- migrate:up', and dbmate would not run it{near}"
    if not _NOTHING.fullmatch(text, 0, found[0].start()):
        return "has SQL before '-- migrate:up', and dbmate would not run it"
    for at, way in enumerate(ways):
        if way != ("up", "down")[at % 2]:
            line = line_at(text, found[at].start())
            return f"says 'migrate:{way}' at line {line} where dbmate wants the other of the pair"
    if len(ways) % 2:
        line = line_at(text, found[-1].start())
        return f"has no '-- migrate:down' for the up at line {line}, and dbmate would not run it"
    return ""


def _only(text: str, spans: Sequence[tuple[int, int]]) -> str:
    kept: list[str] = []
    at = 0
    for start, end in spans:
        kept += emptied(text[at:start]), text[start:end]
        at = end
    return "".join((*kept, emptied(text[at:])))


def _lines(text: str, spans: Sequence[tuple[int, int]]) -> Iterator[int]:
    line = at = 0
    for start, _ in spans:
        line += text.count("\n", at, start)
        at = start
        yield line + 1


def _transaction(text: str, start: int) -> bool:
    line = _LINE.match(text, start)
    words = line[0].split() if line else []
    options = dict(word.split(":") for word in words if word.count(":") == 1)
    return options.get("transaction") != "false"
