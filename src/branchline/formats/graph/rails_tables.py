"""The blocks of `create_table` and `change_table`: what `t` is asked for."""

from collections.abc import Iterable, Iterator, Sequence

from branchline.formats.graph.ddl import Column
from branchline.formats.graph.rails_columns import Columns, Left, Options
from branchline.formats.graph.ruby_nodes import (
    Block,
    Call,
    Choice,
    Expression,
    Listing,
    Name,
    Pairs,
    Statement,
    Symbol,
    Text,
)


def asked(block: Block | None) -> Iterator[Call]:
    """Yield the calls of `t` in a block; of a condition all that may run.

    Raises:
        Left: something else stands in it.
    """
    if block is None or not block.names:
        return
    stack: list[Statement] = list(reversed(block.body))
    while stack:
        node = stack.pop()
        if isinstance(node, Choice):
            stack += [each for body in reversed(node.bodies) for each in reversed(body)]
        elif isinstance(node, Call) and _is(node.receiver, block.names[0]):
            yield node
        else:
            raise Left


class Making:
    """The columns, constraints and indexes of a table that is made."""

    def __init__(self, reader: Columns, table: str) -> None:
        self._reader, self._table = reader, table
        self.columns: list[Column] = []
        self.rest: list[str] = []
        self.indexes: list[tuple[list[str], Options]] = []

    def run(self, calls: Iterable[Call]) -> None:  # noqa: C901 - a row for each word of `t`
        """Read the calls of `t`."""
        for call in calls:
            if not call.literal:
                raise Left
            said = dict(call.named)
            match call.name:
                case "timestamps":
                    self.columns += self._reader.timestamps(said)
                case "references" | "belongs_to":
                    for node in call.args:
                        self._reference(self._reader.word(node), said)
                case "index":
                    self.indexes.append((self._reader.several(_first(call)), said))
                case "foreign_key" | "check_constraint":
                    self.rest.append(constraint(self._reader, call.name, self._table, call))
                case "column":
                    name, kind = map(self._reader.word, call.args[:2])
                    self._column(name, kind, said)
                case "primary_key":
                    key, *kinds = map(self._reader.word, call.args[:2])
                    made = self._reader.key(key, (*kinds, "primary_key")[0], said)
                    self.columns.insert(0, made)
                case _:
                    for node in call.args:
                        self._column(self._reader.word(node), call.name, said)

    def _column(self, name: str, kind: str, said: Options) -> None:
        self.columns.append(self._reader.column(name, kind, said))
        index = self._reader.value(said.get("index"))
        if index is not None and self._reader.truth(index):
            self.indexes.append(([name], self._reader.options(index)))

    def _reference(self, name: str, said: Options) -> None:
        columns, indexed = self._reader.reference(name, said)
        self.columns += columns
        if indexed:
            self.indexes.append((indexed, self._reader.reference_index(self._table, name, said)))
        to = self._reader.referred(name, said)
        if to:
            options = {"column": Symbol(f"{name}_id"), **to[1]}
            self.rest.append(foreign_key(self._reader, self._table, to[0], options))


def constraint(reader: Columns, kind: str, table: str, call: Call) -> str:
    """Define a foreign key or a check, in the parentheses of a table."""
    said = dict(call.named)
    if kind == "foreign_key":
        return foreign_key(reader, table, reader.word(_first(call)), said)
    return check(reader, table, reader.word(_first(call)), said)


def foreign_key(reader: Columns, table: str, to: str, said: Options) -> str:
    """Define a foreign key."""
    from branchline.formats.graph.rails_names import constraint_name, singular

    columns = (
        reader.several(said["column"])
        if "column" in said
        else [f"{singular(to.rpartition('.')[2])}_id"]
    )
    keys = reader.several(said["primary_key"]) if "primary_key" in said else ["id"]
    name = reader.maybe(said.get("name")) or constraint_name("fk", table, "_".join(columns))
    tail = ""
    for key, word in (("on_delete", "DELETE"), ("on_update", "UPDATE")):
        action = reader.maybe(said.get(key))
        if action:
            tail += f" ON {word} {_ACTIONS.get(action, 'SET NULL')}"
    if reader.maybe(said.get("deferrable")):
        tail += f" DEFERRABLE INITIALLY {reader.word(said['deferrable']).upper()}"
    defined = reader.words.foreign_key(columns, reader.table(to), keys, tail)
    return f"CONSTRAINT {reader.words.name(name)} {defined}"


def check(reader: Columns, table: str, expression: str, said: Options) -> str:
    """Define a check."""
    from branchline.formats.graph.rails_names import constraint_name

    name = reader.maybe(said.get("name")) or constraint_name("chk", table, expression)
    return f"CONSTRAINT {reader.words.name(name)} CHECK ({expression})"


def create_table(reader: Columns, call: Call) -> Sequence[str]:
    """`create_table name, **options do |t| … end`."""
    said = dict(call.named)
    if "as" in said or (call.block is None and call.args[1:]):
        raise Left
    table = reader.word(_first(call))
    making = Making(reader, table)
    making.columns += _keys(reader, said)
    making.run(asked(call.block))
    quoted = reader.table(table)
    made = reader.words.create_table(quoted, _once(making.columns), making.rest)
    guard: Options = {}
    if reader.truth(said.get("if_not_exists")):
        made = made.replace("CREATE TABLE", "CREATE TABLE IF NOT EXISTS", 1)
        guard = {"if_not_exists": Name("true")}
    if reader.truth(said.get("temporary")):
        made = made.replace("CREATE TABLE", "CREATE TEMPORARY TABLE", 1)
    force = "force" in said and (reader.maybe(said["force"]) or reader.truth(said["force"]))
    cascade = " CASCADE" if force and reader.maybe(said["force"]) == "cascade" else ""
    dropped = [f"DROP TABLE IF EXISTS {quoted}{cascade}"] if force else []
    return [
        *dropped,
        made,
        *(reader.index(table, keys, {**guard, **options}) for keys, options in making.indexes),
    ]


_ACTIONS = {"cascade": "CASCADE", "restrict": "RESTRICT", "nullify": "SET NULL"}


def _is(node: Expression | None, name: str) -> bool:
    return (isinstance(node, Call) and node.name == name and node.receiver is None) or (
        isinstance(node, Name) and node.text == name
    )


def _first(call: Call) -> Expression:
    if not call.args:
        raise Left
    return call.args[0]


def _keys(reader: Columns, said: Options) -> list[Column]:
    found = reader.value(said.get("id"))
    if isinstance(found, Name) and found.text == "false":
        return []
    kind = "primary_key"
    given: Options = said
    if isinstance(found, (Symbol, Text)):
        kind = reader.word(found)
    elif isinstance(found, Pairs):
        given = reader.options(found)
        kind = reader.maybe(given.get("type")) or kind
    primary = reader.value(said.get("primary_key"))
    if isinstance(primary, Listing):
        return []
    default = {"default": given["default"]} if "default" in given else {}
    return [reader.key(reader.maybe(primary) or "id", kind, default)]


def _once(columns: Iterable[Column]) -> list[Column]:
    """Of a column that is defined twice keep the last, as Rails does."""
    return [*{column.name: column for column in columns}.values()]
