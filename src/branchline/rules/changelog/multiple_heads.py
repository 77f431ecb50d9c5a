"""Two changes that are both the newest.

Each of two branches was right by itself. Git merges their files without a
conflict, and the tool does not know which one comes last.
"""

from collections.abc import Iterable, Iterator

from branchline.model.changelog import ChangelogDiff, Entry, heads
from branchline.model.finding import Place, Problem
from branchline.rule import rule


@rule("multiple-heads")
def multiple_heads(diff: ChangelogDiff) -> Iterator[Problem]:
    """A changelog gets a second newest change: two build on the same one.

    Alembic and Django stop at the next run: `alembic upgrade head` and
    `manage.py migrate` want one end, and find two. Nothing is said before,
    because the files of both have different names.

    ```changelog
    0001_init     applied on nothing
    0002_carts    applied on 0001_init
    0002_orders   added on 0001_init      -- finding
    ```

    Join them by a change that builds on both, or let the one that nobody has
    run build on the other.

    ```changelog
    0001_init     applied on nothing
    0002_carts    applied on 0001_init
    0002_orders   added on 0001_init
    0003_merge    added on 0002_carts 0002_orders
    ```

    Does not fire when there were as many before, or for changes on different
    branches of one changelog: Django's apps, Alembic's `branch_labels`.

    ```changelog
    0001_init     applied on nothing
    0002_carts    applied on 0001_init
    0002_orders   applied on 0001_init
    0003_prices   added on 0002_orders
    ```

    Known elsewhere as: `alembic heads`, Django's "conflicting migrations
    detected", django-linear-migrations.
    """
    new = {changeset.entry.key for changeset in (*diff.added, *diff.changed)}
    before = _by_track(heads(diff.applied))
    for track, ends in _by_track(heads(diff.entries_after())).items():
        if len(ends) <= max(1, len(before.get(track, ()))):
            continue
        ends.sort(key=lambda entry: (entry.key in new, entry.order))
        last, others = ends[-1], ends[:-1]
        yield Problem(
            f"{last.change} and {_named(others)} are both the newest{_of(track)}",
            _HINTS.get(diff.format, _HINT),
            Place(last.path, last.line),
            last.change,
        )


_HINT = "add a change that builds on both, or let one build on the other"
_HINTS = {
    "alembic": "join them: alembic merge heads; or set the down_revision of the one nobody has run",
    "django": "join them: python manage.py makemigrations --merge; or set the dependency of the "
    "one nobody has run",
}
_SHOWN = 3


def _by_track(ends: Iterable[Entry]) -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = {}
    for entry in ends:
        found.setdefault(entry.track, []).append(entry)
    return found


def _named(others: list[Entry]) -> str:
    shown = ", ".join(entry.change for entry in others[-_SHOWN:])
    more = len(others) - _SHOWN
    return f"{shown} and {more} more" if more > 0 else shown


def _of(track: str) -> str:
    return f" of {track}" if track else ""
