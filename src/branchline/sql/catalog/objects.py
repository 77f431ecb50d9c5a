"""Types, routines, triggers, sequences, schemas and whatever else has a name."""

from collections.abc import Callable, Iterator

from branchline.model.operations.base import Constraint, ConstraintKind, Name, SqlType
from branchline.model.operations.objects import (
    AddEnumValue,
    AlterDomain,
    AlterObject,
    CreateDomain,
    CreateFunction,
    CreateObject,
    CreateTrigger,
    CreateType,
    DropObject,
    DropTrigger,
    RenameEnumValue,
)
from branchline.model.operations.session import Grant, Revoke
from branchline.model.operations.tables import DropColumn
from branchline.model.schema import Function, UserType
from branchline.model.value import replace
from branchline.sql.catalog import columns
from branchline.sql.catalog.draft import MOST, Draft

_ROUTINES = {"function", "procedure", "routine", "aggregate"}


def create_type(draft: Draft, operation: CreateType) -> None:
    """CREATE TYPE."""
    key = draft.before.new_key(operation.type)
    draft.types = draft.types.put(key, UserType(key, operation.form, operation.values))


def add_enum_value(draft: Draft, operation: AddEnumValue) -> None:
    """ALTER TYPE … ADD VALUE, before or after another."""
    key = draft.key(operation.type)
    known = draft.types.get(key)
    if known is None or operation.value in known.values or len(known.values) >= MOST:
        return
    where, _, neighbour = operation.position.partition(" ")
    at = len(known.values)
    if neighbour in known.values:
        at = known.values.index(neighbour) + (where == "after")
    values = (*known.values[:at], operation.value, *known.values[at:])
    draft.types = draft.types.put(key, replace(known, values=values))


def rename_enum_value(draft: Draft, operation: RenameEnumValue) -> None:
    """ALTER TYPE … RENAME VALUE."""
    key = draft.key(operation.type)
    known = draft.types.get(key)
    if known is not None:
        old, new = operation.value, operation.new_value
        values = tuple(new if value == old else value for value in known.values)
        draft.types = draft.types.put(key, replace(known, values=values))


def create_domain(draft: Draft, operation: CreateDomain) -> None:
    """CREATE DOMAIN."""
    key = draft.before.new_key(operation.domain)
    domain = UserType(key, "domain", base=operation.base)
    for constraint in operation.constraints:
        domain = _constrained(domain, constraint)
    draft.types = draft.types.put(key, domain)


def alter_domain(draft: Draft, operation: AlterDomain) -> None:
    """ALTER DOMAIN: its constraints."""
    key = draft.key(operation.domain)
    domain = draft.types.get(key)
    if domain is None:
        return
    verb = operation.action.split(" ", 1)[0]
    if operation.action == "set not null":
        domain = _constrained(domain, Constraint(ConstraintKind.NOT_NULL))
    elif operation.action == "drop not null":
        domain = _without(domain, lambda found: found.kind is ConstraintKind.NOT_NULL)
    elif operation.constraint is not None and verb == "add":
        domain = _constrained(domain, operation.constraint)
    elif operation.action == "drop constraint":
        domain = _without(domain, lambda found: found.name == operation.name)
    elif operation.action == "validate constraint":
        constraints = tuple(
            replace(found, valid=True) if found.name == operation.name else found
            for found in domain.constraints
        )
        domain = replace(domain, constraints=constraints)
    draft.types = draft.types.put(key, domain)


def create_function(draft: Draft, operation: CreateFunction) -> None:
    """CREATE [OR REPLACE] FUNCTION; another list of arguments is another function."""
    key = draft.before.new_key(operation.function)
    made = Function(
        key,
        operation.arguments,
        operation.argument_names,
        operation.returns,
        operation.volatility,
        operation.procedure,
        operation.inlined,
    )
    others = [one for one in draft.functions.get(key, ()) if one.arguments != made.arguments]
    draft.functions = draft.functions.put(key, (*others[-MOST:], made))


def create_trigger(draft: Draft, operation: CreateTrigger) -> None:
    """CREATE TRIGGER."""
    table = draft.tables.get(draft.key(operation.table))
    if table is None or operation.name in table.triggers or len(table.triggers) >= MOST:
        return
    draft.put_table(replace(table, triggers=(*table.triggers, operation.name)))


def drop_trigger(draft: Draft, operation: DropTrigger) -> None:
    """DROP TRIGGER."""
    table = draft.tables.get(draft.key(operation.table))
    if table is not None and operation.name in table.triggers:
        triggers = tuple(name for name in table.triggers if name != operation.name)
        draft.put_table(replace(table, triggers=triggers))


