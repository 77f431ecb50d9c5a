"""MySQL's ALTER TABLE: each action is an operation, in order.

ALGORITHM and LOCK stand wherever their author likes and hold for all actions;
they are one operation at the end.
"""

from collections.abc import Callable, Iterator
from typing import TypeAlias

from branchline.model.operations.base import Column, Constraint, Name, Operation
from branchline.model.operations.objects import DropIndex, RenameObject
from branchline.model.operations.tables import (
    AddColumn,
    AddConstraint,
    AlterConstraint,
    AlterPartition,
    DropColumn,
    DropConstraint,
    DropDefault,
    ModifyColumn,
    RenameColumn,
    RenameTable,
    SetAlgorithm,
    SetColumnOption,
    SetDefault,
    SetTableOption,
)
from branchline.sql.generic.cursor import Cursor
from branchline.sql.generic.mysql.columns import column, default, position
from branchline.sql.generic.mysql.keys import key, starts_key
from branchline.sql.generic.mysql.options import partition_columns, table_option
from branchline.sql.generic.mysql.partitions import PARTITION_ACTIONS, partition
from branchline.sql.generic.mysql.tables import wait

Action: TypeAlias = Callable[[Cursor, Name], Iterator[Operation]]
"""Reads what follows the words of an action."""


def alter_table(cursor: Cursor) -> Iterator[Operation]:
    """Read ALTER TABLE."""
    cursor.expect("ALTER")
    cursor.skip("ONLINE")
    cursor.skip("IGNORE")
    cursor.expect("TABLE")
    cursor.skip("IF EXISTS")
    table = cursor.name()
    wait(cursor)
    chosen = {"ALGORITHM": "", "LOCK": ""}
    while not cursor.done:
        if cursor.sees(*PARTITION_ACTIONS):
            yield from partition(cursor, table)
            break
        if cursor.skip("ORDER BY"):
            yield from _order(cursor, table)
            break
        part = cursor.until(",")
        yield from _part(part, table, chosen)
        if cursor.skip(",") and cursor.done:
            raise cursor.unexpected()
    yield from algorithm(table, chosen)


def dropped(index: str, table: Name, *, if_exists: bool) -> Operation:
    """Return what DROP INDEX does: the index called PRIMARY is the primary key."""
    if index == "primary":
        return DropConstraint(table, if_exists=if_exists, kind_of="primary key")
    return DropIndex(Name(index), table, if_exists=if_exists)


def algorithm(table: Name, chosen: dict[str, str]) -> Iterator[Operation]:
    """Yield what ALGORITHM and LOCK ask for, where one is given."""
    if any(chosen.values()):
        yield SetAlgorithm(table, chosen["ALGORITHM"], chosen["LOCK"])


def choice(cursor: Cursor, chosen: dict[str, str]) -> bool:
    """Read ALGORITHM or LOCK into `chosen`; False where neither comes next."""
    if not cursor.sees(*chosen):
        return False
    name = cursor.one_of(*chosen)
    cursor.skip("=")
    chosen[name] = cursor.one_of(*_CHOICES[name])
    return True


def _part(cursor: Cursor, table: Name, chosen: dict[str, str]) -> Iterator[Operation]:
    """Read what stands between two commas: an action, or several options."""
    if choice(cursor, chosen):
        cursor.end()
        return
    for phrase, action in _ACTIONS.items():
        if cursor.skip(phrase):
            yield from action(cursor, table)
            break
    else:
        yield from _options(cursor, table)
    if (columns := partition_columns(cursor)) is not None:
        yield AlterPartition(table, action="partition by", partitions=columns)
    cursor.end()


def _options(cursor: Cursor, table: Name) -> Iterator[Operation]:
    if cursor.done:
        raise cursor.unexpected()
    while (option := table_option(cursor)) is not None:
        yield SetTableOption(table, *option)


def _add(cursor: Cursor, table: Name) -> Iterator[Operation]:
    if cursor.skip("PERIOD FOR"):
        yield SetTableOption(table, "period", cursor.identifier())
        cursor.names()
        return
    if cursor.skip("SYSTEM VERSIONING"):
        yield SetTableOption(table, "system versioning", "true")
        return
    if starts_key(cursor):
        yield _key(cursor, table)
        return
    cursor.skip("COLUMN")
    guarded = cursor.skip("IF NOT EXISTS")
    if not cursor.sees("("):
        made = column(cursor)
        yield AddColumn(table, made, if_not_exists=guarded, position=position(cursor))
        return
    for part in cursor.inside().commas():
        if starts_key(part):
            yield _key(part, table)
        else:
            yield AddColumn(table, column(part), if_not_exists=guarded)
        part.end()


def _key(cursor: Cursor, table: Name) -> Operation:
    found = key(cursor, table)
    return AddConstraint(table, found) if isinstance(found, Constraint) else found


def _drop_column(cursor: Cursor, table: Name) -> Iterator[Operation]:
    guarded = cursor.skip("IF EXISTS")
    yield DropColumn(table, cursor.identifier(), if_exists=guarded)
    cursor.skip("RESTRICT", "CASCADE")


def _drop_index(cursor: Cursor, table: Name) -> Iterator[Operation]:
    guarded = cursor.skip("IF EXISTS")
    yield dropped(cursor.identifier(), table, if_exists=guarded)


def _drop_primary_key(_: Cursor, table: Name) -> Iterator[Operation]:
    yield DropConstraint(table, kind_of="primary key")


