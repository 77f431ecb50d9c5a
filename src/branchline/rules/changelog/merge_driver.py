"""Merge drivers on changelogs.

A driver answers where Git would ask a person. What two branches did to one
changelog is exactly what a person has to be asked about.
"""

from collections.abc import Iterator

from branchline.model.changelog import ChangelogDiff
from branchline.model.finding import Problem
from branchline.rule import rule


@rule("merge-driver")
def merge_driver(diff: ChangelogDiff) -> Iterator[Problem]:
    """`.gitattributes` gives a changelog's files a merge driver.

    `merge=union` takes the lines of both sides: two changes that took one
    number, or two edits of one change, become a text that nobody wrote, and
    the conflict that would have said so does not come up. Drivers of one's own
    have dropped changes during a rebase.

    ```changelog
    0001_init       applied
    .gitattributes  driver union    -- finding
    ```

    Take the attribute off the changelog. Where branches meet at the end of one
    file again and again, let each change have a file of its own.

    Does not fire on `-merge` and `binary`, which leave the conflict to a
    person. A driver that was there before weighs no more than a warning.

    ```changelog
    0001_init       applied
    0002_carts      added
    ```
    """
    for driver in diff.drivers:
        yield Problem(
            f"{driver.path} is merged by the driver {driver.name!r}, which asks nobody",
            "take merge= off the changelog's files: a conflict there is a question to answer",
            driver.place,
            doubtful=not driver.introduced,
        )
