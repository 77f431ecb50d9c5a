"""Tables: made, dropped, renamed, divided; everything that names one follows it."""

from collections.abc import Iterable, Iterator

from branchline.model.operations.base import Column, Constraint, ConstraintKind, Name
from branchline.model.operations.session import Insert
from branchline.model.operations.tables import (
    AttachPartition,
    CreateTable,
    DetachPartition,
    DropTable,
    RenameTable,
    SetTableOption,
    TruncateTable,
)
from branchline.model.schema import TEMPORARY, Index, Table
from branchline.model.value import replace
from branchline.sql.catalog import constraints
from branchline.sql.catalog.columns import stored
from branchline.sql.catalog.draft import MOST, Draft
from branchline.sql.catalog.indexes import rename as rename_index
from branchline.sql.catalog.letters import LETTERS, lettered, with_option
from branchline.sql.catalog.naming import in_schema_of, index_name
from branchline.sql.catalog.views import drop_readers, follow_readers, rename_view


def create(draft: Draft, operation: CreateTable) -> None:
    """CREATE TABLE in any form."""
    key = _new_key(draft, operation)
    if operation.if_not_exists and draft.exists(key):
        return
    forget(draft, key)
    models = _models(draft, operation)
    columns = {column.name: column for column in _inherited(draft, operation)}
    for column in operation.columns:
        typed = column if column.type is not None or column.name not in columns else None
        columns[column.name] = stored(key, typed or columns[column.name])
    of = dict(operation.options).get("of")
    partition_of = draft.key(operation.partition_of) if operation.partition_of else ""
    draft.put_table(
        Table(
            key,
            columns=tuple(columns.values())[:MOST],
            complete=not (operation.from_query or of) and all(m and m.complete for m in models),
            temporary=_temporary(operation),
            unlogged=operation.unlogged,
            partitioned=operation.partitioned,
            partition_of=partition_of,
            partition_columns=operation.partition_columns,
            parents=tuple(draft.key(parent) for parent in operation.parents),
            options=_options(models, operation),
            rows=operation.from_query and operation.with_data,
            created_by=draft.change,
        )
    )
    _constrain(draft, key, operation)
    for parent in operation.parents:
        _adopt(draft, draft.key(parent), key)
    if partition_of:
        _divide(draft, partition_of, key, default=operation.default_partition)


def drop(draft: Draft, operation: DropTable) -> None:
    """DROP TABLE with its partitions; foreign keys and views only go with CASCADE."""
    key = draft.key(operation.table)
    table = draft.tables.get(key)
    members = [*draft.family(key)] if operation.cascade else [*_partitions(draft, key)]
    for member in members:
        draft.move_grants(member)
        forget(draft, member, cascade=operation.cascade)
    if table is None and not draft.exists(key):
        draft.take_table(key)


def rename(draft: Draft, operation: RenameTable) -> None:
    """RENAME TO: a table, or a view, index or sequence that goes by ALTER TABLE."""
    key = draft.key(operation.table)
    new = operation.new_name
    target = draft.before.new_key(new) if new.schema else in_schema_of(key, new.name)
    if key in draft.views:
        rename_view(draft, key, target)
    elif key in draft.indexes:
        rename_index(draft, operation.table, new.name)
    else:
        table = draft.alterable(operation.table)
        if table is not None and target not in draft.tables:
            move(draft, table, target)


def move(draft: Draft, table: Table, target: str) -> None:
    """Give a table another name or schema; indexes, foreign keys, views and heirs follow."""
    key = table.name
    if key == target:
        return
    draft.take_table(key)
    draft.move_grants(key, target)
    moved = replace(table, name=target, constraints=_retargeted(draft, table, key, target))
    draft.put_table(moved)
    for index in draft.indexes_of(key):
        draft.take_index(index.name)
        name = in_schema_of(target, index.name.rpartition(".")[2])
        draft.put_index(replace(index, table=target, name=name))
    _follow_keys(draft, moved, key)
    follow_readers(draft, key, target)
    _follow_kin(draft, moved, key)


def forget(draft: Draft, key: str, *, cascade: bool = False) -> None:
    """Leave out a table with its indexes and its own foreign keys."""
    for index in draft.indexes_of(key):
        draft.take_index(index.name)
    if cascade:
        constraints.take_references(draft, key, lambda _: True)
        drop_readers(draft, key)
    table = draft.tables.get(key)
    if table is None:
        return
    draft.take_table(key)
    for target in {draft.target(constraint) for constraint in table.foreign_keys()}:
        draft.unlink(key, target)
    for parent in (table.partition_of, *table.parents):
        _disown(draft, parent, key)


