"""Changes of a schema as SQL, for what a migration says by calls.

The words are those that the tool's own library sends, close enough for a
reader of SQL to see which table is locked, rewritten or lost. None stands for
what the dialect has no statement for.
"""

from collections.abc import Iterable, Sequence

from branchline.model.regex import regex
from branchline.model.value import value

MYSQLS = frozenset({"mysql", "mariadb"})


@value
class Column:
    """A column as a call defines it; `extra` is what follows its type, in SQL."""

    name: str
    type: str
    null: bool = True
    default: str = ""
    primary: bool = False
    unique: bool = False
    extra: str = ""


@value
class Words:
    """The statements of one dialect."""

    dialect: str

    def name(self, *parts: str) -> str:
        """Quote a name, part by part; empty parts are left out."""
        return ".".join(self._quoted(part) for part in parts if part)

    def names(self, several: Iterable[str]) -> str:
        """Quote names for a list in parentheses."""
        return ", ".join(self.name(each) for each in several)

    def column(self, column: Column, *, primary: bool = True) -> str:
        """Define a column."""
        words = [self.name(column.name), column.type]
        if column.default:
            words.append(f"DEFAULT {column.default}")
        if not column.null:
            words.append("NOT NULL")
        if column.primary and primary:
            words.append("PRIMARY KEY")
        if column.unique:
            words.append("UNIQUE")
        return " ".join([*words, *filter(None, [column.extra])])

    def create_table(self, table: str, columns: Sequence[Column], rest: Sequence[str] = ()) -> str:
        """Make a table; several primary columns are one key."""
        keys = [column.name for column in columns if column.primary]
        lines = [self.column(column, primary=len(keys) == 1) for column in columns]
        if len(keys) > 1:
            lines.append(f"PRIMARY KEY ({self.names(keys)})")
        return f"CREATE TABLE {table} ({', '.join([*lines, *rest])})"

    def add_column(self, table: str, column: Column) -> str:
        """Add a column."""
        word = "ADD" if self.dialect in {"tsql", "oracle"} else "ADD COLUMN"
        return f"ALTER TABLE {table} {word} {self.column(column)}"

    def drop_column(self, table: str, column: str) -> str:
        """Drop a column."""
        return f"ALTER TABLE {table} DROP COLUMN {self.name(column)}"

    def rename_column(self, table: str, column: str, new: str) -> str:
        """Give a column another name."""
        if self.dialect == "tsql":
            return f"EXEC sp_rename '{_bare(table)}.{column}', '{new}', 'COLUMN'"
        return f"ALTER TABLE {table} RENAME COLUMN {self.name(column)} TO {self.name(new)}"

    def rename_table(self, table: str, new: str) -> str:
        """Give a table another name."""
        if self.dialect == "tsql":
            return f"EXEC sp_rename '{_bare(table)}', '{new}'"
        return f"ALTER TABLE {table} RENAME TO {self.name(new)}"

    def set_null(self, table: str, column: str, type_: str, *, null: bool) -> str | None:
        """Let a column be NULL, or not."""
        if self.dialect in {"postgres", "redshift"}:
            word = "DROP" if null else "SET"
            return f"ALTER TABLE {table} ALTER COLUMN {self.name(column)} {word} NOT NULL"
        return self.redefine(table, Column(column, type_, null)) if type_ else None

    def set_type(self, table: str, column: Column, using: str = "") -> str | None:
        """Give a column another type."""
        if self.dialect in {"postgres", "redshift"}:
            by = f" USING {using}" if using else ""
            return (
                f"ALTER TABLE {table} ALTER COLUMN {self.name(column.name)} TYPE {column.type}{by}"
            )
        return self.redefine(table, column)

    def set_default(self, table: str, column: str, default: str) -> str | None:
        """Give a column a default, or none."""
        if self.dialect in {"sqlite", "tsql", "oracle"}:
            return None
        what = f"SET DEFAULT {default}" if default else "DROP DEFAULT"
        return f"ALTER TABLE {table} ALTER COLUMN {self.name(column)} {what}"

    def redefine(self, table: str, column: Column) -> str | None:
        """Define a column anew, where that is how it is changed."""
        if self.dialect in MYSQLS:
            return f"ALTER TABLE {table} MODIFY {self.column(column)}"
        if self.dialect == "tsql":
            null = "NULL" if column.null else "NOT NULL"
            return f"ALTER TABLE {table} ALTER COLUMN {self.name(column.name)} {column.type} {null}"
        if self.dialect == "oracle":
            return f"ALTER TABLE {table} MODIFY {self.column(column)}"
        return None

    def create_index(  # noqa: PLR0913 - each is an option of its own, named at every call
        self,
        name: str,
        table: str,
        keys: Sequence[str],
        *,
        unique: bool = False,
        concurrently: bool = False,
        using: str = "",
        where: str = "",
    ) -> str:
        """Make an index; `keys` are SQL."""
        words = ["CREATE", "UNIQUE" if unique else "", "INDEX"]
        words.append("CONCURRENTLY" if concurrently and self.dialect == "postgres" else "")
        words += [self.name(name), "ON", table]
        if using and self.dialect == "postgres":
            words.append(f"USING {using}")
        words.append(f"({', '.join(keys)})")
        words.append(f"WHERE {where}" if where else "")
        return " ".join(word for word in words if word)

    def drop_index(self, name: str, table: str, *, concurrently: bool = False) -> str | None:
        """Drop an index."""
        if self.dialect in {*MYSQLS, "tsql"}:
            return f"DROP INDEX {self.name(name)} ON {table}" if table else None
        how = "CONCURRENTLY " if concurrently and self.dialect == "postgres" else ""
        return f"DROP INDEX {how}{self.name(name)}"

    def add_constraint(self, table: str, what: str, name: str = "") -> str:
        """Add a constraint."""
        named = f"CONSTRAINT {self.name(name)} " if name else ""
        return f"ALTER TABLE {table} ADD {named}{what}"

    def foreign_key(
        self, columns: Sequence[str], table: str, keys: Sequence[str], tail: str = ""
    ) -> str:
        """Define a foreign key."""
        to = f" ({self.names(keys)})" if keys else ""
        return f"FOREIGN KEY ({self.names(columns)}) REFERENCES {table}{to}{tail}"

    def drop_constraint(self, table: str, name: str, kind: str = "") -> str:
        """Drop a constraint; `kind` is foreignkey, unique, primary or check."""
        if self.dialect in MYSQLS:
            if kind == "primary":
                return f"ALTER TABLE {table} DROP PRIMARY KEY"
            word = {"foreignkey": "FOREIGN KEY", "unique": "INDEX"}.get(kind, "CONSTRAINT")
            return f"ALTER TABLE {table} DROP {word} {self.name(name)}"
        return f"ALTER TABLE {table} DROP CONSTRAINT {self.name(name)}"

    def _quoted(self, name: str) -> str:
        if _SIMPLE.fullmatch(name) and name not in _RESERVED:
            return name
        if self.dialect in MYSQLS:
            return "`" + name.replace("`", "``") + "`"
        if self.dialect == "tsql":
            return "[" + name.replace("]", "]]") + "]"
        return '"' + name.replace('"', '""') + '"'