def _drop_named(kind: str) -> Action:
    def read(cursor: Cursor, table: Name) -> Iterator[Operation]:
        guarded = cursor.skip("IF EXISTS")
        yield DropConstraint(table, cursor.identifier(), if_exists=guarded, kind_of=kind)

    return read


def _modify(cursor: Cursor, table: Name) -> Iterator[Operation]:
    cursor.skip("IF EXISTS")
    made = column(cursor)
    yield ModifyColumn(table, made.name, made, position(cursor))


def _change(cursor: Cursor, table: Name) -> Iterator[Operation]:
    cursor.skip("IF EXISTS")
    old = cursor.identifier()
    made: Column = column(cursor)
    yield ModifyColumn(table, old, made, position(cursor))
    if old != made.name:
        yield RenameColumn(table, old, made.name)


def _alter_index(cursor: Cursor, table: Name) -> Iterator[Operation]:
    name = cursor.identifier()
    word = cursor.one_of("VISIBLE", "INVISIBLE", "NOT IGNORED", "IGNORED").lower()
    yield SetTableOption(table, f"index {word}", name)


def _alter_constraint(cursor: Cursor, table: Name) -> Iterator[Operation]:
    name = cursor.identifier()
    word = cursor.one_of("NOT ENFORCED", "ENFORCED").lower()
    yield AlterConstraint(table, name, word)


def _alter_column(cursor: Cursor, table: Name) -> Iterator[Operation]:
    cursor.skip("IF EXISTS")
    name = cursor.identifier()
    if cursor.skip("SET DEFAULT"):
        yield SetDefault(table, name, default(cursor))
    elif cursor.skip("SET VISIBLE", "SET INVISIBLE"):
        yield SetColumnOption(table, name, cursor.tokens[cursor.at - 1].text.lower())
    else:
        cursor.expect("DROP DEFAULT")
        yield DropDefault(table, name)


def _rename_column(cursor: Cursor, table: Name) -> Iterator[Operation]:
    cursor.skip("IF EXISTS")
    old = cursor.identifier()
    cursor.expect("TO")
    yield RenameColumn(table, old, cursor.identifier())


def _rename_index(cursor: Cursor, table: Name) -> Iterator[Operation]:
    cursor.skip("IF EXISTS")
    old = cursor.identifier()
    cursor.expect("TO")
    yield RenameObject("index", Name(old), cursor.identifier(), table)


def _rename(cursor: Cursor, table: Name) -> Iterator[Operation]:
    cursor.skip("TO", "AS", "=")
    new = cursor.name()
    yield RenameTable(table, Name(new.name, new.schema or table.schema))


def _convert(cursor: Cursor, table: Name) -> Iterator[Operation]:
    cursor.skip("=")
    yield SetTableOption(table, "convert charset", cursor.word().lower())
    if cursor.skip("COLLATE"):
        cursor.skip("=")
        yield SetTableOption(table, "collate", cursor.word().lower())


def _order(cursor: Cursor, table: Name) -> Iterator[Operation]:
    parts = list(cursor.commas())
    names = [part.identifier() for part in parts]
    for part in parts:
        part.skip("ASC", "DESC")
        part.end()
    yield SetTableOption(table, "order by", ", ".join(names))


def _flag(option: str, value: str = "") -> Action:
    def read(_: Cursor, table: Name) -> Iterator[Operation]:
        yield SetTableOption(table, option, value)

    return read


_CHOICES = {
    "ALGORITHM": ("DEFAULT", "INSTANT", "NOCOPY", "INPLACE", "COPY"),
    "LOCK": ("DEFAULT", "NONE", "SHARED", "EXCLUSIVE"),
}
_ACTIONS: dict[str, Action] = {
    "ADD": _add,
    "DROP PRIMARY KEY": _drop_primary_key,
    "DROP FOREIGN KEY": _drop_named("foreign key"),
    "DROP CHECK": _drop_named("check"),
    "DROP CONSTRAINT": _drop_named(""),
    "DROP INDEX": _drop_index,
    "DROP KEY": _drop_index,
    "DROP SYSTEM VERSIONING": _flag("system versioning", "false"),
    "DROP COLUMN": _drop_column,
    "DROP": _drop_column,
    "MODIFY COLUMN": _modify,
    "MODIFY": _modify,
    "CHANGE COLUMN": _change,
    "CHANGE": _change,
    "ALTER INDEX": _alter_index,
    "ALTER KEY": _alter_index,
    "ALTER CHECK": _alter_constraint,
    "ALTER CONSTRAINT": _alter_constraint,
    "ALTER COLUMN": _alter_column,
    "ALTER": _alter_column,
    "RENAME COLUMN": _rename_column,
    "RENAME INDEX": _rename_index,
    "RENAME KEY": _rename_index,
    "RENAME": _rename,
    "CONVERT TO CHARACTER SET": _convert,
    "CONVERT TO CHARSET": _convert,
    "ENABLE KEYS": _flag("keys", "enabled"),
    "DISABLE KEYS": _flag("keys", "disabled"),
    "DISCARD TABLESPACE": _flag("discard tablespace"),
    "IMPORT TABLESPACE": _flag("import tablespace"),
    "FORCE": _flag("force"),
    "WITH VALIDATION": _flag("validation", "true"),
    "WITHOUT VALIDATION": _flag("validation", "false"),
}
