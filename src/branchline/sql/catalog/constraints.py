"""Constraints of a table: their names, their indexes, what they make of columns."""

from collections.abc import Callable

from branchline.model.operations.base import Column, Constraint, ConstraintKind, Name
from branchline.model.operations.tables import AddConstraint, DropConstraint, ValidateConstraint
from branchline.model.schema import Index, Table
from branchline.model.value import replace
from branchline.sql.catalog.draft import MOST, Draft
from branchline.sql.catalog.naming import constraint_name, in_schema_of

_INDEXED = {
    ConstraintKind.PRIMARY_KEY: "btree",
    ConstraintKind.UNIQUE: "btree",
    ConstraintKind.EXCLUDE: "gist",
}
# ADD CONSTRAINT on a parent reaches the tables that inherit, under the same name.
_INHERITED = {ConstraintKind.CHECK, ConstraintKind.NOT_NULL}


def add(draft: Draft, operation: AddConstraint) -> None:
    """ADD CONSTRAINT, for a table and what inherits from it."""
    table = draft.alterable(operation.table)
    if table is not None:
        draft.put_table(table)
        put(draft, table.name, operation.constraint)


def drop(draft: Draft, operation: DropConstraint) -> None:
    """DROP CONSTRAINT by name, or by kind where MySQL leaves the name out."""
    table = draft.tables.get(draft.key(operation.table))
    if table is None:
        return
    found = table.constraint(operation.name) or _of_kind(table, operation.kind_of)
    if found is None:
        return
    for member in [*draft.family(table.name)]:
        twin = _twin(draft.tables.get(member), found, own=member == table.name)
        if twin is not None:
            take(draft, member, twin, cascade=operation.cascade)


def validate(draft: Draft, operation: ValidateConstraint) -> None:
    """VALIDATE CONSTRAINT, for a table and what inherits from it."""
    for member in [*draft.family(draft.key(operation.table))]:
        table = draft.tables.get(member)
        found = table.constraint(operation.name) if table is not None else None
        if table is not None and found is not None:
            changed = _replaced(table, found, replace(found, valid=True))
            draft.put_table(changed)
            if found.kind is ConstraintKind.NOT_NULL:
                _set_not_null(draft, changed.name, found.columns)


def put(draft: Draft, key: str, constraint: Constraint) -> str:
    """Add a constraint to a table that is there, and to its heirs; return its name."""
    name = _put(draft, key, constraint)
    table = draft.tables[key]
    inherited = constraint.kind in _INHERITED
    named = inherited or constraint.kind is ConstraintKind.FOREIGN_KEY
    copy = replace(constraint, name=name if named else "", using_index="")
    for member in [*draft.family(key)][1:] if inherited else table.partitions:
        if member in draft.tables:
            _put(draft, member, copy)
    return name


def take(draft: Draft, key: str, constraint: Constraint, *, cascade: bool = False) -> None:
    """Leave a constraint out with its index; with `cascade` also foreign keys that need it."""
    table = draft.tables[key]
    rest = tuple(found for found in table.constraints if found != constraint)
    draft.put_table(replace(table, constraints=rest))
    if constraint.references:
        draft.unlink(key, draft.target(constraint))
    if constraint.kind in _INDEXED:
        for index in draft.indexes_of(key):
            if index.constraint == constraint.name:
                draft.take_index(index.name)
    if cascade and constraint.kind in {ConstraintKind.PRIMARY_KEY, ConstraintKind.UNIQUE}:
        take_references(draft, key, lambda fk: fk.referenced_columns == constraint.columns)
    if constraint.kind is ConstraintKind.NOT_NULL:
        _set_not_null(draft, key, constraint.columns, not_null=False)


def take_references(draft: Draft, target: str, chosen: Callable[[Constraint], bool]) -> None:
    """Leave out the chosen foreign keys that other tables have to `target`."""
    for name in draft.referencing(target):
        table = draft.tables.get(name)
        for constraint in table.foreign_keys() if table is not None else ():
            if draft.target(constraint) == target and chosen(constraint):
                take(draft, name, constraint)


def renamed(draft: Draft, key: str, old: str, new: str) -> None:
    """RENAME CONSTRAINT, in a table and what inherits from it; the index follows."""
    for member in [*draft.family(key)]:
        table = draft.tables.get(member)
        found = table.constraint(old) if table is not None else None
        if table is None or found is None:
            continue
        draft.put_table(_replaced(table, found, replace(found, name=new)))
        for index in draft.indexes_of(member):
            if index.constraint == old:
                draft.take_index(index.name)
                name = in_schema_of(member, new)
                draft.put_index(replace(index, name=name, constraint=new))


