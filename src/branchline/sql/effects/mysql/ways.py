"""How MySQL and MariaDB do the work that a statement asks for: algorithm and lock.

Measured on MariaDB 10.11; MySQL is as its manual has it ("Online DDL
Operations", 5.7 to 9). The server refuses nothing here: it takes the next
dearer way in silence.
"""

from branchline.sql.effects.mysql.table import Server, Shape
from branchline.sql.effects.mysql.work import COLUMNS, Way, Work

_META = Work.META | Work.TOUCH | Work.RENAME | Work.HOLD
_INDEXES = Work.INDEX | Work.FULLTEXT | Work.WAITING_INDEX
_WHOLE = Work.RESHAPE | Work.NUMBER | Work.REBUILD | Work.ADD_KEY
_INSTANT = Way("INSTANT")


def way(work: Work, shape: Shape, server: Server) -> Way:
    """Return the best way that the server has for all of the work together."""
    if _must_copy(work, shape, server):
        return Way("COPY", "NONE" if _copies_online(work, shape, server) else "SHARED", "written")
    if work == Work.META | Work.HOLD:
        instant = server.mariadb or server.since(8, 0, 12)
        return Way("INSTANT" if instant else "INPLACE", "EXCLUSIVE")
    if server.mariadb:
        return _mariadb(work, shape)
    return _mysql(work, shape, server)


def _must_copy(work: Work, shape: Shape, server: Server) -> bool:
    if work & Work.COPY or (work & Work.DROP_KEY and not work & (Work.ADD_KEY | Work.NUMBER)):
        return True
    if shape.engine not in _IN_PLACE:
        return bool(work & ~_META)
    if work & Work.ADD_VIRTUAL and work & (COLUMNS | _WHOLE | Work.RELAX):
        return True
    if server.mariadb:
        return _mariadb_must_copy(work, shape)
    return bool(work & Work.REBUILD) and shape.fulltext


def _mariadb_must_copy(work: Work, shape: Shape) -> bool:
    shifts = bool(work & (Work.SHIFT | Work.DROP_VIRTUAL)) and _rebuilds(work, shape)
    replaces = bool(work & Work.DROP_VIRTUAL and work & (Work.ADD | Work.PLACE))
    parted = shape.table.partitioned and bool(work & _VIRTUAL)
    hashed = bool(work & ~Work.UNINDEX) and shape.hashed
    indexed = bool(work & Work.DROP) and shape.indexed_virtual
    return shifts or replaces or parted or hashed or indexed


def _copies_online(work: Work, shape: Shape, server: Server) -> bool:
    """From 11.2 on MariaDB copies while others write, where no other table changes rows."""
    return (
        server.mariadb and server.version >= _ONLINE and not work & Work.NUMBER
    ) and not shape.cascades


def _mariadb(work: Work, shape: Shape) -> Way:
    if _rebuilds(work, shape):
        waits = shape.fulltext or shape.spatial or shape.indexed_virtual
        return Way("INPLACE", "SHARED" if waits or work & _WAITING else "NONE", "written")
    if work & _INDEXES:
        return Way("NOCOPY", "SHARED" if work & _WAITING else "NONE", "read")
    if work & Work.UNINDEX:
        return Way("NOCOPY")
    return _INSTANT


def _rebuilds(work: Work, shape: Shape) -> bool:
    """Whether MariaDB writes the table anew."""
    columns = work & COLUMNS
    relaxes = bool(work & Work.RELAX) and shape.format != "redundant"
    alone = shape.fulltext or shape.format == "compressed" or shape.indexed_virtual
    return (
        bool(work & _WHOLE)
        or relaxes
        or bool(columns and (alone or work & _INDEXES))
        or bool(work & Work.FULLTEXT and not shape.fulltext)
    )


def _mysql(work: Work, shape: Shape, server: Server) -> Way:
    instant = server.since(8, 0, 12) and not work & ~_instant(server)
    alone = shape.fulltext or shape.format == "compressed"
    changes = work & (COLUMNS | Work.RELAX)
    rebuilds = (
        bool(work & _WHOLE)
        or bool(changes and (alone or not instant))
        or bool(work & Work.FULLTEXT and not shape.fulltext)
    )
    waits = bool(work & _WAITING) or shape.cascades
    if rebuilds:
        return Way("INPLACE", "SHARED" if waits or shape.fulltext else "NONE", "written")
    if work & _INDEXES:
        return Way("INPLACE", "SHARED" if waits else "NONE", "read")
    if instant:
        return _INSTANT
    return Way("INPLACE")


def _instant(server: Server) -> Work:
    """Return the work that this MySQL does instantly, from 8.0.12 on."""
    work = Work.META | Work.HOLD | Work.ADD | Work.ADD_VIRTUAL | Work.DROP_VIRTUAL
    if server.since(8, 0, 28):
        work |= Work.RENAME
    if server.since(8, 0, 29):
        work |= Work.PLACE | Work.DROP
    return work


_VIRTUAL = Work.ADD_VIRTUAL | Work.DROP_VIRTUAL | Work.SHIFT
_WAITING = Work.NUMBER | Work.FULLTEXT | Work.WAITING_INDEX
_IN_PLACE = {"innodb", "xtradb"}
_ONLINE = (11, 2)
