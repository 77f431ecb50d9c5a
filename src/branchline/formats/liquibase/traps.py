"""What a person would take otherwise than Liquibase does, in lines of formatted SQL.

Facts for rules to weigh: nothing here is wrong for Liquibase, which says nothing.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import islice, pairwise

from branchline.formats.liquibase.attributes import SWITCHES, Said, said_in
from branchline.formats.liquibase.dbms import KNOWN, nearest
from branchline.formats.liquibase.directives import header
from branchline.formats.liquibase.expressions import Version, in_context, oddity, unreadable
from branchline.model.changelog import Trap
from branchline.model.regex import regex


def attribute_traps(rest: str, line: int) -> Iterator[Trap]:
    """Yield what is odd about the attributes that stand after author and id."""
    said = [*islice(said_in(rest), _MOST)]
    for one in said:
        if kind := _oddity(one):
            yield Trap(kind, one.text, line)
    yield from (Trap("repeated", text, line) for text in _repeated(said))
    if _is_leaking(said):
        yield Trap("split", "", line)
    for one in said:
        if one.name == "dbms" and one.value:
            yield from (Trap("dbms", word, line) for word in _unknown(one.value))


def context_traps(context: str, line: int, version: Version) -> Iterator[Trap]:
    """Yield what is odd about a context, its file's and its own: it cannot be read, or is open."""
    if why := unreadable(context, version):
        yield Trap("context", why, line)
    elif why := oddity(context):
        yield Trap("odd", f"{why} in {context!r}", line)
    elif context.strip() and in_context(context):
        yield Trap("open", context, line)


def line_traps(line: str, at: int) -> Iterator[Trap]:
    """Yield what reads like a directive in a line that is SQL to Liquibase."""
    if _ROLLBACK.match(line):
        yield Trap("rollback", line.strip(), at)


def rollback_traps(shown: Iterable[str], line: int, *, given: bool) -> Iterator[Trap]:
    """Yield the bare `--rollback` lines above a comment, where there is no other way back."""
    for at, (one, other) in enumerate(pairwise(shown), line + 1):
        if not given and _BARE.fullmatch(one) and other.lstrip().startswith("--"):
            yield Trap("rollback", one.strip(), at)


def block_traps(lines: list[str], line: int) -> Iterator[Trap]:
    """Yield the lines of a block that flow together with the next: nothing stands between them."""
    for at, (one, other) in enumerate(pairwise(lines), line):
        if not other.strip():
            continue
        if "--" in one and not _HIDDEN_DASHES.search(one):
            yield Trap("block", one.strip(), at)
        elif one[-1:].isalnum() and other[:1].isalnum():
            yield Trap("block", f"{one.strip()}{other.strip()}", at)


def raw_traps(text: str) -> tuple[Trap, ...]:
    """Return the header or the changeset that a file without a header in its first line has."""
    if "--" not in text or not _CANDIDATE.search(text):
        return ()
    for at, line in enumerate(_END.split(text), 1):
        if header(line) or _CHANGESET.match(line):
            return (Trap("header", line.strip()[:60], at),)
    return ()


class Comments:
    """Which lines stand in a block comment or in a string, as the database will see them."""

    def __init__(self) -> None:
        self._open = ""

    @property
    def within(self) -> bool:
        """Whether a comment is open."""
        return self._open == "/*"

    def begin(self) -> None:
        """Begin a changeset: a string that seems open is a stray quote, a comment is one."""
        self._open = "/*" if self.within else ""

    def read(self, line: str) -> str:
        """Take a line of SQL, and return what of it is neither comment nor string."""
        if not self._open and not _OPENS.search(line):
            return line
        code: list[str] = []
        at = 0
        while at < len(line):
            if self._open:
                close = "*/" if self.within else "'"
                end = line.find(close, at)
                if end < 0:
                    break
                at, self._open = end + len(close), ""
            found = _OPENS.search(line, at)
            code.append(line[at : found.start() if found else len(line)])
            if not found or found[0] == "--":
                break
            self._open, at = found[0], found.end()
        return "".join(code)


_END = regex(r"\r\n?|\n")
_CANDIDATE = regex(r"--\s*+(?:liquibase|changeset)", re.IGNORECASE | re.ASCII)
# Not `path::id::author`, which is what Liquibase writes above the SQL that it makes.
_CHANGESET = regex(r"\s*+--\s*+changeset\s++[^\s:]++:[^\s:]", re.IGNORECASE | re.ASCII)
_MOST = 50
"""Words of one line that are weighed: nobody writes more."""
_ROLLBACK = regex(
    r"\s*+--\s*+rollback(?::|\t)\s*+\S|\s*+/\*\s*+liquibase\s*+rollback\s++\S",
    re.IGNORECASE | re.ASCII,
)
_BARE = regex(r"\s*+--\s*+rollback:?+\s*+", re.IGNORECASE | re.ASCII)
_HIDDEN_DASHES = regex(r"'[^']*--")
_OPENS = regex(r"/\*|'|--")


def _oddity(one: Said) -> str:
    """Return the kind of trap that one `name:value` is, if it is one."""
    if not one.name and one.word.lower() in _OTHERS:
        return ""
    if not one.name:
        return "misspelt" if _close(one.word) else "unknown"
    cut = one.after and one.name in {"context", "contextFilter", "labels", "dbms"}
    if one.sign != ":" or not one.value or cut:
        return "blank"
    odd = one.name in SWITCHES and one.value.lower() not in _TRUTH
    return "boolean" if odd else ""


def _close(word: str) -> bool:
    from difflib import get_close_matches

    low = word.lower()
    return bool(get_close_matches(low, _SPELLED, 1, 0.8)) or low in _ELSEWHERE


def _repeated(said: list[Said]) -> Iterator[str]:
    first: dict[str, str] = {}
    for one in said:
        if one.name and one.sign == ":" and first.setdefault(one.name, one.value) != one.value:
            yield one.text


def _is_leaking(said: list[Said]) -> bool:
    """Whether `rollbackSplitStatements` decides for the change itself, and no other word does."""
    splits = [one for one in said if one.name in {"splitStatements", "rollbackSplitStatements"}]
    if not splits or splits[-1].name == "splitStatements":
        return False
    own = [one.value.lower() for one in splits if one.name == "splitStatements"]
    return splits[-1].value.lower() != (own[-1] if own else "true")


def _unknown(value: str) -> Iterator[str]:
    for word in value.lower().split(",")[:_MOST]:
        name = word.strip().removeprefix("!")
        if name and name not in KNOWN and "${" not in name:
            near = nearest(name)
            yield f"{name} {near}".strip()


_TRUTH = frozenset({"true", "false", "no", "off", "0", "n", "f"})
_OTHERS = frozenset({"replaceifexists"})  # SQLcl's own
_ELSEWHERE = frozenset({"runorder", "onvalidationfail", "objectquotingstrategy"})
_SPELLED = tuple(
    name.lower()
    for name in (
        *SWITCHES,
        "context",
        "contexts",
        "contextFilter",
        "label",
        "labels",
        "dbms",
        "endDelimiter",
        "rollbackEndDelimiter",
        "logicalFilePath",
        "runWith",
        "runWithSpoolFile",
    )
)
