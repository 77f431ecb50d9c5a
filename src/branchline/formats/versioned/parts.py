"""A file of a tool that reads its own comments: what goes forward, and what goes back.

What does not count is emptied line by line, so that every statement keeps the
line and column that it has in the file.
"""

from branchline.model.regex import regex
from branchline.model.value import value


@value
class Parts:
    """A file, cut: `up` and `down` as long as the file, in lines; None where there is no down.

    `counted` is what the checksum is made of: the way back may be mended without
    editing history. `only` says what the tool puts in when it runs the file, so
    that it alone can. `backwards` are the lines at which the ways back begin that run
    last to first. `flaw` says why the tool would not read the file, and reads
    after its name; then the rest is empty.
    """

    up: str = ""
    down: str | None = None
    counted: str = ""
    transaction: bool = True
    attributes: tuple[tuple[str, str], ...] = ()
    only: str = ""
    backwards: tuple[int, ...] = ()
    flaw: str = ""


def emptied(text: str) -> str:
    """Leave of a text its line ends only."""
    return _INSIDE.sub("", text)


_INSIDE = regex(r"[^\r\n]++")
