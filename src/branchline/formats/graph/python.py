"""Python migrations, read as text: parsed with `ast`, never imported or run.

What a file says counts where it is a literal. A hostile file must cost little:
it has a bound of its own, far below that of SQL, since a syntax tree takes a
hundred times the room of its text.
"""

import ast
import io
import re
import tokenize
import warnings
from collections.abc import Iterable, Iterator
from hashlib import sha256

from branchline.formats.content import content
from branchline.formats.graph.canvas import Piece
from branchline.model.regex import regex
from branchline.model.tree import Tree
from branchline.model.value import value

MOST = 512 * 1024
"""Characters of Python that are parsed."""


@value
class Module:
    """A parsed file; `flaw` reads after its name, and then there is no tree."""

    text: str = ""
    tree: ast.Module | None = None
    flaw: str = ""

    @property
    def body(self) -> list[ast.stmt]:
        """The statements at its top."""
        return self.tree.body if self.tree else []


def module(tree: Tree, path: str, oid: str = "") -> Module:
    """Read and parse a file of `tree`."""
    text, flaw = content(tree, path, oid)
    return Module(flaw=flaw) if flaw else parsed(text)


def parsed(text: str) -> Module:
    """Parse Python; of the text, all line ends become LF."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if len(text) > MOST:
        return Module(text, flaw=f"is larger than {MOST >> 10} KiB of Python")
    if _DEEP.search(text):
        return Module(text, flaw="is nested too deeply to be read")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return Module(text, ast.parse(text))
    except SyntaxError as error:
        return Module(text, flaw=f"is not Python: {error.msg} at line {error.lineno or 1}")
    except ValueError as error:
        return Module(text, flaw=f"is not Python: {error}")
    except (RecursionError, MemoryError):
        return Module(text, flaw="is nested too deeply to be read")


def assigned(body: Iterable[ast.stmt]) -> dict[str, ast.expr]:
    """Return what names are given at the top of a body, annotated or not; the last one counts."""
    found: dict[str, ast.expr] = {}
    for node in body:
        if isinstance(node, ast.Assign):
            found |= {each.id: node.value for each in node.targets if isinstance(each, ast.Name)}
        elif isinstance(node, ast.AnnAssign) and node.value and isinstance(node.target, ast.Name):
            found[node.target.id] = node.value
    return found


def literal(node: ast.expr | None) -> object:
    """Return what a literal says, `Unknown` for anything else."""
    if node is None:
        return None
    try:
        return ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError, RecursionError, MemoryError):
        return Unknown


class Unknown:
    """What only running the file would tell."""


def dotted(node: ast.expr) -> str:
    """Return `a.b.c` for an attribute of an attribute of a name; empty for anything else."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if isinstance(node, ast.Call) and parts:
        return ".".join(["()", *reversed(parts)])
    return ".".join([node.id, *reversed(parts)]) if isinstance(node, ast.Name) else ""


def pieces(node: ast.expr | None, text: str, names: dict[str, ast.expr]) -> tuple[Piece, ...]:
    """Return a string as it stands in the file; nothing where it is no literal.

    Understood are concatenations, f-strings without fields, a name that is
    assigned once, `dedent` and `strip`.
    """
    found = list(_strings(node, names, 0))
    if node is None or not found or any(each is None for each in found):
        return ()
    lines = text.split("\n")
    inside = [piece for each in found if each is not None for piece in _tokens(each, lines)]
    first, last = node.lineno, node.end_lineno or node.lineno
    if all(first <= piece.line <= last for piece in inside):
        return tuple(inside)
    # What stands elsewhere in the file runs here.
    return (Piece(first, node.col_offset + 1, _on_one_line("".join(p.text for p in inside))),)


def joined(several: Iterable[Piece]) -> str:
    """Return the text of pieces."""
    return "".join(piece.text for piece in several)


def remarks(text: str) -> Iterator[Piece]:
    """Yield the comments that speak to branchline, as comments of SQL."""
    if not _OURS.search(text):
        return
    try:
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            if token.type == tokenize.COMMENT and _OURS.match(token.string):
                line, column = token.start
                yield Piece(line, column + 1, "--" + token.string.lstrip("#"))
    except (tokenize.TokenError, SyntaxError):
        return


def digest(found: Module) -> str:
    """Return a checksum of what a file does: formatting, comments and docstrings do not count."""
    parts: list[str] = []
    stack: list[object] = list(reversed(found.body))
    while stack:
        node = stack.pop()
        if isinstance(node, ast.AST):
            if _is_docstring(node):
                continue
            parts.append(type(node).__name__)
            stack += [getattr(node, name, None) for name in reversed(node._fields) if _says(name)]
        elif isinstance(node, list):
            parts.append("[")
            stack += [each for each in [*node, "]"][::-1] if each is not None]
        elif node is not None:
            parts.append(repr(node))
    whole = "\0".join(parts) if found.tree else found.text
    return f"sha256:{sha256(whole.encode('utf-8', 'surrogatepass')).hexdigest()}"


