"""What is plain to see of a condition: that it always holds, or what it proves.

Nothing is evaluated but constants: a condition is true when every row must
satisfy it, never because a function would say so.
"""

from collections.abc import Iterator

from sqlglot import exp


def true(tree: exp.Expr) -> bool | None:
    """Whether a condition holds for every row; None where that is not plain."""
    tree = tree.unnest()
    match tree:
        case exp.Boolean() | exp.Literal():
            return _constant(tree)
        case exp.Not():
            inner = true(tree.this)
            return None if inner is None else not inner
        case exp.And() | exp.Or():
            return _combined(tree)
        case exp.EQ() | exp.GTE() | exp.LTE() | exp.NEQ() | exp.GT() | exp.LT():
            return _compared(tree)
        case exp.Is():
            return _is_null(tree)
        case _:
            return None


def not_null(tree: exp.Expr) -> Iterator[str]:
    """Yield the columns that a conjunction says to be NOT NULL."""
    stack = [tree]
    while stack:
        node = stack.pop().unnest()
        if isinstance(node, exp.And):
            stack += [node.right, node.left]
        elif isinstance(node, exp.Not) and isinstance(node.this, exp.Is):
            column, null = node.this.this, node.this.expression
            if isinstance(column, exp.Column) and isinstance(null, exp.Null):
                yield column.name


def _constant(tree: exp.Expr) -> bool | None:
    if isinstance(tree, exp.Boolean):
        return bool(tree.this)
    return None if tree.is_string else _number(tree) != 0


def _combined(tree: exp.Expr) -> bool | None:
    decisive = isinstance(tree, exp.Or)
    parts: list[bool | None] = []
    stack = [tree]
    while stack:
        node = stack.pop()
        if type(node) is type(tree):
            stack += [node.args["this"], node.args["expression"]]
        else:
            parts.append(true(node))
    if decisive in parts:
        return decisive
    return None if None in parts else not decisive


def _compared(tree: exp.Expr) -> bool | None:
    left, right = tree.this.unnest(), tree.expression.unnest()
    if isinstance(left, exp.Column) and left == right:
        return True if isinstance(tree, exp.EQ | exp.GTE | exp.LTE) else None
    if not (isinstance(left, exp.Literal) and isinstance(right, exp.Literal)):
        return None
    if left.is_string or right.is_string:
        same = left.is_string and right.is_string and isinstance(tree, exp.EQ)
        return left.name == right.name if same else None
    first, second = _number(left), _number(right)
    known: dict[type[exp.Expr], bool] = {
        exp.EQ: first == second,
        exp.NEQ: first != second,
        exp.GT: first > second,
        exp.GTE: first >= second,
        exp.LT: first < second,
        exp.LTE: first <= second,
    }
    return known[type(tree)]


def _is_null(tree: exp.Expr) -> bool | None:
    if isinstance(tree.expression, exp.Null) and isinstance(tree.this, exp.Literal):
        return False
    return True if isinstance(tree.this, exp.Null) and tree.this == tree.expression else None


def _number(tree: exp.Expr) -> float:
    try:
        return float(tree.name)
    except ValueError:
        return 1.0
