"""Files among the changes that are none.

A migration with a slip in its name is not an error to any tool: it is not
there.
"""

from collections.abc import Iterator

from branchline.model.changelog import ChangelogDiff, Oddity
from branchline.model.finding import Problem, Severity
from branchline.rule import rule


@rule("stray-file", severity=Severity.WARNING)
def stray_file(diff: ChangelogDiff) -> Iterator[Problem]:
    """A file stands among the changes and would never run.

    Its name is not one that the changelog's format reads, or it is the rollback
    of a change that does not exist. Nothing says so when the changelog runs.

    ```changelog
    0001_init         applied
    carts.sql         stray has no version    -- finding
    ```

    Rename it as the others are named, include it where they are included, or put
    it elsewhere.

    Does not fire on one that was there before. Links and submodules are
    `not-a-regular-file`.

    ```changelog
    0001_init         applied
    0002_carts.sql    stray is a symbolic link
    ```
    """
    for stray in diff.strays:
        if stray.what not in {Oddity.IRREGULAR, Oddity.STALE}:
            yield Problem(
                f"{stray.place.path} {stray.detail}: it would never run",
                "name or include it as the others are, or move it out of the changelog",
                stray.place,
            )
