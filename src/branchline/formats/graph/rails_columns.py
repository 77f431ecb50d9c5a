"""Columns, as `t.string :name, null: false` and `add_column` define them."""

from collections.abc import Mapping, Sequence

from branchline.formats.graph.ddl import MYSQLS, Column, Words, quoted
from branchline.formats.graph.rails_names import (
    BIG_KEYS,
    INDEXED_REFERENCES,
    NAMED_POLYMORPHIC,
    PRECISE_TIMESTAMPS,
    Version,
    index_name,
    plural,
    type_of,
)
from branchline.formats.graph.ruby_nodes import (
    Block,
    Call,
    Expression,
    Listing,
    Name,
    Number,
    Pairs,
    Symbol,
    Text,
)

Options = Mapping[str, Expression]


class Left(Exception):  # noqa: N818 - no fault: the call is left to Rails
    """The call cannot be read without running it."""


class Columns:
    """Reads what calls say of columns; `names` are the names whose value is known."""

    def __init__(self, dialect: str, version: Version, names: Mapping[str, Expression]) -> None:
        self.words, self.version, self._names = Words(dialect), version, names

    def value(self, node: Expression | None) -> Expression | None:
        """Return a value, that of a name where it is known."""
        if isinstance(node, Call) and (node.receiver is None) and not node.args:
            return self._names.get(node.name, node)
        return self._names.get(node.text, node) if isinstance(node, Name) else node

    def word(self, node: Expression | None) -> str:
        """Return a name that a symbol or a string says.

        Raises:
            Left: it says none.
        """
        said = self.maybe(node)
        if said is None:
            raise Left
        return said

    def maybe(self, node: Expression | None) -> str | None:
        """Return a name, None where there is none."""
        found = self.value(node)
        return found.said if isinstance(found, (Symbol, Text)) else None

    def several(self, node: Expression | None) -> list[str]:
        """Return one name or a list of them."""
        found = self.value(node)
        items = found.items if isinstance(found, Listing) else (found,)
        return [self.word(each) for each in items]

    def number(self, node: Expression | None) -> int | None:
        """Return a whole number; None for `nil` and for none."""
        found = self.value(node)
        if isinstance(found, Number) and found.text.replace("_", "").lstrip("-").isdigit():
            return int(found.text.replace("_", ""))
        return None

    def _size(self, node: Expression) -> int | None:
        found, size = self.value(node), self.number(node)
        if size is None and not (isinstance(found, Name) and found.text == "nil"):
            raise Left
        return size

    def truth(self, node: Expression | None, *, default: bool = False) -> bool:
        """Return true or false.

        Raises:
            Left: only running the file would tell.
        """
        found = self.value(node)
        if found is None:
            return default
        if isinstance(found, Name):
            if found.text in {"false", "nil"}:
                return False
            if found.text != "true":
                raise Left
        if isinstance(found, Call):
            raise Left
        return True

    def options(self, node: Expression | None) -> Options:
        """Return what `{…}` says; nothing for `true`."""
        found = self.value(node)
        return dict(found.items) if isinstance(found, Pairs) else {}

    def table(self, name: str) -> str:
        """Quote a table's name, its schema apart."""
        return self.words.name(*name.split("."))

    def literal(self, node: Expression | None) -> str:
        """Write a value in SQL; empty for `nil`."""
        found = self.value(node)
        match found:
            case Text() | Symbol() if found.said is not None:
                return quoted(found.said)
            case Number(text=text):
                return text.replace("_", "")
            case Name(text="nil") | None:
                return ""
            case Name(text="true" | "false" as word):
                numbers = self.words.dialect in {*MYSQLS, "sqlite", "tsql"}
                return str(int(word == "true")) if numbers else word.upper()
            case Block(body=(Text() as inner,)) if inner.said is not None:
                return inner.said
            case Listing(items=()) | Pairs(items=()):
                return "'{}'" if self.words.dialect == "postgres" else "'[]'"
        raise Left

    def column(self, name: str, kind: str, said: Options) -> Column:
        """Return a column."""
        sizes = {
            key: self._size(said[key]) for key in ("limit", "precision", "scale") if key in said
        }
        type_ = type_of(kind, self.words.dialect, sizes, self.version)
        if not type_:
            raise Left
        if self.truth(said.get("unsigned")) and self.words.dialect in MYSQLS:
            type_ += " unsigned"
        if self.truth(said.get("array")):
            type_ += "[]"
        null = self.truth(said.get("null"), default=True)
        primary = self.truth(said.get("primary_key"))
        return Column(name, type_, null, self.literal(said.get("default")), primary)

    def key(self, name: str, kind: str, said: Options) -> Column:
        """Return the column that Rails gives every table."""
        dialect = self.words.dialect
        if kind == "primary_key":
            kind = "bigint" if self.version >= BIG_KEYS else "integer"
        default = self.literal(said.get("default"))
        if kind == "uuid" and not default and dialect == "postgres":
            default = "gen_random_uuid()"
        if kind not in {"bigint", "integer"} or default:
            type_ = self.column(name, kind, said).type
            return Column(name, type_, null=False, default=default, primary=True)
        if dialect == "postgres":
            serial = "bigserial" if kind == "bigint" else "serial"
            return Column(name, serial, primary=True)
        if dialect in MYSQLS:
            kind = kind if kind == "bigint" else "int"
            return Column(name, f"{kind} NOT NULL AUTO_INCREMENT", primary=True)
        return Column(name, "integer", primary=True, extra=_COUNTED.get(dialect, ""))

    def timestamps(self, said: Options) -> list[Column]:
        """Return `created_at` and `updated_at`: NOT NULL since Rails 5."""
        given = dict(said)
        if self.version >= INDEXED_REFERENCES:
            given.setdefault("null", Name("false"))
        if self.version >= PRECISE_TIMESTAMPS:
            given.setdefault("precision", Number("6"))
        return [self.column(name, "datetime", given) for name in ("created_at", "updated_at")]

    @property
    def reference_type(self) -> str:
        """The type of a column that refers to a key; SQLite has one for all."""
        big = self.version >= BIG_KEYS and self.words.dialect != "sqlite"
        return "bigint" if big else "integer"

    def reference(self, name: str, said: Options) -> tuple[list[Column], list[str] | None]:
        """Return the columns of `references :name`, and those of its index where it gets one."""
        kind = self.maybe(said.get("type")) or self.reference_type
        plain = {key: value for key, value in said.items() if key in {"null", "default", "limit"}}
        columns = [self.column(f"{name}_id", kind, plain)]
        if self.truth(said.get("polymorphic")):
            columns.insert(0, self.column(f"{name}_type", "string", plain))
        indexed = self.truth(said.get("index"), default=self.version >= INDEXED_REFERENCES)
        return columns, [column.name for column in columns] if indexed else None

    def reference_index(self, table: str, name: str, said: Options) -> Options:
        """Return the options of a reference's index: of two columns it has the reference's name."""
        found = self.options(said.get("index"))
        if "name" in found or not self.truth(said.get("polymorphic")):
            return found
        named = self.version >= NAMED_POLYMORPHIC
        keys = [name] if named else [f"{name}_type", f"{name}_id"]
        return {"name": Symbol(index_name(table.replace(".", "_"), keys)), **found}

    def referred(self, name: str, said: Options) -> tuple[str, Options] | None:
        """Return table and options of the foreign key that a reference asks for."""
        if not self.truth(said.get("foreign_key")):
            return None
        options = self.options(said["foreign_key"])
        return self.maybe(options.get("to_table")) or plural(name), options

    def index(self, table: str, columns: Sequence[str], said: Options) -> str:
        """Make an index."""
        name = self.maybe(said.get("name")) or index_name(table.replace(".", "_"), columns)
        algorithm = self.maybe(said.get("algorithm"))
        made = self.words.create_index(
            name,
            self.table(table),
            [self._ordered(each, said) for each in columns],
            unique=self.truth(said.get("unique")),
            concurrently=algorithm == "concurrently",
            using=self.maybe(said.get("using")) or "",
            where="" if self.words.dialect in MYSQLS else self.maybe(said.get("where")) or "",
        )
        if self.truth(said.get("if_not_exists")):
            quoted_name = self.words.name(name)
            made = made.replace(quoted_name, f"IF NOT EXISTS {quoted_name}", 1)
        return made

    def _ordered(self, column: str, said: Options) -> str:
        key = column if not column.replace("_", "").isalnum() else self.words.name(column)
        order = self.options(said.get("order")).get(column) or said.get("order")
        word = self.maybe(order) if not isinstance(self.value(order), Pairs) else None
        opclass = self.options(said.get("opclass")).get(column)
        extra = [self.maybe(opclass) or "", word.upper() if word else ""]
        return " ".join([key, *filter(None, extra)])


_COUNTED = {"sqlite": "AUTOINCREMENT NOT NULL"}
