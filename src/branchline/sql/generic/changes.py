"""Operations from sqlglot's trees of queries and changes of rows."""

from collections.abc import Iterator

from sqlglot import exp

from branchline.model.operations.base import Column, Expression, Name, Operation
from branchline.model.operations.session import Copy, Delete, Insert, Merge, Select, Update
from branchline.model.operations.tables import CreateTable
from branchline.sql.generic.cursor import Cursor
from branchline.sql.generic.facts import Facts, column_name, table_name
from branchline.sql.generic.grammar import limited as top
from branchline.sql.generic.queries import described, statement
from branchline.sql.generic.refused import Refused
from branchline.sql.generic.rows import Query


def query(cursor: Cursor) -> Query:
    """Return what a query reads and gives."""
    tree, text = statement(cursor)
    if not isinstance(tree, exp.Query | exp.Values):
        raise Refused("a query should stand here", cursor.offset)
    facts = Facts(tree, text, cursor.dialect)
    star = _star(tree)
    return Query(
        facts.tables,
        tuple(facts.functions),
        star=star,
        shape=() if star else _shape(tree, cursor),
        bounded=facts.limited or _leaves_out(tree),
    )


def change(cursor: Cursor) -> Iterator[Operation]:
    """Read one statement that reads or changes rows."""
    tree, text = statement(cursor)
    match tree:
        case exp.Insert():
            yield from _insert(tree, text, cursor)
        case exp.Update():
            yield from _update(tree, text, cursor)
        case exp.Delete():
            yield from _delete(tree, text, cursor)
        case exp.Merge():
            yield _merge(tree, text, cursor)
        case exp.MultitableInserts():
            for one in tree.find_all(exp.Insert):
                yield from _several(one, tree, cursor)
        case exp.Query() | exp.Values():
            facts = Facts(tree, text, cursor.dialect)
            if isinstance(into := _into(tree), exp.Table):
                yield _made(tree, table_name(into, cursor.dialect), facts, cursor)
                return
            yield Select(facts.tables, tuple(facts.functions), _star(tree), facts.locking)
            yield from _copied(cursor)
        case _:
            raise Refused("this statement is not known", cursor.offset)


def _into(tree: exp.Expr) -> exp.Expr | None:
    """Return the table that SELECT … INTO makes; Oracle's and MySQL's INTO fill variables."""
    into = tree.args.get("into")
    return into.this if isinstance(into, exp.Into) else None


def _made(tree: exp.Expr, table: Name, facts: Facts, cursor: Cursor) -> Operation:
    star = _star(tree)
    return CreateTable(
        table,
        columns=tuple(Column(name) for name in (() if star else _shape(tree, cursor))),
        temporary=table.name.startswith("#"),
        from_query=True,
        reads=tuple(name for name in facts.tables if name != table),
        star=star,
        functions=tuple(facts.functions),
        bounded=facts.limited or _leaves_out(tree),
    )


def _copied(cursor: Cursor) -> Iterator[Operation]:
    """Yield what SELECT … INTO OUTFILE writes."""
    probe = cursor.part(cursor.at, cursor.stop)
    probe.until("INTO OUTFILE", "INTO DUMPFILE")
    if cursor.dialect.mysql and probe.skip("INTO OUTFILE", "INTO DUMPFILE"):
        yield Copy(target=probe.take().text)


def _insert(tree: exp.Insert, text: str, cursor: Cursor) -> Iterator[Operation]:
    target, dialect = tree.this, cursor.dialect
    columns: tuple[str, ...] = ()
    if isinstance(target, exp.Schema):
        columns = tuple(column_name(part, dialect) for part in target.expressions)
        target = target.this
    if not isinstance(target, exp.Table):
        raise Refused("a table should be named", cursor.offset)
    source = tree.expression
    table = table_name(target, dialect)
    facts = Facts(tree, text, dialect)
    defaults = bool(tree.args.get("default"))
    if source is None and not defaults:
        raise Refused("the rows are missing", cursor.offset)
    yield Insert(
        table,
        columns=columns,
        from_query=isinstance(source, exp.Query) and not isinstance(source, exp.Values),
        default_values=defaults,
        on_conflict=bool(tree.args.get("conflict"))
        or _says(cursor, "INSERT OR IGNORE", "INSERT IGNORE"),
        replace=_replaces(cursor),
        reads=_others(facts, tree, table, dialect_of=cursor),
        values=tuple(string for string in facts.strings if len(string) <= _LABEL),
        star=isinstance(source, exp.Query) and _star(source),
        functions=tuple(facts.functions),
        bounded=facts.limited or _leaves_out(source),
        as_they_come=_in_no_order(source),
    )


