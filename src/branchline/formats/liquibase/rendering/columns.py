"""Columns: added, dropped, renamed, changed."""

from collections.abc import Iterator

from branchline.formats.liquibase.changes import Change, Column
from branchline.formats.liquibase.rendering.literals import UnrenderedError, has_value, literal
from branchline.formats.liquibase.rendering.literals import default as default_of
from branchline.formats.liquibase.rendering.names import name, string
from branchline.formats.liquibase.rendering.tables import (
    MYSQLS,
    counts,
    deferral,
    identity,
    is_key,
    is_required,
    references,
    remarks,
    set_default,
    table,
)
from branchline.formats.liquibase.rendering.types import data_type


def add_column(change: Change, dialect: str) -> Iterator[str]:
    """Write `addColumn`: the columns, their values, then what is left of their constraints."""
    columns = change.columns or ()
    whole = table(change, dialect)
    adds = [_added(change, column, dialect) for column in columns]
    if dialect in MYSQLS and len(adds) > 1:
        yield f"ALTER TABLE {whole} ADD {' , ADD '.join(adds)}"
        adds = []
    for at, column in enumerate(columns):
        yield from (f"ALTER TABLE {whole} ADD {text}" for text in adds[at : at + 1])
        yield from _ruled(whole, column, dialect)
    if dialect not in MYSQLS:
        yield from remarks(Change("", 0, {**change.fields, "remarks": ""}), columns, dialect)
    for column in columns:
        if has_value(column):
            own = name(column["name"], dialect)
            yield f"UPDATE {whole} SET {own} = {literal(column, dialect)}"
    for column in columns:
        if has_value(column) and is_required(column):
            said = {**change.fields, "columnName": column["name"], "columnDataType": column["type"]}
            yield from set_nullable(Change("", 0, said), dialect, null=False)


def drop_column(change: Change, dialect: str) -> Iterator[str]:
    """Write `dropColumn`."""
    whole = table(change, dialect)
    several = [column["name"] for column in change.columns or ()] or [change["columnName"]]
    own = [name(each, dialect) for each in several]
    if dialect in MYSQLS and len(own) > 1:
        yield f"ALTER TABLE {whole} {', '.join(f'DROP {each}' for each in own)}"
    else:
        yield from (f"ALTER TABLE {whole} DROP COLUMN {each}" for each in own)


def rename_column(change: Change, dialect: str) -> Iterator[str]:
    """Write `renameColumn`."""
    old, new = change["oldColumnName"], change["newColumnName"]
    if dialect == "tsql":
        schema = change["schemaName"]
        place = f"{schema}.{change['tableName']}" if schema else change["tableName"]
        yield f"exec sp_rename '{place}.{old}', '{new}', 'COLUMN'"
        return
    whole, names_ = table(change, dialect), (name(old, dialect), name(new, dialect))
    if dialect in MYSQLS:
        if not change["columnDataType"]:
            raise UnrenderedError("has no columnDataType, which MySQL wants")
        text = f"ALTER TABLE {whole} CHANGE {names_[0]} {names_[1]} {_type(change, dialect)}"
        if change["remarks"]:
            text += f" COMMENT {string(change['remarks'], dialect)}"
        yield text
    else:
        yield f"ALTER TABLE {whole} RENAME COLUMN {names_[0]} TO {names_[1]}"


def modify_data_type(change: Change, dialect: str) -> Iterator[str]:
    """Write `modifyDataType`."""
    _without_sqlite(dialect)
    whole, own = table(change, dialect), name(change["columnName"], dialect)
    text = data_type(change["newDataType"], dialect).text
    if dialect == "postgres":
        yield f"ALTER TABLE {whole} ALTER COLUMN {own} TYPE {text} USING ({own}::{text})"
    elif dialect == "tsql":
        yield f"ALTER TABLE {whole} ALTER COLUMN {own} {text}"
    else:
        yield f"ALTER TABLE {whole} MODIFY {own} {text}"


