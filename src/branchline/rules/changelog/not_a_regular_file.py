"""Links and submodules where changes should be.

What they hold is decided elsewhere, and later: it is not in what was pushed,
and a link may lead out of the repository.
"""

from collections.abc import Iterator

from branchline.model.changelog import ChangelogDiff, Oddity
from branchline.model.finding import Problem
from branchline.rule import rule


@rule("not-a-regular-file")
def not_a_regular_file(diff: ChangelogDiff) -> Iterator[Problem]:
    """A symbolic link or a submodule stands in the changelog.

    Nobody can review what it leads to, and a deploy that followed it would run
    what is on its own disk.

    ```changelog
    0001_init         applied
    0002_carts.sql    stray is a symbolic link    -- finding
    ```

    Put the file itself there.

    Does not fire on one that was there before. A file with an odd name is
    `stray-file`.

    ```changelog
    0001_init         applied
    carts.sql         stray has no version
    ```
    """
    for stray in diff.strays:
        if stray.what is Oddity.IRREGULAR:
            yield Problem(
                f"{stray.place.path} {stray.detail}", "put the file itself there", stray.place
            )