def _in_no_order(source: exp.Expr | None) -> bool:
    """Whether rows of a table come as they like; an aggregate of all of them is one row."""
    if isinstance(source, exp.SetOperation):
        return not source.args.get("order")
    if not isinstance(source, exp.Select) or source.args.get("order"):
        return False
    tables = source.find(exp.From)
    rows = tables is not None and tables.parent is source and tables.this.name.lower() != "dual"
    one = not source.args.get("group") and any(
        isinstance(column.unalias(), exp.AggFunc) for column in source.expressions
    )
    return rows and not one


def _leaves_out(source: exp.Expr | None) -> bool:
    """Whether an arm of a query has a condition."""
    arms = [source]
    while arms:
        arm = arms.pop()
        if isinstance(arm, exp.SetOperation):
            arms += [arm.left, arm.right]
        elif isinstance(arm, exp.Select) and (arm.args.get("where") or arm.args.get("having")):
            return True
    return False


def _several(tree: exp.Insert, whole: exp.Expr, cursor: Cursor) -> Iterator[Operation]:
    """Read one INTO of Oracle's INSERT ALL."""
    target = tree.this.this if isinstance(tree.this, exp.Schema) else tree.this
    if isinstance(target, exp.Table):
        reads = Facts(whole.args["source"], cursor.written(), cursor.dialect).tables
        yield Insert(table_name(target, cursor.dialect), from_query=True, reads=reads)


def _replaces(cursor: Cursor) -> bool:
    return cursor.sees("REPLACE") or _says(cursor, "INSERT OR REPLACE", ") REPLACE INTO")


def _says(cursor: Cursor, *phrases: str) -> bool:
    """Whether a phrase stands anywhere."""
    return any(cursor.part(at, cursor.stop).sees(*phrases) for at in range(cursor.at, cursor.stop))


def _update(tree: exp.Update, text: str, cursor: Cursor) -> Iterator[Operation]:
    targets = _targets(tree.this, cursor)
    facts = Facts(tree, text, cursor.dialect)
    sets = [part.this for part in tree.expressions if isinstance(part, exp.EQ)]
    if not sets or not targets:
        raise Refused("nothing is set", cursor.offset)
    limited = facts.limited or top(cursor)
    for target in targets[:1]:
        name = _aliased(sets, tree, target, cursor)
        yield Update(
            name,
            columns=tuple(
                column_name(one, cursor.dialect) for one in sets if isinstance(one, exp.Column)
            ),
            where=_where(tree, cursor),
            joins=len(targets) > 1 or _joins(tree),
            limited=limited,
            reads=_others(facts, tree, name, dialect_of=cursor),
            values=tuple(string for string in facts.strings if len(string) <= _LABEL),
            functions=tuple(facts.functions),
            ordered=tree.find(exp.Order) is not None,
        )


def _delete(tree: exp.Delete, text: str, cursor: Cursor) -> Iterator[Operation]:
    listed = tree.args.get("tables") or ()
    targets = [*listed] or [tree.this]
    facts = Facts(tree, text, cursor.dialect)
    for target in targets:
        if not isinstance(target, exp.Table):
            raise Refused("a table should be named", cursor.offset)
        name = _real(table_name(target, cursor.dialect), tree, cursor)
        yield Delete(
            name,
            where=_where(tree, cursor),
            joins=len(listed) > 1 or bool(tree.args.get("using")) or _joins(tree),
            limited=facts.limited or top(cursor),
            reads=_others(facts, tree, name, dialect_of=cursor),
            functions=tuple(facts.functions),
            ordered=tree.find(exp.Order) is not None,
        )