def add_default(change: Change, dialect: str) -> Iterator[str]:
    """Write `addDefaultValue`."""
    _without_sqlite(dialect)
    whole, own = table(change, dialect), name(change["columnName"], dialect)
    said = {**change.fields, "type": change["columnDataType"]}
    text = default_of(Column(said), dialect)
    if text is None:
        raise UnrenderedError("has no default")
    computed = change["defaultValueComputed"]
    if dialect in MYSQLS:
        yield f"ALTER TABLE {whole} ALTER {own} SET DEFAULT {f'({computed})' if computed else text}"
    elif dialect == "tsql":
        rule = change["defaultValueConstraintName"] or (
            f"DF_{change['tableName']}_{change['columnName']}"
        )
        yield f"ALTER TABLE {whole} ADD CONSTRAINT {name(rule, dialect)} DEFAULT {text} FOR {own}"
    elif dialect == "oracle":
        yield f"ALTER TABLE {whole} MODIFY {own} DEFAULT {text}"
    else:
        yield f"ALTER TABLE {whole} ALTER COLUMN  {own} SET DEFAULT {text}"


def drop_default(change: Change, dialect: str) -> Iterator[str]:
    """Write `dropDefaultValue`."""
    _without_sqlite(dialect)
    whole, own = table(change, dialect), name(change["columnName"], dialect)
    if dialect in MYSQLS:
        yield f"ALTER TABLE {whole} ALTER {own} DROP DEFAULT"
    elif dialect == "oracle":
        yield f"ALTER TABLE {whole} MODIFY {own} DEFAULT NULL"
    elif dialect == "tsql":
        raise UnrenderedError("drops a default whose name only the server knows")
    else:
        yield f"ALTER TABLE {whole} ALTER COLUMN {own} DROP DEFAULT"


def add_not_null(change: Change, dialect: str) -> Iterator[str]:
    """Write `addNotNullConstraint`."""
    _without_sqlite(dialect)
    if (value := change.fields.get("defaultNullValue")) is not None:
        own = name(change["columnName"], dialect)
        text = string(value, dialect)
        yield f"UPDATE {table(change, dialect)} SET {own} = {text} WHERE {own} IS NULL"
    yield from set_nullable(change, dialect, null=False)


def drop_not_null(change: Change, dialect: str) -> Iterator[str]:
    """Write `dropNotNullConstraint`."""
    yield from set_nullable(change, dialect, null=True)


def set_nullable(change: Change, dialect: str, *, null: bool) -> Iterator[str]:
    """Let a column be NULL, or not."""
    _without_sqlite(dialect)
    whole, own = table(change, dialect), name(change["columnName"], dialect)
    rule = "NULL" if null else "NOT NULL"
    if dialect == "postgres":
        yield f"ALTER TABLE {whole} ALTER COLUMN  {own} {'DROP' if null else 'SET'} NOT NULL"
    elif dialect == "oracle":
        named = change["constraintName"]
        between = f" CONSTRAINT {name(named, dialect)}" if named and not null else ""
        yield f"ALTER TABLE {whole} MODIFY {own}{between} {rule}"
    elif not change["columnDataType"]:
        raise UnrenderedError("has no columnDataType, which this database wants")
    elif dialect == "tsql":
        yield f"ALTER TABLE {whole} ALTER COLUMN {own} {_type(change, dialect)} {rule}"
    else:
        yield f"ALTER TABLE {whole} MODIFY {own} {_type(change, dialect)} {rule}"


def add_auto_increment(change: Change, dialect: str) -> Iterator[str]:
    """Write `addAutoIncrement`, for PostgreSQL as for a server of which nothing is known."""
    whole, own = table(change, dialect), name(change["columnName"], dialect)
    if dialect in MYSQLS:
        yield f"ALTER TABLE {whole} MODIFY {own} {_type(change, dialect)} AUTO_INCREMENT"
        if change["startWith"]:
            yield f"ALTER TABLE {whole} AUTO_INCREMENT={change['startWith']}"
        return
    if dialect != "postgres":
        raise UnrenderedError("makes a column number rows, which only Liquibase writes here")
    schema = f"{name(change['schemaName'], dialect)}." if change["schemaName"] else ""
    counter = schema + name(f"{change['tableName']}_{change['columnName']}_seq", dialect)
    start = f" START WITH {change['startWith']}" if change["startWith"] else ""
    step = f" INCREMENT BY {change['incrementBy']}" if change["incrementBy"] else ""
    yield f"CREATE SEQUENCE  IF NOT EXISTS {counter}{start}{step}"
    yield f"ALTER TABLE {whole} ALTER COLUMN  {own} SET NOT NULL"
    yield f"ALTER TABLE {whole} ALTER COLUMN  {own} SET DEFAULT nextval({string(counter, dialect)})"
    yield f"ALTER SEQUENCE {counter} OWNED BY {whole}.{own}"


