"""Merges that drop what they merge.

Git remembers that the commits are in, and will never bring their files again.
"""

from collections.abc import Iterator

from branchline.model.changelog import Entry
from branchline.model.finding import Place, Problem
from branchline.model.refs import RefUpdate
from branchline.rule import rule
from branchline.rules.sentences import listing, verb


@rule("phantom-promotion")
def phantom_promotion(update: RefUpdate) -> Iterator[Problem]:
    """A push merges commits of the source and drops their changes.

    `git merge -s ours` does it, and a conflict resolved by deleting a file. The
    history says that the change is promoted, the files say that it is not, and
    no later merge will bring it.

    ```push
    dev: 0001 0002
    staging: 0001
    push staging: 0001 (merges 0001 0002)    -- finding
    ```

    Bring the files back in the same push.

    Does not fire on a merge that holds all it merges.

    ```push
    dev: 0001 0002 0003
    staging: 0001
    push staging: 0001 0002 (merges 0001 0002)
    ```
    """
    if update.ancestry and update.ancestry.evil and not update.by_content:
        return  # the merge itself is named
    for promotion in update.promotions:
        if promotion.lost and promotion.source and update.environment:
            names = [entry.change for entry in promotion.lost]
            first = promotion.lost[0]
            yield Problem(
                f"{update.environment.name} would merge {listing(names)} from"
                f" {promotion.source.name} and drop {verb(names, 'its file', 'their files')}",
                f"bring {verb(names, 'it', 'them')} back:"
                f" git checkout {promotion.source.branch} -- {_where(promotion.lost)}",
                Place(first.path, first.line),
                names[0] if len(names) == 1 else "",
            )


def _where(lost: tuple[Entry, ...]) -> str:
    paths = [entry.path for entry in lost]
    if len(paths) > _FEW:
        paths = sorted({path.rpartition("/")[0] or "." for path in paths})
    return " ".join(paths)


_FEW = 3
