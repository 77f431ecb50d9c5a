"""What sqlfluff minds about a changeset: gathered before, where a policy asks for it."""

from collections.abc import Iterator

from branchline.model.changelog import ChangeSet
from branchline.model.finding import Problem, Severity
from branchline.rule import rule


@rule("sqlfluff", severity=Severity.WARNING)
def sqlfluff(changeset: ChangeSet) -> Iterator[Problem]:
    """Sqlfluff minds how a statement is written.

    Its settings are the repository's own: `.sqlfluff` and its like, from the
    top of the repository down to the folder of the file. They say which of its
    rules count; a finding is called after one, such as `sqlfluff/LT01`.

    ```sql
    SELECT a  ,b -- finding
    FROM orders;
    ```

    `sqlfluff fix` mends most of it. An allowance names one of its rules,
    `sqlfluff/LT01`, or all of them, `sqlfluff`; its own `-- noqa` counts too.

    ```sql
    SELECT a
    FROM orders;
    -- branchline: allow sqlfluff: written by a machine
    SELECT a  ,b FROM orders;
    ```

    The bundle `style` asks for it, and no other. Only changesets in question
    are looked at, in files of SQL, and what sqlfluff says of a file's ends
    (LT12, LT13) is left out. What it cannot parse is `sqlfluff/PRS`; what is
    larger than `large_file_skip_byte_limit` it passes over. Where its settings
    name no templater there is none, and where they name no dialect it is the
    changelog's. A server's hooks never ask it: its settings may run code.
    """
    for remark in changeset.remarks:
        hint = "" if remark.code in _UNREAD else "'sqlfluff fix' mends most of these"
        yield Problem(remark.message, hint, remark.place, code=remark.code)


_UNREAD = frozenset({"LXR", "PRS", "TMP"})
