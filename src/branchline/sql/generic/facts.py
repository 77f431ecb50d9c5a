"""What a tree of sqlglot mentions: columns, functions, tables, strings.

sqlglot gives many functions one name; here each has the name that was written.
"""

from sqlglot import exp

from branchline.model.operations.base import Name
from branchline.sql.generic.dialects import Dialect
from branchline.sql.generic.refused import Refused


class Facts:
    """What a tree mentions, each once; `text` is what it was parsed from."""

    __slots__ = (
        "_hidden",
        "_tables",
        "columns",
        "dialect",
        "functions",
        "limited",
        "locking",
        "strings",
        "subquery",
        "text",
    )

    def __init__(self, tree: exp.Expr, text: str, dialect: Dialect) -> None:
        self.columns: dict[str, None] = {}
        self.functions: dict[str, None] = {}
        self.strings: dict[str, None] = {}
        self.subquery = self.limited = self.locking = False
        self.text, self.dialect = text, dialect
        self._tables: dict[Name, None] = {}
        self._hidden: set[str] = set()
        for node in tree.walk(bfs=False):
            self._note(node)

    @property
    def tables(self) -> tuple[Name, ...]:
        """Return the tables mentioned, without those that a WITH names, and aliases."""
        return tuple(n for n in self._tables if n.schema or n.name not in self._hidden)

    def _note(self, node: exp.Expr) -> None:
        match node:
            case exp.Column() if isinstance(node.this, exp.Identifier):
                self.columns[column_name(node.this, self.dialect)] = None
            case exp.Table():
                if node.name:
                    self._table(node)
            case exp.CTE():
                self._hidden.add(self.dialect.fold(node.alias, quoted=False, column=False))
            case exp.Literal() | exp.RawString() | exp.National() if not node.is_number:
                self.strings[node.name] = None
            case exp.Func() if not isinstance(node, _NO_CALLS):
                self._call(node)
            case exp.Select() | exp.SetOperation():
                self.subquery = True
            case exp.Limit() | exp.Fetch():
                self.limited = True
            case exp.Lock():
                self.locking = True

    def _table(self, node: exp.Table) -> None:
        name = table_name(node, self.dialect)
        self._tables[name] = None
        alias = self.dialect.fold(node.alias, quoted=False, column=False)
        if alias and alias != name.name:
            self._hidden.add(alias)

    def _call(self, node: exp.Func) -> None:
        start, end = node.meta.get("start"), node.meta.get("end")
        if start is not None and end is not None:
            written = self.text[start : end + 1]
        elif isinstance(node, exp.Anonymous):
            written = node.name
        else:
            text = self.text.lower()
            names = (node.sql_name().lower(), *(_CLOCKS if isinstance(node, _CLOCK) else ()))
            written = next((name for name in names if name in text), "")
            if not written:
                return
        self.functions[written.strip('"`[]').lower()] = None


def column_name(node: exp.Expr, dialect: Dialect) -> str:
    """Return the name of a column or of its identifier.

    Raises:
        Refused: it is a call.
    """
    identifier = node if isinstance(node, exp.Identifier) else node.this
    if not isinstance(identifier, exp.Expr):
        raise Refused(f"{node.sql()[:40]} is no column")
    quoted = (
        bool(identifier.args.get("quoted")) if isinstance(identifier, exp.Identifier) else False
    )
    return dialect.fold(identifier.name, quoted=quoted, column=True)


def table_name(node: exp.Table, dialect: Dialect) -> Name:
    """Return the name of a table; a database before its schema is left out."""
    parts = [
        dialect.fold(part.name, quoted=bool(part.args.get("quoted")), column=False)
        for part in (node.args.get("db"), node.this)
        if isinstance(part, exp.Identifier)
    ]
    if not parts:
        return Name(node.name)
    schema = parts[0] if len(parts) > 1 else ""
    if isinstance(node.this, exp.Identifier) and node.this.args.get("temporary"):
        parts[-1] = f"#{parts[-1]}"
    return Name(parts[-1], "" if schema == dialect.main else schema)


_CLOCK = (exp.CurrentTimestamp, exp.CurrentDate, exp.CurrentTime, exp.CurrentDatetime)
_CLOCKS = ("systimestamp", "sysdate", "getdate", "localtimestamp", "now", "localtime")
_NO_CALLS = (exp.And, exp.Or, exp.Xor, exp.Case, exp.If, exp.Cast, exp.Exists)
