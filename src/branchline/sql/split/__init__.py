"""Cut a text into statements, before any parser sees it.

A parser marks everything after the first syntax error unparsable, so one typo
would hide a `DROP TABLE` below it. Cut first, and an error stays in its own
statement. The text is hostile: nothing here raises, recurses, or takes more than
linear time.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache

from branchline.sql.split.cutter import Cutter
from branchline.sql.split.pieces import Comment, Piece, Pieces, end

__all__ = ["Comment", "Piece", "Pieces", "comments", "cut", "end", "in_turn", "split"]


def split(text: str, dialect: str = "postgres") -> Iterator[Piece]:
    """Yield the statements of a text in order.

    Dialects with rules of their own: postgres, sqlite, mysql, mariadb, tsql,
    oracle; any other is cut as standard SQL. Comments after the last statement
    belong to no piece: `cut` and `comments` have them.
    """
    return Cutter(text, dialect).pieces()


@lru_cache(maxsize=1)
def cut(text: str, dialect: str = "postgres") -> Pieces:
    """Return the statements of a text, and the comments that follow the last one.

    The last answer is kept: a format looks at a file's comments, and its
    statements are judged right after that.
    """
    cutter = Cutter(text, dialect)
    return Pieces(tuple(cutter.pieces()), cutter.trailing)


def in_turn(pieces: Sequence[Piece], backwards: Sequence[int]) -> Sequence[int]:
    """Return the places of pieces as they run, where sections that begin at lines run last first.

    Without such lines it is the order in which they stand.
    """
    places = range(len(pieces))
    if not backwards:
        return places
    return sorted(places, key=lambda at: -bisect_right(backwards, pieces[at].line))


def comments(text: str, dialect: str = "postgres") -> tuple[Comment, ...]:
    """Return every comment of a text in order, also where there is no statement."""
    whole = cut(text, dialect)
    return (*(comment for piece in whole.pieces for comment in piece.comments), *whole.trailing)