def truncate(draft: Draft, operation: TruncateTable) -> None:
    """TRUNCATE: the changelog's rows are gone."""
    _mark_rows(draft, operation.table, rows=False)


def insert(draft: Draft, operation: Insert) -> None:
    """INSERT: the changelog put rows in."""
    _mark_rows(draft, operation.table, rows=True)


def attach(draft: Draft, operation: AttachPartition) -> None:
    """ATTACH PARTITION."""
    parent, child = draft.alterable(operation.table), draft.alterable(operation.partition)
    if parent is None or child is None or parent.name == child.name:
        return
    draft.put_table(replace(parent, partitioned=True))
    draft.put_table(replace(child, partition_of=parent.name))
    _divide(draft, parent.name, child.name, default=operation.default)


def detach(draft: Draft, operation: DetachPartition) -> None:
    """DETACH PARTITION: a table of its own again."""
    key = draft.key(operation.partition)
    _disown(draft, draft.key(operation.table), key)
    child = draft.tables.get(key)
    if child is not None:
        draft.put_table(replace(child, partition_of=""))


def set_option(draft: Draft, operation: SetTableOption) -> None:
    """The options that rules and effects ask for later."""
    table = draft.alterable(operation.table)
    if table is None:
        return
    option, value = operation.option, operation.value
    if option in {"logged", "unlogged"}:
        draft.put_table(replace(table, unlogged=option == "unlogged"))
    elif option in {"inherit", "no inherit"}:
        schema, _, name = value.rpartition(".")
        _set_parent(draft, table, draft.key(Name(name, schema)), given=option == "inherit")
    elif option in LETTERS:
        draft.put_table(lettered(table, option, value))
    else:
        draft.put_table(replace(table, options=with_option(table, option, value)))


def _temporary(operation: CreateTable) -> bool:
    return operation.temporary or operation.table.schema == TEMPORARY


def _new_key(draft: Draft, operation: CreateTable) -> str:
    """A temporary table hides a permanent one of its name and leaves it as it is."""
    name = operation.table
    if not _temporary(operation):
        return draft.before.new_key(name)
    known = draft.tables.get(name.name)
    hides = name.name in draft.views or (known is not None and not known.temporary)
    return f"{TEMPORARY}.{name.name}" if hides or name.schema else name.name


def _models(draft: Draft, operation: CreateTable) -> list[Table | None]:
    names = [*operation.like, *operation.parents]
    if operation.partition_of:
        names.append(operation.partition_of)
    return [draft.tables.get(draft.key(name)) for name in names]


def _inherited(draft: Draft, operation: CreateTable) -> Iterator[Column]:
    """Yield the columns of the models; LIKE alone leaves out what INCLUDING does not name."""
    included = dict(operation.options).get("including", "")
    for name in operation.like:
        model = draft.tables.get(draft.key(name))
        for column in model.columns if model is not None else ():
            yield replace(
                column,
                default=column.default if "defaults" in included else None,
                generated=column.generated if "generated" in included else "",
                identity=column.identity and "identity" in included,
            )
    whole = (operation.partition_of,) if operation.partition_of else ()
    for name in (*operation.parents, *whole):
        model = draft.tables.get(draft.key(name))
        yield from model.columns if model is not None else ()


def _options(models: list[Table | None], operation: CreateTable) -> tuple[tuple[str, str], ...]:
    """Return a new table's options: MySQL's LIKE copies the model's."""
    [model] = models[:1] or [None]
    copied = "options" in dict(operation.options).get("including", "").split()
    return model.options if copied and model is not None else operation.options


def _constrain(draft: Draft, key: str, operation: CreateTable) -> None:
    for column in operation.columns:
        for constraint in constraints.of_column(column):
            constraints.put(draft, key, constraint)
    for constraint in operation.constraints:
        constraints.put(draft, key, constraint)
    included = dict(operation.options).get("including", "")
    for name in operation.like:
        model = draft.tables.get(draft.key(name))
        if model is not None and "constraints" in included:
            _copy_checks(draft, model, key)
        if model is not None and "indexes" in included:
            _copy_indexes(draft, model, key)


def _adopt(draft: Draft, parent: str, child: str) -> None:
    table = draft.tables.get(parent)
    if table is None:
        return
    if child not in table.children and len(table.children) < MOST:
        draft.put_table(replace(table, children=(*table.children, child)))
    _copy_checks(draft, table, child)


