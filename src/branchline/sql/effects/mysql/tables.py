"""What indexes, constraints and settings of a table ask for."""

from collections.abc import Callable
from typing import Any

from branchline.model.operations.base import (
    Column,
    Constraint,
    ConstraintKind,
    Operation,
    SqlType,
)
from branchline.model.operations.objects import CreateIndex, DropIndex, RenameObject
from branchline.model.operations.tables import (
    AddConstraint,
    AlterConstraint,
    DropConstraint,
    RenameTable,
    SetAlgorithm,
    SetTableOption,
)
from branchline.model.schema import Index
from branchline.model.value import replace
from branchline.sql.effects.mysql.table import Server, Shape, plain, set_of, width
from branchline.sql.effects.mysql.types import LETTERED, retyped
from branchline.sql.effects.mysql.work import Asked, Work

_BUILT = "an index is built"
_HASHED = "a hash of every row's text is stored"
_REBUILT = "the table is written anew"


def _create_index(shape: Shape, server: Server, operation: CreateIndex) -> Asked:
    if operation.if_not_exists and _named(shape, operation.name) is not None:
        return Asked()
    if operation.kind_of == "fulltext":
        return Asked(Work.FULLTEXT, "a FULLTEXT index is built")
    if operation.kind_of == "spatial":
        return Asked(Work.WAITING_INDEX, "a SPATIAL index is built")
    columns = tuple(key.column for key in operation.keys)
    if operation.unique and server.mariadb and shape.is_long(operation.keys):
        return Asked(Work.COPY, _HASHED, may_fail=True)
    if operation.unique and shape.would_cluster(columns):
        return Asked(Work.ADD_KEY, "the rows are put in the order of the index", may_fail=True)
    return Asked(Work.INDEX, _BUILT, may_fail=operation.unique)


def _drop_index(shape: Shape, server: Server, operation: DropIndex) -> Asked:
    index = _named(shape, operation.index.name)
    if index is None and operation.if_exists and shape.table.complete:
        return Asked()
    clustered = shape.clustered
    if index is not None and clustered is not None and index.name == clustered.name:
        work = shape.declustered() if server.mariadb else Work.DROP_KEY
        return Asked(work, "the rows lose the key that they are kept by")
    return Asked(Work.UNINDEX)


def _drop_key() -> Asked:
    return Asked(Work.DROP_KEY, "the rows lose the key that they are kept by")


def _add_constraint(shape: Shape, server: Server, operation: AddConstraint) -> Asked:
    constraint = operation.constraint
    match constraint.kind:
        case ConstraintKind.PRIMARY_KEY:
            return _add_primary(shape, server, constraint)
        case ConstraintKind.UNIQUE:
            return _add_unique(shape, server, constraint)
        case ConstraintKind.FOREIGN_KEY:
            return _add_foreign_key(shape, server, constraint)
        case ConstraintKind.CHECK if server.checks and constraint.enforced:
            return Asked(Work.COPY, "every row is checked", may_fail=True)
        case _:
            return Asked(Work.TOUCH)


def _add_primary(shape: Shape, server: Server, key: Constraint) -> Asked:
    if server.mariadb and _is_clustered(shape, key):
        return Asked(Work.INDEX, _BUILT, may_fail=True)
    return Asked(Work.ADD_KEY, "the rows are put in the order of the key", may_fail=True)


def _add_unique(shape: Shape, server: Server, key: Constraint) -> Asked:
    if server.mariadb and shape.is_long(key.keys):
        return Asked(Work.COPY, _HASHED, may_fail=True)
    clusters = shape.would_cluster(key.columns)
    return Asked(Work.ADD_KEY if clusters else Work.INDEX, _BUILT, may_fail=True)


def _is_clustered(shape: Shape, constraint: Constraint) -> bool:
    clustered = shape.clustered
    keys = clustered.keys if clustered is not None else ()
    return bool(keys) and tuple(key.column for key in keys) == constraint.columns


def _add_foreign_key(shape: Shape, server: Server, key: Constraint) -> Asked:
    if server.checks_keys:
        reason = "every row is looked up in the table it refers to"
        return Asked(Work.COPY, reason, may_fail=True)
    if shape.leads(key.columns):
        return Asked(Work.TOUCH)
    return Asked(Work.TOUCH | Work.INDEX, _BUILT)


