"""Changelogs in YAML, JSON and XML, as one kind of tree: named elements with lines.

A list of single-key maps is what elements in one another are in XML. Nothing is
built or fetched: tags, document types and entities are refused, and aliases are bounded.
"""

from typing import NamedTuple

from branchline.model.regex import regex

LONGEST = 4 * 1024 * 1024
"""Characters of one such changelog."""


class Node(NamedTuple):
    """An element; `line` is that of its text where it has one, `null` that YAML gave it none."""

    name: str
    line: int
    text: str
    children: "list[Node]"
    null: bool = False

    def said(self, *names: str) -> str:
        """Return the text of the first child with one of `names`; empty without one."""
        return self.given(*names).strip()

    def given(self, *names: str) -> str:
        """Return the same with the blanks around it."""
        found = (child for name in names for child in self.children if child.name == name)
        return next((child.text for child in found), "")

    def named(self, *names: str) -> "list[Node]":
        """Return the children with one of `names`."""
        return [child for child in self.children if child.name in names]


class MalformedError(ValueError):
    """A changelog that is not read: why, after the file's name."""


def parsed(text: str, *, xml: bool) -> Node:
    """Read a changelog; the answer is nameless and holds its root.

    Raises:
        MalformedError: it is not well-formed, or is more than a changelog is.
    """
    if len(text) > LONGEST:
        raise MalformedError(f"is larger than {LONGEST >> 20} MiB")
    return _xml(text) if xml else _yaml(text)


_DEEPEST = 100


def check_depth(depth: int, line: int) -> None:
    """Refuse what is nested more deeply than any changelog."""
    if depth > _DEEPEST:
        raise MalformedError(f"has more than {_DEEPEST} levels at line {line}")


def _yaml(text: str) -> Node:
    from branchline.formats.liquibase.yaml import tree

    return tree(text)


def _xml(text: str) -> Node:
    from xml.parsers import expat

    top = Node("", 1, "", [])
    parser = expat.ParserCreate()
    reader = _Elements(top, parser)
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.data
    parser.StartDoctypeDeclHandler = reader.refuse
    parser.EntityDeclHandler = reader.refuse
    parser.ProcessingInstructionHandler = None
    try:
        parser.Parse(_DECLARED.sub("", text).encode(), True)  # noqa: FBT003 - its own signature
    except expat.ExpatError as error:
        raise MalformedError(f"is not well-formed at line {error.lineno}") from None
    return top


_DECLARED = regex(r"\A\s*<\?xml[^<>]*\?>")


_BLANKS = "".join(map(chr, range(0x21)))  # what Java trims


class _Elements:
    def __init__(self, top: Node, parser: object) -> None:
        self._stack = [top]
        self._texts: list[list[str]] = [[]]
        self._lines = [1]
        self._parser = parser

    @property
    def _line(self) -> int:
        return int(getattr(self._parser, "CurrentLineNumber", 1))

    def start(self, name: str, attributes: dict[str, str]) -> None:
        line = self._line
        check_depth(len(self._stack), line)
        node = Node(name.rpartition(":")[2], line, "", [])
        node.children.extend(
            Node(key.rpartition(":")[2], line, said, []) for key, said in attributes.items()
        )
        self._stack.append(node)
        self._texts.append([])
        self._lines.append(0)

    def data(self, text: str) -> None:
        if not self._lines[-1]:
            self._lines[-1] = self._line
        self._texts[-1].append(text)

    def end(self, name: str) -> None:
        del name
        node, text, line = self._stack.pop(), "".join(self._texts.pop()), self._lines.pop()
        bare = text.lstrip(_BLANKS)
        at = (line or node.line) + text.count("\n", 0, len(text) - len(bare)) * bool(bare)
        self._stack[-1].children.append(
            node._replace(text=bare.rstrip(_BLANKS), line=at if bare else node.line)
        )

    def refuse(self, *_: object) -> None:
        raise MalformedError(f"has a document type or an entity at line {self._line}")
