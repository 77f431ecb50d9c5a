"""Changesets that Liquibase takes for two when it runs them and for one when it notes them."""

from collections.abc import Iterator

from branchline.model.changelog import ChangelogDiff, Entry
from branchline.model.finding import Place, Problem
from branchline.rule import rule


@rule("liquibase-case-duplicate")
def liquibase_case_duplicate(diff: ChangelogDiff) -> Iterator[Problem]:
    """A new changeset differs from another one by the case of its id or author alone.

    Liquibase finds no duplicate and runs both. The row of the second is an
    UPDATE of the first one's, by exact case, and meets none: every later
    `update` runs that changeset again, and exits with 0.

    ```changelog
    db/a.sql::init::ada     applied
    db/a.sql::Init::ada     added      -- finding
    ```

    Give it an id of its own.

    Does not fire on equal ids of two files, which are two to Liquibase as
    well, on an id that is the same to the letter (`duplicate-id`), or on two
    that stood side by side before.

    ```changelog
    db/a.sql::init::ada     applied
    db/b.sql::Init::ada     added
    db/c.sql::two::ada      applied
    db/c.sql::TWO::ada      applied
    ```

    Known elsewhere as: nothing.
    """
    added = [changeset.entry for changeset in diff.added if _SIGN in changeset.entry.id]
    wanted = {_folded(entry) for entry in added}
    others: dict[str, list[Entry]] = {}
    for entry in diff.entries_after() if wanted else ():
        if (folded := _folded(entry)) in wanted:
            others.setdefault(folded, []).append(entry)
    for entry in added:
        first = others[_folded(entry)][0]
        if first.id != entry.id:
            yield Problem(
                f"{entry.change} is {first.change} to Liquibase's history, which knows no case:"
                " every update runs it again",
                f"give {entry.path} an id of its own",
                Place(entry.path, entry.line),
                entry.change,
            )


_SIGN = "::"


def _folded(entry: Entry) -> str:
    """Return path, id and author as the history compares them: case counts in the path alone."""
    path, _, rest = entry.id.partition(_SIGN)
    return f"{path}{_SIGN}{rest.casefold()}"
