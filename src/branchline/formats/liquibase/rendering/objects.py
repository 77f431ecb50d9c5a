"""Indexes, views, sequences and routines."""

from collections.abc import Iterator

from branchline.formats.liquibase.changes import Change, Column
from branchline.formats.liquibase.rendering.literals import UnrenderedError
from branchline.formats.liquibase.rendering.names import name, qualified, string
from branchline.formats.liquibase.rendering.tables import MYSQLS, table
from branchline.model.regex import regex


def create_index(change: Change, dialect: str) -> Iterator[str]:
    """Write `createIndex`."""
    own = change["indexName"]
    if own:
        inside = dialect in {"oracle", "sqlite"} and change["schemaName"]
        own = qualified(change["schemaName"], own, dialect) if inside else name(own, dialect)
    kind = "UNIQUE " if change.is_true("unique") else ""
    if dialect == "tsql":
        kind += "CLUSTERED " if change.is_true("clustered") else "NONCLUSTERED "
    inner = ", ".join(_indexed(column, dialect) for column in change.columns or ())
    cluster = "CLUSTER " if dialect == "oracle" and change.is_true("clustered") else ""
    head = f"CREATE {kind}INDEX {own} ON" if own else f"CREATE {kind}INDEX ON"
    text = f"{head} {cluster}{table(change, dialect)}({inner})"
    space = change["tablespace"]
    if space and dialect in {"postgres", "oracle", "tsql"}:
        text += f" {'ON' if dialect == 'tsql' else 'TABLESPACE'} {space}"
    yield text
    if dialect == "postgres" and change.is_true("clustered"):
        yield f"CLUSTER {table(change, dialect)} USING {name(change['indexName'], dialect)}"


def drop_index(change: Change, dialect: str) -> Iterator[str]:
    """Write `dropIndex`."""
    own, schema = change["indexName"], change["schemaName"]
    if dialect in MYSQLS or dialect == "tsql":
        if not change["tableName"]:
            raise UnrenderedError("has no tableName, which this database wants")
        yield f"DROP INDEX {name(own, dialect)} ON {table(change, dialect)}"
    else:
        yield f"DROP INDEX {qualified(schema, own, dialect)}"


def create_view(change: Change, dialect: str) -> Iterator[str]:
    """Write `createView`."""
    whole, text = table(change, dialect, "viewName"), change.text
    replaces = change.is_true("replaceIfExists")
    if dialect == "sqlite" and replaces:
        yield f"DROP VIEW IF EXISTS {whole}"
    verb = "CREATE OR REPLACE" if replaces and dialect not in {"sqlite", "tsql"} else "CREATE"
    if replaces and dialect == "tsql":
        verb = "CREATE OR ALTER"
    if change.is_true("fullDefinition"):
        yield _CREATE.sub(f"{verb} ", text, count=1) if replaces else text
    else:
        yield f"{verb} VIEW {whole} AS {text}"
    if change["remarks"] and dialect in {"postgres", "oracle"}:
        what = "VIEW" if dialect == "postgres" else "TABLE"
        yield f"COMMENT ON {what} {whole} IS {string(change['remarks'], dialect)}"


def drop_view(change: Change, dialect: str) -> Iterator[str]:
    """Write `dropView`."""
    exists = "IF EXISTS " if change.is_true("ifExists") else ""
    yield f"DROP VIEW {exists}{table(change, dialect, 'viewName')}"


def rename_view(change: Change, dialect: str) -> Iterator[str]:
    """Write `renameView`."""
    old, new = change["oldViewName"], change["newViewName"]
    whole = qualified(change["schemaName"], old, dialect)
    if dialect == "postgres":
        yield f"ALTER TABLE {whole} RENAME TO {name(new, dialect)}"
    elif dialect in MYSQLS:
        yield f"RENAME TABLE {whole} TO {qualified(change['schemaName'], new, dialect)}"
    elif dialect == "tsql":
        yield f"exec sp_rename '{old}', '{new}'"
    elif dialect == "oracle":
        yield f"RENAME {whole} TO {name(new, dialect)}"
    else:
        raise UnrenderedError("renames a view, for which this database has no statement")


