"""One change in two forms.

Which form a database gets must not depend on which branch it is deployed from.
"""

from collections.abc import Iterator

from branchline.model.finding import Place, Problem
from branchline.model.refs import Clash, RefUpdate
from branchline.rule import rule


@rule("checksum-mismatch")
def checksum_mismatch(update: RefUpdate) -> Iterator[Problem]:
    """A change differs from the one that another environment holds under its id.

    Each environment would run its own form, and call it the same. A conflict
    that was resolved by editing a change makes this, and so do two people who
    take one number on two branches.

    ```push
    dev: 0001 0002
    staging: 0001
    push staging: 0001 0002*    -- finding
    ```

    ```push
    dev: 0001
    staging: 0001
    prod: 0001 0099
    push dev: 0001 0099*    -- finding
    ```

    Take the form that has run, and make the difference a new change.

    Does not fire when the checksums are equal (line ends, trailing blanks).

    ```push
    dev: 0001 0002
    staging: 0001
    push staging: 0001 0002
    ```
    """
    for promotion in update.promotions:
        for clash in promotion.clashes:
            yield Problem(
                _message(clash),
                f"take it as {clash.environment} has it: {clash.other.path}",
                Place(clash.entry.path, clash.entry.line),
                clash.entry.change,
            )


def _message(clash: Clash) -> str:
    entry, other = clash.entry, clash.other
    if entry.change == other.change:
        return f"{entry.change} is not what {clash.environment} holds under this name"
    return f"{entry.change} has the id of {other.change}, which {clash.environment} holds"