def _divide(draft: Draft, parent: str, child: str, *, default: bool) -> None:
    """Make a table a partition: what its parent has, it gets."""
    table = draft.tables.get(parent) or Table(parent, complete=False, partitioned=True)
    partitions = table.partitions
    if child not in partitions and len(partitions) < MOST:
        partitions = (*partitions, child)
    chosen = child if default else table.default_partition
    draft.put_table(replace(table, partitions=partitions, default_partition=chosen))
    _copy_checks(draft, table, child)
    for key in table.foreign_keys():
        _copy(draft, child, key)
    _copy_indexes(draft, table, child)


def _disown(draft: Draft, parent: str, child: str) -> None:
    table = draft.tables.get(parent) if parent else None
    if table is not None:
        draft.put_table(
            replace(
                table,
                partitions=tuple(name for name in table.partitions if name != child),
                children=tuple(name for name in table.children if name != child),
                default_partition=(
                    "" if table.default_partition == child else table.default_partition
                ),
            )
        )


def _set_parent(draft: Draft, table: Table, parent: str, *, given: bool) -> None:
    rest = tuple(name for name in table.parents if name != parent)
    draft.put_table(replace(table, parents=(*rest, parent) if given else rest))
    if given:
        _adopt(draft, parent, table.name)
    else:
        _disown(draft, parent, table.name)


def _copy_checks(draft: Draft, model: Table, key: str) -> None:
    for constraint in model.constraints:
        if constraint.kind is ConstraintKind.CHECK and not constraint.no_inherit:
            _copy(draft, key, constraint)


def _copy_indexes(draft: Draft, model: Table, key: str) -> None:
    own = [(index.keys, index.unique) for index in draft.indexes_of(key)]
    for index in draft.indexes_of(model.name):
        constraint = model.constraint(index.constraint) if index.constraint else None
        if (index.keys, index.unique) in own:
            continue
        if constraint is not None:
            _copy(draft, key, replace(constraint, name=""))
        else:
            _copy_index(draft, index, key)


def _copy_index(draft: Draft, index: Index, key: str) -> None:
    name = in_schema_of(key, index_name(draft, key, index.keys))
    draft.put_index(replace(index, name=name, table=key, valid=True))


def _copy(draft: Draft, key: str, constraint: Constraint) -> None:
    if key in draft.tables:
        constraints.put(draft, key, constraint)


def _partitions(draft: Draft, key: str) -> Iterator[str]:
    seen, waiting = {key}, [key]
    while waiting:
        member = waiting.pop()
        yield member
        table = draft.tables.get(member)
        heirs = [heir for heir in (table.partitions if table else ()) if heir not in seen]
        seen.update(heirs)
        waiting.extend(heirs)


def _retargeted(draft: Draft, table: Table, old: str, new: str) -> tuple[Constraint, ...]:
    reference = draft.name(new)
    return tuple(
        replace(constraint, references=reference)
        if constraint.references and draft.target(constraint) == old
        else constraint
        for constraint in table.constraints
    )


def _follow_keys(draft: Draft, moved: Table, old: str) -> None:
    referring = [name for name in draft.referencing(old) if name != old]
    for name in referring:
        table = draft.tables.get(name)
        if table is not None:
            changed = replace(table, constraints=_retargeted(draft, table, old, moved.name))
            draft.put_table(changed)
        draft.unlink(name, old)
    for target in {draft.target(constraint) for constraint in moved.foreign_keys()}:
        draft.unlink(old, target)
    draft.unlink(old, old)
    for name in (*referring, moved.name):
        table = draft.tables.get(name)
        for constraint in table.foreign_keys() if table is not None else ():
            draft.link(name, constraint)


def _follow_kin(draft: Draft, moved: Table, old: str) -> None:
    new = moved.name
    for name in _known(draft, (moved.partition_of, *moved.parents)):
        table = draft.tables[name]
        default = new if table.default_partition == old else table.default_partition
        draft.put_table(
            replace(
                table,
                partitions=_renamed(table.partitions, old, new),
                children=_renamed(table.children, old, new),
                default_partition=default,
            )
        )
    for name in _known(draft, (*moved.partitions, *moved.children)):
        table = draft.tables[name]
        partition_of = new if table.partition_of == old else table.partition_of
        parents = _renamed(table.parents, old, new)
        draft.put_table(replace(table, partition_of=partition_of, parents=parents))


def _known(draft: Draft, names: Iterable[str]) -> list[str]:
    return [name for name in names if name in draft.tables]


def _renamed(names: tuple[str, ...], old: str, new: str) -> tuple[str, ...]:
    return tuple(new if name == old else name for name in names)


def _mark_rows(draft: Draft, name: Name, *, rows: bool) -> None:
    table = draft.tables.get(draft.key(name))
    if table is not None and table.rows is not rows:
        draft.put_table(replace(table, rows=rows))
