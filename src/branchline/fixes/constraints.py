"""Constraints that are added in an instant, and proved while others work."""

import re
from collections.abc import Iterator, Mapping

from branchline.fixes.indexes import dropped
from branchline.fixes.steps import Mode, Step, beside, constraint_name, subject
from branchline.fixes.words import Alter, after_word, alter, appended, bare, code, comments
from branchline.model.operations import Constraint, ConstraintKind, Operation
from branchline.model.operations import tables as t
from branchline.model.statement import Statement
from branchline.model.value import replace, value
from branchline.rules.locks.blocking import blocking, blocking_constraints
from branchline.rules.spelling import listed, quoted

KINDS: Mapping[str, ConstraintKind] = {
    "add-check-valid": ConstraintKind.CHECK,
    "add-fk-valid": ConstraintKind.FOREIGN_KEY,
    "add-unique-constraint": ConstraintKind.UNIQUE,
    "add-primary-key": ConstraintKind.PRIMARY_KEY,
}
RULES = frozenset((*KINDS, "set-not-null", "validate-same-tx"))
"""What is answered here."""


@value
class Remedy:
    """What becomes of one action of an ALTER TABLE.

    `here` stays in its place (None: nothing does), `undo` takes that away
    where the original made nothing of the kind. `validate` names what is
    proved next. `then` are whole statements that come after.
    """

    here: str | None
    undo: str = ""
    validate: str = ""
    then: tuple[Step, ...] = ()


def constraint_steps(statement: Statement, rules: frozenset[str]) -> tuple[Step, ...] | None:
    """Return the steps of an ALTER TABLE that `rules` find fault with; None without a safe way."""
    cut = alter(statement.text)
    if cut is None or len(cut.actions) != len(statement.operations):
        return None
    if "validate-same-tx" in rules:
        return _validation(statement)
    remedies = []
    hazards = dict(_hazards(statement, rules))
    for action, operation in zip(cut.actions, statement.operations, strict=True):
        hazard = id(operation) in hazards
        remedy = _remedy(statement, cut, action, operation) if hazard else Remedy(action)
        if remedy is None:
            return None
        remedies.append(remedy)
    return tuple(_steps(statement, cut, remedies)) if hazards else None


def _hazards(statement: Statement, rules: frozenset[str]) -> Iterator[tuple[int, Operation]]:
    for rule, kind in KINDS.items():
        if rule in rules:
            yield from ((id(add), add) for add, _ in blocking_constraints(statement, kind))
    if "set-not-null" in rules:
        yield from ((id(change), change) for change, _ in blocking(statement, t.SetNotNull))


def _remedy(statement: Statement, cut: Alter, action: str, operation: Operation) -> Remedy | None:
    match operation:
        case t.AddConstraint(constraint=constraint):
            keys = (ConstraintKind.UNIQUE, ConstraintKind.PRIMARY_KEY)
            if constraint.kind in keys:
                return _key(statement, cut, action, operation)
            return _unproved(statement, action, operation)
        case t.SetNotNull():
            return _not_null(statement, cut, action, operation)
        case _:
            return None


def _unproved(statement: Statement, action: str, add: t.AddConstraint) -> Remedy | None:
    """CHECK and FOREIGN KEY: NOT VALID here, VALIDATE next."""
    table = statement.catalog.table(add.table)
    foreign = add.constraint.kind is ConstraintKind.FOREIGN_KEY
    if foreign and table and table.partitioned and statement.engine.version < _PARTITIONED:
        return None
    name = constraint_name(add, statement)
    named: str | None = action
    if name and not add.constraint.name:
        named = after_word(action, "add", f"CONSTRAINT {quoted(name)}")
    return Remedy(appended(named, "NOT VALID"), validate=name) if name and named else None


def _key(statement: Statement, cut: Alter, action: str, add: t.AddConstraint) -> Remedy | None:
    """UNIQUE and PRIMARY KEY: the index first, and the constraint of it."""
    key, table, name = add.constraint, statement.catalog.table(add.table), ""
    tail = _TAIL.search(bare(action).rstrip())
    odd = _ODD.search(bare(action)) or _GUARDED.search(cut.head) or key.temporal
    if not odd and tail and not (table and table.partitioned) and _is_not_null(statement, add):
        name = constraint_name(add, statement)
    if not name or tail is None:
        return None
    word = "UNIQUE" if key.kind is ConstraintKind.UNIQUE else "PRIMARY KEY"
    own, head = quoted(name), cut.head
    about = replace(statement, text=f"{head} {action}", operations=(add,))
    making = f"{head} ADD CONSTRAINT {own} {word} USING INDEX {own}{tail.group()}"
    index = Step(
        statement,
        _unique_index(add, key, own),
        Mode.ALONE,
        f"create_{name}",
        after=(dropped(quoted(beside(add.table, name))),),
        about=about,
    )
    constraint = Step(
        statement,
        making,
        title=f"add_{name}",
        subjects=frozenset({("constraint", add.table.name, name)}),
        undo=f"{head} DROP CONSTRAINT IF EXISTS {own}",
        about=about,
    )
    return Remedy(None, then=(index, constraint))


