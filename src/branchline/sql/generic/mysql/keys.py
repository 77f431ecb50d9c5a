"""Keys and table constraints of MySQL, in CREATE TABLE and after ADD.

A UNIQUE KEY is a constraint here, whatever word it is made with; every other
key is an index.
"""

from branchline.model.operations.base import Constraint, ConstraintKind, Key, Name
from branchline.model.operations.objects import CreateIndex
from branchline.sql.generic.cursor import Cursor
from branchline.sql.generic.expressions import expression
from branchline.sql.generic.mysql.references import check, references


def starts_key(cursor: Cursor) -> bool:
    """Whether a key or a table constraint comes next, and not a column."""
    return cursor.sees(*_STARTS)


def key(cursor: Cursor, table: Name) -> Constraint | CreateIndex:
    """Read one key or table constraint."""
    if cursor.sees("FULLTEXT", "SPATIAL", "INDEX", "KEY"):
        return index(cursor, table)
    name = ""
    named = cursor.skip("CONSTRAINT")
    cursor.skip("IF NOT EXISTS")
    if named and not cursor.sees(*_CONSTRAINTS):
        name = cursor.identifier()
    if cursor.skip("CHECK"):
        return check(cursor, name)
    if cursor.skip("FOREIGN KEY"):
        cursor.skip("IF NOT EXISTS")
        own = "" if cursor.sees("(") else cursor.identifier()
        columns = cursor.names()
        cursor.expect("REFERENCES")
        return references(cursor, columns, name or own)
    if cursor.skip("PRIMARY KEY"):
        return _constraint(cursor, ConstraintKind.PRIMARY_KEY, name)
    cursor.expect("UNIQUE")
    cursor.skip("INDEX", "KEY")
    return _constraint(cursor, ConstraintKind.UNIQUE, name)


def index(cursor: Cursor, table: Name) -> CreateIndex:
    """Read INDEX, KEY, FULLTEXT or SPATIAL and what follows."""
    kind = cursor.one_of("FULLTEXT", "SPATIAL") if cursor.sees("FULLTEXT", "SPATIAL") else ""
    cursor.skip("INDEX", "KEY")
    guarded = cursor.skip("IF NOT EXISTS")
    name = "" if cursor.sees("(", "USING") else cursor.identifier()
    method = using(cursor)
    keys = parts(cursor)
    given = options(cursor)
    return CreateIndex(
        table,
        name,
        keys,
        if_not_exists=guarded,
        method=method or dict(given).get("using", ""),
        kind_of=kind.lower(),
        options=given,
    )


def parts(cursor: Cursor) -> tuple[Key, ...]:
    """Read the columns and expressions of a key, in their parentheses."""
    return tuple(_part(part) for part in cursor.inside().commas())


def options(cursor: Cursor) -> tuple[tuple[str, str], ...]:
    """Read what may follow the columns of a key."""
    found: list[tuple[str, str]] = []
    while True:
        if cursor.sees("USING", "TYPE"):
            found.append(("using", using(cursor)))
        elif cursor.skip("WITH PARSER"):
            found.append(("parser", cursor.word().lower()))
        elif cursor.sees("VISIBLE", "INVISIBLE", "NOT IGNORED", "IGNORED"):
            found.append((cursor.one_of(*_SEEN).lower(), "true"))
        elif cursor.sees(*_VALUED):
            name = cursor.one_of(*_VALUED).lower()
            cursor.skip("=")
            found.append((name, cursor.word()))
        else:
            return tuple(found)


def using(cursor: Cursor) -> str:
    """Read USING and a method; empty where there is none."""
    if not cursor.skip("USING", "TYPE"):
        return ""
    return cursor.one_of("BTREE", "HASH", "RTREE").lower()


def _constraint(cursor: Cursor, kind: ConstraintKind, name: str) -> Constraint:
    cursor.skip("IF NOT EXISTS")
    own = "" if cursor.sees("(", "USING", "TYPE") else cursor.identifier()
    using(cursor)
    keys = [part for part in parts(cursor) if part.column]
    options(cursor)
    name = "" if kind is ConstraintKind.PRIMARY_KEY else own or name
    lengths = tuple(part.length for part in keys)
    columns = tuple(part.column for part in keys)
    return Constraint(kind, name, columns=columns, lengths=lengths if any(lengths) else ())


def _part(cursor: Cursor) -> Key:
    if cursor.sees("("):
        value = expression(cursor.inside())
        return Key("", value, descending=_descending(cursor))
    column = cursor.identifier()
    length = 0
    if cursor.sees("("):
        inner = cursor.inside()
        token = inner.take()
        if token.kind != "number" or not token.text.isdecimal():
            inner.at -= 1
            raise inner.unexpected()
        inner.end()
        length = int(token.text[:9])
    return Key(column, length=length, descending=_descending(cursor))


def _descending(cursor: Cursor) -> bool:
    descending = cursor.skip("DESC")
    if not descending:
        cursor.skip("ASC")
    cursor.end()
    return descending


_SEEN = ("VISIBLE", "INVISIBLE", "NOT IGNORED", "IGNORED")
_VALUED = ("KEY_BLOCK_SIZE", "COMMENT", "CLUSTERING", "ENGINE_ATTRIBUTE")
_CONSTRAINTS = ("PRIMARY KEY", "UNIQUE", "FOREIGN KEY", "CHECK")
_STARTS = ("CONSTRAINT", *_CONSTRAINTS, "INDEX", "KEY", "FULLTEXT", "SPATIAL")
