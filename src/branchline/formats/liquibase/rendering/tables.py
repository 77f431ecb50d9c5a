"""Tables: made, renamed, dropped, remarked on."""

from collections.abc import Iterator

from branchline.formats.liquibase.changes import Change, Column
from branchline.formats.liquibase.rendering.literals import UnrenderedError, default
from branchline.formats.liquibase.rendering.names import name, names, qualified, string
from branchline.formats.liquibase.rendering.types import data_type

MYSQLS = frozenset({"mysql", "mariadb"})


def table(change: Change, dialect: str, field: str = "tableName") -> str:
    """Return the table that a change is about."""
    if not change[field]:
        raise UnrenderedError(f"has no {field}")
    return qualified(change["schemaName"], change[field], dialect)


def create_table(change: Change, dialect: str) -> Iterator[str]:
    """Write `createTable`; its foreign keys come in the order of the columns."""
    columns = change.columns or ()
    parts = [_column(change, column, dialect) for column in columns]
    parts += [*_keys(change, columns, dialect)]
    exists = change.is_true("ifNotExists") and dialect not in {"tsql", "oracle"}
    head = f"CREATE TABLE {'IF NOT EXISTS ' if exists else ''}{table(change, dialect)}"
    yield f"{head} ({', '.join(parts)}){_tail(change, columns, dialect)}"
    yield from remarks(change, columns, dialect)


def drop_table(change: Change, dialect: str) -> Iterator[str]:
    """Write `dropTable`."""
    cascade = ""
    if change.is_true("cascadeConstraints"):
        cascade = {"postgres": " CASCADE", "oracle": " CASCADE CONSTRAINTS"}.get(dialect, "")
    yield f"DROP TABLE {table(change, dialect)}{cascade}"


def rename_table(change: Change, dialect: str) -> Iterator[str]:
    """Write `renameTable`."""
    old, new = change["oldTableName"], change["newTableName"]
    schema = change["schemaName"]
    if dialect == "tsql":
        yield f"exec sp_rename '{f'{schema}.' if schema else ''}{old}', '{new}'"
    elif dialect in MYSQLS:
        whole = qualified(schema, new, dialect)
        yield f"ALTER TABLE {qualified(schema, old, dialect)} RENAME {whole}"
    else:
        yield f"ALTER TABLE {qualified(schema, old, dialect)} RENAME TO {name(new, dialect)}"


def set_table_remarks(change: Change, dialect: str) -> Iterator[str]:
    """Write `setTableRemarks`."""
    text = string(change["remarks"], dialect)
    if dialect in MYSQLS:
        yield f"ALTER TABLE {table(change, dialect)} COMMENT = {text}"
    elif dialect in {"postgres", "oracle"}:
        yield f"COMMENT ON TABLE {table(change, dialect)} IS {text}"
    else:
        raise UnrenderedError("writes remarks, for which this database has no statement")


def remarks(change: Change, columns: tuple[Column, ...], dialect: str) -> Iterator[str]:
    """Write the remarks of a table and of its columns, where they are statements."""
    if dialect not in {"postgres", "oracle"}:
        return
    whole = table(change, dialect)
    if change["remarks"]:
        yield f"COMMENT ON TABLE {whole} IS {string(change['remarks'], dialect)}"
    for column in columns:
        if column["remarks"]:
            own = name(column["name"], dialect)
            yield f"COMMENT ON COLUMN {whole}.{own} IS {string(column['remarks'], dialect)}"


def set_default(change_table: str, column: Column, dialect: str) -> str:
    """Return the DEFAULT of a column, with its name where the database wants one."""
    text = default(column, dialect)
    if text is None:
        return ""
    if dialect == "tsql":
        own = column["defaultValueConstraintName"] or f"DF_{change_table}_{column['name']}"
        return f" CONSTRAINT {name(own, dialect)} DEFAULT {text}"
    return f" DEFAULT {text}"


def counts(column: Column, dialect: str) -> bool:
    """Whether the database numbers the rows."""
    return column["autoIncrement"] == "true" or data_type(column["type"], dialect).serial


def identity(column: Column, dialect: str) -> str:
    """Return what makes the database number rows."""
    if dialect in MYSQLS:
        return " AUTO_INCREMENT"
    if dialect == "tsql":
        return f" IDENTITY ({column['startWith'] or 1}, {column['incrementBy'] or 1})"
    if dialect == "sqlite":
        return " AUTOINCREMENT"
    inner = [f"START WITH {column['startWith']}"] * bool(column["startWith"])
    inner += [f"INCREMENT BY {column['incrementBy']}"] * bool(column["incrementBy"])
    said = column["generationType"].upper() or "BY DEFAULT"
    if said == "BY DEFAULT" and column["defaultOnNull"] == "true" and dialect == "oracle":
        said = "BY DEFAULT ON NULL"
    return f" GENERATED {said} AS IDENTITY" + (f" ({' '.join(inner)})" if inner else "")


