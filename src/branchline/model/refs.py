"""A push, ref by ref, with every fact that the gates need."""

from datetime import date

from branchline.model.ancestry import Ancestry
from branchline.model.changelog import ChangelogDiff, Entry
from branchline.model.environments import Environment
from branchline.model.value import value


@value
class Owed:
    """Since when a hotfix waits to be merged back, and until when it may; both are days in UTC.

    `ticket` is what the emergency was registered by, where the register is at hand.
    """

    since: date
    due: date
    overdue: bool = False
    ticket: str = ""

    @property
    def words(self) -> str:
        """The same in a clause: `since 2026-11-20 (INC-1), due 2026-11-23`."""
        ticket = f" ({self.ticket})" if self.ticket else ""
        late = ", which has passed" if self.overdue else ""
        return f"since {self.since}{ticket}, due {self.due}{late}"


@value
class Carried:
    """A change of the new tip that its source does not hold.

    `was_here` says that the old tip held it already. `upper` names an
    environment above that holds it in the same form, `lower` one below the
    source that does; `proposed` says that the source's own tip in this push
    does. Of a change that was here, `owed` says since when it is, and `twin`
    which change of the source says the same under another id.
    """

    entry: Entry
    was_here: bool = False
    upper: str = ""
    lower: str = ""
    proposed: bool = False
    twin: str = ""
    owed: Owed | None = None


@value
class Clash:
    """A change of the new tip that `environment` holds in another form, as `other`."""

    entry: Entry
    other: Entry
    environment: str


@value
class Revert:
    """A commit of the branch's own that took a change away from it; `merge` where it is one."""

    change: str
    oid: str
    subject: str = ""
    merge: bool = False


@value
class Promotion:
    """What one push brings into one changelog, and who else holds it.

    `fresh` are changes that the old tip lacked; `carried` those of the new tip
    that the source lacks, new or not; `missing` versioned changes of the source
    that the new tip lacks. `lost` are changes of commits that the push merges
    and the new tip lacks; `reverts` say who took some of them away. The first
    environment of a chain has no `source`: changes are born there, and only
    `fresh` and `clashes` say something.
    """

    changelog: str
    source: Environment | None = None
    fresh: tuple[Entry, ...] = ()
    carried: tuple[Carried, ...] = ()
    clashes: tuple[Clash, ...] = ()
    missing: tuple[Entry, ...] = ()
    lost: tuple[Entry, ...] = ()
    reverts: tuple[Revert, ...] = ()


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
    parents. `environment` is None for a ref that no environment deploys from;
    `source` is where it takes changes from, `source_missing` says that this has
    no branch yet. `way` names the environments that a new change goes through,
    from the one where changes are born to this one. `mode` is what a promotion
    is judged by: `content`, `ancestry` or `strict`; `ancestry` is None where
    commits do not count. `weakened` says what the configuration that comes with
    it guards less than the one before.
    """

    ref: str
    old: str = ""
    new: str = ""
    environment: Environment | None = None
    source: Environment | None = None
    kind: str = "commit"
    forward: bool | None = None
    roots: tuple[str, ...] = ()
    diffs: tuple[ChangelogDiff, ...] = ()
    promotions: tuple[Promotion, ...] = ()
    source_missing: bool = False
    break_glass: BreakGlass | None = None
    way: tuple[Environment, ...] = ()
    mode: str = "content"
    ancestry: Ancestry | None = None
    weakened: tuple[str, ...] = ()

    @property
    def by_content(self) -> bool:
        """Whether it counts which changes arrive, and not only by which commits."""
        return self.mode != "ancestry"

    @property
    def rolls_back(self) -> tuple[Entry, ...]:
        """The changes that the push takes away and deploys will roll back; none otherwise."""
        found = [each for diff in self.diffs for each in diff.withdrawn]
        return () if any(each.obstacle for each in found) else tuple(e.entry for e in found)

    @property
    def short(self) -> str:
        """The branch's name without `refs/heads/`."""
        return self.ref.removeprefix("refs/heads/")
