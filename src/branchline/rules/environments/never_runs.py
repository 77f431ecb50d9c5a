"""Changes that no instance would ever run."""

from collections.abc import Iterator

from branchline.model.changelog import ChangeSet
from branchline.model.finding import Problem
from branchline.rule import rule


@rule("never-runs")
def never_runs(changeset: ChangeSet) -> Iterator[Problem]:
    """A change's contexts or labels keep it from every environment.

    It is reviewed, promoted and believed in, and its table is nowhere.

    ```environments
    dev: dev
    prod: prod
    change: dev and prod    -- finding
    ```

    ```environments
    dev:
    prod:
    change: prod            -- finding
    ```

    Correct the expression, or give the environments `contexts` in
    `branchline.toml`: without any, an instance never runs a change that has some.

    Does not fire where some instance of some environment runs it, where a name in
    it is unknown (`unknown-context`), or on what is for another kind of database.

    ```environments
    dev: dev
    prod: prod
    change: dev
    ```
    """
    reach = changeset.reach
    if reach is None or reach.running or reach.unknown:
        return
    whys = [chance.why for chance in reach.chances]
    if not any(why.startswith(_SELECTED) for why in whys):
        return
    told = "no environment has contexts" if reach.names and not reach.known else whys[0]
    yield Problem(
        f"{changeset.change} runs in no environment: {told}",
        "correct its contexts and labels, or give an environment those it names",
    )


_SELECTED = ("context", "labels")
