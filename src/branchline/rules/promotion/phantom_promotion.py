"""Merges that drop what they merge.

Git remembers that the commits are in, and will never bring their files again.
"""

from collections.abc import Iterator

from branchline.model.changelog import Entry
from branchline.model.finding import Place, Problem
from branchline.model.refs import Promotion, RefUpdate
from branchline.rule import rule
from branchline.rules.promotion.by_commits import LONG, called
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

    The same comes of a promotion that was reverted: the next merge brings what
    is new, and not what was taken out. The message names the commit that did.

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
                f" {promotion.source.name} and drop {verb(names, 'its file', 'their files')}"
                f"{_who(promotion, update.short)}",
                f"bring {verb(names, 'it', 'them')} back: {_back(promotion, update.short)}",
                Place(first.path, first.line),
                names[0] if len(names) == 1 else "",
            )


def _who(promotion: Promotion, branch: str) -> str:
    """Name the commits that took the changes out before."""
    commits = list(dict.fromkeys(called(each.oid, each.subject) for each in promotion.reverts))
    if not commits:
        return ""
    return f": {listing(commits)} took {verb(promotion.lost, 'it', 'them')} out of {branch}"


def _back(promotion: Promotion, branch: str) -> str:
    """Undo what took them out, if that was a commit of their own, else take the files."""
    found = {each.oid: each for each in promotion.reverts}
    if len({each.change for each in promotion.reverts}) == len(promotion.lost):
        reverts = (f"{'-m 1 ' if each.merge else ''}{oid[:LONG]}" for oid, each in found.items())
        undo = " && ".join(f"git revert --no-edit {words}" for words in reverts)
        return f"git switch {branch} && {undo}"
    branch = promotion.source.branch if promotion.source else ""
    return f"git checkout {branch} -- {_where(promotion.lost)}"


def _where(lost: tuple[Entry, ...]) -> str:
    paths = [entry.path for entry in lost]
    if len(paths) > _FEW:
        paths = sorted({path.rpartition("/")[0] or "." for path in paths})
    return " ".join(paths)


_FEW = 3
