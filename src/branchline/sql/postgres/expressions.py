"""Expressions: what they read and call, and whether they say anything at all.

Nothing is evaluated but what is plain to see: an expression is `true` when
every row must satisfy it, never because a function would say so.
"""

from collections.abc import Callable, Iterable

from branchline.model.operations.base import Expression
from branchline.sql.postgres.facts import Facts, dotted
from branchline.sql.postgres.slices import expression_text
from branchline.sql.postgres.tree import Node, Source, plain, unwrap


def expression(wrapped: Node | None, source: Source) -> Expression | None:
    """Return what rules need of an expression, None where there is none."""
    return known(wrapped, source) if wrapped else None


def known(wrapped: Node, source: Source) -> Expression:
    """Return what rules need of an expression that is there.

    A cast NULL is `null` too, as it is to the server. `functions` leaves out
    `pg_catalog` and the functions behind operators.
    """
    facts = Facts(wrapped)
    return Expression(
        expression_text(source, facts.low, facts.high),
        constant=not (facts.columns or facts.functions or facts.subquery),
        null=_null(wrapped),
        true=_truth(wrapped) is True,
        functions=tuple(facts.functions),
        columns=tuple(facts.columns),
        not_null=tuple(_not_null(wrapped)),
        subquery=facts.subquery,
        strings=tuple(facts.strings),
    )


def _null(wrapped: Node) -> bool:
    kind, body = unwrap(wrapped)
    while kind == "TypeCast":
        kind, body = unwrap(body.get("arg", {}))
    return kind == "A_Const" and bool(body.get("isnull"))


def _not_null(wrapped: Node) -> Iterable[str]:
    kind, body = unwrap(wrapped)
    if kind == "BoolExpr" and body.get("boolop") == "AND_EXPR":
        for part in body.get("args", ()):
            yield from _not_null(part)
    elif kind == "BoolExpr" and body.get("boolop") == "NOT_EXPR":
        yield from _tested(body["args"][0], "IS_NULL")
    else:
        yield from _tested(wrapped, "IS_NOT_NULL")


def _tested(wrapped: Node, test: str) -> Iterable[str]:
    body = wrapped.get("NullTest", {})
    if body.get("nulltesttype") == test and "ColumnRef" in body.get("arg", {}):
        yield dotted(body["arg"]["ColumnRef"].get("fields", ())).name


def _truth(wrapped: Node) -> bool | None:
    """Return what an expression is for every row, None when it depends on the row."""
    kind, body = unwrap(wrapped)
    judge = _TRUTH.get(kind)
    return judge(body) if judge else None


def _constant_truth(body: Node) -> bool | None:
    return bool(body["boolval"].get("boolval")) if "boolval" in body else None


def _cast_truth(body: Node) -> bool | None:
    word = plain(body.get("arg")).lower()
    names = plain({"TypeName": body.get("typeName", {})})
    return _WORDS.get(word) if names in {"bool", "boolean"} else None


def _combined_truth(body: Node) -> bool | None:
    parts = [_truth(part) for part in body.get("args", ())]
    match body.get("boolop"):
        case "AND_EXPR":
            return False if False in parts else None if None in parts else True
        case "OR_EXPR":
            return True if True in parts else None if None in parts else False
        case _:
            return None if None in parts else not parts[0]


def _compared_truth(body: Node) -> bool | None:
    if body.get("kind") != "AEXPR_OP":
        return None
    left, right = body.get("lexpr", {}), body.get("rexpr", {})
    operator = plain(body["name"][-1]) if body.get("name") else ""
    same = operator in {"=", "<=", ">="} and "ColumnRef" in left and _same(left, right)
    if same or not ("A_Const" in left and "A_Const" in right):
        return True if same else None
    first, second = left["A_Const"], right["A_Const"]
    if first.get("isnull") or second.get("isnull"):
        return None
    if "ival" in first and "ival" in second:
        compare = _COMPARE.get(operator)
        return (
            compare(first["ival"].get("ival", 0), second["ival"].get("ival", 0))
            if compare
            else None
        )
    return (plain(left) == plain(right)) if operator == "=" else None


def _same(left: Node, right: Node) -> bool:
    return "ColumnRef" in right and plain(left) == plain(right)


_WORDS = dict.fromkeys(("t", "true", "y", "yes", "on", "1"), True)
_WORDS |= dict.fromkeys(("f", "false", "n", "no", "off", "0"), False)
_COMPARE: dict[str, Callable[[int, int], bool]] = {
    "=": lambda a, b: a == b,
    "<>": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}
_TRUTH: dict[str, Callable[[Node], bool | None]] = {
    "A_Const": _constant_truth,
    "TypeCast": _cast_truth,
    "BoolExpr": _combined_truth,
    "A_Expr": _compared_truth,
}
