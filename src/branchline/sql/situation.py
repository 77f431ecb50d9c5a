"""What the earlier statements of a unit leave behind for the next one.

SET LOCAL ends with its transaction and does nothing outside one; ROLLBACK takes
back settings and new objects; COMMIT lets the locks go and keeps both.
"""

from branchline.model.effects import Effect, Lock
from branchline.model.names import Names
from branchline.model.operations.base import Name, Operation
from branchline.model.operations.objects import (
    CreateDomain,
    CreateFunction,
    CreateIndex,
    CreateObject,
    CreateType,
    CreateView,
    DropObject,
    DropView,
    RenameObject,
    SetSchema,
)
from branchline.model.operations.session import Begin, Commit, Rollback, SetVariable
from branchline.model.operations.tables import CreateTable, DropTable, RenameTable
from branchline.model.schema import Catalog
from branchline.model.statement import Situation, Transaction
from branchline.model.value import replace, value

# Each statement keeps the lists that stand before it: more would be quadratic.
_MOST = 256

_Settings = tuple[tuple[str, str], ...]


@value
class Progress:
    """How far a unit has come: the situation, and what the end of its transaction restores.

    `session` are the settings that stay after COMMIT, `at_begin` all that
    ROLLBACK goes back to.
    """

    situation: Situation
    created: Names[bool] = Names()
    temporary: Names[bool] = Names()
    session: _Settings = ()
    at_begin: "Progress | None" = None


def opening(*, wrapped: bool) -> Progress:
    """Return the state before a unit's first statement; `wrapped` by the tool's transaction."""
    transaction = Transaction.TOOL if wrapped else Transaction.NONE
    progress = Progress(Situation(transaction))
    return replace(progress, at_begin=progress) if wrapped else progress


def advance(
    progress: Progress, operation: Operation, effect: Effect, before: Catalog, after: Catalog
) -> Progress:
    """Return the state after one operation; `before` and `after` are the schemas around it."""
    match operation:
        case Begin():
            return _begin(progress)
        case Commit():
            return _end(progress)
        case Rollback():
            return _end(progress.at_begin or progress)
        case SetVariable():
            return _set(progress, operation)
    progress = _held(progress, effect)
    progress = _created(progress, operation, before, after)
    return _forgotten(progress, operation, before, after)


def _begin(progress: Progress) -> Progress:
    if progress.situation.transaction is not Transaction.NONE:
        return progress
    situation = replace(progress.situation, transaction=Transaction.OWN)
    return replace(progress, situation=situation, at_begin=progress)


def _end(progress: Progress) -> Progress:
    situation = replace(
        progress.situation,
        transaction=Transaction.NONE,
        held=(),
        settings=progress.session,
    )
    return replace(progress, situation=situation, at_begin=None)


def _set(progress: Progress, operation: SetVariable) -> Progress:
    situation = progress.situation
    name = operation.name.lower()
    if operation.scope == "local":
        if situation.transaction is Transaction.NONE:
            return progress
        settings = _with(situation.settings, name, operation.value)
        return replace(progress, situation=replace(situation, settings=settings))
    if operation.scope != "session":
        return progress
    return replace(
        progress,
        situation=replace(situation, settings=_with(situation.settings, name, operation.value)),
        session=_with(progress.session, name, operation.value),
    )


def _with(settings: _Settings, name: str, setting: str | None) -> _Settings:
    if name == "all" and setting is None:
        return ()
    rest = tuple(pair for pair in settings if pair[0] != name)
    return rest if setting is None else (*rest, (name, setting))[-_MOST:]


def _held(progress: Progress, effect: Effect) -> Progress:
    situation = progress.situation
    if situation.transaction is Transaction.NONE or not effect.locks:
        return progress
    held = dict(situation.held)
    for name, lock in effect.locks:
        if lock > held.get(name, Lock.NONE) and (name in held or len(held) < _MOST):
            held[name] = lock
    if tuple(held.items()) == situation.held:
        return progress
    return replace(progress, situation=replace(situation, held=tuple(held.items())))


def _created(progress: Progress, operation: Operation, before: Catalog, after: Catalog) -> Progress:
    key = _new(operation, before)
    if not key or key in progress.created:
        return progress
    known = before.tables.get(key)
    if known is not None and known is after.tables.get(key):
        return progress
    if key in before.views or key in before.types or key in before.indexes:
        return progress
    created = progress.created.put(key, True)  # noqa: FBT003 - the value says nothing
    table = after.tables.get(key)
    if table is not None and table.temporary:
        hidden = progress.temporary.put(key, True)  # noqa: FBT003 - as above
        progress = replace(progress, temporary=hidden)
    return _shown(replace(progress, created=created))


def _new(operation: Operation, before: Catalog) -> str:
    """Return the canonical name that an operation gives to a new object, if it makes one."""
    match operation:
        case CreateTable(table=name):
            hidden = operation.temporary and name.name in before.tables
            return f"pg_temp.{name.name}" if hidden else before.new_key(name)
        case CreateView(view=name) | CreateType(type=name) | CreateDomain(domain=name):
            return before.new_key(name)
        case CreateObject(name=name) | CreateFunction(function=name):
            return before.new_key(name)
        case CreateIndex(table=table, name=index) if index:
            schema, dot, _ = before.key(table).rpartition(".")
            return f"{schema}{dot}{index}"
        case _:
            return ""


def _forgotten(
    progress: Progress, operation: Operation, before: Catalog, after: Catalog
) -> Progress:
    match operation:
        case DropTable(table=name) | DropView(view=name) | DropObject(name=name):
            return _moved(progress, before.key(name), "")
        case RenameTable(table=name, new_name=new):
            return _moved(progress, before.key(name), _beside(before, name, new))
        case RenameObject(name=name, new_name=new) if operation.what != "constraint":
            return _moved(progress, before.key(name), _beside(before, name, Name(new)))
        case SetSchema(name=name, schema=schema):
            return _moved(progress, before.key(name), after.new_key(Name(name.name, schema)))
        case _:
            return progress


def _beside(catalog: Catalog, old: Name, new: Name) -> str:
    if new.schema:
        return catalog.new_key(new)
    schema, dot, _ = catalog.key(old).rpartition(".")
    return f"{schema}{dot}{new.name}"


def _moved(progress: Progress, old: str, new: str) -> Progress:
    """Follow a rename; without a new name the object is gone."""
    held = tuple((new if name == old else name, lock) for name, lock in progress.situation.held)
    if new and held != progress.situation.held:
        progress = replace(progress, situation=replace(progress.situation, held=held))
    created = _renamed(progress.created, old, new)
    temporary = _renamed(progress.temporary, old, new)
    if created is progress.created and temporary is progress.temporary:
        return progress
    return _shown(replace(progress, created=created, temporary=temporary))


def _renamed(names: Names[bool], old: str, new: str) -> Names[bool]:
    if old not in names:
        return names
    rest = names.without(old)
    return rest.put(new, names[old]) if new else rest


def _shown(progress: Progress) -> Progress:
    """Let the situation see what is new."""
    situation = progress.situation
    shown = replace(situation, created=progress.created, temporary=progress.temporary)
    return replace(progress, situation=shown)
