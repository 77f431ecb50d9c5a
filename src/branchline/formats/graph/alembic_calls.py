"""The statements that one call of Alembic's `op` sends.

Within `batch_alter_table` the table is named once, above the calls.
"""

import ast
from collections.abc import Callable

from branchline.formats.graph.ddl import Column, Words, quoted
from branchline.formats.graph.sqlalchemy import Names, Reader
from branchline.model.value import value


@value
class Sent:
    """Statements, and what stands in the call that nobody can read."""

    statements: tuple[str, ...] = ()
    left: tuple[ast.expr, ...] = ()


class Left(Exception):  # noqa: N818 - no fault: the whole call is left to Alembic
    """The call cannot be read."""


class Calls:
    """Reads calls; `table` is schema and name where a batch names them."""

    def __init__(self, reader: Reader, table: tuple[str, str] | None) -> None:
        self._reader, self._batch = reader, table
        self._words: Words = reader.words
        self._args: list[ast.expr] = []
        self._said: Names = {}

    def statements(self, call: ast.Call, method: str) -> Sent | Left:
        """Return what `op.METHOD(…)` sends; `Left` when that is not said literally."""
        found = _METHODS.get(method)
        if found is None or any(isinstance(each, ast.Starred) for each in call.args):
            return Left()
        if self._rebuilds and method in _REBUILDING:
            return Left()
        self._args = list(call.args)
        self._said = {each.arg: each.value for each in call.keywords if each.arg}
        try:
            sent = found(self)
        except Left as left:
            return left
        return sent if isinstance(sent, Sent) else Sent(tuple(sent))

    @property
    def _rebuilds(self) -> bool:
        return bool(self._batch) and self._words.dialect == "sqlite"

    def create_table(self) -> Sent:
        """`create_table(name, *elements)`."""
        table = self._table(0, "table_name")
        read = self._reader.table(self._args[1:], table)
        made = self._words.create_table(table, read.columns, read.rest)
        if self._reader.truth(self._said.get("if_not_exists"), default=False):
            made = made.replace("CREATE TABLE", "CREATE TABLE IF NOT EXISTS", 1)
        indexes = (
            self._words.create_index(name, table, [self._words.name(column)])
            for name, column in read.indexes
        )
        return Sent((made, *indexes), read.left)

    def drop_table(self) -> list[str]:
        """`drop_table(name)`."""
        return [f"DROP TABLE {self._table(0, 'table_name')}"]

    def rename_table(self) -> list[str]:
        """`rename_table(old, new)`."""
        table = self._table(0, "old_table_name")
        return [self._words.rename_table(table, self._string(1, "new_table_name"))]

    def add_column(self) -> list[str]:
        """`add_column(table, Column)`."""
        table, at = self._of(0)
        found = self._reader.column(self._argument(at, "column"))
        if found is None:
            raise Left
        column, references, has_index = found
        sent = [self._words.add_column(table, column)]
        if references:
            of = self._words.name(column.name)
            what = f"FOREIGN KEY ({of}) REFERENCES {references}"
            sent.append(self._words.add_constraint(table, what))
        if has_index:
            name = f"ix_{table.rpartition('.')[2]}_{column.name}"
            keys = [self._words.name(column.name)]
            sent.append(self._words.create_index(name, table, keys))
        return sent

    def drop_column(self) -> list[str]:
        """`drop_column(table, column)`."""
        table, at = self._of(0)
        return [self._words.drop_column(table, self._string(at, "column_name"))]

    def alter_column(self) -> list[str]:
        """`alter_column(table, column, nullable=…, type_=…, …)`."""
        table, at = self._of(0)
        name, said, reader = self._string(at, "column_name"), self._said, self._reader
        if self._rebuilds:  # the new table has all that is said; only the name shows outside
            new = reader.string(said.get("new_column_name"))
            if not new:
                raise Left
            return [self._words.rename_column(table, name, new)]
        type_ = reader.type(said["type_"]) if "type_" in said else ""
        old = reader.type(said["existing_type"]) if "existing_type" in said else ""
        if type_ is None:
            raise Left
        sent: list[str | None] = []
        null = said.get("nullable", said.get("existing_nullable"))
        stays = reader.truth(null, default=True)
        if type_:
            using = reader.string(said.get("postgresql_using")) or ""
            column = Column(name, type_, bool(stays))
            sent.append(self._words.set_type(table, column, using))
        alone = self._words.dialect in {"postgres", "redshift"} or not type_
        was = reader.truth(said.get("existing_nullable"), default=not stays)
        if "nullable" in said and alone and (stays is None or was != stays):
            if stays is None:
                raise Left
            sent.append(self._words.set_null(table, name, old or "", null=stays))
        if "server_default" in said:
            default = reader.default(said["server_default"])
            sent.append(None if default is None else self._words.set_default(table, name, default))
        if "new_column_name" in said:
            new = reader.string(said["new_column_name"])
            sent.append(self._words.rename_column(table, name, new) if new else None)
        if None in sent or (not sent and not _TOLD.isdisjoint(said)):
            raise Left
        return [each for each in sent if each is not None]

    def create_index(self) -> list[str]:
        """`create_index(name, table, columns)`."""
        name = self._string(0, "index_name")
        table, at = self._of(1)
        said, reader = self._said, self._reader
        columns = reader.resolved(self._argument(at, "columns"))
        if not isinstance(columns, (ast.List, ast.Tuple)):
            raise Left
        keys = [self._key(each) for each in columns.elts]
        where = reader.string(said.get(f"{_PREFIX.get(self._words.dialect, '')}_where"))
        made = self._words.create_index(
            name,
            table,
            keys,
            unique=bool(reader.truth(said.get("unique"), default=False)),
            concurrently=bool(reader.truth(said.get("postgresql_concurrently"), default=False)),
            using=reader.string(said.get("postgresql_using")) or "",
            where=where or "",
        )
        if reader.truth(said.get("if_not_exists"), default=False):
            made = made.replace(
                self._words.name(name), f"IF NOT EXISTS {self._words.name(name)}", 1
            )
        return [made]

    def drop_index(self) -> list[str]:
        """`drop_index(name, table_name=…)`."""
        name, said = self._string(0, "index_name"), self._said
        table = self._of(1)[0] if self._batch or len(self._args) > 1 or "table_name" in said else ""
        how = self._reader.truth(said.get("postgresql_concurrently"), default=False)
        found = self._words.drop_index(name, table, concurrently=bool(how))
        if found is None:
            raise Left
        if self._reader.truth(said.get("if_exists"), default=False):
            found = found.replace(self._words.name(name), f"IF EXISTS {self._words.name(name)}", 1)
        return [found]

    def create_foreign_key(self) -> list[str]:
        """`create_foreign_key(name, source, referent, local, remote)`."""
        at = 1 if self._batch else 2
        name = self._reader.string(self._argument(0, "constraint_name", optional=True)) or ""
        table = self._of(1, "source_table")[0]
        target = self._string(at, "referent_table")
        schema = self._reader.string(self._said.get("referent_schema")) or ""
        columns = self._reader.strings(self._argument(at + 1, "local_cols"))
        keys = self._reader.strings(self._argument(at + 2, "remote_cols"))
        if not columns or not keys:
            raise Left
        tail = self._reader.actions(ast.Call(ast.Name("x"), [], self._keywords()))
        if self._reader.truth(self._said.get("postgresql_not_valid"), default=False):
            tail += " NOT VALID"
        what = self._words.foreign_key(columns, self._words.name(schema, target), keys, tail)
        return [self._words.add_constraint(table, what, name)]

    def create_key(self, what: str) -> list[str]:
        """`create_primary_key` and `create_unique_constraint(name, table, columns)`."""
        name = self._reader.string(self._argument(0, "constraint_name", optional=True)) or ""
        table, at = self._of(1)
        columns = self._reader.strings(self._argument(at, "columns"))
        if not columns:
            raise Left
        what = f"{what} ({self._words.names(columns)})"
        return [self._words.add_constraint(table, what, name)]

    def create_check(self) -> list[str]:
        """`create_check_constraint(name, table, condition)`."""
        name = self._reader.string(self._argument(0, "constraint_name", optional=True)) or ""
        table, at = self._of(1)
        what = f"CHECK ({self._string(at, 'condition')})"
        if self._reader.truth(self._said.get("postgresql_not_valid"), default=False):
            what += " NOT VALID"
        return [self._words.add_constraint(table, what, name)]

    def drop_constraint(self) -> list[str]:
        """`drop_constraint(name, table, type_=…)`."""
        name = self._string(0, "constraint_name")
        table, at = self._of(1)
        kind = self._reader.string(self._said.get("type_", self._optional(at))) or ""
        return [self._words.drop_constraint(table, name, kind)]

    def table_comment(self) -> list[str]:
        """`create_table_comment(table, comment)`."""
        if self._words.dialect != "postgres":
            raise Left
        table, at = self._of(0)
        return [f"COMMENT ON TABLE {table} IS {quoted(self._string(at, 'comment'))}"]

    def _key(self, node: ast.expr) -> str:
        found = self._reader.string(node)
        if found is None:
            raise Left
        is_sql = isinstance(node, ast.Call)
        return found if is_sql else self._words.name(found)

    def _table(self, at: int, keyword: str) -> str:
        schema = self._reader.string(self._said.get("schema")) or ""
        return self._words.name(schema, self._string(at, keyword))

    def _of(self, at: int, keyword: str = "table_name") -> tuple[str, int]:
        """Return the table, and where the arguments after it begin."""
        if self._batch is not None:
            return self._words.name(*self._batch), at
        schema = self._reader.string(self._said.get("source_schema"))
        if schema:
            return self._words.name(schema, self._string(at, keyword)), at + 1
        return self._table(at, keyword), at + 1

    def _string(self, at: int, keyword: str) -> str:
        found = self._reader.string(self._argument(at, keyword))
        if not found:
            raise Left
        return found

    def _argument(self, at: int, keyword: str, *, optional: bool = False) -> ast.expr | None:
        found = self._optional(at) or self._said.get(keyword)
        if found is None and not optional:
            raise Left
        return found

    def _optional(self, at: int) -> ast.expr | None:
        return self._args[at] if at < len(self._args) else None

    def _keywords(self) -> list[ast.keyword]:
        return [ast.keyword(name, node) for name, node in self._said.items()]


_REBUILDING = frozenset(
    {
        "create_check_constraint",
        "create_foreign_key",
        "create_primary_key",
        "create_unique_constraint",
        "drop_constraint",
    }
)
"""What SQLite cannot alter: in a batch Alembic copies the table into a new one instead."""
_TOLD = frozenset({"nullable", "type_", "server_default", "new_column_name"})
_PREFIX = {"postgres": "postgresql", "sqlite": "sqlite", "tsql": "mssql"}
_METHODS: dict[str, Callable[[Calls], Sent | list[str]]] = {
    "create_table": Calls.create_table,
    "drop_table": Calls.drop_table,
    "rename_table": Calls.rename_table,
    "add_column": Calls.add_column,
    "drop_column": Calls.drop_column,
    "alter_column": Calls.alter_column,
    "create_index": Calls.create_index,
    "drop_index": Calls.drop_index,
    "create_foreign_key": Calls.create_foreign_key,
    "create_primary_key": lambda calls: calls.create_key("PRIMARY KEY"),
    "create_unique_constraint": lambda calls: calls.create_key("UNIQUE"),
    "create_check_constraint": Calls.create_check,
    "drop_constraint": Calls.drop_constraint,
    "create_table_comment": Calls.table_comment,
}
