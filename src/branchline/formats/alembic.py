"""Alembic: a folder of Python files that name their `down_revision`.

Only the files of the folder itself count, as Alembic looks for them, unless
`alembic.ini` says `recursive_version_locations`. A revision without another one
upon it is a head; `depends_on` orders, and makes no head less.
"""

import ast
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from secrets import token_hex

from branchline.formats.content import content, decoded
from branchline.formats.format import Format
from branchline.formats.graph.alembic_order import upgrade_order
from branchline.formats.graph.headers import Header, headers
from branchline.formats.graph.nodes import Node, entries, stem, unique
from branchline.formats.graph.order import Before
from branchline.formats.graph.python import Unknown, assigned, literal, parsed
from branchline.formats.names import Found, in_order, joined, slug, stray, survey
from branchline.model.changelog import ChangeSet, Entry, Oddity, Outline, Stray
from branchline.model.regex import regex
from branchline.model.settings import Changelog
from branchline.model.tree import Tree, TreeFile

TOOL = "alembic"


def outline(tree: Tree, spec: Changelog) -> Outline:
    """List the revisions below `spec.path`, in the order of `alembic upgrade heads`."""
    files, strays = survey(tree, spec.path)
    wanted = list(_revisions(tree, spec, files, strays))
    said = list(headers(tree, wanted, TOOL, header))
    nodes = list(_nodes(said, strays))
    return Outline(entries(_labelled(nodes, said), _ordered), in_order(strays))


def read(tree: Tree, entry: Entry, spec: Changelog) -> ChangeSet:
    """Read one revision: the SQL of its upgrade and its way back."""
    from branchline.formats.graph.alembic_body import changeset

    if entry.follows is None:
        text, flaw = content(tree, entry.path, entry.oid)
        return ChangeSet(
            entry, flaw=flaw or str(header(text).get("flaw", "")) or "names no revision"
        )
    return changeset(tree, entry, spec)


def new_file(title: str, outline: Outline, spec: Changelog, now: datetime) -> tuple[str, str]:
    """Name and begin a revision after every head; several become one by it."""
    heads = [entry.id for entry in outline.heads()]
    revision, words = token_hex(6), slug(title).lower()
    newest = outline.newest()
    folder = newest.path.rpartition("/")[0] if newest else spec.path
    line = " ".join(title.split()).replace("\\", "\\\\").replace('"', "'")
    down = repr(heads[0] if len(heads) == 1 else tuple(heads) or None)
    text = _TEMPLATE.format(
        title=line,
        revision=revision,
        down=down.replace("'", '"'),
        revises=", ".join(heads),
        now=now.strftime("%Y-%m-%d %H:%M:%S"),
    )
    return joined(folder, f"{revision}_{words}.py"), text


def header(text: str) -> Header:
    """Return what a file says of itself; an empty one for a file that is no revision."""
    found = parsed(text)
    if found.flaw:
        return {"flaw": found.flaw}
    names = assigned(found.body)
    if "revision" not in names:
        return {}
    revision = literal(names["revision"])
    if not isinstance(revision, str):
        return {"flaw": "has a revision that only running it would tell"}
    said: Header = {"revision": revision, "line": names["revision"].lineno}
    for key, name in _LISTS.items():
        words = _words(names.get(name))
        if words is None:
            return {"flaw": f"has a {name} that only running it would tell"}
        said[key] = words
    return said


ALEMBIC = Format(TOOL, outline, read, new_file, whole=True)

_LISTS = {"down": "down_revision", "depends": "depends_on", "labels": "branch_labels"}
_FILE = regex(r"(?!\.#|__init__).*\.py")
_OTHERS = frozenset({"env.py", "conftest.py", "setup.py"})
_RECURSIVE = regex(r"^\s*recursive_version_locations\s*[=:]\s*(?:true|yes|on|1)\s*$", 10)
_TEMPLATE = '''\
"""{title}

Revision ID: {revision}
Revises: {revises}
Create Date: {now}
"""

from alembic import op
import sqlalchemy as sa

revision = "{revision}"
down_revision = {down}
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
'''


