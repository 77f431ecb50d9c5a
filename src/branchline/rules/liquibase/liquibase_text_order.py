"""Numbers in file names, which Liquibase sorts as text."""

from collections.abc import Iterator, Mapping

from branchline.model.changelog import ChangelogDiff, Entry
from branchline.model.finding import Place, Problem, Severity
from branchline.model.regex import regex
from branchline.rule import rule


@rule("liquibase-text-order", severity=Severity.WARNING)
def liquibase_text_order(diff: ChangelogDiff) -> Iterator[Problem]:
    """A new file has a greater number than another one, and runs before it.

    `includeAll` sorts whole paths as text: `10_prices.sql` comes before
    `9_orders.sql`, and `01.main-101.sql` before `01.main.sql`. Nothing says so;
    on a database that has run the ninth the tenth still comes after it.

    ```changelog
    db/10_prices.sql::1::ada    added      -- finding
    db/9_orders.sql::1::ada     applied
    ```

    Write as many digits as the longest number has: `09_orders.sql`, and from
    the beginning `0009_orders.sql`.

    Does not fire on files whose numbers and names sort alike, where a master
    lists them in the order of their numbers, on files of other folders, or on
    those that stood so before.

    ```changelog
    db/009_orders.sql::1::ada    applied
    db/010_prices.sql::1::ada    added
    db/main.sql::1::ada          applied
    old/8_carts.sql::1::ada      applied
    ```

    Known elsewhere as: nothing.
    """
    new = (changeset.entry for changeset in diff.added)
    added = {entry.path: entry for entry in new if "::" in entry.id}
    wanted = {path: number for path in added if (number := _number(path)) is not None}
    folders: dict[str, dict[str, Entry]] = {}
    for entry in diff.entries_after() if wanted else ():
        folders.setdefault(entry.path.rpartition("/")[0], {}).setdefault(entry.path, entry)
    for path, number in wanted.items():
        neighbours = folders[path.rpartition("/")[0]]
        overtaken = _overtaken(added[path], number, neighbours)
        if overtaken is not None:
            yield Problem(
                f"{path} runs before {overtaken.path}: Liquibase sorts names as text",
                "give both numbers as many digits",
                Place(path, added[path].line),
                added[path].change,
            )


_LEADING = regex(r"[0-9]{1,30}+")


def _number(path: str) -> int | None:
    found = _LEADING.match(path.rpartition("/")[2])
    return int(found[0]) if found else None


def _overtaken(entry: Entry, number: int, neighbours: Mapping[str, Entry]) -> Entry | None:
    """Return the first file with a smaller number that runs later."""
    later = (
        other
        for path, other in neighbours.items()
        if other.order > entry.order and (smaller := _number(path)) is not None and smaller < number
    )
    return min(later, key=lambda other: other.order, default=None)
