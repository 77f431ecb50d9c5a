"""One line of a plan, as Sqitch's own expressions cut it.

They are followed by hand and not by one expression: a line of a megabyte that
was made to be slow takes as long as any other.
Source: sqitchers/sqitch, `App::Sqitch::Plan` and `App::Sqitch::Plan::Depend`.
"""

from datetime import datetime
from functools import lru_cache

from branchline.model.regex import regex
from branchline.model.value import value

BLANKS = " \t\u00a0\u1680" + "".join(map(chr, range(0x2000, 0x200B))) + "\u202f\u205f\u3000"
"""What Perl calls `[:blank:]`."""


class SyntaxFlawError(ValueError):
    """A line that Sqitch refuses, and its whole plan with it; reads after `has at line 7`."""


@value
class Dependency:
    """A change that another needs, or must not meet (`conflict`).

    `project` is empty for the plan's own; `change` may be empty where only a tag
    is named, and is an id where `by_id`.
    """

    change: str = ""
    tag: str = ""
    project: str = ""
    conflict: bool = False
    by_id: bool = False

    @property
    def key(self) -> str:
        """The name without its project: `users@v1`."""
        return f"{self.change}@{self.tag}" if self.tag else self.change

    def written(self, project: str) -> str:
        """Return the name as ids are made of it, in the plan of `project`."""
        return f"{self.project}:{self.key}" if self.project not in {"", project} else self.key


@value
class Line:
    """A change or a tag (`@`), as written; `date` is in UTC, as Sqitch writes it."""

    kind: str
    name: str
    operator: str
    dependencies: tuple[Dependency, ...]
    date: str
    planner: str
    note: str


def noted(line: str) -> tuple[str, str]:
    """Cut the note off a line; what is left has no blanks at its end."""
    text, _, note = line.partition("#")
    note = note.strip()
    return text.rstrip(BLANKS), _ESCAPED.sub(lambda found: _ESCAPES[found[1]], note)


def is_name(text: str) -> bool:
    """Whether a text is a name of a change, a tag or a project."""
    return bool(text) and _name(text) == len(text)


@lru_cache(1 << 15)
def planned(line: str, note: str) -> Line:
    """Read a line without its note; branches share most lines, which are read once.

    Raises:
        SyntaxFlawError: Sqitch would not.
    """
    rest = line.lstrip(BLANKS)
    kind = "@" if rest.startswith("@") else ""
    operator = rest[:1] if not kind and rest[:1] in {"+", "-"} else ""
    rest = rest[1:].lstrip(BLANKS) if operator else rest.removeprefix(kind)
    end = _name(rest)
    name, after = rest[:end], rest[end:]
    if not name or (after and after[0] not in BLANKS):
        raise SyntaxFlawError(_NO_NAME)
    after = after.lstrip(BLANKS)
    dependencies, after = _bracketed(after)
    date, after = _dated(after)
    planner = _planner(after, line, date)
    if name in {"ROOT", "HEAD"}:
        raise SyntaxFlawError(f"the reserved name {kind}{name}")
    if _ID.match(name):
        raise SyntaxFlawError(f"the name {name}, which could be taken for an id")
    return Line(kind, name, operator, dependencies, date, planner, note)


_ESCAPES = {"n": "\n", "r": "\r", "\\": "\\"}
_ESCAPED = regex(r"\\([\\nr])")
_PUNCTUATION = frozenset("-!\"#$%&'()*+,./:;<=>?@[\\]^`{|}~")
_NAME = regex(rf"(?:(?![~/=%^]\d+(?:$|[{BLANKS}]))[^{BLANKS}:@#\\])+")
_ID = regex(r"[0-9a-f]{40}")
_DATE = regex(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")
_SPLIT = regex(rf"[{BLANKS}]+")
_NO_NAME = (
    "no valid name (none starts or ends with punctuation, or holds a blank, '@', ':', '#' or '\\')"
)


def _name(text: str) -> int:
    """Return where a name at the start of `text` ends."""
    found = _NAME.match(text)
    end = found.end() if found else 0
    while end and not _ends_name(text, end):
        end -= 1
    return 0 if text[:1] in _PUNCTUATION else end


def _ends_name(text: str, end: int) -> bool:
    if text[end - 1] in _PUNCTUATION:
        return False
    before, after = _is_word(text[end - 1]), end < len(text) and _is_word(text[end])
    return before is not after


def _is_word(char: str) -> bool:
    return char == "_" or char.isalnum()


def _bracketed(text: str) -> tuple[tuple[Dependency, ...], str]:
    if not text.startswith("["):
        return (), text
    inside, closed, after = text[1:].partition("]")
    if not (inside and closed):
        raise SyntaxFlawError("brackets that hold nothing or stay open")
    found: dict[str, Dependency] = {}
    for word in _SPLIT.split(inside.rstrip(BLANKS)):
        if word in found:
            raise SyntaxFlawError(f"the dependency {word} twice")
        found[word] = _dependency(word)
    return tuple(found.values()), after.lstrip(BLANKS)


def _dependency(word: str) -> Dependency:
    text = word.removeprefix("!")
    project, colon, own = text.rpartition(":")
    change, at, tag = own.partition("@")
    by_id = bool(_ID.fullmatch(own))
    named = [*([project] if colon else []), *([change] if change or not at else [])]
    if not all(map(is_name, [*named, *([tag] if at else [])])):
        raise SyntaxFlawError(f"{word!r} in brackets, which names no change")
    if by_id and not colon:
        raise SyntaxFlawError(f"the id {own} in brackets, at which Sqitch never comes to an end")
    return Dependency(change, tag, project, text != word, by_id)


def _dated(text: str) -> tuple[str, str]:
    found = _DATE.match(text)
    if not found:
        return "", text
    try:
        datetime.fromisoformat(f"{found[0][:-1]}+00:00")
    except ValueError:
        raise SyntaxFlawError(f"no such time as {found[0]}") from None
    return found[0], text[found.end() :].lstrip(BLANKS)


def _planner(text: str, line: str, date: str) -> str:
    name, opened, email = text.partition("<")
    is_one = (
        opened
        and len(name) > 1
        and name[-1] in BLANKS
        and email.endswith(">")
        and email.count(">") == 1
        and len(email) > 1
    )
    if not date:
        found = _DATE.search(line)
        raise SyntaxFlawError(_NO_NAME if found else "no time such as 2026-01-31T12:00:00Z")
    if not is_one:
        raise SyntaxFlawError("no planner such as: Ann Example <ann@example.com>")
    return f"{name[:-1]} <{email}"
