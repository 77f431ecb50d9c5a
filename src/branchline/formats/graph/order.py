"""Orders of a graph, each as a tool makes it: ties are the tool's own.

All take a map from name to what must come before it. Names that are no key are
left out; what is in a circle comes last, in the order of its keys, since a
changelog that no tool would run is shown all the same.
"""

from collections.abc import Iterable, Mapping, Sequence
from heapq import heapify, heappop, heappush

Before = Mapping[str, Sequence[str]]


def smallest_first(before: Before) -> list[str]:
    """Order so that of all that may come next the first key does (yoyo)."""
    place = {name: index for index, name in enumerate(before)}
    names = list(before)
    left = {name: len({b for b in before[name] if b in place}) for name in names}
    after = _turned(before)
    ready = [place[name] for name in names if not left[name]]
    heapify(ready)
    found: list[str] = []
    while ready:
        name = names[heappop(ready)]
        found.append(name)
        for child in after[name]:
            left[child] -= 1
            if not left[child]:
                heappush(ready, place[child])
    return _with_rest(found, before)


def depth_first(before: Before, ends: Iterable[str]) -> list[str]:
    """Order all that `ends` need, end by end; the last name of several goes first (Django)."""
    found: dict[str, None] = {}
    for end in ends:
        stack, done = [(end, False)], set()
        while stack:
            name, ready = stack.pop()
            if ready:
                found.setdefault(name)
            elif name not in done and name not in found:
                done.add(name)
                stack.append((name, True))
                stack += [(each, False) for each in sorted(before[name]) if each in before]
    return _with_rest(list(found), before)


def circle(before: Before) -> tuple[str, ...]:
    """Return the names of one circle, each before the next; empty when there is none."""
    ordered = smallest_first(before)
    tied = _tied(before, ordered)
    if not tied:
        return ()
    name = next(name for name in ordered if name in tied)
    path: dict[str, None] = {}
    while name not in path:
        path[name] = None
        name = next(each for each in before[name] if each in tied)
    names = list(path)
    return tuple(reversed(names[names.index(name) :]))


def _tied(before: Before, ordered: Iterable[str]) -> set[str]:
    """The names that wait for one of themselves."""
    done: set[str] = set()
    for name in ordered:
        if all(each in done or each not in before for each in before[name]):
            done.add(name)
    return set(before) - done


def _turned(before: Before) -> dict[str, list[str]]:
    after: dict[str, list[str]] = {name: [] for name in before}
    for name, several in before.items():
        for each in dict.fromkeys(several):
            if each in after:
                after[each].append(name)
    return after


def _with_rest(found: list[str], before: Before) -> list[str]:
    known = set(found)
    return found + [name for name in before if name not in known]
