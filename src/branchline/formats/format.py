"""What every changelog format can do.

Two depths. An outline comes from names and blob ids alone, so its cost does not
depend on what is in the files; only the changesets in question are read. Where
one file holds many, the outline has to read it (`Format.whole`).
"""

from collections.abc import Callable
from datetime import datetime

from branchline.model.changelog import ChangeSet, Entry, Outline
from branchline.model.settings import Changelog
from branchline.model.tree import Tree
from branchline.model.value import value


@value
class Begun:
    """What a new changeset is begun with; `planner` is who does, as `Ann <ann@example.com>`."""

    title: str
    outline: Outline
    spec: Changelog
    now: datetime
    planner: str


Files = tuple[tuple[str, str], ...]
"""Paths, and what stands in them."""


@value
class Format:
    """One format, as functions.

    `outline` lists the changesets below `spec.path` in the order in which they
    run. `read` reads one of them: what is wrong with its content stands in
    `flaw` and is never raised. `new_file` returns path and text of a changeset
    that runs after all others; it raises `UsageError` for a title without a
    letter or digit. `whole` says that a file may hold many changesets: then the
    outline reads files, and some of them do not tell what all do. `moves` says
    that the id alone is a changeset's identity: its file may have any name.
    `options` returns what files of the tool's own, outside the changelog, say of how
    it is read; they are handed on in the changelog's. `derived`
    returns path and text of files that follow from the others, as they should be;
    `twin` names the file beside a new one. `beside` returns the texts that other
    files have once there is a new one: a plan with one more line.
    """

    name: str
    outline: Callable[[Tree, Changelog], Outline]
    read: Callable[[Tree, Entry, Changelog], ChangeSet]
    new_file: Callable[[str, Outline, Changelog, datetime], tuple[str, str]]
    whole: bool = False
    moves: bool = False
    options: Callable[[Tree, str], tuple[tuple[str, str], ...]] | None = None
    derived: Callable[[Tree, Changelog], tuple[tuple[str, str], ...]] | None = None
    twin: Callable[[str], str] | None = None
    beside: Callable[[Tree, Begun], Files] | None = None
