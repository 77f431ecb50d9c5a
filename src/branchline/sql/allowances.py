"""Allowances: comments that allow a finding, each with its reason.

    -- branchline: allow RULE[, RULE]: reason [until YYYY-MM-DD]

One above, inside or behind a statement covers that statement. One in the first
block of comments covers the whole file, provided that a blank line stands
between the block and whatever follows it.
"""

import re
import sys
from collections.abc import Iterable, Iterator
from datetime import date

from branchline.model.finding import Allowance, Place
from branchline.model.regex import regex
from branchline.sql.split import Comment, Piece, Pieces, end

# The other words are the changelog format's, which says when one means nothing.
_FORMATS = r"irreversible|rollback|(?:no-)?transaction(?:al)?|contexts?|labels?|dbms"
_OURS = regex(rf"\s*branchline:\s*+(?!(?:{_FORMATS})\b)(.*)", re.IGNORECASE)
_ALLOW = regex(r"allow\b\s*([^:]*?)\s*(?::\s*(.*))?", re.IGNORECASE | re.DOTALL)
_UNTIL = regex(r"(.*?)\s*\buntil\s+(\S+)", re.IGNORECASE | re.DOTALL)
_LONGEST = 2000  # characters of a comment that are looked at


def allowances(
    pieces: Pieces, path: str, line: int = 1, today: date | None = None
) -> Iterator[Allowance]:
    """Yield the allowances of a text that starts at `line` of its file, in order.

    One that ended before `today` has expired.
    """
    head = _head(pieces)
    for piece in pieces.pieces:
        last = end(piece)[0]
        for comment in piece.comments:
            inner = (0, sys.maxsize) if comment.offset in head else (comment.line, last)
            yield from _read(comment, inner, path, line - 1, today)
    for comment in pieces.trailing:
        inner = (0, sys.maxsize) if comment.offset in head else (comment.line, comment.line)
        yield from _read(comment, inner, path, line - 1, today)


def _head(pieces: Pieces) -> set[int]:
    """Return the offsets of the comments that speak for the whole file."""
    first = pieces.pieces[0] if pieces.pieces else None
    leading = [*_before(first)] if first else [*pieces.trailing]
    head: list[Comment] = []
    for comment in leading:
        if head and comment.line > _last_line(head[-1]) + 1:
            break
        head.append(comment)
    follows = first.line if first and len(head) == len(leading) else sys.maxsize
    if head and follows > _last_line(head[-1]) + 1:
        return {comment.offset for comment in head}
    return set()


def _before(piece: Piece) -> Iterator[Comment]:
    return (comment for comment in piece.comments if comment.offset < piece.offset)


def _last_line(comment: Comment) -> int:
    return comment.line + comment.text.count("\n")


def _read(
    comment: Comment, lines: tuple[int, int], path: str, shift: int, today: date | None
) -> Iterator[Allowance]:
    for number, text in enumerate(comment.text[:_LONGEST].split("\n")):
        ours = _OURS.match(text)
        if ours is None:
            continue
        at = comment.line + number + shift
        first = lines[0] and lines[0] + shift
        last = min(lines[1] + shift, sys.maxsize)
        column = comment.column if number == 0 else 1
        yield _allowance(ours[1].strip(), Place(path, at, column), (first, last), today)


def _allowance(text: str, place: Place, lines: tuple[int, int], today: date | None) -> Allowance:
    said = _ALLOW.fullmatch(text)
    if said is None:
        return Allowance(
            (), text, place, *lines, flaw="a comment for branchline says allow RULE: reason"
        )
    rules = tuple(name for name in (part.strip() for part in said[1].split(",")) if name)
    reason, until, flaw = _reason(said[2] or "")
    flaw = flaw or _missing(rules, reason)
    expired = until is not None and today is not None and until < today
    return Allowance(rules, reason, place, *lines, until=until, flaw=flaw, expired=expired)


def _reason(text: str) -> tuple[str, date | None, str]:
    limited = _UNTIL.fullmatch(text.strip())
    if limited is None:
        return text.strip(), None, ""
    try:
        return limited[1], date.fromisoformat(limited[2]), ""
    except ValueError:
        return limited[1], None, f"{limited[2]!r} is no date: write until YYYY-MM-DD"


def _missing(rules: Iterable[str], reason: str) -> str:
    if not rules:
        return "it names no rule"
    return "" if reason else "it gives no reason"