def create_sequence(change: Change, dialect: str) -> Iterator[str]:
    """Write `createSequence`; PostgreSQL has no ORDER, and Liquibase writes it."""
    _with_sequences(dialect)
    exists = " IF NOT EXISTS" if dialect == "postgres" else ""
    text = f"CREATE SEQUENCE{' ' * bool(exists)}{exists} {table(change, dialect, 'sequenceName')}"
    text += f" AS {change['dataType']}" if change["dataType"] else ""
    start = f" START WITH {change['startValue']}" if change["startValue"] else ""
    bounds = _bounds(change)
    text += bounds + start if dialect == "mariadb" else start + bounds
    if change["cacheSize"] and dialect != "tsql":
        text += _cache(change)
    if change.is_true("ordered") and dialect in {"postgres", "oracle"}:
        text += " ORDER"
    yield text + _cycle(change)


def alter_sequence(change: Change, dialect: str) -> Iterator[str]:
    """Write `alterSequence`."""
    _with_sequences(dialect)
    text = f"ALTER SEQUENCE {table(change, dialect, 'sequenceName')}{_bounds(change)}"
    text += " ORDER " if change.is_true("ordered") else ""
    if change["cacheSize"] and dialect != "tsql":
        text += _cache(change)
    yield text + _cycle(change)


def drop_sequence(change: Change, dialect: str) -> Iterator[str]:
    """Write `dropSequence`; PostgreSQL's takes with it what depends on it."""
    _with_sequences(dialect)
    cascade = " CASCADE" if dialect == "postgres" else ""
    yield f"DROP SEQUENCE {table(change, dialect, 'sequenceName')}{cascade}"


def rename_sequence(change: Change, dialect: str) -> Iterator[str]:
    """Write `renameSequence`."""
    _with_sequences(dialect)
    old = qualified(change["schemaName"], change["oldSequenceName"], dialect)
    new = name(change["newSequenceName"], dialect)
    if dialect == "oracle":
        yield f"RENAME {old} TO {new}"
    elif dialect == "tsql":
        yield f"sp_rename {old} ,{new}"
    else:
        yield f"ALTER SEQUENCE {old} RENAME TO {new}"


def create_procedure(change: Change, dialect: str) -> Iterator[str]:
    """Write `createProcedure`: its text, after a DROP where it is to replace one."""
    if dialect == "sqlite":
        raise UnrenderedError("makes a routine, which SQLite has not")
    if change.is_true("replaceIfExists"):
        if dialect not in {"postgres", *MYSQLS}:
            raise UnrenderedError("replaces a routine as only Liquibase does")
        yield f"DROP PROCEDURE IF EXISTS {table(change, dialect, 'procedureName')}"
    yield change.text.strip().removesuffix(";")


def drop_procedure(change: Change, dialect: str) -> Iterator[str]:
    """Write `dropProcedure`."""
    if dialect == "sqlite":
        raise UnrenderedError("drops a routine, which SQLite has not")
    yield f"DROP PROCEDURE {table(change, dialect, 'procedureName')}"


_CREATE = regex(r"(?i)^\s*create\s+")


def _indexed(column: Column, dialect: str) -> str:
    plain = column["computed"] == "true" or "(" in column["name"]
    own = column["name"] if plain else name(column["name"], dialect)
    return f"{own} DESC" if column["descending"] == "true" else own


def _bounds(change: Change) -> str:
    said = (
        ("INCREMENT BY", "incrementBy"),
        ("MINVALUE", "minValue"),
        ("MAXVALUE", "maxValue"),
    )
    return "".join(f" {words} {change[field]}" for words, field in said if change[field])


def _cache(change: Change) -> str:
    return " NOCACHE" if change["cacheSize"] == "0" else f" CACHE {change['cacheSize']}"


def _cycle(change: Change) -> str:
    return " CYCLE" if change.is_true("cycle") else ""


def _with_sequences(dialect: str) -> None:
    if dialect in {"mysql", "sqlite"}:
        raise UnrenderedError("is about a sequence, which this database has not")
