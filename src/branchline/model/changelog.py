"""Changelogs: what a folder of migrations says, and what a commit changes in it.

Two depths: an `Entry` is what a file's name and blob id tell, cheap for a
changelog of any length; a `ChangeSet` has been read.
"""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import NamedTuple

from branchline.model.finding import Allowance, Place
from branchline.model.reach import Reach
from branchline.model.schema import Catalog
from branchline.model.statement import Statement
from branchline.model.value import replace, value


class Order(NamedTuple):
    """A place in the changelog: phase 0 versioned, 1 repeatable; then the version's own order.

    `version` compares part by part; a missing part is 0 for the formats that
    say so (the reader strips trailing zeros). `name` breaks ties.
    """

    phase: int
    version: tuple[int, ...]
    name: str = ""


class Kind(StrEnum):
    """How often a changeset runs."""

    VERSIONED = "versioned"
    REPEATABLE = "repeatable"
    BASELINE = "baseline"


class Reversal(StrEnum):
    """What is known about the way back."""

    PRESENT = "present"
    NONE = "none"
    AUTOMATIC = "automatic"
    IRREVERSIBLE = "irreversible"


@value
class Entry:
    """A changeset as far as names tell.

    `id` is what the tool itself compares (Flyway: the canonical version),
    `change` the name by which findings, plans and records call it, and `oid`
    the Git blob (empty outside Git). `companions` are the other files that
    belong to it with their blobs: `0042.down.sql`, a script configuration.

    Where changes name what they build on, `parents` are the ids that must have
    run before, and `follows` those of them whose place as newest it takes
    (None: names tell the order). Heads are counted within a `track`: a Django
    app, a labelled branch of Alembic. `lineage` is the id that a tool makes of
    the change and all before it (Sqitch); it stands for the path, which may
    change then.
    `replaces` are the ids that it is a
    shorter way to, for databases that have none of them.
    """

    change: str
    id: str
    path: str
    order: Order
    kind: Kind = Kind.VERSIONED
    oid: str = ""
    line: int = 1
    author: str = ""
    companions: tuple[tuple[str, str], ...] = ()
    parents: tuple[str, ...] = ()
    follows: tuple[str, ...] | None = None
    track: str = ""
    lineage: str = ""
    replaces: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, str]:
        """What tells it from all others of its changelog, but from duplicates: id and path."""
        return self.id, self.path

    def moved_to(self, other: "Entry") -> "Entry":
        """Return this entry in the place that `other` has among all."""
        place = (other.order, other.parents, other.follows, other.track)
        if place == (self.order, self.parents, self.follows, self.track):
            return self
        order, parents, follows, track = place
        return replace(self, order=order, parents=parents, follows=follows, track=track)


@value
class Script:
    """SQL as it stands in a file: `line` is where the text starts.

    `backwards` are the lines of the text at which sections begin that run last to
    first; without any it runs as it stands.
    """

    text: str
    path: str
    line: int = 1
    backwards: tuple[int, ...] = ()


@value
class Remark:
    """What another tool says of a place; `code` is its own rule."""

    code: str
    message: str
    place: Place


@value
class Code:
    """What a change does in no SQL that can be read; `what` names it: `op.bulk_insert(rows)`."""

    what: str
    place: Place


class Trap(NamedTuple):
    """Something in a changelog's file that its tool takes otherwise than it reads, without a word.

    `kind` is for rules to tell apart, `said` what stands there, `line` where.
    """

    kind: str
    said: str
    line: int


class Schemas(NamedTuple):
    """The schema before a changeset, after it, and after its way back."""

    before: Catalog
    after: Catalog
    restored: Catalog


