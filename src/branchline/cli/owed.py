"""Since when each debt is owed: asked of the register and of Git, for the few that there are."""

from collections.abc import Sequence
from datetime import UTC, datetime

from branchline.deploy.site import Site, Target, tip
from branchline.formats import choose, told
from branchline.gather.debts import Ledger
from branchline.gather.states import States
from branchline.git.trees import CommitTree
from branchline.model.changelog import Entry
from branchline.model.refs import Owed
from branchline.model.value import replace
from branchline.status.values import Debt, Stage, Status


def with_owed(
    status: Status, stages: Sequence[Stage], site: Site, targets: Sequence[Target]
) -> Status:
    """Return the status with what is known of each debt's age."""
    by_name = {target.environment.name: target for target in targets}
    held = {stage.name: stage.held or () for stage in stages}

    def told_of(debt: Debt) -> Debt:
        here = (each for each in held[debt.held_by] if each.entry.change == debt.change)
        one = next(here, None)
        target = by_name[debt.held_by]
        commit = tip(site, target.environment)
        if one is None or commit is None:
            return debt
        return debt._replace(owed=_owed(site, target, commit, one.changelog, one.entry))

    return replace(status, debt=tuple(map(told_of, status.debt)))


def _owed(site: Site, target: Target, commit: str, changelog: str, entry: Entry) -> Owed | None:
    repository, settings = site.repository, target.settings
    spec = settings.changelog(changelog)
    if spec is None:
        return None
    tree = CommitTree(repository, commit)
    format_ = choose(tree, spec)
    known = told(tree, spec, format_)
    states = States(repository, known, format_)
    today = datetime.now(UTC).date()
    return Ledger(repository, known, states, target.environment, commit, settings, today).owed(
        entry
    )
