"""Columns: added, dropped, renamed, changed; heirs of a table follow it."""

from collections.abc import Callable

from branchline.model.operations.base import Column, Constraint, Expression, Key, Name
from branchline.model.operations.objects import DropView
from branchline.model.operations.tables import (
    AddColumn,
    AlterColumnType,
    DropColumn,
    DropDefault,
    DropNotNull,
    ModifyColumn,
    RenameColumn,
    SetDefault,
    SetIdentity,
    SetNotNull,
)
from branchline.model.schema import Index, Table
from branchline.model.value import replace
from branchline.sql.catalog import constraints
from branchline.sql.catalog.draft import MOST, Draft
from branchline.sql.catalog.naming import in_schema_of
from branchline.sql.catalog.views import drop_view, follow_column

_SERIALS = {"serial": "integer", "bigserial": "bigint", "smallserial": "smallint"}


def add(draft: Draft, operation: AddColumn) -> None:
    """ADD COLUMN, with the constraints written inline."""
    table = draft.alterable(operation.table)
    if table is None or table.column(operation.column.name) is not None:
        return
    draft.put_table(table)
    for member in [*draft.family(table.name)]:
        _add(draft, member, operation.column, operation.position)
    for constraint in constraints.of_column(operation.column):
        constraints.put(draft, table.name, constraint)


def drop(draft: Draft, operation: DropColumn) -> None:
    """DROP COLUMN with the indexes and constraints that read it, and with CASCADE the views."""
    key = draft.key(operation.table)
    if operation.cascade:
        named = operation.column
        constraints.take_references(draft, key, lambda fk: named in fk.referenced_columns)
        for name in draft.readers(key):
            view = draft.views.get(name)
            if view is not None and (view.star or named in view.mentions):
                drop_view(draft, DropView(draft.name(name), cascade=True))
    for member in [*draft.family(key)]:
        _drop(draft, member, operation.column)


def rename(draft: Draft, operation: RenameColumn) -> None:
    """RENAME COLUMN, and every mention of it."""
    table = draft.alterable(operation.table)
    if table is None or table.column(operation.new_name) is not None:
        return
    draft.put_table(table)
    old, new = operation.column, operation.new_name
    for member in [*draft.family(table.name)]:
        _rename(draft, member, old, new)
        follow_column(draft, member, old, new)
    for name in draft.referencing(table.name):
        referring = draft.tables.get(name)
        if referring is not None:
            draft.put_table(_references_renamed(draft, referring, table.name, old, new))


def alter_type(draft: Draft, operation: AlterColumnType) -> None:
    """ALTER COLUMN … TYPE; without COLLATE the type's own collation is back."""
    type_, collation = operation.type, operation.collation
    _alter(
        draft,
        operation.table,
        operation.column,
        lambda column: replace(column, type=type_, collation=collation),
    )


def modify(draft: Draft, operation: ModifyColumn) -> None:
    """MODIFY and CHANGE: what the new definition leaves out is taken away."""
    table = draft.alterable(operation.table)
    if table is None:
        return
    new = operation.column
    old = operation.name if table.column(operation.name) is not None else new.name
    if table.column(old) is None:
        add(draft, AddColumn(operation.table, new))
        return
    if old != new.name and table.column(new.name) is None:
        rename(draft, RenameColumn(operation.table, old, new.name))
    _alter(draft, operation.table, new.name, lambda _: stored(table.name, new))
    known = draft.tables[table.name]
    if operation.position:
        rest = tuple(column for column in known.columns if column.name != new.name)
        placed = _placed(rest, stored(table.name, new), operation.position)
        draft.put_table(replace(known, columns=placed))
    for constraint in constraints.of_column(new):
        constraints.put(draft, table.name, constraint)


def set_not_null(draft: Draft, operation: SetNotNull) -> None:
    """SET NOT NULL."""
    _alter(draft, operation.table, operation.column, lambda c: replace(c, not_null=True))


def drop_not_null(draft: Draft, operation: DropNotNull) -> None:
    """DROP NOT NULL."""
    _alter(draft, operation.table, operation.column, lambda c: replace(c, not_null=False))


def set_default(draft: Draft, operation: SetDefault) -> None:
    """SET DEFAULT."""
    default = operation.default
    _alter(draft, operation.table, operation.column, lambda c: replace(c, default=default))


def drop_default(draft: Draft, operation: DropDefault) -> None:
    """DROP DEFAULT."""
    _alter(draft, operation.table, operation.column, lambda c: replace(c, default=None))


def set_identity(draft: Draft, operation: SetIdentity) -> None:
    """ADD, SET and DROP of identity and of a generation expression."""
    dropped, expression = "drop" in operation.action, "expression" in operation.action
    if expression and not dropped:
        return
    _alter(
        draft,
        operation.table,
        operation.column,
        lambda c: (
            replace(c, generated="", expression=None)
            if expression
            else replace(c, identity=not dropped, not_null=c.not_null or not dropped)
        ),
    )