@value
class ChangeSet:
    """One migration, read.

    `checksum` is the format's own, for comparison with what ran. `transaction`
    says whether the tool wraps the changeset in one. `undo_path` is the file
    that a way back is written in, for formats that never keep it beside the
    change. `statements`, `undo` and
    `schemas` are filled by the SQL layer; formats leave them empty. `flaw` says
    why the file could not be read (then there is no script). `remarks` are
    there where somebody asked for style. `code` is what the script leaves out,
    because nobody can read it without running it, and `runner` the tool that
    alone can run the change, empty when its SQL says all. `traps` are what the
    tool takes otherwise than a person reads it. `reach` is where it would run,
    once a configuration has said which environments there are.
    """

    entry: Entry
    checksum: str = ""
    script: Script | None = None
    rollback: Script | None = None
    reversal: Reversal = Reversal.NONE
    reason: str = ""
    transaction: bool = True
    contexts: str = ""
    labels: str = ""
    dbms: str = ""
    attributes: tuple[tuple[str, str], ...] = ()
    statements: tuple[Statement, ...] = ()
    undo: tuple[Statement, ...] = ()
    allowances: tuple[Allowance, ...] = ()
    flaw: str = ""
    schemas: Schemas | None = None
    remarks: tuple[Remark, ...] = ()
    undo_path: str = ""
    code: tuple[Code, ...] = ()
    runner: str = ""
    traps: tuple[Trap, ...] = ()
    reach: Reach | None = None

    def lacking(self, properties: Iterable[tuple[str, str]] = ()) -> tuple[str, ...]:
        """Return the placeholders that have a value neither in the tool's settings nor here."""
        known = {name for name, _ in properties}
        names = (k.removeprefix(LACKING) for k, _ in self.attributes if k.startswith(LACKING))
        return tuple(name for name in names if name not in known)

    @property
    def change(self) -> str:
        """The name by which findings, plans and records call it."""
        return self.entry.change

    @property
    def place(self) -> Place:
        """Where it starts."""
        return Place(self.entry.path, self.entry.line)


LACKING = "lacking."
"""Before the name of a placeholder that has no value, among a changeset's attributes."""


class Oddity(StrEnum):
    """Why a file in a changelog's folder is no changeset: for rules to tell apart."""

    IRREGULAR = "irregular"
    """A symbolic link, a submodule or a special file."""
    NAME = "name"
    """A path that is not UTF-8, too long, or holds characters that do not show."""
    UNMATCHED = "unmatched"
    """SQL whose name the format does not read: it would never run."""
    ORPHAN = "orphan"
    """A rollback or a script configuration that belongs to no changeset."""
    STALE = "stale"
    """A file that follows from others, such as a sum over them, and does not fit them."""


@value
class Stray:
    """A file that is no changeset and should be one or cannot be one.

    `detail` reads after the path: `is a symbolic link`.
    """

    place: Place
    what: Oddity
    detail: str


@value
class Outline:
    """Every changeset of one changelog at one point of history, in order.

    `scripts` run beside them, again and again, at each deploy of the tool: they are
    judged, and are no changes that an environment could have or lack.
    """

    entries: tuple[Entry, ...] = ()
    strays: tuple[Stray, ...] = ()
    scripts: tuple[Entry, ...] = ()

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries)

    def newest(self) -> Entry | None:
        """Return the last versioned entry."""
        return max(
            (entry for entry in self.entries if entry.kind is not Kind.REPEATABLE),
            key=lambda entry: entry.order,
            default=None,
        )

    def with_id(self, id_: str) -> tuple[Entry, ...]:
        """Return the entries with one id: more than one is a duplicate."""
        return tuple(entry for entry in self.entries if entry.id == id_)

    def heads(self) -> tuple[Entry, ...]:
        """Return the entries that no other one follows; none where names tell the order."""
        return heads(self.entries)


@value
class Edit:
    """A changeset with one identity and two contents; the checksums differ.

    `same_sql` says that all statements are equal: only comments between them differ.
    """

    before: ChangeSet
    after: ChangeSet
    same_sql: bool = False


class Rename(NamedTuple):
    """A changeset whose content stayed and whose identity did not."""

    before: Entry
    after: Entry


@value
class Withdrawal:
    """A change taken away where that is how changes are rolled back, and what keeps it from that.

    `obstacle` reads after "it cannot be rolled back:"; empty where nothing does.
    """

    entry: Entry
    obstacle: str = ""


