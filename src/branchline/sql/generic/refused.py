"""Why a statement was not read.

It never leaves this package: `read` turns it into a parsed statement's error.
"""


class Refused(Exception):  # noqa: N818 - a statement refused, not a fault of ours
    """A statement that the dialect would not take, as far as can be told.

    `offset` counts characters from the start of the statement.
    """

    def __init__(self, message: str, offset: int = 0) -> None:
        super().__init__(message)
        self.message = message
        self.offset = offset