def _words(node: ast.expr | None) -> list[str] | None:
    """Return a word or several as a list; None where it is neither."""
    said = literal(node)
    if said is None:
        return []
    several = [said] if isinstance(said, str) else said
    if several is Unknown or not isinstance(several, (list, tuple, set)):
        return None
    words = [each for each in several if isinstance(each, str)]
    return words if len(words) == len(several) else None


def _revisions(
    tree: Tree, spec: Changelog, files: Iterable[Found], strays: list[Stray]
) -> Iterator[Found]:
    """Yield the files that Alembic loads, and set aside what it overlooks."""
    files = list(files)
    inside = "versions/" if any(found.folder == "versions/" for found in files) else ""
    deep = None
    for found in files:
        if not _FILE.fullmatch(found.name) or not found.folder.startswith(inside):
            if found.name.lower().endswith(".sql"):
                strays.append(stray(found, Oddity.UNMATCHED, "is SQL, which Alembic does not run"))
            continue
        if "__pycache__" in found.folder or (found.name in _OTHERS and not inside):
            continue
        if found.folder != inside:
            deep = _is_recursive(tree, spec) if deep is None else deep
            if not deep:
                if b"down_revision" in (tree.read(found.file) or b""):
                    strays.append(stray(found, Oddity.UNMATCHED, _TOO_DEEP))
                continue
        yield found


_TOO_DEEP = "is in a folder that Alembic does not look into (recursive_version_locations)"


def _is_recursive(tree: Tree, spec: Changelog) -> bool:
    parts = spec.path.split("/") if spec.path else []
    for length in range(len(parts), -1, -1):
        path = "/".join([*parts[:length], "alembic.ini"])
        for file in tree.files(path):
            data = tree.read(TreeFile(path, oid=file.oid)) if file.path == path else None
            if data is not None:
                return bool(_RECURSIVE.search(decoded(data).text))
    return False


def _nodes(said: Iterable[tuple[Found, Header]], strays: list[Stray]) -> Iterator[Node]:
    said = list(said)
    known = {head["revision"] for _, head in said if "revision" in head}
    labels = {label: head["revision"] for _, head in said for label in head.get("labels", ())}
    for found, head in said:
        change = stem(found)
        if head.get("flaw"):
            yield Node(change, change, found, follows=None)
        elif "revision" not in head:
            strays.append(stray(found, Oddity.UNMATCHED, "names no revision"))
        else:
            down = [ref if ref in known else labels.get(ref, ref) for ref in head["down"]]
            more = [ref if ref in known else labels.get(ref, ref) for ref in head["depends"]]
            both = unique([*down, *more])
            yield Node(head["revision"], change, found, both, unique(down), line=head["line"])


def _labelled(nodes: Sequence[Node], said: Iterable[tuple[Found, Header]]) -> list[Node]:
    """Give every revision the branch that it is on: labels reach all that follows."""
    from branchline.model.value import replace

    own = {head["revision"]: head["labels"] for _, head in said if head.get("labels")}
    if not own:
        return list(nodes)
    after: dict[str, list[str]] = {}
    for node in nodes:
        for parent in node.follows or ():
            after.setdefault(parent, []).append(node.id)
    tracks: dict[str, str] = {}
    for revision, labels in own.items():
        stack = [revision]
        while stack:
            name = stack.pop()
            if name not in tracks or name == revision:
                tracks[name] = min(labels)
                stack += [each for each in after.get(name, ()) if each not in own]
    return [replace(node, track=tracks.get(node.id, "")) for node in nodes]


def _ordered(before: Before, nodes: Mapping[str, Node]) -> Sequence[str]:
    follows = {id_: node.follows or () for id_, node in nodes.items()}
    return upgrade_order(before, follows)