def is_key(column: Column) -> bool:
    """Whether a column is of the primary key."""
    return column.rule("primaryKey") == "true"


def is_required(column: Column) -> bool:
    """Whether a column may not be NULL."""
    return column.rule("nullable") == "false" or is_key(column)


def references(column: Column, dialect: str) -> str:
    """Return the table and columns that a column refers to; empty for none."""
    if text := column.rule("references"):
        whole, _, inner = text.partition("(")
        schema, _, own = whole.strip().rpartition(".")
        return f"{qualified(schema, own, dialect)}({names(inner.rstrip(') '), dialect)})"
    if other := column.rule("referencedTableName"):
        whole = qualified(column.rule("referencedTableSchemaName"), other, dialect)
        return f"{whole}({names(column.rule('referencedColumnNames'), dialect)})"
    return ""


def deferral(rule: dict[str, str] | None, dialect: str) -> str:
    """Return when a constraint is checked."""
    del dialect
    said = rule or {}
    text = " INITIALLY DEFERRED" if said.get("initiallyDeferred") == "true" else ""
    return text + (" DEFERRABLE" if said.get("deferrable") == "true" else "")


def _column(change: Change, column: Column, dialect: str) -> str:
    if column["computed"] == "true":
        raise UnrenderedError("has a computed column")
    text = f"{name(column['name'], dialect)} {data_type(column['type'], dialect).text}"
    keyed = dialect == "sqlite" and is_key(column) and counts(column, dialect)
    if keyed:
        own = column.rule("primaryKeyName") or f"PK_{change['tableName'].upper()}"
        text += f" CONSTRAINT {name(own, dialect)} PRIMARY KEY"
    if counts(column, dialect):
        text += identity(column, dialect)
    else:
        text += set_default(change["tableName"], column, dialect)
    if is_required(column):
        own = column.rule("notNullConstraintName") if dialect == "oracle" else ""
        text += f" CONSTRAINT {name(own, dialect)}" if own else ""
        text += " NOT NULL"
    elif dialect in MYSQLS:
        text += " NULL"
    if dialect in MYSQLS and column["remarks"]:
        text += f" COMMENT {string(column['remarks'], dialect)}"
    return text


def _keys(change: Change, columns: tuple[Column, ...], dialect: str) -> Iterator[str]:
    keys = [column for column in columns if is_key(column)]
    inline = dialect == "sqlite" and any(counts(key, dialect) for key in keys)
    if keys and not inline:
        own = next((found for key in keys if (found := key.rule("primaryKeyName"))), "")
        plain = change["tableName"]
        own = own or (f"{plain}_pkey" if dialect == "postgres" else f"PK_{plain.upper()}")
        inner = ", ".join(name(key["name"], dialect) for key in keys)
        yield f"CONSTRAINT {name(own, dialect)} PRIMARY KEY ({inner})"
    for column in columns:
        if target := references(column, dialect):
            own = column.rule("foreignKeyName")
            if not own:
                raise UnrenderedError("has references without foreignKeyName")
            text = f"CONSTRAINT {name(own, dialect)} FOREIGN KEY ({name(column['name'], dialect)})"
            text += f" REFERENCES {target}"
            text += " ON DELETE CASCADE" * (column.rule("deleteCascade") == "true")
            yield text + deferral(column.constraints, dialect)
    for column in columns:
        if column.rule("unique") == "true":
            own = column.rule("uniqueConstraintName")
            text = f"CONSTRAINT {name(own, dialect)} " if own else ""
            yield f"{text}UNIQUE ({name(column['name'], dialect)})"


def _tail(change: Change, columns: tuple[Column, ...], dialect: str) -> str:
    text = ""
    if dialect in MYSQLS:
        start = next((c["startWith"] for c in columns if c["startWith"]), "")
        text += f" AUTO_INCREMENT={start}" if start else ""
        if change["remarks"]:
            text += f" COMMENT={string(change['remarks'], dialect)}"
    elif change["tablespace"] and dialect != "sqlite":
        text += f" {'ON' if dialect == 'tsql' else 'TABLESPACE'} {change['tablespace']}"
    return text
