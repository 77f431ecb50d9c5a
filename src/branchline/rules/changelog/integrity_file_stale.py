"""Sums over files, and files that are not what was summed."""

from collections.abc import Iterator

from branchline.model.changelog import ChangelogDiff, Oddity
from branchline.model.finding import Problem
from branchline.rule import rule


@rule("integrity-file-stale")
def integrity_file_stale(diff: ChangelogDiff) -> Iterator[Problem]:
    """A file that vouches for the others does not fit them.

    `atlas.sum` holds a sum over every file and all before it, graphile-migrate's
    files one over themselves and the one before. The tool compares them before
    it runs anything, and refuses: this would be seen at the deploy. Two branches
    that each add a file leave it behind when they are merged by hand.

    ```changelog
    0001_init     applied
    atlas.sum     stray is out of date    -- finding
    ```

    Have the tool write it anew, `atlas migrate hash`, once the order of the
    files is what it should be; or `branchline fix`, for files that nobody else
    has yet.

    Does not fire on what did not fit before.

    ```changelog
    0001_init     applied
    0002_carts    added
    ```

    Known elsewhere as: Atlas `checksum mismatch`, graphile-migrate `Hash does not match`.
    """
    hint = _GRAPHILE if diff.format == "graphile-migrate" else _ATLAS
    for stray in diff.strays:
        if stray.what is Oddity.STALE:
            yield Problem(f"{stray.place.path} {stray.detail}", hint, stray.place)


_ATLAS = "see that the files are in order, then: atlas migrate hash"
_GRAPHILE = "put the file back as it was committed; what nobody else has yet: branchline fix"
