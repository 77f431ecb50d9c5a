"""A push, ref by ref, with every fact that the gates need."""

from enum import StrEnum

from branchline.model.changelog import ChangelogDiff, Entry
from branchline.model.environments import Environment
from branchline.model.value import value


class AtSource(StrEnum):
    """How the environment below holds a change."""

    SAME = "same"
    DIFFERENT = "different"
    ABSENT = "absent"


@value
class Carried:
    """A change of the new tip that its source does not hold in the same form.

    `was_here` when the old tip held it already. `upper` names an environment
    above that holds it equal, `lower` one below the source that does; `proposed`
    when the source's own proposed tip in this push holds it.
    """

    entry: Entry
    at_source: AtSource = AtSource.ABSENT
    was_here: bool = False
    upper: str = ""
    lower: str = ""
    proposed: bool = False


@value
class Lost:
    """A change that a merge base held and the new tip does not: `reverted_by` names the commit."""

    entry: Entry
    base: str = ""
    reverted_by: str = ""


@value
class Promotion:
    """What one push brings from the environment below, for one changelog.

    `carried` leaves out what the source holds equal. `missing` are changes of
    the source that the new tip does not have. `fresh` are the new tip's
    changes that the old tip lacked.
    """

    changelog: str
    source: Environment
    source_tip: str = ""
    carried: tuple[Carried, ...] = ()
    missing: tuple[Entry, ...] = ()
    fresh: tuple[Entry, ...] = ()
    lost: tuple[Lost, ...] = ()


@value
class BreakGlass:
    """A hotfix past the gates: the ticket and reason the pusher gave, and why it may not count."""

    ticket: str
    reason: str
    pusher: str
    flaw: str = ""


@value
class RefUpdate:
    """One ref of a push, judged as part of the whole push.

    `old` is empty for a creation, `new` for a deletion. `kind` is what the new
    object is: `commit`, or `tag`, `tree`, `blob`. `forward` is None when it was
    not asked (creation, deletion). `roots` are introduced commits without
    parents. `environment` is None for a ref that no environment deploys from.
    """

    ref: str
    old: str = ""
    new: str = ""
    environment: Environment | None = None
    kind: str = "commit"
    forward: bool | None = None
    roots: tuple[str, ...] = ()
    diffs: tuple[ChangelogDiff, ...] = ()
    promotions: tuple[Promotion, ...] = ()
    source_missing: bool = False
    break_glass: BreakGlass | None = None

    @property
    def short(self) -> str:
        """The branch's name without `refs/heads/`."""
        return self.ref.removeprefix("refs/heads/")
