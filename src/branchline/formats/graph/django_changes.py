"""What operations on models and fields send: tables and columns by Django's own names."""

import ast

from branchline.formats.graph.ddl import MYSQLS, Column, Words
from branchline.formats.graph.django_fields import (
    Field,
    column,
    field,
    filled,
    is_many,
    link,
    sql_type,
)
from branchline.formats.graph.django_state import (
    History,
    arguments,
    elements,
    option,
    pairs,
    renamed,
    word,
)
from branchline.formats.graph.python import dotted, literal
from branchline.model.changelog import Entry
from branchline.model.value import replace


class Changes:
    """Renders operations; `models` are those that they find, `code` what is left to Django."""

    def __init__(self, text: str, entry: Entry, dialect: str, history: History) -> None:
        self.code: list[tuple[str, int]] = []
        self._text, self._lines = text, text.split("\n")
        self._entry, self._history, self._dialect = entry, history, dialect
        self._app = entry.track
        self._words = Words(dialect)
        self.models = history.before(entry.order.version[0], self._app)

    def create_model(self, said: dict[str, ast.expr]) -> list[str] | None:
        """`CreateModel(name, fields, options)`."""
        if literal(option(said.get("options"), "managed")) is False:
            return []
        if literal(option(said.get("options"), "proxy")) is True:
            return []
        name, words = word(said.get("name")), self._words
        if not name:
            return None
        table = word(option(said.get("options"), "db_table")) or f"{self._app}_{name.lower()}"
        columns, rest, after = [], [], []
        for label, node in pairs(said.get("fields")):
            made = field(label, node)
            if made is not None and is_many(made):
                after += self._join_table(table, label, made, name)
                continue
            read = column(made, self._dialect) if made else None
            if read is None or made is None:
                self.leave(node)
                # A column of its name is there, whatever it is made of.
                columns += [Column(label, "TEXT")] if _is_field(node) else []
                continue
            columns.append(read)
            if made.get("to") and (target := link(made, self._target(made), words)):
                rest.append(f"FOREIGN KEY ({words.name(read.name)}) {target}{self._late}")
            if made.get("index"):
                after.append(self._index(table, read.name))
        return [words.create_table(words.name(table), columns, rest), *after]

    def delete_model(self, said: dict[str, ast.expr], model: str) -> list[str] | None:
        """`DeleteModel(name)`."""
        del said
        return [self._drop(self._table(model))]

    def rename_model(self, said: dict[str, ast.expr], model: str) -> list[str] | None:
        """`RenameModel(old_name, new_name)`."""
        del model
        old, new = word(said.get("old_name")), word(said.get("new_name"))
        table = self.models.table(old)
        if not old or not new or table != f"{self._app}_{old.lower()}":
            return [] if old and new else None
        return [self._words.rename_table(self._table(old), f"{self._app}_{new.lower()}")]

    def alter_table(self, said: dict[str, ast.expr], model: str) -> list[str] | None:
        """`AlterModelTable(name, table)`."""
        new = word(said.get("table")) or f"{self._app}_{model.lower()}"
        same = new == self.models.table(model)
        return [] if same else [self._words.rename_table(self._table(model), new)]

    def add_field(self, said: dict[str, ast.expr], model: str) -> list[str] | None:
        """`AddField(model_name, name, field)`: filled for rows that are there, then without."""
        made = field(word(said.get("name")), said.get("field"))
        if made is None:
            return None
        if is_many(made):
            table = self.models.table(model)
            return self._join_table(table, word(said.get("name")), made, model)
        read = column(made, self._dialect)
        if read is None:
            return None
        table, words = self._table(model), self._words
        fill = "" if read.default else filled(made)
        target = link(made, self._target(made), words) if made.get("to") else ""
        inline = f"{target}{self._late}" if target and self._dialect in _INLINE else ""
        sent = [words.add_column(table, replace(read, default=read.default or fill, extra=inline))]
        if fill and self._dialect in {"postgres", *MYSQLS}:
            sent.append(words.set_default(table, read.name, "") or "")
        if target and not inline:
            what = f"FOREIGN KEY ({words.name(read.name)}) {target}"
            sent.append(words.add_constraint(table, what))
        if made.get("index"):
            sent.append(self._index(self.models.table(model), read.name))
        return sent

    def remove_field(self, said: dict[str, ast.expr], model: str) -> list[str] | None:
        """`RemoveField(model_name, name)`."""
        name = word(said.get("name"))
        known = self.models.field(model, name)
        if known and is_many(known):
            if known.get("through"):
                return []
            return [self._drop(self._words.name(f"{self.models.table(model)}_{name}"))]
        return [self._words.drop_column(self._table(model), known["column"] if known else name)]

    def rename_field(self, said: dict[str, ast.expr], model: str) -> list[str] | None:
        """`RenameField(model_name, old_name, new_name)`."""
        old, new = word(said.get("old_name")), word(said.get("new_name"))
        known = self.models.field(model, old) or {"kind": "", "column": old}
        if is_many(known):
            return None
        before, after = known["column"], renamed(known, old, new)["column"]
        if before == after:
            return []
        return [self._words.rename_column(self._table(model), before, after)]

    def alter_field(self, said: dict[str, ast.expr], model: str) -> list[str] | None:
        """`AlterField(model_name, name, field)`: what differs from the field before."""
        name = word(said.get("name"))
        made, known = field(name, said.get("field")), self.models.field(model, name)
        if made is None or known is None or is_many(made) or is_many(known):
            return None
        old, new = column(known, self._dialect), column(made, self._dialect)
        if old is None or new is None:
            return None
        return self._differences(self._table(model), old, new, made)

    def _differences(self, table: str, old: Column, new: Column, made: Field) -> list[str] | None:
        words = self._words
        sent: list[str | None] = []
        if old.name != new.name:
            sent.append(words.rename_column(table, old.name, new.name))
        if old.type != new.type:
            sent.append(words.set_type(table, replace(new, unique=False, extra="")))
        if old.null != new.null and (old.type == new.type or self._dialect == "postgres"):
            if not new.null and (fill := filled(made)):
                of = words.name(new.name)
                sent.append(f"UPDATE {table} SET {of} = {fill} WHERE {of} IS NULL")  # noqa: S608 - never run, only read
            sent.append(words.set_null(table, new.name, new.type, null=new.null))
        if new.unique and not old.unique:
            sent.append(words.add_constraint(table, f"UNIQUE ({words.name(new.name)})"))
        return None if None in sent else [each for each in sent if each is not None]

    def add_index(self, said: dict[str, ast.expr], model: str) -> list[str] | None:
        """`AddIndex(model_name, index)`."""
        return self._add_index(said, model, concurrently=False)

    def add_index_alone(self, said: dict[str, ast.expr], model: str) -> list[str] | None:
        """`AddIndexConcurrently(model_name, index)`."""
        return self._add_index(said, model, concurrently=True)

    def _add_index(
        self, said: dict[str, ast.expr], model: str, *, concurrently: bool
    ) -> list[str] | None:
        index = said.get("index")
        if not isinstance(index, ast.Call):
            return None
        inner = arguments(index)
        fields = [word(each).lstrip("-") for each in elements(inner.get("fields"))]
        if not fields or not all(fields) or "condition" in inner:
            return None
        keys = [self._words.name(self._column(model, each)) for each in fields]
        name = word(inner.get("name")) or f"{model}_{fields[0]}_idx"
        using = _USING.get(dotted(index.func).rpartition(".")[2], "")
        table = self._table(model)
        return [self._words.create_index(name, table, keys, concurrently=concurrently, using=using)]

    def remove_index(self, said: dict[str, ast.expr], model: str) -> list[str] | None:
        """`RemoveIndex(model_name, name)`."""
        sent = self._words.drop_index(word(said.get("name")), self._table(model))
        return [sent] if sent and word(said.get("name")) else None

    def remove_index_alone(self, said: dict[str, ast.expr], model: str) -> list[str] | None:
        """`RemoveIndexConcurrently(model_name, name)`."""
        sent = self._words.drop_index(word(said.get("name")), self._table(model), concurrently=True)
        return [sent] if sent and word(said.get("name")) else None

    def add_constraint(self, said: dict[str, ast.expr], model: str) -> list[str] | None:
        """`AddConstraint(model_name, constraint)`: of unique fields alone."""
        made = said.get("constraint")
        inner = arguments(made) if isinstance(made, ast.Call) else {}
        fields = [word(each) for each in elements(inner.get("fields"))]
        plain = set(inner) <= {"fields", "name"}
        if not isinstance(made, ast.Call) or not plain or not fields or not all(fields):
            return None
        if dotted(made.func).rpartition(".")[2] != "UniqueConstraint":
            return None
        keys = self._words.names(self._column(model, each) for each in fields)
        what = f"UNIQUE ({keys})"
        return [self._words.add_constraint(self._table(model), what, word(inner.get("name")))]

    def remove_constraint(self, said: dict[str, ast.expr], model: str) -> list[str] | None:
        """`RemoveConstraint(model_name, name)`."""
        name = word(said.get("name"))
        return [self._words.drop_constraint(self._table(model), name)] if name else None

    @property
    def _late(self) -> str:
        return " DEFERRABLE INITIALLY DEFERRED" if self._dialect in {"postgres", "sqlite"} else ""

    def _drop(self, table: str) -> str:
        """Drop a table as Django does: with what refers to it, but on SQLite."""
        tails = {"sqlite": "", "oracle": " CASCADE CONSTRAINTS"}
        return f"DROP TABLE {table}{tails.get(self._words.dialect, ' CASCADE')}"

    def _table(self, model: str) -> str:
        return self._words.name(self.models.table(model))

    def _column(self, model: str, name: str) -> str:
        known = self.models.field(model, name)
        return str(known["column"]) if known else name

    def _target(self, made: Field) -> str:
        target = str(made["to"])
        if target == "self" or not target:
            return f"{self._app}_{target}"
        return self._history.table(self._entry.order.version[0], target, self._app)

    def _index(self, table: str, name: str) -> str:
        words = self._words
        return words.create_index(f"{table}_{name}", words.name(table), [words.name(name)])

    def _join_table(self, table: str, name: str, made: Field, model: str) -> list[str]:
        """Make the table of a many-to-many field."""
        if made.get("through"):
            return []
        key = {"kind": "BigAutoField", "null": False, "sizes": [], "column": "id", "primary": True}
        number = sql_type({**key, "kind": "BigIntegerField"}, self._dialect) or "BIGINT"
        other = str(made["to"]).rpartition(".")[2] or "other"
        sides = (f"{model.lower()}_id", f"{other}_id" if other != model.lower() else "to_id")
        identity = column(key, self._dialect)
        columns = [each for each in [identity] if each]
        columns += [Column(side, number, null=False) for side in sides]
        return [self._words.create_table(self._words.name(f"{table}_{name}"), columns)]

    def leave(self, node: ast.expr) -> None:
        """Name what only Django can render."""
        line = self._lines[node.lineno - 1][node.col_offset :].strip()
        what = line if len(line) <= _SHOWN else f"{line[:_SHOWN]}…"
        self.code.append((what, node.lineno))


_SHOWN = 60
_INLINE = frozenset({"postgres", "sqlite"})
_USING = {
    "GinIndex": "gin",
    "GistIndex": "gist",
    "BrinIndex": "brin",
    "HashIndex": "hash",
    "SpGistIndex": "spgist",
}


def _is_field(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and dotted(node.func).endswith(("Field", "Key"))
