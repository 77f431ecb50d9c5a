"""Changes that wait for each other.

No order runs them all, and each file looks right by itself.
"""

from collections.abc import Iterator

from branchline.model.changelog import ChangelogDiff, Entry
from branchline.model.finding import Place, Problem
from branchline.rule import rule


@rule("circular-parents")
def circular_parents(diff: ChangelogDiff) -> Iterator[Problem]:
    """Changes build on each other in a circle.

    Every tool that follows such names refuses the whole changelog, those
    changes that have nothing to do with the circle included.

    ```changelog
    0001_init     applied on nothing
    0002_carts    added on 0003_orders
    0003_orders   added on 0002_carts    -- finding
    ```

    Let one of them build on something else.

    Does not fire on a circle that was there before.

    ```changelog
    0001_init     applied on 0001_init
    0002_carts    added on 0001_init
    ```
    """
    fresh = [changeset.entry for changeset in (*diff.added, *diff.changed)]
    if not any(entry.parents for entry in fresh):
        return  # none of them is in a circle, and a long changelog is not walked
    new = {entry.key for entry in fresh}
    tied = _tied({entry.id: entry for entry in diff.entries_after()})
    ours = [entry for entry in tied if entry.key in new]
    if ours:
        last = max(ours, key=lambda entry: (entry.order, entry.path))
        names = ", ".join(entry.change for entry in tied[:_SHOWN])
        more = f" and {len(tied) - _SHOWN} more" if len(tied) > _SHOWN else ""
        yield Problem(
            f"{names}{more} build on each other in a circle: no order runs them",
            f"let {last.path} build on a change that does not need it",
            Place(last.path, last.line),
            last.change,
        )


_SHOWN = 5


def _tied(entries: dict[str, Entry]) -> list[Entry]:
    """Return the entries that need themselves: what stays when ends are taken away, both ways."""
    below = {id_: {p for p in e.parents if p in entries} for id_, e in entries.items()}
    above: dict[str, set[str]] = {id_: set() for id_ in entries}
    for id_, parents in below.items():
        for parent in parents:
            above[parent].add(id_)
    _take_ends(below, above)
    _take_ends(above, below)
    return [entry for id_, entry in entries.items() if id_ in below]


def _take_ends(one: dict[str, set[str]], other: dict[str, set[str]]) -> None:
    ends = [id_ for id_, names in one.items() if not names]
    while ends:
        id_ = ends.pop()
        del one[id_]
        for each in other.pop(id_):
            one[each].discard(id_)
            if not one[each]:
                ends.append(each)