def _unique_index(add: t.AddConstraint, key: Constraint, name: str) -> str:
    include = f" INCLUDE ({listed(key.include)})" if key.include else ""
    nulls = " NULLS NOT DISTINCT" if key.nulls_not_distinct else ""
    columns = listed(key.columns)
    made = f"CREATE UNIQUE INDEX CONCURRENTLY {name} ON {quoted(add.table)}"
    return f"{made} ({columns}){include}{nulls}"


def _is_not_null(statement: Statement, add: t.AddConstraint) -> bool:
    """Whether making a primary key reads no row for NULL."""
    if add.constraint.kind is not ConstraintKind.PRIMARY_KEY:
        return True
    table = statement.catalog.table(add.table)
    columns = [table.column(name) for name in add.constraint.columns] if table else []
    return bool(columns) and all(column is not None and column.not_null for column in columns)


def _not_null(statement: Statement, cut: Alter, action: str, change: t.SetNotNull) -> Remedy | None:
    """SET NOT NULL: a CHECK that is proved first, and goes when it has served."""
    table, column = statement.catalog.table(change.table), change.column
    name = f"{change.table.name}_{column}_set"
    version = statement.engine.version
    if (version and version < _PROVED) or (table and table.constraint(name)):
        return None
    own, head = quoted(name), cut.head
    setting = Step(
        statement,
        f"{head} {code(action)}",
        title=f"{change.table.name}_{column}_not_null",
        subjects=frozenset({("not null", change.table.name, column)}),
        undo=f"{head} ALTER COLUMN {quoted(column)} DROP NOT NULL",
    )
    check = f"ADD CONSTRAINT {own} CHECK ({quoted(column)} IS NOT NULL) NOT VALID"
    drop = Step(statement, f"{head} DROP CONSTRAINT {own}", after=(f"{head} {check}",))
    blank = action[: action.index(code(action))]
    gone = f"{head} DROP CONSTRAINT IF EXISTS {own}"
    return Remedy(blank + check, gone, name, (setting, drop))


def _validation(statement: Statement) -> tuple[Step, ...] | None:
    done = statement.operations
    if not all(isinstance(operation, t.ValidateConstraint) for operation in done):
        return None
    first = next(each.name for each in done if isinstance(each, t.ValidateConstraint))
    return (Step(statement, statement.text, Mode.VALIDATE, f"validate_{first}"),)


def _steps(statement: Statement, cut: Alter, remedies: list[Remedy]) -> Iterator[Step]:
    pairs = [*zip(cut.actions, remedies, strict=True)]
    kept = [remedy.here for remedy in remedies if remedy.here is not None]
    lost = (each for action, remedy in pairs if remedy.here is None for each in comments(action))
    notes = "".join(f"{each.rstrip()}\n" for each in lost)
    if kept:
        found = frozenset(_made(statement, remedies))
        undone = tuple(remedy.undo for remedy in remedies if remedy.undo)
        sql = cut.head + ",".join(kept)
        yield Step(statement, notes + sql, subjects=found, undo=None if found else "", after=undone)
        notes = ""
    proved = [remedy.validate for remedy in remedies if remedy.validate]
    if proved:
        actions = ", ".join(f"VALIDATE CONSTRAINT {quoted(name)}" for name in proved)
        yield Step(statement, f"{cut.head} {actions}", Mode.VALIDATE, f"validate_{proved[0]}")
    for remedy in remedies:
        for step in remedy.then:
            yield replace(step, sql=notes + step.sql)
            notes = ""


def _made(statement: Statement, remedies: list[Remedy]) -> Iterator[tuple[str, ...]]:
    """Yield by what the undo of those actions is known that stay what they were."""
    for operation, remedy in zip(statement.operations, remedies, strict=True):
        found = subject(operation, statement)
        if remedy.here is not None and not remedy.undo and found is not None:
            yield found


_PROVED = (12,)
_PARTITIONED = (18,)
_ODD = re.compile(r"\b(?:with|tablespace|without|using)\b", re.IGNORECASE)
_GUARDED = re.compile(r"\bif\s+exists\b", re.IGNORECASE)
_TAIL = re.compile(
    r"(?<=\))\s*(?:(?:not\s+)?deferrable)?\s*(?:initially\s+(?:deferred|immediate))?\Z",
    re.IGNORECASE,
)
