"""What its author meant to come back to."""

import re
from collections.abc import Iterator

from branchline.model.changelog import ChangeSet, Script
from branchline.model.finding import Place, Problem, Severity
from branchline.rule import rule


@rule("leftover", severity=Severity.WARNING)
def leftover(changeset: ChangeSet) -> Iterator[Problem]:
    """A comment says that something is still to do, or keeps a statement that was taken out.

    A changeset cannot be touched once it has run. What is left for later stays
    for ever, and nobody knows whether the statement in the comment was meant to
    run.

    ```sql
    CREATE TABLE orders (id bigint PRIMARY KEY);
    -- TODO: add the index -- finding
    -- DROP TABLE carts; -- finding
    ```

    Do it, or take the line out.

    Does not fire on other comments, on the words inside a string, or on SQL in
    a line of prose. Conflict markers are `conflict-marker`'s.

    ```sql
    -- The old table was dropped by hand; see the runbook.
    -- CREATE TABLE takes no lock here.
    INSERT INTO notes (body) VALUES ('TODO: call back');
    ```

    Known elsewhere as: nothing.
    """
    for script in (changeset.script, changeset.rollback):
        if script:
            yield from _found(script)


def _found(script: Script) -> Iterator[Problem]:
    for number, line in enumerate(script.text.splitlines(), script.line):
        todo, statement = _TODO.match(line), _STATEMENT.match(line)
        if todo or statement:
            what = f"{todo[1]} is left here" if todo else "a statement stands in a comment"
            yield Problem(what, "do it, or take the line out", Place(script.path, number, 1))


_TODO = re.compile(r"\s*--+\s*(TODO|FIXME|XXX|HACK)\b")
_STATEMENT = re.compile(
    r"\s*--+\s*(?:CREATE|ALTER|DROP|TRUNCATE|INSERT\s+INTO|DELETE\s+FROM|UPDATE)\s[^;]{3,200};\s*$",
    re.IGNORECASE,
)
