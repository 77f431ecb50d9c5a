"""The statements that a call of a Rails migration sends.

They are close enough to Rails' own for a reader of SQL to see which table is
locked, rewritten or lost. What Rails does by copying a table (SQLite) or by
asking the database first is left to it.
"""

from collections.abc import Callable, Iterable, Sequence

from branchline.formats.graph.ddl import MYSQLS, quoted
from branchline.formats.graph.rails_columns import Columns, Left, Options
from branchline.formats.graph.rails_names import constraint_name, index_name, join_table, singular
from branchline.formats.graph.rails_tables import (
    asked,
    check,
    create_table,
    foreign_key,
)
from branchline.formats.graph.ruby_nodes import Call, Expression, Name, Symbol
from branchline.model.value import replace


class Calls:
    """Reads one call; what it says stands in `args` and `said`."""

    def __init__(self, reader: Columns, call: Call) -> None:
        self._reader, self._call = reader, call
        self._words, self._dialect = reader.words, reader.words.dialect
        self._args, self._said = call.args, dict(call.named)
        # Braces around the options, or a hash in a variable.
        if self._args and (more := reader.options(self._args[-1])):
            self._args, self._said = self._args[:-1], {**more, **self._said}

    def statements(self) -> Sequence[str]:
        """Return what the call sends.

        Raises:
            Left: only running the file would tell.
        """
        method = METHODS.get(self._call.name)
        if method is None or not self._call.literal:
            raise Left
        return [_present(each) for each in method(self)]

    def create_table(self) -> Sequence[str]:
        """`create_table name do |t|`."""
        return create_table(
            self._reader, replace(self._call, args=self._args, named=tuple(self._said.items()))
        )

    def create_join_table(self) -> Sequence[str]:
        """`create_join_table first, second`."""
        first, second = self._name(0), self._name(1)
        name = self._reader.maybe(self._said.get("table_name")) or join_table(first, second)
        said = {"id": Name("false"), **{k: v for k, v in self._said.items() if k in _OF_TABLES}}
        made = create_table(
            self._reader,
            replace(self._call, args=(Symbol(name),), named=tuple(said.items())),
        )
        options = {"null": Name("false"), **self._reader.options(self._said.get("column_options"))}
        kind = self._reader.reference_type
        columns = [
            self._words.column(self._reader.column(f"{singular(each)}_id", kind, options))
            for each in (first, second)
        ]
        head, _, tail = made[0].partition("(")
        tail = f", {tail}" if tail != ")" else tail
        return [f"{head}({', '.join(columns)}{tail}", *made[1:]]

    def drop_table(self) -> Sequence[str]:
        """`drop_table *names`."""
        guard = "IF EXISTS " if self._truth("if_exists") else ""
        force = " CASCADE" if self._reader.maybe(self._said.get("force")) == "cascade" else ""
        names = [self._reader.word(each) for each in self._args]
        return [f"DROP TABLE {guard}{self._reader.table(name)}{force}" for name in names]

    def drop_join_table(self) -> Sequence[str]:
        """`drop_join_table first, second`."""
        name = self._reader.maybe(self._said.get("table_name"))
        name = name or join_table(self._name(0), self._name(1))
        return [f"DROP TABLE {self._reader.table(name)}"]

    def change_table(self) -> Sequence[str]:
        """`change_table name do |t|`: every call of `t` is one of the migration's own."""
        table = self._args[:1]
        found: list[str] = []
        for call in asked(self._call.block):
            name = _OF_T.get(call.name, call.name)
            if name in METHODS:
                several = name in {"add_reference", "remove_reference"}
                for args in [(each,) for each in call.args] if several else [call.args]:
                    inner = replace(call, name=name, args=(*table, *args), receiver=None)
                    found += Calls(self._reader, inner).statements()
            else:
                for column in call.args:
                    args = (*table, column, Symbol(call.name))
                    inner = replace(call, name="add_column", args=args, receiver=None)
                    found += Calls(self._reader, inner).statements()
        return found

    def rename_table(self) -> Sequence[str]:
        """`rename_table old, new`."""
        return [self._words.rename_table(self._table, self._name(1))]

    def add_column(self) -> Sequence[str | None]:
        """`add_column table, name, type`."""
        name, kind = self._name(1), self._name(2)
        guard = self._truth("if_not_exists")
        column = (
            self._reader.key(name, kind, self._said)
            if kind == "primary_key"
            else self._reader.column(name, kind, self._said)
        )
        made = self._words.add_column(self._table, column)
        made = made.replace("ADD COLUMN ", "ADD COLUMN IF NOT EXISTS ", 1) if guard else made
        index = self._said.get("index")
        if index is not None and self._reader.truth(index):
            options = self._reader.options(index)
            return [made, self._reader.index(self._name(0), [name], options)]
        return [made]

    def add_columns(self) -> Sequence[str]:
        """`add_columns table, *names, type:`."""
        kind = self._reader.word(self._said.get("type"))
        columns = (
            self._reader.column(self._reader.word(each), kind, self._said)
            for each in self._args[1:]
        )
        return [self._words.add_column(self._table, column) for column in columns]

    def remove_columns(self) -> Sequence[str]:
        """`remove_column table, name, type`, `remove_columns table, *names`."""
        one = self._call.name == "remove_column"
        names = [self._reader.word(each) for each in self._args[1 : 2 if one else None]]
        guard = "IF EXISTS " if self._truth("if_exists") else ""
        return [
            self._words.drop_column(self._table, name).replace(
                "DROP COLUMN ", f"DROP COLUMN {guard}"
            )
            for name in names
        ]

    def rename_column(self) -> Sequence[str]:
        """`rename_column table, old, new`."""
        return [self._words.rename_column(self._table, self._name(1), self._name(2))]

    def change_column(self) -> Sequence[str | None]:
        """`change_column table, name, type, **options`."""
        column = self._reader.column(self._name(1), self._name(2), self._said)
        if self._dialect != "postgres":
            return [self._words.redefine(self._table, column)]
        using = self._reader.maybe(self._said.get("using")) or ""
        found = [self._words.set_type(self._table, column, using)]
        if "default" in self._said:
            found.append(self._words.set_default(self._table, column.name, column.default))
        if "null" in self._said:
            found.append(self._words.set_null(self._table, column.name, "", null=column.null))
        return found

    def change_column_null(self) -> Sequence[str | None]:
        """`change_column_null table, name, null, default`."""
        name, null = self._name(1), self._reader.truth(self._argument(2))
        found = [self._words.set_null(self._table, name, "", null=null)]
        value = self._reader.literal(self._args[3]) if len(self._args) > _TO_FILL else ""
        if value and not null:
            column = self._words.name(name)
            sets = f"SET {column} = {value} WHERE {column} IS NULL"
            found.insert(0, f"UPDATE {self._table} {sets}")
        return found

    def change_column_default(self) -> Sequence[str | None]:
        """`change_column_default table, name, value`, or `from:` and `to:`."""
        value = self._said["to"] if "to" in self._said else self._argument(2)
        literal = self._reader.literal(value)
        return [self._words.set_default(self._table, self._name(1), literal)]

    def add_index(self) -> Sequence[str]:
        """`add_index table, columns`."""
        return [
            self._reader.index(self._name(0), self._reader.several(self._argument(1)), self._said)
        ]

    def remove_index(self) -> Sequence[str | None]:
        """`remove_index table, columns`, `column:` or `name:`."""
        name = self._reader.maybe(self._said.get("name"))
        if name is None:
            columns = self._said.get("column") or self._argument(1)
            name = index_name(self._name(0).replace(".", "_"), self._reader.several(columns))
        alone = self._reader.maybe(self._said.get("algorithm")) == "concurrently"
        made = self._words.drop_index(name, self._table, concurrently=alone)
        if made and self._truth("if_exists"):
            written = self._words.name(name)
            made = made.replace(written, f"IF EXISTS {written}", 1)
        return [made]

    def rename_index(self) -> Sequence[str | None]:
        """`rename_index table, old, new`."""
        old, new = self._words.name(self._name(1)), self._words.name(self._name(2))
        if self._dialect in MYSQLS:
            return [f"ALTER TABLE {self._table} RENAME INDEX {old} TO {new}"]
        return [f"ALTER INDEX {old} RENAME TO {new}" if self._dialect == "postgres" else None]

    def add_timestamps(self) -> Sequence[str]:
        """`add_timestamps table`."""
        columns = self._reader.timestamps(self._said)
        return [self._words.add_column(self._table, column) for column in columns]

    def remove_timestamps(self) -> Sequence[str]:
        """`remove_timestamps table`."""
        return self._dropped(("updated_at", "created_at"))

    def add_reference(self) -> Sequence[str | None]:
        """`add_reference table, name`."""
        name = self._name(1)
        columns, indexed = self._reader.reference(name, self._said)
        found: list[str | None] = [self._words.add_column(self._table, each) for each in columns]
        if indexed:
            options = self._reader.reference_index(self._name(0), name, self._said)
            found.append(self._reader.index(self._name(0), indexed, options))
        to = self._reader.referred(name, self._said)
        if to:
            options = {"column": Symbol(f"{name}_id"), **to[1]}
            found.append(self._foreign_key(to[0], options))
        return found

    def remove_reference(self) -> Sequence[str]:
        """`remove_reference table, name`."""
        name = self._name(1)
        both = self._truth("polymorphic")
        return self._dropped([f"{name}_id", *([f"{name}_type"] if both else [])])

    def add_foreign_key(self) -> Sequence[str | None]:
        """`add_foreign_key table, to`."""
        return [self._foreign_key(self._name(1), self._said)]

    def remove_foreign_key(self) -> Sequence[str | None]:
        """`remove_foreign_key table, to`, `column:` or `name:`."""
        name = self._reader.maybe(self._said.get("name"))
        if name is None and "column" in self._said:
            columns = self._reader.several(self._said["column"])
            name = constraint_name("fk", self._name(0), "_".join(columns))
        elif name is None:
            to = self._reader.maybe(self._said.get("to_table")) or self._name(1)
            name = constraint_name("fk", self._name(0), f"{singular(to)}_id")
        return [self._constraint(self._words.drop_constraint(self._table, name, "foreignkey"))]

    def add_check_constraint(self) -> Sequence[str | None]:
        """`add_check_constraint table, expression`."""
        made = check(self._reader, self._name(0), self._name(1), self._said)
        return [self._constraint(self._words.add_constraint(self._table, made + self._unchecked()))]

    def remove_check_constraint(self) -> Sequence[str | None]:
        """`remove_check_constraint table, expression` or `name:`."""
        name = self._reader.maybe(self._said.get("name"))
        name = name or constraint_name("chk", self._name(0), self._name(1))
        return [self._constraint(self._words.drop_constraint(self._table, name, "check"))]

    def validate_constraint(self) -> Sequence[str]:
        """`validate_foreign_key table, to` and its like, on PostgreSQL."""
        name = self._reader.maybe(self._said.get("name"))
        if name is None and self._call.name == "validate_foreign_key":
            columns = self._reader.maybe(self._said.get("column"))
            column = columns or f"{singular(self._name(1))}_id"
            name = constraint_name("fk", self._name(0), column)
        name = name or self._name(1)
        return [f"ALTER TABLE {self._table} VALIDATE CONSTRAINT {self._words.name(name)}"]

    def enable_extension(self) -> Sequence[str]:
        """`enable_extension name`."""
        return [f"CREATE EXTENSION IF NOT EXISTS {self._words.name(self._name(0))}"]

    def disable_extension(self) -> Sequence[str]:
        """`disable_extension name`."""
        return [f"DROP EXTENSION IF EXISTS {self._words.name(self._name(0))} CASCADE"]

    def create_enum(self) -> Sequence[str]:
        """`create_enum name, values`, on PostgreSQL."""
        values = ", ".join(map(quoted, self._reader.several(self._argument(1))))
        return [f"CREATE TYPE {self._table} AS ENUM ({values})"]

    def drop_enum(self) -> Sequence[str]:
        """`drop_enum name`."""
        return [f"DROP TYPE {self._table}"]

    def no_sql(self) -> Sequence[str]:
        """What says something to people alone."""
        return []

    @property
    def _table(self) -> str:
        return self._reader.table(self._name(0))

    def _argument(self, at: int) -> Expression:
        if at >= len(self._args):
            raise Left
        return self._args[at]

    def _name(self, at: int) -> str:
        return self._reader.word(self._argument(at))

    def _truth(self, key: str) -> bool:
        return self._reader.truth(self._said.get(key))

    def _dropped(self, names: Iterable[str]) -> list[str]:
        return [self._words.drop_column(self._table, name) for name in names]

    def _foreign_key(self, to: str, said: Options) -> str | None:
        made = foreign_key(self._reader, self._name(0), to, said)
        made += self._unchecked(said)
        return self._constraint(self._words.add_constraint(self._table, made))

    def _unchecked(self, said: Options | None = None) -> str:
        checked = self._reader.truth((said or self._said).get("validate"), default=True)
        return "" if checked or self._dialect != "postgres" else " NOT VALID"

    def _constraint(self, text: str) -> str | None:
        """SQLite copies the table for one."""
        return None if self._dialect == "sqlite" else text