def quoted(text: str) -> str:
    """Write a string literal."""
    return "'" + text.replace("'", "''") + "'"


_SIMPLE = regex(r"[a-z_][a-z0-9_]*")
_RESERVED = frozenset({
    "add", "all", "alter", "analyze", "and", "any", "array", "as", "asc", "authorization",
    "both", "by", "case", "cast", "check", "collate", "column", "concurrently", "condition",
    "constraint", "create", "cross", "current", "current_date", "current_role", "current_time",
    "current_timestamp", "current_user", "database", "databases", "default", "deferrable",
    "delete", "desc", "describe", "distinct", "do", "drop", "else", "end", "except", "exists",
    "explain", "false", "fetch", "for", "foreign", "freeze", "from", "full", "function",
    "grant", "group", "groups", "having", "if", "ilike", "in", "index", "initially", "inner",
    "insert", "intersect", "interval", "into", "is", "isnull", "join", "key", "keys", "kill",
    "lateral", "leading", "left", "like", "limit", "localtime", "localtimestamp", "lock",
    "match", "mod", "natural", "not", "notnull", "null", "of", "offset", "on", "only", "open",
    "option", "or", "order", "outer", "over", "overlaps", "partition", "percent", "plan",
    "primary", "procedure", "public", "range", "rank", "read", "references", "release",
    "rename", "repeat", "replace", "require", "restrict", "return", "returning", "revoke",
    "right", "row", "rows", "schema", "schemas", "select", "session_user", "set", "show",
    "similar", "some", "sql", "start", "symmetric", "system", "table", "tablesample", "then",
    "to", "trailing", "transaction", "trigger", "true", "union", "unique", "unlock", "update",
    "usage", "use", "user", "using", "values", "variadic", "verbose", "view", "when", "where",
    "window", "with", "write",
})  # fmt: skip


def _bare(name: str) -> str:
    return name.replace("[", "").replace("]", "")