def merge_columns(change: Change, dialect: str) -> Iterator[str]:
    """Write `mergeColumns`: without a join string Liquibase joins with the word null."""
    whole = table(change, dialect)
    first, second = (name(change[f"column{n}Name"], dialect) for n in (1, 2))
    own = name(change["finalColumnName"], dialect)
    null = " NULL" if dialect in MYSQLS else ""
    kind = data_type(change["finalColumnType"], dialect).text
    yield f"ALTER TABLE {whole} ADD {own} {kind}{null}"
    between = string(change.fields.get("joinString", "null"), dialect)
    if dialect in MYSQLS:
        yield f"UPDATE {whole} SET {own} = CONCAT_WS({between}, {first}, {second})"
    else:
        plus = "+" if dialect == "tsql" else "||"
        yield f"UPDATE {whole} SET {own} = {first} {plus} {between} {plus} {second}"
    yield f"ALTER TABLE {whole} DROP COLUMN {first}"
    yield f"ALTER TABLE {whole} DROP COLUMN {second}"


def set_column_remarks(change: Change, dialect: str) -> Iterator[str]:
    """Write `setColumnRemarks`."""
    own, text = name(change["columnName"], dialect), string(change["remarks"], dialect)
    if dialect in MYSQLS:
        if not change["columnDataType"]:
            raise UnrenderedError("has no columnDataType, which MySQL wants")
        kind = _type(change, dialect)
        yield f"ALTER TABLE {table(change, dialect)} MODIFY COLUMN {own} {kind} COMMENT {text}"
    elif dialect in {"postgres", "oracle"}:
        yield f"COMMENT ON COLUMN {table(change, dialect)}.{own} IS {text}"
    else:
        raise UnrenderedError("writes remarks, for which this database has no statement")


def _type(change: Change, dialect: str) -> str:
    return data_type(change["columnDataType"], dialect).text


def _without_sqlite(dialect: str) -> None:
    if dialect == "sqlite":
        raise UnrenderedError("makes the whole table anew on SQLite")


def _added(change: Change, column: Column, dialect: str) -> str:
    if column["computed"] == "true":
        raise UnrenderedError("has a computed column")
    text = f"{name(column['name'], dialect)} {data_type(column['type'], dialect).text}"
    if counts(column, dialect):
        text += identity(column, dialect)
    else:
        text += set_default(change["tableName"], column, dialect)
    required = is_required(column) and not has_value(column)
    if is_key(column) and dialect == "oracle":
        return f"{text} PRIMARY KEY NOT NULL"
    if required:
        text += " NOT NULL"
    elif dialect in MYSQLS:
        text += " NULL"
    if is_key(column):
        text += " PRIMARY KEY"
    if dialect in MYSQLS and column["remarks"]:
        text += f" COMMENT {string(column['remarks'], dialect)}"
        text += "" if column["afterColumn"] else " "
    if column["afterColumn"]:
        text += f" AFTER {name(column['afterColumn'], dialect)}"
    return text.rstrip()


def _ruled(whole: str, column: Column, dialect: str) -> Iterator[str]:
    own = name(column["name"], dialect)
    if column.rule("unique") == "true":
        if dialect == "sqlite":
            raise UnrenderedError("makes the whole table anew on SQLite")
        rule = column.rule("uniqueConstraintName")
        named = f"CONSTRAINT {name(rule, dialect)} " if rule else ""
        yield f"ALTER TABLE {whole} ADD {named}UNIQUE ({own})"
    if target := references(column, dialect):
        if dialect == "sqlite":
            raise UnrenderedError("makes the whole table anew on SQLite")
        rule = name(column.rule("foreignKeyName"), dialect)
        place, _, inner = target.partition("(")
        text = f"ALTER TABLE {whole} ADD CONSTRAINT {rule} FOREIGN KEY ({own})"
        text += f" REFERENCES {place} ({inner}"
        text += " ON DELETE CASCADE" * (column.rule("deleteCascade") == "true")
        yield text + deferral(column.constraints, dialect)
