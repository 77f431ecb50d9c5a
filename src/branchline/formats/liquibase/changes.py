"""Changes that are not SQL: what Liquibase keeps of them, and what it sums.

It keeps the fields that it knows and drops the rest without a word: a column in
no `column`, a misspelt name. `yes` in quotes is false, and `(5)` is 5.
Source: liquibase/liquibase, `ColumnConfig` and `StringChangeLogSerializer`; asked of 4.29.
"""

from collections.abc import Callable, Iterator
from hashlib import md5

from branchline.formats.liquibase.checksums import sql_sum
from branchline.formats.liquibase.fields import COLUMN, COLUMNS, CONSTRAINTS, FIELDS, UNINDEXED
from branchline.formats.liquibase.nodes import MalformedError, Node
from branchline.formats.liquibase.values import calendar, number
from branchline.model.regex import regex
from branchline.model.value import value

Said = dict[str, str]


@value
class Column:
    """One `column` (or `param`) of a change: its own fields, and those of its constraints."""

    fields: Said
    constraints: Said | None = None

    def __getitem__(self, name: str) -> str:
        """Return a field; empty without one."""
        return self.fields.get(name, "")

    def rule(self, name: str) -> str:
        """Return a field of the constraints; empty without one."""
        return (self.constraints or {}).get(name, "")


@value
class Change:
    """A change, `line` being the one that names it.

    `columns` is None for a type that has none. `text` is what a view or a
    routine is made of, `text_line` where that begins, `source` the file that it
    stands in if it is another.
    """

    name: str
    line: int
    fields: Said
    columns: tuple[Column, ...] | None = None
    params: tuple[Column, ...] = ()
    text: str = ""
    text_line: int = 0
    source: str = ""

    def __getitem__(self, name: str) -> str:
        """Return a field; empty without one."""
        return self.fields.get(name, "")

    def is_true(self, name: str) -> bool:
        """Whether a switch is on."""
        return self.fields.get(name) == "true"


def change(node: Node, fill: Callable[[str], str]) -> Change:
    """Read a change of a type that `FIELDS` knows; `fill` puts properties in.

    Raises:
        MalformedError: a column of it says what no column may.
    """
    known = FIELDS[node.name]
    direct = node.text if node.children == [] or node.text.strip() else ""
    said = _fields(node, known.names, fill)
    said.pop("referencesUniqueColumn", "")
    cascade = said.pop("deleteCascade", None)
    # Of both, Liquibase keeps neither.
    if cascade is not None and said.pop("onDelete", None) is None and cascade == "true":
        said["onDelete"] = "CASCADE"
    if known.direct and known.direct not in said and direct.strip():
        said[known.direct] = fill(direct).strip()
    defaults = dict(known.defaults)
    if node.name in {"output", "stop"}:
        said = {field: text.strip() for field, text in said.items()}
        if said.get("message") == "":
            defaults.pop("message", "")
        said = {field: text for field, text in said.items() if text}
    body = next((one for one in node.children if one.name in {known.direct, "procedureBody"}), node)
    if known.direct == "procedureText" and body.name == "procedureBody":
        said["procedureText"] = fill(body.text)
    held, optional = _inside(node, "columns", "column"), known.lists is None
    return Change(
        node.name,
        node.line,
        {**defaults, **said},
        tuple(_column(one, fill, node.name) for one in held)
        if known.lists or (optional and held)
        else None,
        tuple(_column(one, fill, "") for one in _inside(node, "whereParams", "param")),
        said.get(known.direct, "") if known.body else "",
        body.line,
    )


def change_sum(one: Change) -> str:
    """Return the sum of a change, of version 9."""
    known = FIELDS[one.name]
    if not known.body:
        return _summed(_told(one, known.unsummed))
    head = _summed(_told(one, known.unsummed))
    return _summed(f"{head}:{sql_sum(one.text)}")


def csv_sum(one: Change, rows: str) -> str:
    """Return the sum of `loadData`: of the table's name and the rows, comments left out."""
    comment = one["commentLineStartsWith"]
    lines = (line for line in _RETURN.sub("\n", rows).split("\n") if line)
    kept = "\n".join(line for line in lines if not (comment and line.startswith(comment)))
    return _summed(f"{one['tableName']}:{_summed(kept)}")


