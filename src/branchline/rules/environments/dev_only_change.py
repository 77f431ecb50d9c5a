"""Changes carried to an environment that will not run them."""

from collections.abc import Iterator
from fnmatch import fnmatchcase

from branchline.model.changelog import ChangeSet
from branchline.model.finding import Problem, Severity
from branchline.model.reach import Reach
from branchline.rule import rule
from branchline.rules.sentences import listing


@rule("dev-only-change", severity=Severity.INFO)
def dev_only_change(changeset: ChangeSet, *, paths: tuple[str, ...] = ()) -> Iterator[Problem]:
    """A promotion carries a change that no instance of its target will run.

    Its contexts keep it below. It is in the target's branch from now on, one
    setting away from running: contexts that are edited, or a run of Liquibase
    that forgets them.

    ```environments
    dev: dev
    prod: prod
    change to prod: dev      -- finding
    ```

    Nothing is wrong where contexts are how a team keeps such data apart; say
    `dev-only-change = "off"`. Where it may never leave, keep it in a folder, and
    name that in `paths` (`["*/dev-only/*"]`): then the rule finds whatever of it is
    carried, at the severity that the policy gives.

    Does not fire on a push to the first environment, or where an instance of the
    target runs it.

    ```environments
    dev: dev
    prod: prod
    change to prod: dev or prod
    ```
    """
    reach = changeset.reach
    if reach is None or not reach.target:
        return
    kept = next((each for each in paths if fnmatchcase(changeset.entry.path, each)), "")
    if kept:
        yield Problem(
            f"{changeset.change} is carried to {reach.target}, and what {kept} holds stays below",
            f"leave it out of the branch of {reach.target}",
        )
    elif why := _held_back(reach):
        below = [chance.name for chance in reach.running]
        yield Problem(
            f"{changeset.change} is carried to {reach.target}, where nothing runs it ({why}):"
            f" it is for {listing(below)}",
        )


def _held_back(reach: Reach) -> str:
    """Return the contexts or labels that keep a change from the target and not from others."""
    there = [chance.why for chance in reach.chances if chance.environment == reach.target]
    held = there and all(why.startswith(("context", "labels")) for why in there)
    return there[0] if held and reach.running else ""
