"""Keys and constraints of tables that are there."""

from collections.abc import Iterator

from branchline.formats.liquibase.changes import Change
from branchline.formats.liquibase.rendering.columns import set_nullable
from branchline.formats.liquibase.rendering.literals import UnrenderedError
from branchline.formats.liquibase.rendering.names import name, names, qualified
from branchline.formats.liquibase.rendering.tables import MYSQLS, table


def add_primary_key(change: Change, dialect: str) -> Iterator[str]:
    """Write `addPrimaryKey`."""
    _without_sqlite(dialect)
    named = change["constraintName"] if dialect not in MYSQLS else ""
    rule = f"CONSTRAINT {name(named, dialect)} " if named else ""
    inner = names(change["columnNames"], dialect)
    text = f"ALTER TABLE {table(change, dialect)} ADD {rule}PRIMARY KEY ({inner})"
    if change["forIndexName"]:
        raise UnrenderedError("uses an index that is there")
    yield text


def drop_primary_key(change: Change, dialect: str) -> Iterator[str]:
    """Write `dropPrimaryKey`."""
    _without_sqlite(dialect)
    whole, named = table(change, dialect), change["constraintName"]
    if dialect in MYSQLS:
        yield f"ALTER TABLE {whole} DROP PRIMARY KEY"
    elif dialect == "oracle":
        yield f"ALTER TABLE {whole} DROP PRIMARY KEY DROP INDEX"
    elif named:
        yield f"ALTER TABLE {whole} DROP CONSTRAINT {name(named, dialect)}"
    else:
        raise UnrenderedError("drops a primary key whose name only the server knows")


def add_unique(change: Change, dialect: str) -> Iterator[str]:
    """Write `addUniqueConstraint`."""
    _without_sqlite(dialect)
    if change["forIndexName"]:
        raise UnrenderedError("uses an index that is there")
    named = change["constraintName"]
    rule = f"CONSTRAINT {name(named, dialect)} " if named else ""
    text = f"ALTER TABLE {table(change, dialect)} ADD {rule}UNIQUE"
    text += f" ({names(change['columnNames'], dialect)})"
    yield text + (_deferral(change) if dialect in {"postgres", "oracle"} else "")


def drop_unique(change: Change, dialect: str) -> Iterator[str]:
    """Write `dropUniqueConstraint`."""
    _without_sqlite(dialect)
    own = name(change["constraintName"], dialect)
    what = "KEY" if dialect in MYSQLS else "CONSTRAINT"
    tail = " DROP INDEX" if dialect == "oracle" else ""
    yield f"ALTER TABLE {table(change, dialect)} DROP {what} {own}{tail}"


def add_foreign_key(change: Change, dialect: str) -> Iterator[str]:
    """Write `addForeignKeyConstraint`."""
    _without_sqlite(dialect)
    base = qualified(change["baseTableSchemaName"], change["baseTableName"], dialect)
    other = qualified(change["referencedTableSchemaName"], change["referencedTableName"], dialect)
    own = f"CONSTRAINT {name(change['constraintName'], dialect)} "
    text = f"ALTER TABLE {base} ADD {own if change['constraintName'] else ''}FOREIGN KEY"
    text += f" ({names(change['baseColumnNames'], dialect)})"
    text += f" REFERENCES {other} ({names(change['referencedColumnNames'], dialect)})"
    gone = change["onDelete"]
    if change["onUpdate"] and dialect != "oracle" and not _restricts(change, dialect):
        text += f" ON UPDATE {change['onUpdate']}"
    if gone and not (gone.upper() == "RESTRICT" and dialect in {"tsql", "oracle"}):
        text += f" ON DELETE {gone}"
    text += _deferral(change)
    if change.fields.get("validate") == "false":
        text += {"postgres": " NOT VALID", "oracle": " ENABLE NOVALIDATE"}.get(dialect, "")
    yield text


def drop_foreign_key(change: Change, dialect: str) -> Iterator[str]:
    """Write `dropForeignKeyConstraint`."""
    _without_sqlite(dialect)
    base = qualified(change["baseTableSchemaName"], change["baseTableName"], dialect)
    what = "FOREIGN KEY" if dialect in MYSQLS else "CONSTRAINT"
    yield f"ALTER TABLE {base} DROP {what} {name(change['constraintName'], dialect)}"


def add_lookup_table(change: Change, dialect: str) -> Iterator[str]:
    """Write `addLookupTable`: a table of a column's values, and a foreign key to it."""
    _without_sqlite(dialect)
    new = qualified(change["newTableSchemaName"], change["newTableName"], dialect)
    old = qualified(change["existingTableSchemaName"], change["existingTableName"], dialect)
    key, column = (
        name(change["newColumnName"], dialect),
        name(change["existingColumnName"], dialect),
    )
    chosen = f"SELECT DISTINCT {column} AS {key}"
    rest = f"FROM {old} WHERE {column} IS NOT NULL"
    if dialect == "tsql":
        yield f"{chosen} INTO {new} {rest}"
    else:
        yield f"CREATE TABLE {new} AS {chosen} {rest}"
    if dialect != "oracle":
        said = {"schemaName": change["newTableSchemaName"], "tableName": change["newTableName"]}
        said |= {"columnName": change["newColumnName"]}
        said |= {"columnDataType": change["newColumnDataType"]}
        yield from set_nullable(Change("", 0, said), dialect, null=False)
    yield f"ALTER TABLE {new} ADD PRIMARY KEY ({key})"
    own = change["constraintName"] or (
        f"FK_{change['existingTableName']}_{change['newTableName']}".upper()
    )
    text = f"ALTER TABLE {old} ADD CONSTRAINT {name(own, dialect)} FOREIGN KEY ({column})"
    yield f"{text} REFERENCES {new} ({key})"


def _without_sqlite(dialect: str) -> None:
    if dialect == "sqlite":
        raise UnrenderedError("has no statement on SQLite, and Liquibase refuses it")


def _restricts(change: Change, dialect: str) -> bool:
    return change["onUpdate"].upper() == "RESTRICT" and dialect == "tsql"


def _deferral(change: Change) -> str:
    text = " DEFERRABLE" if change.is_true("deferrable") else ""
    return text + (" INITIALLY DEFERRED" if change.is_true("initiallyDeferred") else "")