def stored(table: str, column: Column) -> Column:
    """Return a column as the server stores it: serial written out, constraints apart."""
    if column.type is not None and column.type.name in _SERIALS:
        sequence = in_schema_of(table, f"{table.rpartition('.')[2]}_{column.name}_seq")
        column = replace(
            column,
            type=replace(column.type, name=_SERIALS[column.type.name]),
            not_null=True,
            default=Expression(f"nextval('{sequence}'::regclass)", functions=("nextval",)),
        )
    not_null = column.not_null or column.identity
    return replace(column, not_null=not_null, constraints=())


def _alter(draft: Draft, name: Name, column: str, change: Callable[[Column], Column]) -> None:
    table = draft.alterable(name)
    if table is None:
        return
    draft.put_table(table)
    for member in [*draft.family(table.name)]:
        found = draft.tables.get(member)
        if found is None:
            continue
        columns = tuple(change(c) if c.name == column else c for c in found.columns)
        if found.column(column) is None and not found.complete:
            columns = (*columns, change(Column(column)))
        draft.put_table(replace(found, columns=columns))


def _add(draft: Draft, key: str, column: Column, position: str) -> None:
    table = draft.tables.get(key)
    if table is None or table.column(column.name) is not None or len(table.columns) >= MOST:
        return
    columns = _placed(table.columns, stored(key, column), position)
    draft.put_table(replace(table, columns=columns))


def _placed(columns: tuple[Column, ...], column: Column, position: str) -> tuple[Column, ...]:
    names = [known.name for known in columns]
    where, _, after = position.partition(" ")
    if where == "first":
        return (column, *columns)
    if after in names:
        at = names.index(after) + 1
        return (*columns[:at], column, *columns[at:])
    return (*columns, column)


def _drop(draft: Draft, key: str, column: str) -> None:
    for index in draft.indexes_of(key):
        if _reads(index, column):
            draft.take_index(index.name)
    table = draft.tables.get(key)
    if table is None:
        return
    for constraint in table.constraints:
        read = constraint.expression.columns if constraint.expression else ()
        if column in constraint.columns or column in read:
            constraints.take(draft, key, constraint)
    table = draft.tables[key]
    draft.put_table(replace(table, columns=tuple(c for c in table.columns if c.name != column)))


def _reads(index: Index, column: str) -> bool:
    expressions = [index.where, *(key.expression for key in index.keys)]
    return (
        any(key.column == column for key in index.keys)
        or column in index.include
        or any(column in expression.columns for expression in expressions if expression)
    )


def _rename(draft: Draft, key: str, old: str, new: str) -> None:
    table = draft.tables.get(key)
    if table is None:
        return
    columns = tuple(replace(c, name=new) if c.name == old else c for c in table.columns)
    if table.column(old) is None and not table.complete:
        columns = (*columns, Column(new))
    draft.put_table(
        replace(
            table,
            columns=columns,
            constraints=tuple(_constraint_renamed(c, old, new) for c in table.constraints),
            partition_columns=_renamed(table.partition_columns, old, new),
        )
    )
    for index in draft.indexes_of(key):
        if _reads(index, old):
            draft.put_index(_index_renamed(index, old, new))


def _constraint_renamed(constraint: Constraint, old: str, new: str) -> Constraint:
    return replace(
        constraint,
        columns=_renamed(constraint.columns, old, new),
        expression=_expression_renamed(constraint.expression, old, new),
    )


def _references_renamed(draft: Draft, table: Table, target: str, old: str, new: str) -> Table:
    changed = tuple(
        replace(c, referenced_columns=_renamed(c.referenced_columns, old, new))
        if draft.target(c) == target
        else c
        for c in table.constraints
    )
    return replace(table, constraints=changed)


def _index_renamed(index: Index, old: str, new: str) -> Index:
    return replace(
        index,
        keys=tuple(_key_renamed(key, old, new) for key in index.keys),
        include=_renamed(index.include, old, new),
        where=_expression_renamed(index.where, old, new),
    )


def _key_renamed(key: Key, old: str, new: str) -> Key:
    column = new if key.column == old else key.column
    return key._replace(column=column, expression=_expression_renamed(key.expression, old, new))


def _expression_renamed(expression: Expression | None, old: str, new: str) -> Expression | None:
    if expression is None or old not in expression.columns:
        return expression
    return replace(
        expression,
        columns=_renamed(expression.columns, old, new),
        not_null=_renamed(expression.not_null, old, new),
    )


def _renamed(names: tuple[str, ...], old: str, new: str) -> tuple[str, ...]:
    return tuple(new if name == old else name for name in names)
