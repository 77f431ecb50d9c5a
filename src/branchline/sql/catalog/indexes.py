"""Indexes: made, dropped, renamed, attached."""

from branchline.model.operations.base import Key, Name
from branchline.model.operations.objects import AttachIndex, CreateIndex, DropIndex
from branchline.model.schema import Index
from branchline.model.value import replace
from branchline.sql.catalog import constraints
from branchline.sql.catalog.draft import Draft
from branchline.sql.catalog.naming import in_schema_of, index_name


def create(draft: Draft, operation: CreateIndex) -> None:
    """CREATE INDEX; on a partitioned table also on every partition, unless ON ONLY."""
    key = draft.key(operation.table)
    keys = (*operation.keys, *map(Key, operation.include))
    name = in_schema_of(key, operation.name or index_name(draft, key, keys))
    known = draft.indexes.get(name)
    if known is not None and known.table == key:
        return
    index = Index(
        name,
        key,
        keys=operation.keys,
        unique=operation.unique,
        where=operation.where,
        method=operation.method or operation.kind_of or "btree",
        include=operation.include,
    )
    table = draft.tables.get(key)
    whole = table is None or not table.partitioned or not operation.only
    draft.put_index(replace(index, valid=whole))
    if whole:
        for member in table.partitions if table is not None else ():
            if not any(_alike(twin, index) for twin in draft.indexes_of(member)):
                create(draft, replace(operation, table=draft.name(member), name=""))


def drop(draft: Draft, operation: DropIndex) -> None:
    """DROP INDEX, by the name in its table where the dialect gives the table."""
    index = _named(draft, operation.index, operation.table)
    if index is None:
        return
    table = draft.tables.get(index.table)
    constraint = table.constraint(index.constraint) if table and index.constraint else None
    if constraint is not None:
        constraints.take(draft, index.table, constraint, cascade=operation.cascade)
    draft.take_index(index.name)
    for member in table.partitions if table is not None else ():
        for twin in draft.indexes_of(member):
            if _alike(twin, index):
                draft.take_index(twin.name)
                break


def attach(draft: Draft, operation: AttachIndex) -> None:
    """ATTACH PARTITION of an index: the parent's is taken for valid from then on."""
    index = draft.indexes.get(draft.key(operation.index))
    if index is not None:
        draft.put_index(replace(index, valid=True))


def rename(draft: Draft, name: Name, new_name: str, table: Name | None = None) -> None:
    """RENAME of an index; the constraint that it serves is renamed with it."""
    index = _named(draft, name, table)
    if index is None:
        return
    draft.take_index(index.name)
    new = replace(index, name=in_schema_of(index.table, new_name))
    owner = draft.tables.get(index.table)
    constraint = owner.constraint(index.constraint) if owner and index.constraint else None
    if owner is not None and constraint is not None:
        renamed = replace(constraint, name=new_name)
        changed = tuple(renamed if c == constraint else c for c in owner.constraints)
        draft.put_table(replace(owner, constraints=changed))
        new = replace(new, constraint=new_name)
    draft.put_index(new)


def _alike(one: Index, other: Index) -> bool:
    return (one.keys, one.unique, one.where) == (other.keys, other.unique, other.where)


def _named(draft: Draft, name: Name, table: Name | None) -> Index | None:
    if table is None:
        return draft.indexes.get(draft.key(name))
    owned = draft.indexes_of(draft.key(table))
    for index in owned:
        if index.name.rpartition(".")[2] == name.name:
            return index
    # MySQL calls an index without a name after its first column.
    for index in owned:
        unnamed = index.constraint or index.name.endswith("_idx")
        if unnamed and index.keys and index.keys[0].column == name.name:
            return index
    return None
