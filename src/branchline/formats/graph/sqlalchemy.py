"""Columns, types and constraints as SQLAlchemy's constructors say them, in SQL.

`None` means that only running the file would tell: then nothing is made up, and
the call that holds it is said to be unread.
"""

import ast
from collections.abc import Sequence

from branchline.formats.graph.ddl import MYSQLS, Column, Words, quoted
from branchline.formats.graph.python import Unknown, dotted, joined, literal, pieces
from branchline.formats.graph.types import type_name
from branchline.model.value import replace, value

Names = dict[str, ast.expr]


@value
class Table:
    """What the elements of a `create_table` come to; `left` are those that are not read."""

    columns: tuple[Column, ...] = ()
    rest: tuple[str, ...] = ()
    indexes: tuple[tuple[str, str], ...] = ()
    left: tuple[ast.expr, ...] = ()


@value
class Reader:
    """Reads expressions of one file; `names` are those that it assigns."""

    words: Words
    text: str
    names: Names

    def string(self, node: ast.expr | None) -> str | None:
        """Return a literal text; `op.f("x")` and `quoted_name("x", …)` are the text in them."""
        node = self.resolved(node)
        if isinstance(node, ast.Call) and node.args and _last(node.func) in _WRAPS:
            node = node.args[0]
        found = pieces(node, self.text, self.names)
        if found:
            return joined(found)
        return "" if node is not None and literal(node) == "" else None

    def strings(self, node: ast.expr | None) -> list[str] | None:
        """Return a list of literal texts."""
        node = self.resolved(node)
        if not isinstance(node, (ast.List, ast.Tuple)):
            return None
        found = [self.string(each) for each in node.elts]
        return [each for each in found if each is not None] if None not in found else None

    def truth(self, node: ast.expr | None, *, default: bool) -> bool | None:
        """Return True or False; None for what is not said literally."""
        said = literal(self.resolved(node)) if node is not None else default
        return said if isinstance(said, bool) else None

    def resolved(self, node: ast.expr | None) -> ast.expr | None:
        """Follow a name to what it was given."""
        for _ in range(_FOLLOWED):
            if not isinstance(node, ast.Name) or node.id not in self.names:
                break
            node = self.names[node.id]
        return node

    def column(self, node: ast.expr | None) -> tuple[Column, str, bool] | None:
        """Read `sa.Column(…)`: the column, what it references, and whether it has an index."""
        node = self.resolved(node)
        if not isinstance(node, ast.Call) or _last(node.func) != "Column" or not node.args:
            return None
        said = {each.arg: each.value for each in node.keywords if each.arg}
        name, rest = self.string(node.args[0]), node.args[1:]
        type_ = self.type(said.get("type_", rest[0] if rest else None))
        primary = self.truth(said.get("primary_key"), default=False)
        null = self.truth(said.get("nullable"), default=not primary)
        default = self.default(said.get("server_default"))
        if name is None or type_ is None or None in (primary, null, default):
            return None
        references, extra = "", ""
        for part in rest[1:] if rest and "type_" not in said else rest:
            if not isinstance(part, ast.Call):
                continue
            kind = _last(part.func)
            if kind == "ForeignKey":
                references = self.reference(part) or references
            elif kind in {"Identity", "Computed"}:
                extra = self._generated(part, kind)
        column = Column(
            name,
            type_,
            bool(null),
            str(default),
            bool(primary),
            bool(self.truth(said.get("unique"), default=False)),
            extra,
        )
        if primary and not references and _is_counted(said):
            column = self._counted(column)
        return column, references, bool(self.truth(said.get("index"), default=False))

    def reference(self, node: ast.Call) -> str | None:
        """Write what `ForeignKey("users.id", ondelete=…)` references."""
        target = self.string(node.args[0]) if node.args else None
        if target is None or "." not in target:
            return None
        table, _, column = target.rpartition(".")
        tail = self.actions(node)
        return f"{self.words.name(*table.split('.'))} ({self.words.name(column)}){tail}"

    def actions(self, node: ast.Call) -> str:
        """Write what a foreign key does when its row goes."""
        said = {each.arg: self.string(each.value) for each in node.keywords if each.arg}
        tail = f" ON DELETE {said['ondelete']}" if said.get("ondelete") else ""
        tail += f" ON UPDATE {said['onupdate']}" if said.get("onupdate") else ""
        return tail

    def type(self, node: ast.expr | None) -> str | None:
        """Write a type."""
        node = self.resolved(node)
        call = node if isinstance(node, ast.Call) else None
        name = _last(call.func if call else node)
        if call and name == "with_variant" and isinstance(call.func, ast.Attribute):
            other = self.string(call.args[1]) if len(call.args) > 1 else None
            mine = other in {self.words.dialect, f"{self.words.dialect}ql"}
            return self.type(call.args[0] if mine else call.func.value)
        if not name:
            return None
        if name == "ARRAY" and call and call.args:
            inner = self.type(call.args[0])
            return f"{inner}[]" if inner else None
        if name in {"Enum", "ENUM"} and call:
            return self._enum(call)
        return self._named(name, call)

    def default(self, node: ast.expr | None) -> str | None:
        """Write a `server_default`; empty for none."""
        node = self.resolved(node)
        if node is None or literal(node) in (None, False):
            return ""
        if isinstance(node, ast.Call):
            word = _last(node.func)
            if word == "text" and node.args:
                return self.string(node.args[0])
            if word in {"true", "false"}:
                plain = self.words.dialect in {"postgres", *MYSQLS}
                return word if plain else str(int(word == "true"))
            return _FUNCTIONS.get(word)
        found = self.string(node)
        return None if found is None else quoted(found)

    def table(self, elements: Sequence[ast.expr], table: str) -> Table:
        """Read the elements of a `create_table`; `table` is its name in SQL."""
        columns, rest, indexes, left = [], [], [], []
        for node in elements:
            found = self.column(node)
            if found is not None:
                column, references, has_index = found
                columns.append(column)
                if references:
                    of = self.words.name(column.name)
                    rest.append(f"FOREIGN KEY ({of}) REFERENCES {references}")
                if has_index:
                    indexes.append((f"ix_{table.rpartition('.')[2]}_{column.name}", column.name))
                continue
            constraint = self.constraint(node)
            if constraint:
                rest.append(constraint)
            else:
                left.append(node)
        return Table(self._keyed(columns, elements), tuple(rest), tuple(indexes), tuple(left))

    def constraint(self, node: ast.expr) -> str | None:
        """Write a table's constraint."""
        node = self.resolved(node) or node
        if not isinstance(node, ast.Call):
            return None
        kind, words = _last(node.func), self.words
        said = {each.arg: each.value for each in node.keywords if each.arg}
        name = self.string(said.get("name"))
        named = f"CONSTRAINT {words.name(name)} " if name else ""
        if kind == "CheckConstraint" and node.args:
            what = node.args[0]
            inner = what.args[0] if isinstance(what, ast.Call) and what.args else what
            check = self.string(inner)
            return f"{named}CHECK ({check})" if check else None
        if kind == "ForeignKeyConstraint" and len(node.args) > 1:
            columns, keys = self.strings(node.args[0]), self.strings(node.args[1])
            if not columns or not keys or not all("." in key for key in keys):
                return None
            table = words.name(*keys[0].split(".")[:-1])
            to = [key.rpartition(".")[2] for key in keys]
            return named + words.foreign_key(columns, table, to, self.actions(node))
        if kind in _KEYS:
            found = [self.string(each) for each in node.args]
            if found and None not in found:
                return f"{named}{_KEYS[kind]} ({words.names([each or '' for each in found])})"
        return None

    def _keyed(self, columns: Sequence[Column], elements: Sequence[ast.expr]) -> tuple[Column, ...]:
        """Count up the column that alone is the key, as SQLAlchemy does."""
        keys = [n for n in elements if isinstance(n, ast.Call) and _last(n.func) == _PRIMARY]
        names = [self.string(each) for each in keys[0].args] if keys else []
        if len(names) != 1:
            return tuple(columns)
        return tuple(
            self._counted(column) if column.name == names[0] and not column.default else column
            for column in columns
        )

    def _counted(self, column: Column) -> Column:
        if self.words.dialect == "postgres" and column.type in _SERIALS and not column.extra:
            return replace(column, type=_SERIALS[column.type])
        if self.words.dialect in MYSQLS and column.type in _SERIALS:
            return replace(column, extra="AUTO_INCREMENT")
        return column

    def _generated(self, node: ast.Call, kind: str) -> str:
        if kind == "Computed":
            inside = self.string(node.args[0]) if node.args else None
            return f"GENERATED ALWAYS AS ({inside}) STORED" if inside else ""
        always = any(each.arg == "always" and literal(each.value) is True for each in node.keywords)
        return f"GENERATED {'ALWAYS' if always else 'BY DEFAULT'} AS IDENTITY"

    def _enum(self, call: ast.Call) -> str | None:
        values = [self.string(each) for each in call.args]
        name = next((self.string(k.value) for k in call.keywords if k.arg == "name"), None)
        if self.words.dialect == "postgres":
            return self.words.name(name) if name else None
        if not values or None in values:
            return "VARCHAR(255)"
        texts = [each or "" for each in values]
        if self.words.dialect in MYSQLS:
            return f"ENUM({', '.join(map(quoted, texts))})"
        return f"VARCHAR({max(map(len, texts))})"

    def _named(self, name: str, call: ast.Call | None) -> str | None:
        sizes = self._sizes(call)
        if sizes is None:
            return None
        zoned = call is not None and any(
            k.arg == "timezone" and literal(k.value) is True for k in call.keywords
        )
        word = _WORDS.get(name, "")
        if word == "datetime" and zoned:
            word = "datetimetz"
        if word:
            return type_name(word, self.words.dialect, *sizes)
        return f"{name}({', '.join(map(str, sizes))})" if sizes else name

    @staticmethod
    def _sizes(call: ast.Call | None) -> list[int] | None:
        if call is None:
            return []
        named = {"length", "precision", "scale"}
        nodes = [*call.args, *(each.value for each in call.keywords if each.arg in named)]
        said = [literal(each) for each in nodes]
        if any(each is Unknown for each in said):
            return None
        return [each for each in said if isinstance(each, int) and not isinstance(each, bool)]


