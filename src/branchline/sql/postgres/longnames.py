"""Names that are longer than the server keeps, as their author wrote them.

The server cuts a name to 63 bytes and says so in a notice that nobody reads;
its parser does the same. Here a name stays whole, so that a rule can tell.
"""

from typing import Any

from branchline.model.regex import regex
from branchline.sql.postgres.slices import TOKEN
from branchline.sql.postgres.tree import Node, Source

_KEPT = 63  # bytes, NAMEDATALEN - 1


def restore(statements: list[Node], source: Source) -> None:
    """Put back what was cut from long names, in place."""
    if len(source.text) <= _KEPT or not _LONG.search(source.text):
        return
    whole = dict(_cut(token.group(), source) for token in TOKEN.finditer(source.text))
    whole.pop("", None)
    if whole:
        _replace([*statements], whole)


def _cut(token: str, source: Source) -> tuple[str, str]:
    """Return a long name as the parser cuts it and as it was written; else nothing."""
    quoted = token.startswith('"')
    name = token[1:-1].replace('""', '"') if quoted else token
    if len(name) <= _KEPT or not (quoted or _FIRST.match(name)):
        return "", ""
    if not quoted:
        name = name.translate(_FOLD)
    encoding = "ascii" if source.plain else "utf-8"
    written = name.encode("latin-1")
    return (
        written[:_KEPT].decode(encoding, errors="ignore"),
        written.decode(encoding, errors="replace"),
    )


def _replace(stack: list[Any], whole: dict[str, str]) -> None:
    while stack:
        node = stack.pop()
        pairs = node.items() if type(node) is dict else enumerate(node)
        for key, part in list(pairs):
            if type(part) is str:
                node[key] = whole.get(part, part)
            elif type(part) in {dict, list}:
                stack.append(part)


_LONG = regex(rf'(?<![\w$\x80-\xff])[\w$\x80-\xff]{{{_KEPT + 1}}}|"[^"]{{{_KEPT + 1}}}')
_FIRST = regex(r"[A-Za-z_\x80-\xff]")
_FOLD = {ord(letter): letter.lower() for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
