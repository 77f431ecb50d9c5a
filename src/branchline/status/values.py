"""What a status is made from, and what it says: values in, values out."""

from collections.abc import Mapping
from typing import NamedTuple

from branchline.model.changelog import Entry
from branchline.model.plan import InstancePlan
from branchline.model.refs import Owed
from branchline.model.value import value


class Held(NamedTuple):
    """A change that a branch has; equal checksums are equal content."""

    changelog: str
    entry: Entry
    checksum: str


@value
class Standing:
    """What one database has of its branch; `plan` is None where nobody could ask it.

    `why` says then why; `failed` are changes that did not come to their end.
    """

    instance: str
    changelog: str
    plan: InstancePlan | None
    failed: frozenset[str] = frozenset()
    why: str = ""


@value
class Stage:
    """One environment; `held` is None where there is no branch."""

    name: str
    below: tuple[str, ...]
    held: tuple[Held, ...] | None
    standings: tuple[Standing, ...] = ()


@value
class Cell:
    """A change in an environment; `instances` are those that have something to say of it."""

    present: bool
    instances: Mapping[str, str]


@value
class Line:
    """A change across all environments."""

    change: str
    changelog: str
    cells: Mapping[str, Cell]


class Debt(NamedTuple):
    """An upper environment has a change that lower ones do not have; `owed` says since when."""

    change: str
    held_by: str
    missing_in: tuple[str, ...]
    owed: Owed | None = None


class Waiting(NamedTuple):
    """A change that has not come here yet from where it is."""

    change: str
    environment: str
    source: str


class Drift(NamedTuple):
    """A database's history and its branch do not agree."""

    change: str
    environment: str
    instance: str
    what: str
    detail: str


class Hold(NamedTuple):
    """A change of the branch that somebody rolled back by hand, and when."""

    change: str
    environment: str
    instance: str
    why: str


class Unknown(NamedTuple):
    """A database that could not be asked."""

    environment: str
    instance: str
    why: str


@value
class Status:
    """The whole picture."""

    environments: tuple[str, ...]
    lines: tuple[Line, ...]
    debt: tuple[Debt, ...]
    waiting: tuple[Waiting, ...]
    drift: tuple[Drift, ...]
    unknown: tuple[Unknown, ...]
    holds: tuple[Hold, ...] = ()
