"""Of each debt, since when it is owed, and whether it was paid under another id.

Asked of the register, of Git and of the scripts, for the few debts that there are.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from branchline.deploy.site import Site, Target, tip
from branchline.formats import choose, told
from branchline.gather.debts import Ledger
from branchline.gather.states import States
from branchline.git.trees import CommitTree
from branchline.model.changelog import Entry
from branchline.model.value import replace
from branchline.status.values import Debt, Stage, Status


def with_owed(
    status: Status, stages: Sequence[Stage], site: Site, targets: Sequence[Target]
) -> Status:
    """Return the status with what is known of each debt, and without what was paid."""
    if not status.debt:
        return status
    books = _Books(stages, site, targets)
    return replace(status, debt=tuple(books.known(status.debt)))


class _Books:
    """The ledgers of all environments, each opened once."""

    def __init__(self, stages: Sequence[Stage], site: Site, targets: Sequence[Target]) -> None:
        self._held = {stage.name: stage.held or () for stage in stages}
        self._targets = {target.environment.name: target for target in targets}
        self._site = site
        self._ledgers: dict[tuple[str, str], Ledger | None] = {}

    def known(self, debts: Sequence[Debt]) -> Iterator[Debt]:
        for debt in debts:
            here = (each for each in self._held[debt.held_by] if each.entry.change == debt.change)
            one = next(here, None)
            ledger = self._ledger(debt.held_by, one.changelog) if one else None
            if one is None or ledger is None:
                yield debt
                continue
            changelog, entry = one.changelog, one.entry
            lacking = tuple(
                name
                for name in debt.missing_in
                if not ledger.twin(entry, self._entries(name, changelog))
            )
            if lacking:
                yield debt._replace(missing_in=lacking, owed=ledger.owed(entry))

    def _entries(self, name: str, changelog: str) -> Iterator[Entry]:
        return (each.entry for each in self._held[name] if each.changelog == changelog)

    def _ledger(self, name: str, changelog: str) -> Ledger | None:
        if (name, changelog) not in self._ledgers:
            self._ledgers[name, changelog] = self._opened(self._targets[name], changelog)
        return self._ledgers[name, changelog]

    def _opened(self, target: Target, changelog: str) -> Ledger | None:
        repository, settings = self._site.repository, target.settings
        spec, commit = settings.changelog(changelog), tip(self._site, target.environment)
        if spec is None or commit is None:
            return None
        tree = CommitTree(repository, commit)
        format_ = choose(tree, spec)
        known = told(tree, spec, format_)
        states = States(repository, known, format_)
        today = datetime.now(UTC).date()
        return Ledger(repository, known, states, target.environment, commit, settings, today)
