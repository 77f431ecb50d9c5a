"""What can go wrong with one statement of a change, and who is told."""

from collections.abc import Callable

from branchline.model.value import value

Say = Callable[[str], None]
"""Takes a line for whoever watches."""


@value
class Watcher:
    """Who watches a change run.

    `say` is told of what takes time, such as a lock that another session has.
    `doubt` is what the person found out about a statement that was cut off:
    `ran`, or `again` for one that did not.
    """

    say: Say = lambda _: None
    doubt: str = ""


NOBODY = Watcher()


class StatementError(Exception):
    """The database refused a statement: which, and in its own words.

    `why` is a `Why` where the engine is a server.
    """

    verb = "was refused"

    def __init__(self, position: int, statement: str, words: str, why: str = "") -> None:
        super().__init__(words)
        self.position = position
        self.statement = statement
        self.words = words
        self.why = why


class CutOffError(StatementError):
    """The connection went while a statement ran; the database knows what became of it."""

    verb = "was cut off"


class InDoubtError(StatementError):
    """A statement that an earlier run began and did not end, and nothing shows what became of it.

    It is not run: it might run twice.
    """

    verb = "is in doubt"

    def __init__(self, position: int, statement: str) -> None:
        words = (
            "a deploy was cut off while it ran, and the database does not show if it took effect"
        )
        super().__init__(position, statement, words)


def leading(statement: str) -> str:
    """Return the first word of a statement, in lower case."""
    words = statement.split(None, 1)
    return words[0].rstrip(";").lower() if words else ""
