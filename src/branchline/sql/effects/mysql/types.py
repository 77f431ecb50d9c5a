"""MODIFY and CHANGE: what another type, character set or collation asks for.

What the column was decides. A longer VARCHAR is free while its length takes as
many bytes to write, a longer ENUM while its numbers do. Source: is_equal() of
the fields in MariaDB's sql/field.cc, and MySQL's manual, "Online DDL Operations".
"""

from branchline.model.operations.base import Column, SqlType
from branchline.sql.effects.mysql.table import Server, Shape, width
from branchline.sql.effects.mysql.work import Work

_SHORT = 255  # bytes whose number fits one byte
LETTERED = {"char", "varchar", "tinytext", "text", "mediumtext", "longtext", "enum", "set"}
"""Types whose values are letters, and so have a character set and a collation."""
_PACKED = 127  # bytes up to which MariaDB's rows hold either kind of length


def retyped(shape: Shape, server: Server, old: Column, new: Column) -> Work:
    """Return the work of giving a column that is known another type."""
    was, now = _whole(shape, old, server), _whole(shape, new, server)
    if now.name == "geometry" and was.name in _SHAPES and server.mariadb:
        return Work.META
    if (was.name, was.unsigned, was.array) != (now.name, now.unsigned, now.array):
        return Work.COPY
    if was.name in {"enum", "set"}:
        return _listed(shape, server, old, new)
    if was.name in LETTERED:
        return _lettered(shape, server, (old, was), (new, now))
    if was.name == "varbinary":
        return _longer(shape, server, _first(was), _first(now))
    return Work.NOTHING if was.arguments == now.arguments else Work.COPY


def narrows(old: SqlType | None, new: SqlType | None) -> bool:
    """Whether a value of the old type may have no place in the new one."""
    if old is None or new is None:
        return True
    if old.name in {"enum", "set"}:
        return old.name == new.name and not set(old.values) <= set(new.values)
    if old.name == new.name and old.unsigned == new.unsigned:
        return any(now < was for was, now in zip(old.arguments, new.arguments, strict=False))
    if old.name in _NUMBERS and new.name in _NUMBERS:
        signs = new.unsigned and not old.unsigned
        equal = old.unsigned and not new.unsigned
        return signs or _NUMBERS.index(new.name) < _NUMBERS.index(old.name) + equal
    return not (old.name in _TEXTS and new.name in _TEXTS[_TEXTS.index(old.name) :])


def _lettered(
    shape: Shape, server: Server, old: tuple[Column, SqlType], new: tuple[Column, SqlType]
) -> Work:
    """A CHAR, VARCHAR or TEXT with another length, character set or collation."""
    (was_column, was), (now_column, now) = old, new
    first, then = _letters(shape, was_column, server), _letters(shape, now_column, server)
    if first[0] != then[0] and (first[0], then[0]) != ("utf8mb3", "utf8mb4"):
        return Work.COPY
    if was.name == "varchar":
        lengths = _first(was) * width(first[0]), _first(now) * width(then[0])
        shorter = _first(now) < _first(was)
        work = Work.COPY if shorter else _longer(shape, server, *lengths)
    else:
        work = Work.NOTHING if was.arguments == now.arguments else Work.COPY
    if first == then:
        return work
    indexed = bool(shape.indexes_with(was_column.name))
    if server.mariadb and shape.orders_by(was_column.name):
        return Work.COPY
    if server.mariadb:
        return work | Work.TOUCH | (Work.INDEX if indexed else Work.NOTHING)
    free = first[0] != then[0] and not indexed and server.since(8)
    return work | (Work.TOUCH if free else Work.COPY)


def _longer(shape: Shape, server: Server, old: int, new: int) -> Work:
    """What a new greatest length asks for, both in bytes."""
    if new < old:
        return Work.COPY
    if new == old:
        return Work.NOTHING
    if old > _SHORT or new <= _SHORT:
        return Work.GROW
    either = old <= _PACKED or shape.format == "redundant"
    return Work.GROW if server.mariadb and either else Work.COPY


def _listed(shape: Shape, server: Server, old: Column, new: Column) -> Work:
    """ENUM and SET: values may follow the old ones while the numbers stay as wide."""
    if old.type is None or new.type is None:
        return Work.COPY
    was = tuple(value.casefold() for value in old.type.values)
    now = tuple(value.casefold() for value in new.type.values)
    if _letters(shape, old, server) != _letters(shape, new, server):
        return Work.COPY
    if now[: len(was)] != was or _bytes(old.type) != _bytes(new.type):
        return Work.COPY
    return Work.NOTHING if was == now else Work.META


def _bytes(type_: SqlType) -> int:
    count = len(type_.values)
    if type_.name == "enum":
        return 1 if count <= _SHORT else 2
    needed = (count + 7) // 8
    return needed if needed <= 4 else 8  # noqa: PLR2004 - 1, 2, 3, 4 or 8 bytes


def _letters(shape: Shape, column: Column, server: Server) -> tuple[str, str]:
    return shape.letters(column.type, column.collation, server)


def _whole(shape: Shape, column: Column, server: Server) -> SqlType:
    """Return a column's type with what the server fills in, and without what it ignores."""
    type_ = column.type or SqlType("")
    name, arguments = type_.name, type_.arguments
    if name in _NUMBERS or name == "year":
        arguments = ()
    elif name == "decimal":
        arguments = (*arguments, *(10, 0)[len(arguments) :])
    elif name in {"char", "binary", "bit"}:
        arguments = arguments or (1,)
    elif name in {"datetime", "timestamp", "time"}:
        arguments = arguments or (0,)
    elif name in {"text", "blob"} and arguments:
        size = arguments[0] * (width(_letters(shape, column, server)[0]) if name == "text" else 1)
        prefix = next((word for most, word in _SIZES if size <= most), "long")
        name, arguments = f"{prefix}{name}", ()
    elif name == "float" and len(arguments) == 1 and arguments[0] > _FLOAT:
        name, arguments = "double", ()
    elif name in {"float", "double"}:
        arguments = ()
    return SqlType(name, arguments, unsigned=type_.unsigned, array=type_.array)


def _first(type_: SqlType) -> int:
    return type_.arguments[0] if type_.arguments else 0


_SHAPES = frozenset(
    (
        "point",
        "linestring",
        "polygon",
        "multipoint",
        "multilinestring",
        "multipolygon",
        "geometrycollection",
    )
)
_FLOAT = 24  # bits of a mantissa that fit four bytes
_NUMBERS = ("tinyint", "smallint", "mediumint", "int", "bigint")
_TEXTS = ("char", "varchar", "tinytext", "text", "mediumtext", "longtext")
_SIZES = ((255, "tiny"), (65535, ""), (16777215, "medium"))