METHODS: dict[str, Callable[[Calls], Sequence[str | None]]] = {
    "add_belongs_to": Calls.add_reference,
    "add_check_constraint": Calls.add_check_constraint,
    "add_column": Calls.add_column,
    "add_columns": Calls.add_columns,
    "add_foreign_key": Calls.add_foreign_key,
    "add_index": Calls.add_index,
    "add_reference": Calls.add_reference,
    "add_timestamps": Calls.add_timestamps,
    "change_column": Calls.change_column,
    "change_column_comment": Calls.no_sql,
    "change_column_default": Calls.change_column_default,
    "change_column_null": Calls.change_column_null,
    "change_table": Calls.change_table,
    "change_table_comment": Calls.no_sql,
    "create_enum": Calls.create_enum,
    "create_join_table": Calls.create_join_table,
    "create_table": Calls.create_table,
    "disable_extension": Calls.disable_extension,
    "drop_enum": Calls.drop_enum,
    "drop_join_table": Calls.drop_join_table,
    "drop_table": Calls.drop_table,
    "enable_extension": Calls.enable_extension,
    "remove_belongs_to": Calls.remove_reference,
    "remove_check_constraint": Calls.remove_check_constraint,
    "remove_column": Calls.remove_columns,
    "remove_columns": Calls.remove_columns,
    "remove_foreign_key": Calls.remove_foreign_key,
    "remove_index": Calls.remove_index,
    "remove_reference": Calls.remove_reference,
    "remove_timestamps": Calls.remove_timestamps,
    "rename_column": Calls.rename_column,
    "rename_index": Calls.rename_index,
    "rename_table": Calls.rename_table,
    "validate_check_constraint": Calls.validate_constraint,
    "validate_constraint": Calls.validate_constraint,
    "validate_foreign_key": Calls.validate_constraint,
}
"""By the name of the call."""

_OF_T = {
    "belongs_to": "add_reference",
    "change": "change_column",
    "change_default": "change_column_default",
    "change_null": "change_column_null",
    "check_constraint": "add_check_constraint",
    "column": "add_column",
    "foreign_key": "add_foreign_key",
    "index": "add_index",
    "references": "add_reference",
    "remove": "remove_columns",
    "remove_belongs_to": "remove_reference",
    "remove_references": "remove_reference",
    "rename": "rename_column",
    "timestamps": "add_timestamps",
} | {name: name for name in ("remove_index", "rename_index", "remove_foreign_key")}
_OF_TABLES = frozenset({"options", "force", "if_not_exists", "temporary"})
_TO_FILL = 3


def _present(text: str | None) -> str:
    if text is None:
        raise Left
    return text