def _merge(tree: exp.Merge, text: str, cursor: Cursor) -> Operation:
    facts = Facts(tree, text, cursor.dialect)
    [target] = _targets(tree.this, cursor)[:1] or [Name("")]
    deletes = any(
        isinstance(then, exp.Delete)
        or (isinstance(then, exp.Var) and then.name.upper() == "DELETE")
        for when in tree.find_all(exp.When)
        for then in (when.args.get("then"),)
    )
    reads = _others(facts, tree, target, dialect_of=cursor)
    return Merge(target, deletes=deletes, reads=reads, functions=tuple(facts.functions))


def _targets(node: object, cursor: Cursor) -> list[Name]:
    if not isinstance(node, exp.Table):
        return []
    joined = [join.this for join in node.args.get("joins") or ()]
    tables = [node, *(one for one in joined if isinstance(one, exp.Table))]
    return [table_name(one, cursor.dialect) for one in tables]


def _aliased(sets: list[exp.Expr], tree: exp.Expr, target: Name, cursor: Cursor) -> Name:
    """Return the table that the columns set belong to, where they say so."""
    qualifiers = {one.table for one in sets if isinstance(one, exp.Column) and one.table}
    if len(qualifiers) == 1:
        [qualifier] = qualifiers
        alias = cursor.dialect.fold(qualifier, quoted=False, column=False)
        return _real(Name(alias), tree, cursor)
    return _real(target, tree, cursor)


def _real(name: Name, tree: exp.Expr, cursor: Cursor) -> Name:
    """Return the table behind an alias."""
    for table in tree.find_all(exp.Table):
        alias = table.alias
        if alias and cursor.dialect.fold(alias, quoted=False, column=False) == name.name:
            return table_name(table, cursor.dialect)
    return name


def _others(facts: Facts, tree: exp.Expr, target: Name, *, dialect_of: Cursor) -> tuple[Name, ...]:
    """Return the tables read: the target too, when it is mentioned again."""
    fold = dialect_of.dialect
    mentions = [table_name(one, fold) for one in tree.find_all(exp.Table) if one.name]
    return tuple(name for name in facts.tables if name != target or mentions.count(name) > 1)


def _where(tree: exp.Expr, cursor: Cursor) -> Expression | None:
    where = tree.args.get("where")
    if where is None:
        return None
    probe = cursor.part(cursor.at, cursor.stop)
    probe.until("WHERE")
    probe.take()
    text = probe.until("ORDER BY", "LIMIT", "RETURNING", "OPTION", "LOG ERRORS").written()
    return described(where.this, text or where.this.sql(), cursor)


def _joins(tree: exp.Expr) -> bool:
    return bool(tree.args.get("from_") or tree.args.get("from") or tree.args.get("joins")) or (
        isinstance(tree.this, exp.Table) and bool(tree.this.args.get("joins"))
    )


def _star(tree: exp.Expr) -> bool:
    while isinstance(tree, exp.Subquery | exp.SetOperation):
        tree = tree.this
    return isinstance(tree, exp.Select) and any(one.is_star for one in tree.expressions)


def _shape(tree: exp.Expr, cursor: Cursor) -> tuple[str, ...]:
    while isinstance(tree, exp.Subquery | exp.SetOperation):
        tree = tree.this
    if not isinstance(tree, exp.Select):
        return ()
    return tuple(_label(one, cursor) for one in tree.expressions)


def _label(node: exp.Expr, cursor: Cursor) -> str:
    named = node.args.get("alias") if isinstance(node, exp.Alias) else node.this
    if isinstance(named, exp.Identifier):
        return column_name(named, cursor.dialect)
    return cursor.dialect.fold(node.alias_or_name, quoted=False, column=True)


# Longer strings are no labels of an enum that a rule would look up.
_LABEL = 63
