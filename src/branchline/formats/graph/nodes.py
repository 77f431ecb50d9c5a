"""From what files say to entries in order: the part that all tools share."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from branchline.formats.graph.order import Before
from branchline.formats.names import Found
from branchline.model.changelog import Entry, Order
from branchline.model.value import value


@value
class Node:
    """A change with its place in the graph; `follows` is None for what cannot be read."""

    id: str
    change: str
    found: Found
    parents: tuple[str, ...] = ()
    follows: tuple[str, ...] | None = ()
    track: str = ""
    line: int = 1
    companions: tuple[tuple[str, str], ...] = ()
    replaces: tuple[str, ...] = ()


def entries(
    nodes: Sequence[Node], order: Callable[[Before, Mapping[str, Node]], Sequence[str]]
) -> tuple[Entry, ...]:
    """Return the entries of `nodes` as `order` sorts their ids; twins stand together."""
    by_id: dict[str, list[Node]] = {}
    for node in nodes:
        by_id.setdefault(node.id, []).append(node)
    firsts = {id_: several[0] for id_, several in by_id.items()}
    before = {id_: node.parents for id_, node in firsts.items()}
    ordered = [node for id_ in order(before, firsts) for node in by_id[id_]]
    return tuple(_entry(node, place) for place, node in enumerate(ordered, 1))


def stem(found: Found) -> str:
    """Return the path of a file below the changelog's folder, without its ending."""
    return found.folder + found.name.rpartition(".")[0]


def unique(several: Iterable[str]) -> tuple[str, ...]:
    """Leave out what is there twice."""
    return tuple(dict.fromkeys(several))


def _entry(node: Node, place: int) -> Entry:
    file = node.found.file
    return Entry(
        node.change,
        node.id,
        file.path,
        Order(0, (place,), node.change),
        oid=file.oid,
        line=node.line,
        companions=node.companions,
        parents=node.parents,
        follows=node.follows,
        track=node.track,
        replaces=node.replaces,
    )
