"""Lines that Git wrote into a file and nobody resolved.

The same characters may stand in a string; there the statement can be read, and
nothing is wrong.
"""

import re
from collections.abc import Iterator

from branchline.model.finding import Problem
from branchline.model.statement import Statement
from branchline.rule import rule


@rule("conflict-marker")
def conflict_marker(statement: Statement) -> Iterator[Problem]:
    """A merge conflict was committed as it stood.

    Both sides of the conflict are still in the file. The database stops at the
    marker, after having applied what stands above it where the changeset is
    not transactional.

    ```sql
    CREATE TABLE orders (
    <<<<<<< HEAD -- finding
      id bigint PRIMARY KEY
    =======
      id uuid PRIMARY KEY
    >>>>>>> feature
    );
    ```

    Choose a side, and take the marker lines out.

    Does not fire on the same characters inside a string.

    ```sql
    INSERT INTO notes (body) VALUES ('a conflict looks like this:
    <<<<<<< HEAD
    ');
    ```

    Known elsewhere as: pre-commit check-merge-conflict.
    """
    found = marker(statement)
    if found:
        yield Problem(
            f"a merge conflict was left behind: {found!r}",
            "choose a side, and take the lines with <<<<<<<, ======= and >>>>>>> out",
        )


def marker(statement: Statement) -> str:
    """Return the first line of a conflict in a statement that cannot be read, or nothing."""
    found = _MARKER.search(statement.text) if statement.error else None
    return found[0].strip() if found else ""


_MARKER = re.compile(r"^(?:<{7}|={7}|>{7}|\|{7})(?![<=>|]).{0,60}", re.MULTILINE)