@value
class Driver:
    """A merge driver that `.gitattributes` names for a changelog's files.

    `path` is one of them, `place` is the line that does, `introduced` whether it is new.
    """

    name: str
    path: str
    place: Place
    introduced: bool = True


class Rivalry(StrEnum):
    """What a change of another branch has to do with a new one."""

    ID = "id"
    """It has the same id."""
    ORDER = "order"
    """It sorts before the new one, and after all that was there."""
    OBJECT = "object"
    """It changes what the new one changes."""


@value
class Rival:
    """A change of an open branch that will meet `mine`, a new one, when it lands.

    `objects` are those that both change.
    """

    branch: str
    entry: Entry
    mine: Entry
    what: Rivalry
    objects: tuple[str, ...] = ()


@value
class ChangelogDiff:
    """What a commit, a push or a merge changes in one changelog.

    `applied` is the changelog before, without what may still be taken away or
    renamed. `changed` are changesets edited as the tool or the environment
    allows: judged like new ones. `edited`, `removed` and `renamed` leave out
    what may be done to a change that ran (line ends, run-on-change,
    repeatables) and to one that ran nowhere that counts. `placed` names those
    added that an environment holds already: their place in the order is
    decided. `undone` are changes that ran and whose way back alone is another:
    edits that no checksum shows. `relined` are those that stayed and whose
    lineage did not, in their order. `above` is the newest change of each
    environment that takes changes from this one, by name. `strays` are new
    ones only. `identity` is how the tool tells changesets apart: by `path` and
    id, or by `id` alone. `drivers`
    merge its files in a way of their own; `loose` is a file whose line ends
    each clone chooses, where they count. `rivals` are changes of other open
    branches that the new ones will meet, `unseen` how many branches were too
    many, or too different, to be looked at. `takes_late` says that the tool was told
    to run what sorts before what ran.
    """

    changelog: str = ""
    format: str = "plain"
    applied: Outline = Outline()
    added: tuple[ChangeSet, ...] = ()
    changed: tuple[ChangeSet, ...] = ()
    edited: tuple[Edit, ...] = ()
    removed: tuple[Entry, ...] = ()
    renamed: tuple[Rename, ...] = ()
    relined: tuple[Rename, ...] = ()
    strays: tuple[Stray, ...] = ()
    placed: frozenset[str] = frozenset()
    above: tuple[tuple[str, Entry], ...] = ()
    identity: str = "path"
    environment: str = ""
    drivers: tuple[Driver, ...] = ()
    loose: str = ""
    rivals: tuple[Rival, ...] = ()
    unseen: int = 0
    takes_late: bool = False
    undone: tuple[Edit, ...] = ()
    withdrawn: tuple[Withdrawal, ...] = ()

    def entries_after(self) -> Iterable[Entry]:
        """Yield the changelog as it will be, unordered."""
        gone = {entry.key for entry in self.removed} | {r.before.key for r in self.renamed}
        now = {edit.before.entry.key: edit.after.entry for edit in self.edited}
        now |= {changeset.entry.key: changeset.entry for changeset in self.changed}
        if not (gone or now):  # as nearly always, and there may be very many
            yield from self.applied
            yield from (changeset.entry for changeset in self.added)
            return
        yield from (now.get(entry.key, entry) for entry in self.applied if entry.key not in gone)
        yield from (rename.after for rename in self.renamed)
        yield from (changeset.entry for changeset in self.added)


def heads(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Return those of `entries` that no other one follows, in the order given.

    One that replaces others is none as long as any of them is there; what follows it
    follows them, too.
    """
    several = tuple(entries)
    ids = {entry.id for entry in several}
    found = [e for e in several if e.follows is not None and ids.isdisjoint(e.replaces)]
    followed = {id_ for entry in found for id_ in entry.follows or ()}
    for entry in reversed(several):
        if entry.id in followed and entry.replaces:
            followed.update(entry.follows or ())
    return tuple(entry for entry in found if entry.id not in followed)
