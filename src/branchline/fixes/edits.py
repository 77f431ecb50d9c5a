"""What a fix does to files, as values: nothing here touches one.

Offsets count characters of the decoded file, a byte order mark included, so
that all around an edit stays byte for byte what it was.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple


class Edit(NamedTuple):
    """Put `text` in place of what stands from `start` to `end` of a file."""

    path: str
    start: int
    end: int
    text: str


class NewFile(NamedTuple):
    """A file that was not there."""

    path: str
    text: str


class Rename(NamedTuple):
    """A file that gets another name."""

    old: str
    new: str


Change = Edit | NewFile | Rename


class Fix(NamedTuple):
    """All that one fix changes: for `change`, of what `rules` found; `path` is the changeset's."""

    path: str
    rules: frozenset[str]
    changes: tuple[Change, ...]


def edited(text: str, edits: Iterable[Edit]) -> str:
    """Return a file's text with its edits made; they must not overlap.

    Of two edits at one place, the one that is given first comes first.
    """
    parts: list[str] = []
    at = 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        parts += text[at : edit.start], edit.text
        at = max(edit.end, at)
    return "".join((*parts, text[at:]))


def overlap(edits: Sequence[Edit]) -> bool:
    """Whether two edits of one file want the same characters."""
    spans = sorted((edit.path, edit.start, edit.end) for edit in edits)
    return any(one[0] == other[0] and other[1] < one[2] for one, other in pairwise(spans))
