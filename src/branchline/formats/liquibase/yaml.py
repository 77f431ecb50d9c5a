"""YAML and JSON as elements, from the parser's events: nothing is constructed.

A list's maps stand in the element that holds the list. An alias stands for what
its anchor named, up to a bound of all elements: ten lines cannot be a billion.
"""

from typing import NamedTuple, Protocol

from branchline.formats.liquibase.nodes import MalformedError, Node, check_depth
from branchline.formats.liquibase.scalars import printed
from branchline.model.regex import regex


def tree(text: str) -> Node:
    """Read a document; the answer is nameless and holds its root.

    Raises:
        MalformedError: it is not well-formed, or is more than a changelog is.
    """
    import yaml

    top = Node("", 1, "", [])
    take = _Builder(top).take
    try:
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(text)
        # Not `yaml.parse`: it asks twice for each event.
        while (event := loader.get_event()) is not None:
            take(event, event.start_mark.line + 1)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" at line {mark.line + 1}" if mark else ""
        raise MalformedError(f"is not well-formed{where}") from None
    return top


_PLAIN_TAG = regex(r"tag:yaml\.org,2002:(?:str|int|float|bool|null|map|seq|timestamp)|!")
_OPENING = frozenset({"MappingStartEvent", "SequenceStartEvent"})
_CLOSING = frozenset({"MappingEndEvent", "SequenceEndEvent"})
_MOST_ALIASED = 200_000
"""Elements that all aliases of one file stand for; Liquibase takes no more than 50 collections."""


class _Event(Protocol):
    value: str
    anchor: str | None
    tag: str | None
    style: str | None
    implicit: tuple[bool, bool]


class _Open(NamedTuple):
    """A collection that is not at its end: where its elements go, and how many were there."""

    holder: Node
    begun: int
    keys: set[str] | None
    anchor: str | None


class _Anchored(NamedTuple):
    """What an alias stands for: elements of a collection, or a text; and how many they are."""

    children: list[Node]
    text: str | None = None
    null: bool = False
    size: int = 1


class _Builder:
    """Events to elements."""

    def __init__(self, top: Node) -> None:
        self._stack = [_Open(top, 0, None, None)]
        self._key: list[tuple[str, int] | None] = [None]
        self._anchors: dict[str, _Anchored | None] = {}
        self._left = _MOST_ALIASED
        self._documents = 0

    def take(self, event: _Event, line: int) -> None:
        """Take the next event."""
        kind = type(event).__name__
        if kind == "ScalarEvent":
            self._refuse_tag(event, line)
            self._scalar(event, line)
        elif kind in _OPENING:
            self._refuse_tag(event, line)
            self._open(line, event.anchor, is_map=kind == "MappingStartEvent")
        elif kind in _CLOSING:
            self._close()
        elif kind == "AliasEvent":
            self._alias(event.anchor or "", line)
        elif kind == "DocumentStartEvent":
            self._documents += 1
            if self._documents > 1:
                raise MalformedError(f"has a second document at line {line}")

    def _refuse_tag(self, event: _Event, line: int) -> None:
        if event.tag and not _PLAIN_TAG.fullmatch(event.tag):
            raise MalformedError(f"has the YAML tag {event.tag[:60]!r} at line {line}")

    def _open(self, line: int, anchor: str | None, *, is_map: bool) -> None:
        check_depth(len(self._stack), line)
        holder = self._stack[-1].holder
        if self._stack[-1].keys is not None:
            name, at = self._named(line)
            holder = Node(name, at, "", [])
            self._stack[-1].holder.children.append(holder)
        if anchor:
            self._anchors[anchor] = None
        self._stack.append(_Open(holder, len(holder.children), set() if is_map else None, anchor))
        self._key.append(None)

    def _close(self) -> None:
        opened = self._stack.pop()
        self._key.pop()
        if opened.keys and "<<" in opened.keys:
            _merge(opened)
        if opened.anchor:
            children = opened.holder.children[opened.begun :]
            self._anchors[opened.anchor] = _Anchored(children, size=self._size(children))

    def _size(self, children: list[Node]) -> int:
        size, left = 0, [children]
        while left:
            several = left.pop()
            size += len(several)
            if size > _MOST_ALIASED:
                break
            left += [child.children for child in several if child.children]
        return size

    def _alias(self, anchor: str, line: int) -> None:
        found = self._anchors.get(anchor)
        if found is None:
            raise MalformedError(f"has an alias of itself at line {line}: *{anchor[:40]}")
        self._left -= found.size
        if self._left < 0:
            raise MalformedError(f"has aliases for more than {_MOST_ALIASED} values at line {line}")
        if found.text is not None or found.null:
            self._put(found.text or "", line, null=found.null)
        elif self._stack[-1].keys is None:
            self._stack[-1].holder.children.extend(found.children)
        else:
            name, at = self._named(line)
            self._stack[-1].holder.children.append(Node(name, at, "", [*found.children]))

    def _scalar(self, event: _Event, line: int) -> None:
        plain = event.implicit[0] and not event.style
        text = printed(event.value) if plain else event.value
        if event.anchor:
            self._anchors[event.anchor] = _Anchored([], text, text is None)
        # The text of a block begins on the line after its sign.
        self._put(text or "", line + (event.style in {"|", ">"}), null=text is None)

    def _put(self, text: str, line: int, *, null: bool) -> None:
        opened = self._stack[-1]
        if opened.keys is None:
            opened.holder.children.append(Node("", line, text, [], null))
        elif self._key[-1] is None:
            if text in opened.keys and text != "<<":
                raise MalformedError(f"says {text[:40]!r} twice at line {line}")
            opened.keys.add(text)
            self._key[-1] = (text, line)
        else:
            name, _ = self._named(line)
            opened.holder.children.append(Node(name, line, text, [], null))

    def _named(self, line: int) -> tuple[str, int]:
        key = self._key[-1]
        if key is None:
            raise MalformedError(f"has a key that is no word at line {line}")
        self._key[-1] = None
        return key


def _merge(opened: _Open) -> None:
    """Take in what `<<` names, where the map does not say it itself."""
    own = opened.holder.children[opened.begun :]
    merged = [child for each in own if each.name == "<<" for child in each.children]
    kept = [each for each in own if each.name != "<<"]
    known = {each.name for each in kept}
    for child in merged:
        if child.name not in known:
            known.add(child.name)
            kept.append(child)
    opened.holder.children[opened.begun :] = kept