def of_column(column: Column) -> tuple[Constraint, ...]:
    """Return the inline constraints of a column, each with the column's name."""
    return tuple(
        found
        if found.columns or found.kind is ConstraintKind.CHECK
        else replace(found, columns=(column.name,))
        for found in column.constraints
    )


def _put(draft: Draft, key: str, constraint: Constraint) -> str:
    table = draft.tables[key]
    if len(table.constraints) >= MOST:
        return ""
    using = _index_used(draft, table, constraint)
    if using is not None and not constraint.columns:
        constraint = replace(constraint, columns=tuple(k.column for k in using.keys if k.column))
    if not constraint.name and using is not None:
        constraint = replace(constraint, name=using.name.rpartition(".")[2])
    plain = constraint.kind is ConstraintKind.NOT_NULL and not constraint.name and constraint.valid
    if not plain:
        constraint = _resolved(draft, table, constraint)
        if table.constraint(constraint.name) is not None:
            return constraint.name
        draft.put_table(replace(table, constraints=(*table.constraints, constraint)))
        draft.link(key, constraint)
        _index(draft, key, constraint, using)
    if constraint.kind is ConstraintKind.PRIMARY_KEY:
        for member in [*draft.family(key)]:
            _set_not_null(draft, member, constraint.columns)
    elif constraint.kind is ConstraintKind.NOT_NULL and constraint.valid:
        _set_not_null(draft, key, constraint.columns)
    return constraint.name


def _resolved(draft: Draft, table: Table, constraint: Constraint) -> Constraint:
    references, columns = constraint.references, constraint.referenced_columns
    if references is not None:
        target = draft.target(constraint)
        if not references.schema and draft.before.search_path:
            schema, _, name = target.rpartition(".")
            references = Name(name, schema or draft.before.default_schema)
        if not columns:
            parent = table if target == table.name else draft.tables.get(target)
            key = parent.primary_key() if parent is not None else None
            columns = key.columns if key is not None else ()
    return replace(
        constraint,
        name=constraint_name(draft, table, constraint),
        references=references,
        referenced_columns=columns,
    )


def _index(draft: Draft, key: str, constraint: Constraint, using: Index | None) -> None:
    if constraint.kind not in _INDEXED:
        return
    name = in_schema_of(key, constraint.name)
    if using is not None:
        draft.take_index(using.name)
        draft.put_index(replace(using, name=name, constraint=constraint.name))
        return
    draft.put_index(
        Index(
            name,
            key,
            keys=constraint.keys,
            unique=constraint.kind is not ConstraintKind.EXCLUDE,
            method=_INDEXED[constraint.kind],
            constraint=constraint.name,
        )
    )


def _index_used(draft: Draft, table: Table, constraint: Constraint) -> Index | None:
    if not constraint.using_index:
        return None
    return draft.indexes.get(in_schema_of(table.name, constraint.using_index))


def _set_not_null(
    draft: Draft, key: str, columns: tuple[str, ...], *, not_null: bool = True
) -> None:
    table = draft.tables.get(key)
    if table is None or not columns:
        return
    known = tuple(
        replace(column, not_null=not_null) if column.name in columns else column
        for column in table.columns
    )
    names = {column.name for column in known}
    new = tuple(Column(name, not_null=not_null) for name in columns if name not in names)
    draft.put_table(replace(table, columns=known if table.complete else (*known, *new)))


def _of_kind(table: Table, kind: str) -> Constraint | None:
    found = [constraint for constraint in table.constraints if constraint.kind.value == kind]
    return found[0] if len(found) == 1 else None


def _twin(table: Table | None, constraint: Constraint, *, own: bool) -> Constraint | None:
    """Return the constraint that a table holds for its parent's `constraint`."""
    if own or table is None:
        return constraint if table is not None else None
    if constraint.kind in _INHERITED:
        return table.constraint(constraint.name)
    same = (constraint.kind, constraint.columns, constraint.references)
    found = (one for one in table.constraints if (one.kind, one.columns, one.references) == same)
    return next(found, None)


def _replaced(table: Table, old: Constraint, new: Constraint) -> Table:
    constraints = tuple(new if found == old else found for found in table.constraints)
    return replace(table, constraints=constraints)
