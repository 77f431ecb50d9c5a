"""Changes that nobody can read.

What cannot be read cannot be judged, and a database may read it in its own
way.
"""

from collections.abc import Iterator

from branchline.model.changelog import ChangeSet
from branchline.model.finding import Problem
from branchline.rule import rule


@rule("unreadable-change")
def unreadable_change(changeset: ChangeSet) -> Iterator[Problem]:
    """A change is not text that can be read.

    It is not UTF-8, holds a NUL byte, or is too large. Tools and servers
    disagree about such a file: what one of them skips another one runs.

    ```changelog
    0001_init     applied
    0002_carts    added is not UTF-8    -- finding
    ```

    Save it as UTF-8 text; load large data by other means.

    Does not fire on any text, whatever it says.

    ```changelog
    0001_init     applied
    0002_carts    added
    ```
    """
    if changeset.flaw:
        yield Problem(f"{changeset.change} {changeset.flaw}", _hint(changeset.flaw))


def _hint(flaw: str) -> str:
    if "larger than" in flaw:
        return "load so much data by other means"
    if "UTF-8" in flaw or "NUL byte" in flaw:
        return "save it as UTF-8 text; what is not text belongs elsewhere"
    return "correct that: what one tool would make of it is not what another would"
