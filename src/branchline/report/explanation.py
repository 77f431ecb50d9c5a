"""Why a finding is there: what the statement does, what was known before it, who weighs it so.

All of it is read from the values that the rule was given. What the changelog
did not make is called unknown here, since that is what the rule had to go by.
"""

from collections.abc import Iterator
from typing import Any

from branchline.model.effects import Effect
from branchline.model.operations.base import Column, Expression, Key, Name, SqlType
from branchline.model.operations.tables import TableOperation
from branchline.model.schema import Table
from branchline.model.statement import Statement, Transaction
from branchline.report.costs import costs
from branchline.report.values import Explanation


def document(explanation: Explanation) -> dict[str, Any]:
    """Return an explanation as JSON's types; `statement` is null for what stands on none."""
    origin, line = explanation.decided
    others = [pair for pair in explanation.said if pair != explanation.decided]
    statement = explanation.statement
    return {
        "about": explanation.about,
        "policy": {
            "from": origin,
            "line": line,
            "others": [{"from": who, "line": what} for who, what in others],
            "options": {key: _plain(part) for key, part in explanation.options.items()},
            "doubtful": explanation.doubtful,
        },
        "statement": _statement(statement) if statement else None,
    }


def lines(explanation: Explanation) -> Iterator[str]:
    """Yield the same for people."""
    origin, line = explanation.decided
    over = [who for who, what in explanation.said if (who, what) != explanation.decided]
    more = f" (others: {', '.join(dict.fromkeys(over))})" if over else ""
    yield f"policy: {origin} says {line}{more}"
    if explanation.options:
        parts = (f"{key} = {_plain(part)!r}" for key, part in explanation.options.items())
        yield f"options: {', '.join(parts)}"
    if explanation.doubtful:
        yield "doubtful: it rests on what the changelog does not tell, so it only warns"
    if explanation.statement:
        yield from _about(explanation.statement)


def _statement(statement: Statement) -> dict[str, Any]:
    situation = statement.situation
    return {
        "part": statement.part.value,
        "operations": [
            {"operation": operation.kind(), **_parts(operation), "effect": _effect(effect)}
            for operation, effect in statement
        ],
        "effect": _effect(statement.effect),
        "before": [_known(statement, name) for name in _names(statement)],
        "situation": {
            "transaction": situation.transaction.value,
            "settings": dict(situation.settings),
            "held": {name: lock.word for name, lock in situation.held},
            "managed_timeouts": statement.unit.managed_timeouts,
        },
        "error": statement.error or None,
    }


def _about(statement: Statement) -> Iterator[str]:
    for operation, effect in statement:
        told = ", ".join(f"{key} {_words(part)}" for key, part in _parts(operation).items())
        why = f" ({'; '.join(effect.reasons)})" if effect.reasons else ""
        unknown = f"; not known: {effect.unknown}" if effect.unknown else ""
        cost = f"{', '.join(costs(effect)) or 'no lock, no wait'}{why}{unknown}"
        yield f"does: {operation.kind()}{f' of {told}' if told else ''}: {cost}"
    yield from (f"before: {_sentence(_known(statement, name))}" for name in _names(statement))
    situation = statement.situation
    settings = ", ".join(f"{name} = {setting}" for name, setting in situation.settings)
    held = ", ".join(f"{lock.word} on {name}" for name, lock in situation.held)
    managed = "timeouts set elsewhere" if statement.unit.managed_timeouts else ""
    rest = [settings or "no setting", f"held already: {held}" if held else "", managed]
    yield f"situation: {'; '.join(filter(None, (_OPENED[situation.transaction], *rest)))}"


_OPENED = {
    Transaction.NONE: "no transaction",
    Transaction.TOOL: "in the tool's transaction",
    Transaction.OWN: "in a transaction of its own",
}


def _effect(effect: Effect) -> dict[str, Any]:
    return {
        "locks": {name: lock.word for name, lock in effect.locks},
        "blocks": effect.blocks.value,
        "rewrites": list(effect.rewrites),
        "scans": list(effect.scans),
        "transactional": effect.transactional,
        "may_fail_on_data": effect.may_fail_on_data,
        "algorithm": effect.algorithm or None,
        "lock": effect.lock or None,
        "reasons": list(effect.reasons),
        "unknown": effect.unknown or None,
    }


