"""What a parser made of one statement, whoever parsed it.

A statement that was understood and does nothing (an empty text) has neither
operations nor an error; one that was not understood has an error and no
operations.
"""

from branchline.model.operations.base import Operation
from branchline.model.operations.tables import CreateTable
from branchline.model.value import value


@value
class Parsed:
    """The operations of one statement, in order.

    `error` is the parser's complaint in its own words, `offset` where it
    points to: characters from the start of the text, 0 when it does not say.
    `makes` is the table that a CREATE TABLE makes which was not understood:
    its name is known, its columns are not.
    """

    operations: tuple[Operation, ...] = ()
    error: str = ""
    offset: int = 0
    makes: CreateTable | None = None
