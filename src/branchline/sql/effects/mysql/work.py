"""What an action asks of a storage engine, before a server and a version say how it is done.

Actions of one ALTER TABLE are done together: what they ask adds up, and the
sum may cost more than the dearest of them.
"""

from enum import Flag, auto

from branchline.model.value import value


class Work(Flag):
    """Kinds of work; a flag of one bit each, so that actions can be added up."""

    NOTHING = 0
    META = auto()
    """Something only the dictionary knows: a default, a comment, a longer ENUM."""
    TOUCH = auto()
    """As META, but MySQL calls it INPLACE: an index's name, the next number."""
    GROW = auto()
    """A longer VARCHAR, which only InnoDB takes without a look at the rows."""
    RENAME = auto()
    """A column's name."""
    ADD = auto()
    """A new last column."""
    PLACE = auto()
    """A new column elsewhere."""
    DROP = auto()
    """A column that no index has."""
    ORDER = auto()
    """A column at another place."""
    SHIFT = auto()
    """A virtual column gets another number, which only an instant change does by itself."""
    ADD_VIRTUAL = auto()
    DROP_VIRTUAL = auto()
    INDEX = auto()
    """An index to build."""
    UNINDEX = auto()
    """An index to forget."""
    FULLTEXT = auto()
    WAITING_INDEX = auto()
    """An index that is built while writes wait: spatial, or of a column just computed."""
    RELAX = auto()
    """NOT NULL to NULL."""
    RESHAPE = auto()
    """Every row in another shape: NULL to NOT NULL, a column in the primary key."""
    NUMBER = auto()
    """Every row gets its number: as RESHAPE, and writes wait."""
    REBUILD = auto()
    """The same rows in a new file: FORCE, ROW_FORMAT."""
    ADD_KEY = auto()
    DROP_KEY = auto()
    """A primary key, by which InnoDB keeps the rows in order."""
    COPY = auto()
    """What no engine does by itself: the server reads each row and writes it."""
    HOLD = auto()
    """The table is held exclusively, for an instant."""


COLUMNS = Work.ADD | Work.PLACE | Work.DROP | Work.ORDER


@value
class Asked:
    """What an action asks for; the rest is for people.

    `unknown` is what the changelog would have to tell, `reason` why rows are
    touched, `may_fail` says that rows which the table has may refuse it.
    """

    work: Work = Work.NOTHING
    reason: str = ""
    unknown: str = ""
    may_fail: bool = False


@value
class Way:
    """How a server does some work: `rows` is empty, `read` or `written`."""

    algorithm: str
    lock: str = "NONE"
    rows: str = ""
