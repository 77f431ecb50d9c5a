"""The table that an action meets: what its shape forbids, and the letters of its columns.

InnoDB is assumed, and utf8mb4, where the changelog does not say.
"""

from collections.abc import Sequence

from branchline.model.effects import Engine
from branchline.model.operations.base import Column, ConstraintKind, Key, Name, SqlType
from branchline.model.schema import Catalog, Index, Table
from branchline.model.statement import Situation
from branchline.sql.effects.mysql.work import Work

# The newest long-lived MySQL; of MariaDB's the newest that copies while writes wait.
_ASSUMED = {"mysql": (8, 4), "mariadb": (10, 11)}
_LAST = 999  # patch of a version that names none: its last


class Server:
    """MySQL or MariaDB, and the settings of the session that its costs depend on."""

    def __init__(self, engine: Engine, situation: Situation) -> None:
        """Take the version and the settings as they stand."""
        self.mariadb = engine.dialect == "mariadb"
        version = engine.version or _ASSUMED[engine.dialect]
        if len(version) == 1 and version[0] == 8:  # noqa: PLR2004 - 8 was 8.0 for six years
            version = (8, 0)
        self.version = version if len(version) > 2 else (*version, _LAST)  # noqa: PLR2004
        self.checks_keys = (situation.setting("foreign_key_checks") or "1").lower() in _ON
        mode = situation.setting("sql_mode")
        self.strict = mode is None or "STRICT_" in mode.upper() or "TRADITIONAL" in mode.upper()

    def since(self, *version: int) -> bool:
        """Whether it is MySQL of this version or later."""
        return not self.mariadb and self.version >= version

    @property
    def checks(self) -> bool:
        """Whether CHECK is more than a comment."""
        return self.mariadb or self.since(8, 0, 16)

    @property
    def inline_references(self) -> bool:
        """Whether REFERENCES beside a column is more than a comment."""
        return self.mariadb or self.since(9)


class Shape:
    """A table as far as the changelog tells; everything that is not told is usual."""

    def __init__(self, catalog: Catalog, name: Name, leaving: frozenset[str] = frozenset()) -> None:
        """Look the table up; `leaving` are columns and indexes that the statement drops."""
        self._leaving = leaving
        self.key = catalog.key(name)
        self.table = catalog.table(self.key) or Table(self.key, complete=False)
        self.indexes = catalog.indexes_of(self.key)
        self.options = {option: text.lower() for option, text in self.table.options}

    @property
    def engine(self) -> str:
        """The storage engine in lower case."""
        return self.options.get("engine", "innodb")

    @property
    def fulltext(self) -> bool:
        """Whether a FULLTEXT index is there, and with it InnoDB's hidden column."""
        return any(index.method == "fulltext" for index in self.indexes)

    @property
    def spatial(self) -> bool:
        """Whether a SPATIAL index is there."""
        return any(index.method == "spatial" for index in self.indexes)

    @property
    def format(self) -> str:
        """The row format in lower case."""
        return self.options.get("row_format", "dynamic")

    @property
    def indexed_virtual(self) -> bool:
        """Whether a virtual column has an index."""
        names = {column.name for column in self.table.columns if column.generated == "virtual"}
        return any(key.column in names for index in self.indexes for key in index.keys)

    @property
    def cascades(self) -> bool:
        """Whether a change of another table changes rows here."""
        keys = self.table.foreign_keys()
        return any(key.on_delete in _CASCADES or key.on_update in _CASCADES for key in keys)

    @property
    def primary(self) -> tuple[str, ...]:
        """The columns of the primary key."""
        key = self.table.primary_key()
        return key.columns if key is not None else ()

    @property
    def clustered(self) -> Index | None:
        """The UNIQUE index that stands in for a primary key that is not there."""
        return next(iter(self.candidates), None)

    @property
    def candidates(self) -> tuple[Index, ...]:
        """The UNIQUE indexes that could stand in for it, the one that does first."""
        return () if self.primary else tuple(filter(self._is_whole, self.indexes))

    @property
    def hashed(self) -> bool:
        """Whether MariaDB keeps a hash for a UNIQUE index that is too long for itself."""
        return any(index.unique and self.is_long(index.keys) for index in self.indexes)

    def is_long(self, keys: Sequence[Key]) -> bool:
        """Whether a UNIQUE index of these keys is one of their hash: a whole TEXT is in it."""
        return any(self._is_long(key) for key in keys)

    def _is_long(self, key: Key) -> bool:
        column = self.column(key.column)
        if column is None or column.type is None or key.length:
            return False
        letters = plain(column.type.charset) or self.charset
        most = column.type.arguments[0] if column.type.arguments else 0
        wide = column.type.name == "varchar" and most * width(letters) > _LONGEST_KEY
        return wide or column.type.name in _WITHOUT_END

    def moves_virtual(self, position: str, column: str = "") -> bool:
        """Whether a column that is put there passes a virtual one, or goes before it when new."""
        names = [one.name for one in self.table.columns]
        target = 0 if position == "first" else _after(names, position)
        start = names.index(column) if column in names else len(names)
        low, high = min(start, target), max(start, target)
        passed = self.table.columns[low:high]
        return any(one.generated == "virtual" and one.name != column for one in passed)

    def has_virtual_after(self, column: str) -> bool:
        """Whether a virtual column follows."""
        names = [one.name for one in self.table.columns]
        rest = self.table.columns[names.index(column) + 1 :] if column in names else ()
        return any(one.generated == "virtual" for one in rest)

    def orders_by(self, column: str) -> bool:
        """Whether the rows are kept in an order that the column decides."""
        clustered = self.clustered
        keys = clustered.keys if clustered is not None else ()
        return column in self.primary or any(key.column == column for key in keys)

    def would_cluster(self, columns: tuple[str, ...]) -> bool:
        """Whether a UNIQUE index of these columns would order the rows from now on."""
        whole = self.table.complete and not self.primary and self.clustered is None
        return whole and bool(columns) and all(map(self._never_null, columns))

    def column(self, name: str) -> Column | None:
        """Return a column; names of columns do not depend on case."""
        return self.table.column(name)

    def indexes_with(self, column: str) -> tuple[Index, ...]:
        """Return the indexes that have a column."""
        return tuple(
            index for index in self.indexes if any(key.column == column for key in index.keys)
        )

    def declustered(self) -> Work:
        """Return what it asks to lose the index that the rows are kept by."""
        return Work.DROP_KEY | (Work.ADD_KEY if len(self.candidates) > 1 else Work.NOTHING)

    def shrinks_an_index(self, column: str) -> bool:
        """Whether an index that has the column is built of the columns that are left."""
        gone = {column, *self._leaving}
        return any(
            any(key.column not in gone for key in index.keys)
            for index in self.indexes_with(column)
            if index.name.rpartition(".")[2] not in self._leaving
        )

    def leads(self, columns: tuple[str, ...]) -> bool:
        """Whether an index begins with these columns."""
        wide = len(columns)
        starts = [tuple(key.column for key in index.keys[:wide]) for index in self.indexes]
        starts += [key.columns[:wide] for key in self.table.foreign_keys()]  # each has an index
        return columns in starts

    def is_computed_from(self, column: str, *kinds: str) -> bool:
        """Whether a generated column of these kinds reads a column."""
        computed = [one.expression for one in self.table.columns if one.generated in kinds]
        return any(column in one.columns for one in computed if one is not None)

    def letters(self, type_: SqlType | None, collation: str, server: Server) -> tuple[str, str]:
        """Return the character set and collation of a column that is defined so now."""
        named = type_.charset if type_ is not None else ""
        charset = plain(named or set_of(collation)) or self.charset
        if collation == BINARY:
            return charset, f"{charset}_bin"
        if not collation and not named:
            collation = self.options.get("collate", "")
        return charset, plain(collation) or _usual(charset, server)

    @property
    def charset(self) -> str:
        """The character set of a new column that names none."""
        named = self.options.get("charset") or set_of(self.options.get("collate", ""))
        return plain(named) or USUAL_CHARSET

    def _is_whole(self, index: Index) -> bool:
        return index.unique and all(self._never_null(key.column) for key in index.keys)

    def _never_null(self, name: str) -> bool:
        column = self.table.column(name)
        return column is not None and column.not_null