_OURS = regex(r"#+[ \t]*branchline:", re.IGNORECASE)
_DEEP = regex(r"[(\[{](?:[\s]*[(\[{]){60}|(?:[-+~][ \t]*){200}|(?:\bnot[ \t]+){200}")
_FOLLOWED = 4
_TRIMMING = frozenset({"strip", "lstrip", "rstrip"})
_DEDENT = frozenset({"dedent", "textwrap.dedent", "inspect.cleandoc", "cleandoc"})


def _says(field: str) -> bool:
    return field not in {"ctx", "kind", "type_comment", "type_ignores", "type_params"}


def _is_docstring(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )


def _strings(
    node: ast.expr | None, names: dict[str, ast.expr], depth: int
) -> Iterator[ast.Constant | ast.JoinedStr | None]:
    """Yield the string literals that make up a node, and None for what is not one."""
    while isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        if depth > _MANY:
            yield None
            return
        depth += 1
        yield from _strings(node.left, names, depth)
        node = node.right
    match node:
        case ast.Constant(value=str()):
            yield node
        case ast.JoinedStr(values=parts):
            yield node if all(isinstance(part, ast.Constant) for part in parts) else None
        case ast.Name(id=name) if name in names and depth < _FOLLOWED:
            yield from _strings(names[name], names, depth + _FOLLOWED)
        case ast.Call(func=ast.Attribute(value=inner, attr=word), args=[]) if word in _TRIMMING:
            yield from _strings(inner, names, depth + 1)
        case ast.Call(func=function, args=[inner]) if dotted(function) in _DEDENT:
            yield from _strings(inner, names, depth + 1)
        case _:
            yield None


_MANY = 100


def _tokens(node: ast.Constant | ast.JoinedStr, lines: list[str]) -> Iterator[Piece]:
    """Yield the strings that Python joins to one literal, each where it starts."""
    if isinstance(node, ast.JoinedStr):
        values = (part.value for part in node.values if isinstance(part, ast.Constant))
        yield _placed(node.lineno, _column(node, lines), 2, "".join(map(str, values)), node)
        return
    segment = _segment(node, lines)
    found = list(_string_tokens(segment))
    start = _column(node, lines)
    if len(found) <= 1:
        yield _placed(node.lineno, start, _prefix(segment), str(node.value), node)
        return
    for token in found:
        line, column = token.start
        inner = ast.literal_eval(token.string)
        where = column - 1 + start if line == 1 else column + 1
        height = token.end[0] - line
        yield _laid(line + node.lineno - 1, where + _prefix(token.string), str(inner), height)


def _placed(
    line: int, column: int, prefix: int, text: str, node: ast.Constant | ast.JoinedStr
) -> Piece:
    return _laid(line, column + prefix, text, (node.end_lineno or line) - line)


def _laid(line: int, column: int, text: str, height: int) -> Piece:
    """Put a text on its lines; one that holds line ends as escapes on a single one."""
    straight = text.count("\n") == height
    return Piece(line, column, text if straight else _on_one_line(text))


def _on_one_line(text: str) -> str:
    return text if "--" in text or "$$" in text else text.replace("\n", " ")


def _segment(node: ast.expr, lines: list[str]) -> str:
    first, last = node.lineno - 1, (node.end_lineno or node.lineno) - 1
    taken = lines[first : last + 1]
    taken[-1] = taken[-1][: _characters(lines[last], node.end_col_offset or 0)]
    taken[0] = taken[0][_characters(lines[first], node.col_offset) :]
    return "\n".join(taken)


def _string_tokens(segment: str) -> Iterator[tokenize.TokenInfo]:
    try:
        for token in tokenize.generate_tokens(io.StringIO(f"({segment})").readline):
            if token.type == tokenize.STRING:
                yield token
    except (tokenize.TokenError, SyntaxError):
        return


def _column(node: ast.expr, lines: list[str]) -> int:
    return _characters(lines[node.lineno - 1], node.col_offset) + 1


def _characters(line: str, count: int) -> int:
    """Return how many characters `count` bytes of a line are."""
    if line.isascii() or len(line) > _WIDE:  # in so wide a line a column helps nobody
        return count
    return len(line.encode()[:count].decode(errors="replace"))


_WIDE = 10_000


def _prefix(source: str) -> int:
    found = _QUOTES.match(source)
    return found.end() if found else 0


_QUOTES = regex(r"[A-Za-z]{0,2}(?:\"\"\"|'''|\"|')")