def _known(statement: Statement, name: Name) -> dict[str, Any]:
    """Return what the schema before the statement holds under a name."""
    catalog = statement.catalog
    key = catalog.key(name)
    found: dict[str, Any] = {"name": key, "new_here": statement.is_private(name)}
    if table := catalog.table(name):
        made = {"is": "table", "made_by": table.created_by or None, "complete": table.complete}
        columns = [_column(table, column) for column in _columns(statement, key)]
        return found | made | {"columns": columns}
    if index := catalog.index(name):
        return found | {"is": "index", "table": index.table, "unique": index.unique}
    if view := catalog.views.get(key):
        return found | {"is": "view", "reads": list(view.reads)}
    if type_ := catalog.types.get(key):
        return found | {"is": f"type ({type_.form})"}
    return found | {"is": "dropped" if key in catalog.gone else "unknown"}


def _column(table: Table, name: str) -> dict[str, Any]:
    column = table.column(name)
    if column is None:
        return {"name": name, "is": "absent" if table.complete else "unknown"}
    return {
        "name": name,
        "is": "column",
        "type": str(column.type) if column.type else None,
        "not_null": column.not_null,
        "default": column.default.text if column.default else None,
    }


def _sentence(known: dict[str, Any]) -> str:
    """Say in words what `_known` found."""
    name, is_ = known["name"], known["is"]
    new = ", new in this changeset" if known["new_here"] else ""
    if is_ == "table":
        made = f" made by {known['made_by']}" if known["made_by"] else ""
        part = "" if known["complete"] else ", not all of it known"
        columns = "".join(f"; {_column_words(column)}" for column in known["columns"])
        return f"{name} is a table{made}{part}{new}{columns}"
    said = {
        "index": f"is an index of {known.get('table')}",
        "view": f"is a view of {', '.join(known.get('reads', ()))}",
        "dropped": "was dropped before",
        "unknown": "is not of this changelog",
    }
    return f"{name} {said.get(is_, f'is a {is_}')}{new}"


def _column_words(column: dict[str, Any]) -> str:
    if column["is"] != "column":
        return f"{column['name']} is {column['is']}"
    null = "not null" if column["not_null"] else "may be null"
    default = f", default {column['default']}" if column["default"] else ""
    return f"{column['name']} is {column['type'] or 'of unknown type'}, {null}{default}"


def _names(statement: Statement) -> tuple[Name, ...]:
    """The objects that the statement's operations name, each once."""
    found: dict[str, Name] = {}
    for operation in statement.operations:
        for name in _inside(operation):
            if name.name:
                found.setdefault(statement.name(name), name)
    return tuple(found.values())


def _inside(part: object) -> Iterator[Name]:
    if isinstance(part, Name):
        yield part
    elif isinstance(part, tuple):
        for item in part:
            yield from _inside(item)
    else:
        for name in getattr(part, "__match_args__", ()):
            yield from _inside(getattr(part, name))


def _columns(statement: Statement, table: str) -> tuple[str, ...]:
    """The columns of a table that the statement's operations name, each once."""
    found: dict[str, None] = {}
    for operation in statement.operations:
        if isinstance(operation, TableOperation) and statement.name(operation.table) == table:
            found |= dict.fromkeys(_column_names(operation))
    return tuple(found)


def _column_names(operation: TableOperation) -> Iterator[str]:
    column = getattr(operation, "column", "")
    yield from filter(None, [column.name if isinstance(column, Column) else column])
    yield from getattr(operation, "columns", ()) if type(operation).__name__ in _ROWS else ()
    yield from (key.column for key in getattr(operation, "keys", ()) if key.column)
    yield from getattr(getattr(operation, "constraint", None), "columns", ())


_ROWS = frozenset({"Insert", "Update"})


def _parts(part: object) -> dict[str, Any]:
    """Return the fields of a value that are not as they are by default."""
    kind = type(part)
    fields = ((name, getattr(part, name)) for name in getattr(part, "__match_args__", ()))
    given = ((name, value) for name, value in fields if value != getattr(kind, name, _NEVER))
    return {name: _plain(value) for name, value in given}


_NEVER = object()


def _plain(part: object) -> Any:  # noqa: ANN401 - JSON's types
    if part is None or isinstance(part, (bool, int, float)):
        return part
    if isinstance(part, (str, Name, SqlType)):
        return str(part)
    if isinstance(part, Expression):
        return part.text
    if isinstance(part, Key):
        return {key: _plain(item) for key, item in part._asdict().items() if item}
    return [_plain(item) for item in part] if isinstance(part, tuple) else _parts(part)


def _words(part: Any) -> str:  # noqa: ANN401 - JSON's types
    if isinstance(part, dict):
        return f"({', '.join(f'{key} {_words(item)}' for key, item in part.items())})"
    if isinstance(part, list):
        more = f" and {len(part) - _SHOWN} more" if len(part) > _SHOWN else ""
        return f"({', '.join(map(_words, part[:_SHOWN]))}{more})"
    return str(part).lower() if isinstance(part, bool) else str(part)


_SHOWN = 10
"""How many items of a list a line shows."""
