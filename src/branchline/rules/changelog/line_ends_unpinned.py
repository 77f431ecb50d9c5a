"""Line ends that each clone chooses, where a checksum counts them."""

from collections.abc import Iterator

from branchline.model.changelog import ChangelogDiff
from branchline.model.finding import Place, Problem, Severity
from branchline.rule import rule


@rule("line-ends-unpinned", severity=Severity.WARNING)
def line_ends_unpinned(diff: ChangelogDiff) -> Iterator[Problem]:
    """The tool's checksums count line ends, and each clone chooses its own.

    With `core.autocrlf` a checkout on Windows holds other bytes than one on
    Linux. Atlas, Sqitch and graphile-migrate sum the bytes, and so does
    `promotion.checksum = "raw"`: the same change is then edited, or stops the
    deploy, depending on who wrote the sum.

    ```changelog
    0001_init         applied
    0002_carts.sql    loose    -- finding
    ```

    Add the line of the hint to `.gitattributes`, once.

    Does not fire where `eol` or `-text` is said, where the format's own sum
    leaves line ends out (Liquibase, Flyway), and on a push that touches
    neither the changelog nor `.gitattributes`.

    ```changelog
    0001_init       applied
    0002_carts      added
    ```
    """
    if diff.loose:
        folder = diff.loose.rpartition("/")[0]
        yield Problem(
            f"{diff.loose}: its checksum counts line ends, and each clone chooses them",
            f"add to .gitattributes: {folder or '*'}{'/**' if folder else ''} text eol=lf",
            Place(diff.loose),
        )