def create_object(draft: Draft, operation: CreateObject) -> None:
    """CREATE of anything else: only its name is kept."""
    key = draft.before.new_key(operation.name)
    if operation.table is None:
        draft.others = draft.others.put(key, operation.what)


def alter_object(draft: Draft, operation: AlterObject) -> None:
    """ALTER of anything else: a function's volatility is kept."""
    volatility = dict(operation.options).get("volatility")
    key = draft.key(operation.name)
    known = draft.functions.get(key)
    if operation.what in _ROUTINES and volatility and known:
        changed = tuple(replace(function, volatility=volatility) for function in known)
        draft.functions = draft.functions.put(key, changed)


def drop_object(draft: Draft, operation: DropObject) -> None:
    """DROP of a type, a routine or anything else."""
    key = draft.key(operation.name)
    draft.move_grants(key)
    if operation.what in {"type", "domain"}:
        draft.types = draft.types.without(key)
        if operation.cascade:
            _drop_columns_of_type(draft, key)
    elif operation.what in _ROUTINES:
        _drop_function(draft, key, operation.arguments)
    elif operation.table is None:
        draft.others = draft.others.without(key)


def grant(draft: Draft, operation: Grant) -> None:
    """GRANT on objects that are named."""
    if operation.default or operation.what == "role" or operation.what.startswith("all "):
        return
    for name in operation.objects:
        key = draft.key(name)
        known = draft.granted.get(key, ())
        roles = tuple(dict.fromkeys((*known, *operation.roles)))
        if len(roles) <= MOST and roles != known:
            draft.granted = draft.granted.put(key, roles)


def revoke(draft: Draft, operation: Revoke) -> None:
    """REVOKE of everything from a role."""
    if operation.default or {*operation.privileges} - {"all"}:
        return
    for name in operation.objects:
        key = draft.key(name)
        known = draft.granted.get(key, ())
        left = tuple(role for role in known if role not in operation.roles)
        if left != known:
            draft.granted = draft.granted.put(key, left) if left else draft.granted.without(key)


def rename_type(draft: Draft, old: str, new: str) -> None:
    """Give a type another name; the columns that have it follow."""
    known = draft.types.get(old)
    if known is None or old == new:
        return
    draft.types = draft.types.without(old).put(new, replace(known, name=new))
    schema, _, name = new.rpartition(".")
    for key, column in [*_columns_of_type(draft, old)]:
        table = draft.tables[key]
        renamed = tuple(
            replace(c, type=replace(c.type, name=name, schema=schema))
            if c.name == column and c.type is not None
            else c
            for c in table.columns
        )
        draft.put_table(replace(table, columns=renamed))


def rename_function(draft: Draft, old: str, new: str) -> None:
    """Give all overloads of a routine another name or schema."""
    known = draft.functions.get(old)
    if known is not None and old != new:
        moved = tuple(replace(function, name=new) for function in known)
        draft.functions = draft.functions.without(old).put(new, moved)


def type_key(draft: Draft, type_: SqlType) -> str:
    """Return the canonical name of a column's type."""
    return draft.key(Name(type_.name, type_.schema))


def _constrained(domain: UserType, constraint: Constraint) -> UserType:
    names = {found.name for found in domain.constraints}
    if len(names) >= MOST:
        return domain
    bare = domain.name.rpartition(".")[2]
    label = "not_null" if constraint.kind is ConstraintKind.NOT_NULL else "check"
    name = constraint.name or f"{bare}_{label}"
    number = 0
    while name in names:
        number += 1
        name = f"{bare}_{label}{number}"
    constraints = (*domain.constraints, replace(constraint, name=name))
    return replace(domain, constraints=constraints)


def _without(domain: UserType, gone: Callable[[Constraint], bool]) -> UserType:
    kept = tuple(constraint for constraint in domain.constraints if not gone(constraint))
    return replace(domain, constraints=kept)


def _drop_function(draft: Draft, key: str, arguments: tuple[str, ...]) -> None:
    known = draft.functions.get(key, ())
    kept = tuple(function for function in known if function.arguments != arguments)
    if len(kept) == len(known) and not arguments:
        kept = ()
    draft.functions = draft.functions.put(key, kept) if kept else draft.functions.without(key)


def _columns_of_type(draft: Draft, key: str) -> Iterator[tuple[str, str]]:
    """Yield table and column, from a look at every table: types are seldom renamed."""
    for table in draft.tables.values():
        for column in table.columns:
            if column.type is not None and type_key(draft, column.type) == key:
                yield table.name, column.name


def _drop_columns_of_type(draft: Draft, key: str) -> None:
    for table, column in [*_columns_of_type(draft, key)]:
        columns.drop(draft, DropColumn(draft.name(table), column, cascade=True))
