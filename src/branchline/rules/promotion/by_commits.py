"""What the commits of a push say, told once for five rules: names, and the way out.

A way out makes the branch again from where it was; what somebody has committed
meanwhile stays in Git, under the commit that a message names.
"""

from collections.abc import Sequence

from branchline.model.ancestry import StrayCommit
from branchline.model.environments import Environment
from branchline.model.refs import RefUpdate
from branchline.rules.promotion.carried import unexplained
from branchline.rules.sentences import listing, verb

LONG = 12
"""Digits of an object id that tell it apart and can be read out."""


def strays(update: RefUpdate) -> tuple[StrayCommit, ...]:
    """Return the commits that are no merges and come from nowhere.

    Those that take changes away are what a rollback by revert is made of.
    """
    found = update.ancestry.strays if update.ancestry else ()
    return tuple(each for each in found if not (each.touches and update.rolls_back))


def called(oid: str, subject: str) -> str:
    """Return a commit as people name it: `1a2b3c4d5e6f 'add carts'`."""
    first = subject if len(subject) <= _WIDTH else f"{subject[: _WIDTH - 1]}…"
    return f"{oid[:LONG]} {first!r}" if first else oid[:LONG]


def named(commits: Sequence[StrayCommit]) -> str:
    """Return `commit A`, `commits A and B`."""
    names = [called(each.oid, each.subject) for each in commits]
    return f"{verb(names, 'commit', 'commits')} {listing(names)}"


def again(update: RefUpdate, source: Environment) -> str:
    """Return the commands that merge the source anew onto the branch as it is."""
    start = f"git switch -C {update.short} {update.old[:LONG]}" if update.old else ""
    branch = source.branch
    if not start:
        return f"git branch -f {update.short} {branch}"
    return f"{start} && git merge --no-ff {branch}"


def are_copies(update: RefUpdate) -> bool:
    """Whether the source holds every change of the push: under other commits, as by a squash."""
    promotions = update.promotions
    fresh = any(promotion.fresh for promotion in promotions)
    return fresh and not any(unexplained(promotion) for promotion in promotions)


_WIDTH = 60
