"""Changelogs in YAML, JSON and XML, as one kind of tree: named elements with lines.

A list of single-key maps is what elements in one another are in XML. Nothing is
built, resolved or fetched: tags, aliases, document types and entities are refused.
"""

from typing import NamedTuple

from branchline.model.regex import regex

LONGEST = 4 * 1024 * 1024
"""Characters of one such changelog."""


class Node(NamedTuple):
    """An element; `line` is that of its text where it has one."""

    name: str
    line: int
    text: str
    children: "list[Node]"

    def said(self, *names: str) -> str:
        """Return the text of the first child with one of `names`; empty without one."""
        found = (child for name in names for child in self.children if child.name == name)
        return next((child.text.strip() for child in found), "")

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
_PLAIN_TAG = regex(r"tag:yaml\.org,2002:(?:str|int|float|bool|null|map|seq|timestamp)|!")


def _check_depth(stack: list[Node], line: int) -> None:
    if len(stack) > _DEEPEST:
        raise MalformedError(f"has more than {_DEEPEST} levels at line {line}")


def _yaml(text: str) -> Node:
    import yaml

    top = Node("", 1, "", [])
    builder = _Builder(top)
    try:
        for event in yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
            builder.take(event, event.start_mark.line + 1 if event.start_mark else 1)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" at line {mark.line + 1}" if mark else ""
        raise MalformedError(f"is not well-formed{where}") from None
    return top


class _Builder:
    """Events of YAML to elements; a list's maps stand in the element that holds the list."""

    def __init__(self, top: Node) -> None:
        self._stack = [top]
        self._maps: list[bool] = []
        self._key: list[str | None] = [None]
        self._documents = 0

    def take(self, event: object, line: int) -> None:
        kind = type(event).__name__
        tag = getattr(event, "tag", None)
        if kind == "AliasEvent":
            raise MalformedError(f"has a YAML alias at line {line}, which is not read")
        if tag and not _PLAIN_TAG.fullmatch(tag):
            raise MalformedError(f"has the YAML tag {tag[:60]!r} at line {line}")
        if kind in {"MappingStartEvent", "SequenceStartEvent"}:
            self._open(line, is_map=kind[0] == "M")
        elif kind in {"MappingEndEvent", "SequenceEndEvent"}:
            self._stack.pop()
            self._maps.pop()
            self._key.pop()
        elif kind == "ScalarEvent":
            block = getattr(event, "style", None) in {"|", ">"}
            self._scalar(getattr(event, "value", ""), line + block)
        elif kind == "DocumentStartEvent":
            self._documents += 1
            if self._documents > 1:
                raise MalformedError(f"has a second document at line {line}")

    def _open(self, line: int, *, is_map: bool) -> None:
        _check_depth(self._stack, line)
        parent = self._stack[-1]
        if self._maps and self._maps[-1]:
            key = self._key[-1]
            if key is None:
                raise MalformedError(f"has a key that is no word at line {line}")
            self._key[-1] = None
            parent = Node(key, line, "", [])
            self._stack[-1].children.append(parent)
        self._stack.append(parent)
        self._maps.append(is_map)
        self._key.append(None)

    def _scalar(self, value: str, line: int) -> None:
        holder = self._stack[-1]
        if not (self._maps and self._maps[-1]):
            holder.children.append(Node("", line, value, []))
        elif self._key[-1] is None:
            self._key[-1] = value
        else:
            holder.children.append(Node(self._key[-1] or "", line, value, []))
            self._key[-1] = None


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
        _check_depth(self._stack, line)
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
        self._stack[-1].children.append(node._replace(text=text, line=line or node.line))

    def refuse(self, *_: object) -> None:
        raise MalformedError(f"has a document type or an entity at line {self._line}")
