"""Options of MySQL's tables, and how a table is partitioned."""

from collections.abc import Iterator

from branchline.sql.generic.cursor import Cursor


def table_options(cursor: Cursor) -> Iterator[tuple[str, str]]:
    """Yield options while there are any, with or without commas between them."""
    while (option := table_option(cursor)) is not None:
        yield option
        if not cursor.skip(","):
            continue
        if cursor.done:
            raise cursor.unexpected()


def table_option(cursor: Cursor) -> tuple[str, str] | None:
    """Read one option and its value; None where there is none.

    The names are those that `SetTableOption` documents.
    """
    if cursor.skip("WITH SYSTEM VERSIONING"):
        return "system versioning", "true"
    for phrase, name in _NAMES.items():
        if cursor.skip(phrase):
            cursor.skip("=")
            return name, _value(cursor)
    if cursor.sees("ALGORITHM", "LOCK"):
        return None
    if cursor.peek().kind in {"word", "name"} and cursor.peek(1).key == "=":
        name = cursor.take().text.lower()
        cursor.expect("=")
        return name, _value(cursor)
    return None


def partition_columns(cursor: Cursor) -> tuple[str, ...] | None:
    """Read PARTITION BY to the end of its last parenthesis; None where there is none."""
    if not cursor.skip("PARTITION BY"):
        return None
    cursor.skip("LINEAR")
    kind = cursor.one_of("HASH", "KEY", "RANGE COLUMNS", "RANGE", "LIST COLUMNS", "LIST", *_OWN)
    if kind == "KEY" and cursor.skip("ALGORITHM ="):
        cursor.word()
    columns: tuple[str, ...] = ()
    if kind not in _OWN:
        inner = cursor.inside()
        columns = _columns(inner)
    elif not cursor.sees("("):
        cursor.until("PARTITIONS", "(", "AS")
    while cursor.sees("PARTITIONS", "SUBPARTITION BY", "SUBPARTITIONS"):
        if cursor.skip("SUBPARTITION BY"):
            cursor.until("(")
            cursor.inside()
        else:
            cursor.take()
            cursor.word()
    if cursor.sees("( PARTITION"):
        cursor.inside()
    return columns


def _columns(cursor: Cursor) -> tuple[str, ...]:
    """Return the columns of a list or of an expression; a name before a parenthesis is none."""
    at = range(cursor.at, cursor.stop)
    named = (i for i in at if cursor.tokens[i].kind in {"word", "name"})
    called = (i for i in named if i + 1 == cursor.stop or cursor.tokens[i + 1].key != "(")
    return tuple(cursor.tokens[i].text.lower() for i in called)


def _value(cursor: Cursor) -> str:
    if cursor.sees("("):
        return cursor.inside().written()
    token = cursor.peek()
    cursor.word()
    return token.text


_OWN = ("SYSTEM_TIME",)
_NAMES = {
    "DEFAULT CHARACTER SET": "charset",
    "DEFAULT CHARSET": "charset",
    "CHARACTER SET": "charset",
    "CHARSET": "charset",
    "DEFAULT COLLATE": "collate",
    "COLLATE": "collate",
    "ENGINE": "engine",
    "TYPE =": "engine",  # up to MySQL 5.1
    "AUTO_INCREMENT": "auto_increment",
    "COMMENT": "comment",
    "ROW_FORMAT": "row_format",
    "KEY_BLOCK_SIZE": "key_block_size",
    "DATA DIRECTORY": "data directory",
    "INDEX DIRECTORY": "index directory",
    "TABLESPACE": "tablespace",
    "UNION": "union",
    "AVG_ROW_LENGTH": "avg_row_length",
    "CHECKSUM": "checksum",
    "CONNECTION": "connection",
    "DELAY_KEY_WRITE": "delay_key_write",
    "ENCRYPTION": "encryption",
    "COMPRESSION": "compression",
    "INSERT_METHOD": "insert_method",
    "MAX_ROWS": "max_rows",
    "MIN_ROWS": "min_rows",
    "PACK_KEYS": "pack_keys",
    "PAGE_CHECKSUM": "page_checksum",
    "STATS_AUTO_RECALC": "stats_auto_recalc",
    "STATS_PERSISTENT": "stats_persistent",
    "STATS_SAMPLE_PAGES": "stats_sample_pages",
    "TRANSACTIONAL": "transactional",
    "SEQUENCE": "sequence",
    "STORAGE": "storage",
}