_FOLLOWED = 4
_PRIMARY = "PrimaryKeyConstraint"
_WRAPS = frozenset({"f", "quoted_name", "text", "literal_column", "conv", "_"})
_KEYS = {_PRIMARY: "PRIMARY KEY", "UniqueConstraint": "UNIQUE"}
_SERIALS = {"INTEGER": "SERIAL", "BIGINT": "BIGSERIAL", "SMALLINT": "SMALLSERIAL"}
_FUNCTIONS = {
    "now": "CURRENT_TIMESTAMP",
    "current_timestamp": "CURRENT_TIMESTAMP",
    "current_date": "CURRENT_DATE",
    "gen_random_uuid": "gen_random_uuid()",
    "uuid_generate_v4": "uuid_generate_v4()",
}
_WORDS = {
    "BigInteger": "biginteger", "BIGINT": "biginteger", "Boolean": "boolean", "BOOLEAN": "boolean",
    "Integer": "integer", "INTEGER": "integer", "INT": "integer", "SmallInteger": "smallinteger",
    "SMALLINT": "smallinteger", "String": "string", "VARCHAR": "string", "Unicode": "string",
    "NVARCHAR": "string", "Text": "text", "TEXT": "text", "UnicodeText": "text",
    "DateTime": "datetime", "DATETIME": "datetime", "TIMESTAMP": "datetime", "Date": "date",
    "DATE": "date", "Time": "time", "TIME": "time", "Float": "float", "FLOAT": "float",
    "Double": "double", "DOUBLE": "double", "DOUBLE_PRECISION": "double", "Numeric": "numeric",
    "NUMERIC": "numeric", "DECIMAL": "numeric", "JSON": "json", "JSONB": "jsonb",
    "LargeBinary": "binary", "BYTEA": "binary", "Uuid": "uuid", "UUID": "uuid",
    "Interval": "interval", "INTERVAL": "interval",
}  # fmt: skip


def _last(node: ast.expr | None) -> str:
    return dotted(node).rpartition(".")[2] if node is not None else ""


def _is_counted(said: dict[str, ast.expr]) -> bool:
    return literal(said.get("autoincrement")) is not False and "server_default" not in said