def _drop_constraint(shape: Shape, _: Server, operation: DropConstraint) -> Asked:
    found = shape.table.constraint(operation.name) if operation.name else None
    kind = operation.kind_of or (found.kind.value if found is not None else "")
    if kind == "primary key":
        return _drop_key()
    index = _named(shape, operation.name)
    return Asked(Work.UNINDEX if kind == "unique" or (not kind and index) else Work.TOUCH)


def _alter_constraint(_: Shape, server: Server, operation: AlterConstraint) -> Asked:
    if operation.option == "enforced" and not server.mariadb:
        return Asked(Work.COPY, "every row is checked", may_fail=True)
    return Asked(Work.TOUCH)


def _rename_table(*_: object) -> Asked:
    return Asked(Work.META | Work.HOLD)


def _rename_object(_: Shape, __: Server, operation: RenameObject) -> Asked:
    return Asked(Work.TOUCH if operation.what == "index" else Work.NOTHING)


def _set_option(shape: Shape, server: Server, operation: SetTableOption) -> Asked:
    option, text = operation.option, operation.value.lower()
    match option:
        case "engine":
            return Asked(Work.REBUILD if text == shape.engine else Work.COPY, _REBUILT)
        case "convert charset":
            return converted(shape, server, text)
        case "charset" | "collate":
            return _default(shape, server, text if option == "charset" else set_of(text))
        case "system versioning":
            return Asked(Work.COPY if text == "true" else Work.NUMBER, _REBUILT)
        case "keys" | "discard tablespace" | "import tablespace":
            return Asked(Work.META | Work.HOLD)
    same = option == "page_compressed" and text == shape.options.get(option, "0")
    rebuilds = option in _REBUILDING and not (same and server.mariadb)
    return Asked(Work.REBUILD if rebuilds else _OPTIONS.get(option, Work.TOUCH), _REBUILT)


def _set_algorithm(_: Shape, __: Server, operation: SetAlgorithm) -> Asked:
    if operation.algorithm == "COPY":
        return Asked(Work.COPY, "ALGORITHM=COPY is asked for")
    return Asked()


def _default(shape: Shape, server: Server, charset: str) -> Asked:
    """MySQL's manual says that another default character set rebuilds the table."""
    if server.mariadb or plain(charset) == shape.charset:
        return Asked(Work.TOUCH)
    return Asked(Work.REBUILD, _REBUILT)


def converted(shape: Shape, server: Server, charset: str, collation: str = "") -> Asked:
    """Return what CONVERT TO CHARACTER SET asks for: on MariaDB, a MODIFY of every text."""
    named = SqlType("text", charset=shape.charset if charset == "default" else charset)
    letters, best = shape.letters(named, collation, server)
    work = Work.TOUCH
    for column in shape.table.columns:
        if column.type is not None and column.type.name in LETTERED:
            new = replace(column, type=replace(column.type, charset=letters), collation=best)
            work |= _converted(shape, server, column, new)
    reason = "every text is written anew in the new character set" if work & Work.COPY else ""
    unsure = not (reason or shape.table.complete)
    return Asked(work, reason, f"the character sets of {shape.key} before" if unsure else "")


def _converted(shape: Shape, server: Server, old: Column, new: Column) -> Work:
    first = shape.letters(old.type, old.collation, server)
    then = shape.letters(new.type, new.collation, server)
    if first == then:
        return Work.NOTHING
    # A TEXT becomes the next larger one, so that as many letters fit.
    grows = old.type is not None and old.type.name in {"tinytext", "text", "mediumtext"}
    if not server.mariadb or (grows and width(first[0]) < width(then[0])):
        return Work.COPY
    return retyped(shape, server, old, new)


def _named(shape: Shape, name: str) -> Index | None:
    """Return an index by its name, or by the column that names an index without one."""
    found = [index for index in shape.indexes if index.name.rpartition(".")[2] == name]
    found += [index for index in shape.indexes if index.keys and index.keys[0].column == name]
    return found[0] if found else None


_REBUILDING = {
    "force",
    "row_format",
    "key_block_size",
    "page_compressed",
    "page_compression_level",
    "encrypted",
    "encryption",
    "compression",
    "tablespace",
}
_OPTIONS = {"order by": Work.COPY, "comment": Work.META}
ASKS: dict[type[Operation], Callable[[Shape, Server, Any], Asked]] = {
    CreateIndex: _create_index,
    DropIndex: _drop_index,
    AddConstraint: _add_constraint,
    DropConstraint: _drop_constraint,
    AlterConstraint: _alter_constraint,
    RenameTable: _rename_table,
    RenameObject: _rename_object,
    SetTableOption: _set_option,
    SetAlgorithm: _set_algorithm,
}
