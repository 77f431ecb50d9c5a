"""Merges that do more than merge.

Nobody reviews what a merge commit changes by itself: a diff against either
parent shows it among all the rest.
"""

from collections.abc import Iterator

from branchline.model.ancestry import EvilMerge
from branchline.model.finding import Place, Problem
from branchline.model.refs import RefUpdate
from branchline.rule import rule
from branchline.rules.promotion.by_commits import again, called
from branchline.rules.sentences import listing


@rule("evil-merge")
def evil_merge(update: RefUpdate) -> Iterator[Problem]:
    """A merge makes of a changelog something else than its parents have between them.

    It adds a change that neither had, edits one, or drops one of them, as
    `git merge -s ours` drops all. What it does was tried nowhere.

    ```push
    dev: 0001 0002
    staging: 0001
    push staging: 0001 0002 0009 (evil adds 0009)    -- finding
    ```

    Merge again and take both sides as they are; what is new is a change of its
    own, and begins where changes are born.

    Asked with `promotion.mode = "ancestry"` or `"strict"` only. Does not fire
    on what a merge does outside of the changelogs, or where Git merges two
    sides of one file by itself.

    ```push
    dev: 0001 0002
    staging: 0001
    push staging: 0001 0002
    ```
    """
    for evil in update.ancestry.evil if update.ancestry else ():
        first = next(path for each in _deeds(evil) for path in each[1])
        what = ", ".join(f"{verb} {listing(paths)}" for verb, paths in _deeds(evil))
        yield Problem(
            f"the merge {called(evil.oid, evil.subject)} {what} by itself:"
            " none of its parents has it so",
            f"merge again, and change nothing in it: {again(update, update.source)}"
            if update.source
            else "",
            Place(first),
        )


def _deeds(evil: EvilMerge) -> list[tuple[str, tuple[str, ...]]]:
    deeds = [("adds", evil.added), ("edits", evil.edited), ("drops", evil.dropped)]
    return [(verb, paths) for verb, paths in deeds if paths]