def plain(name: str) -> str:
    """Return a character set or collation by the one of its names that lasts."""
    name = name.lower()
    if name == "utf8" or name.startswith("utf8_"):
        return f"utf8mb3{name[4:]}"
    return name


def set_of(collation: str) -> str:
    """Return the character set of a collation; of `BINARY` none."""
    return collation.partition("_")[0]


def width(charset: str) -> int:
    """Return the most bytes that a character takes."""
    return _WIDTHS.get(charset, 1)


def is_key(column: Column) -> bool:
    """Whether a column is declared the primary key."""
    return any(found.kind is ConstraintKind.PRIMARY_KEY for found in column.constraints)


def _usual(charset: str, server: Server) -> str:
    if charset == "utf8mb4" and server.since(8):
        return "utf8mb4_0900_ai_ci"
    return {"latin1": "latin1_swedish_ci", "binary": "binary"}.get(charset, f"{charset}_general_ci")


def _after(names: list[str], position: str) -> int:
    name = position.removeprefix("after ")
    return names.index(name) + 1 if name in names else len(names)


USUAL_CHARSET = "utf8mb4"
BINARY = "_bin"
"""The collation of a column with the attribute BINARY, whatever its character set."""
_LONGEST_KEY = 3072  # bytes of one column in an index of InnoDB
_WITHOUT_END = frozenset(
    ("tinytext", "text", "mediumtext", "longtext", "tinyblob", "blob", "mediumblob", "longblob")
)
_ON = {"1", "on", "true", "default"}
_CASCADES = {"cascade", "set null"}
_WIDTHS = {
    "utf8mb4": 4,
    "utf8mb3": 3,
    "utf16": 4,
    "utf32": 4,
    "ucs2": 2,
    "utf16le": 4,
    "gb18030": 4,
    "eucjpms": 3,
    "ujis": 3,
    "sjis": 2,
    "cp932": 2,
    "gbk": 2,
    "gb2312": 2,
    "big5": 2,
    "euckr": 2,
}