def element_sum(name: str, fields: Said) -> str:
    """Return the sum of a `modifySql` part, which has nothing but fields."""
    return _summed(_told(Change(name, 0, fields), frozenset()))


_RETURN = regex(r"\r\n?")


def _inside(node: Node, *names: str) -> list[Node]:
    list_, item = names
    lists = node.named(list_)
    found = [one for each in (node, *lists) for one in each.children if one.name == item]
    # An empty list is one column without a name, to Liquibase.
    return found or [one for one in lists if not (one.children or one.text or one.null)]


def _fields(node: Node, names: dict[str, str], fill: Callable[[str], str]) -> Said:
    said: Said = {}
    for child in node.children:
        name = child.name if child.name in names else _spelt(child.name, names)
        if name and not child.null and not child.children:
            text = fill(child.text)
            said[name] = _switch(text) if names[name] == "?" else text
    return said


def _spelt(said: str, names: dict[str, str]) -> str:
    """Return the field that is meant: Liquibase takes `primarykey` for `primaryKey`."""
    low = said.lower()
    return next((name for name in names if name.lower() == low), "")


def _switch(text: str) -> str:
    return "true" if text.lower() == "true" else "false"


def _column(node: Node, fill: Callable[[str], str], within: str) -> Column:
    known = COLUMNS.get(within, COLUMN)
    odd = [
        one
        for one in node.children
        if one.name.lower() != "constraints" and not (one.name in known or _spelt(one.name, known))
    ]
    if odd:
        raise MalformedError(
            f"has a column with {odd[0].name[:40]!r} at line {odd[0].line}: Liquibase refuses it"
        )
    said = _fields(node, known, fill)
    text = fill(node.text).strip()
    if text and "value" not in said:
        said["value"] = text
    for prefix in ("value", "defaultValue"):
        _valued(said, prefix)
    inner = node.named("constraints")
    if within == "createIndex":
        return Column({key: said[key] for key in said if key not in UNINDEXED})
    if not inner:
        return Column(said)
    return Column(said, {k: v for one in inner for k, v in _fields(one, CONSTRAINTS, fill).items()})


def _valued(said: Said, prefix: str) -> None:
    """Tell numbers, dates and switches from what only the database computes."""
    computed = derived = ""
    for kind, read in (("Numeric", number), ("Date", calendar)):
        text = said.pop(f"{prefix}{kind}", None)
        if text is None or (kind == "Numeric" and text.lower() == "null"):
            continue
        found = read(text)
        if found is not None:
            said[f"{prefix}{kind}"] = found
        else:
            computed = f"{prefix}Computed"
            derived = text
    if computed and computed not in said:
        said[computed] = derived
    if said.get(f"{prefix}Boolean") == "":
        del said[f"{prefix}Boolean"]


def _told(one: Change, unsummed: frozenset[str]) -> str:
    parts = [*_lines(one.fields, 1, unsummed)]
    if one.columns is not None:
        inner = ",\n".join(_column_told(column) for column in one.columns)
        parts.append(f"    columns=[\n{inner}\n    ]" if one.columns else "    columns=[]")
    return f"{one.name}:{_bracketed(parts, '')}"


def _column_told(column: Column) -> str:
    parts = [*_lines(column.fields, 3, frozenset())]
    if column.constraints is not None:
        rules = [*_lines(column.constraints, 4, frozenset())]
        parts.append(f"            {_bracketed(rules, '            ')}")
    return f"        {_bracketed(parts, '        ')}"


def _bracketed(parts: list[str], indent: str) -> str:
    if not parts:
        return "[]" if not indent else f"[{indent}]"
    return "[\n" + "\n".join(sorted(parts)) + f"\n{indent}]"


def _lines(fields: Said, depth: int, unsummed: frozenset[str]) -> Iterator[str]:
    for name, text in fields.items():
        if name not in unsummed:
            yield f'{"    " * depth}{name}="{text}"'


def _summed(text: str) -> str:
    from unicodedata import normalize

    plain = _RETURN.sub("\n", text).replace("\ufffd", "")
    composed = plain if plain.isascii() else normalize("NFC", plain)
    data = composed.encode("utf-8", "surrogatepass")
    return f"9:{md5(data, usedforsecurity=False).hexdigest()}"
