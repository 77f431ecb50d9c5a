"""Django: `migrations` packages of apps, whose files name their `dependencies`.

A changelog may hold the apps of a whole project, or one app's folder. What an
app outside of it is asked for is Django's own affair: only names of apps that
are here can be missing.
"""

import ast
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from branchline.errors import UsageError
from branchline.formats.content import content, decoded
from branchline.formats.format import Format
from branchline.formats.graph.django_state import History, elements, facts
from branchline.formats.graph.headers import Header, headers
from branchline.formats.graph.nodes import Node, entries, unique
from branchline.formats.graph.order import Before, depth_first
from branchline.formats.graph.python import assigned, dotted, literal, parsed
from branchline.formats.names import Found, in_order, joined, slug, stray, survey
from branchline.model.changelog import ChangeSet, Entry, Oddity, Outline, Stray
from branchline.model.regex import regex
from branchline.model.settings import Changelog
from branchline.model.tree import Tree, TreeFile
from branchline.model.value import value

TOOL = "django"


@value
class Migration(Entry):
    """An entry that knows the models before it, and which app it belongs to."""

    history: History = History()


def outline(tree: Tree, spec: Changelog) -> Outline:
    """List the migrations below `spec.path`, in the order of `migrate` on an empty database."""
    files, strays = survey(tree, spec.path)
    apps = _Apps(tree, spec, files)
    wanted = list(_migrations(apps, files, strays))
    said = list(_packaged(headers(tree, wanted, TOOL, header)))
    apps.learn(said)
    nodes = _nodes(said, apps)
    ordered = entries(nodes, _ordered)
    history, by_path = History(), {found.file.path: head for found, head in said}
    for entry in ordered:
        history.add(entry.order.version[0], entry.track, by_path[entry.path].get("facts", ()))
    return Outline(tuple(_migration(entry, history) for entry in ordered), in_order(strays))


def read(tree: Tree, entry: Entry, spec: Changelog) -> ChangeSet:
    """Read one migration: the SQL of its operations, and of their way back."""
    from branchline.formats.graph.django_body import changeset

    if entry.follows is None:
        text, flaw = content(tree, entry.path, entry.oid)
        return ChangeSet(entry, flaw=flaw or str(header(text).get("flaw", "")) or _NONE)
    history = entry.history if isinstance(entry, Migration) else History()
    return changeset(tree, entry, spec, history)


def new_file(title: str, outline: Outline, spec: Changelog, now: datetime) -> tuple[str, str]:
    """Name and begin a migration after the newest of the only app.

    Raises:
        UsageError: there are several apps, and no telling which one is meant.
    """
    del now
    apps = {entry.track for entry in outline}
    if len(apps) > 1:
        hint = "python manage.py makemigrations --empty APP"
        raise UsageError(f"{spec.name!r} holds {len(apps)} apps", hint)
    heads = sorted(outline.heads(), key=lambda entry: entry.id)
    folder = heads[-1].path.rpartition("/")[0] if heads else spec.path
    numbers = (_NUMBER.match(head.id.rpartition(".")[2]) for head in heads)
    number = max((int(found[0]) for found in numbers if found), default=0) + 1
    wanted = "".join(f'\n        ("{e.track}", "{e.id.rpartition(".")[2]}"),' for e in heads)
    needs = f"[{wanted}\n    ]" if wanted else "[]"
    line = " ".join(title.split()).replace("\\", "\\\\").replace('"', "'")
    path = joined(folder, f"{number:04}_{slug(title).lower()}.py")
    return path, _TEMPLATE.format(title=line, needs=needs)


def header(text: str) -> Header:
    """Return what a file says of its place, and what it does to models."""
    found = parsed(text)
    if found.flaw:
        return {"flaw": found.flaw}
    made = next((n for n in found.body if isinstance(n, ast.ClassDef) and n.name == _CLASS), None)
    if made is None:
        return {"flaw": _NONE}
    names = assigned(made.body)
    said: Header = {"line": made.lineno}
    for key in ("dependencies", "run_before", "replaces"):
        several = _references(names.get(key))
        if several is None:
            return {"flaw": f"has {key} that only running it would tell"}
        said[key] = several
    said["facts"] = list(facts(elements(names.get("operations"))))
    return said


DJANGO = Format(TOOL, outline, read, new_file, whole=True)

_CLASS = "Migration"
_NONE = "has no Migration class, and Django refuses it"
_PAIR = 2
_NUMBER = regex(r"[0-9]+")
_LABEL = regex(r"^[ \t]+label[ \t]*(?::[^=\n]+)?=[ \t]*['\"](\w+)['\"]", 8)
_TEMPLATE = '''\
"""{title}"""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = {needs}

    operations = []
'''


def _references(node: ast.expr | None) -> list[list[str]] | None:
    """Return pairs of app and name; None where an element is not said literally."""
    if node is None:
        return []
    if not isinstance(node, (ast.List, ast.Tuple)):
        return None
    found: list[list[str]] = []
    for each in node.elts:
        if isinstance(each, ast.Call) and dotted(each.func).endswith("swappable_dependency"):
            continue  # the app that settings name, which Django finds
        said = literal(each)
        if not isinstance(said, (tuple, list)) or len(said) != _PAIR:
            return None
        found.append([str(part) for part in said])
    return found


class _Apps:
    """Which app a folder belongs to."""

    def __init__(self, tree: Tree, spec: Changelog, files: Iterable[Found]) -> None:
        self._tree, self._path, self._name = tree, spec.path, spec.name
        self.packages = {found.folder for found in files if found.name == "__init__.py"}
        self._labels: dict[str, str] = {}
        self._only = ""

    def label(self, folder: str) -> str:
        """Return the label of the app that a folder of migrations belongs to."""
        if folder not in self._labels:
            self._labels[folder] = self._told(joined(self._path, folder)) or self._only
        return self._labels[folder] or self._name

    def learn(self, said: Iterable[tuple[Found, Header]]) -> None:
        """Learn the label of a folder that has none above it from what its files name."""
        said = list(said)
        stems = {found.name[:-3] for found, _ in said}
        named = Counter(
            app for _, head in said for app, name in head.get("dependencies", ()) if name in stems
        )
        self._only = named.most_common(1)[0][0] if named else ""

    def _told(self, folder: str) -> str:
        above = folder.rpartition("/")[0]
        place = joined(above, "apps.py")
        for file in self._tree.files(place):
            if file.path == place:
                text = decoded(self._tree.read(TreeFile(place, oid=file.oid)) or b"").text
                labels = set(_LABEL.findall(text))
                if len(labels) == 1:
                    return str(labels.pop())
        return above.rpartition("/")[2]


def _migrations(apps: _Apps, files: Iterable[Found], strays: list[Stray]) -> Iterator[Found]:
    files = list(files)
    alone = not any(found.folder.endswith("migrations/") for found in files)
    for found in files:
        place = found.folder.rstrip("/").rpartition("/")[2]
        inside = place == "migrations" or (alone and not found.folder)
        if not inside or not found.name.endswith(".py") or found.name[0] in "_~":
            continue
        if "." in found.name[:-3]:
            strays.append(stray(found, Oddity.UNMATCHED, "has a dot in its name"))
        elif found.folder not in apps.packages:
            if place == "migrations" or _NUMBER.match(found.name):
                strays.append(stray(found, Oddity.UNMATCHED, "has no __init__.py beside it"))
        else:
            yield found


def _packaged(said: Iterable[tuple[Found, Header]]) -> Iterator[tuple[Found, Header]]:
    """Leave out folders where no file is a migration: they are called so by chance."""
    said = list(said)
    real = {found.folder for found, head in said if head.get("flaw") != _NONE}
    yield from ((found, head) for found, head in said if found.folder in real)


def _nodes(said: Sequence[tuple[Found, Header]], apps: _Apps) -> list[Node]:
    keys = [f"{apps.label(found.folder)}.{found.name[:-3]}" for found, _ in said]
    graph = _Graph(dict(zip(keys, (head for _, head in said), strict=True)))
    return [_node(key, found, head, graph) for key, (found, head) in zip(keys, said, strict=True)]


class _Graph:
    """Resolves what files name to what is there."""

    def __init__(self, heads: Mapping[str, Header]) -> None:
        self.heads = heads
        self.apps = {key.partition(".")[0] for key in heads}
        self.replacing: dict[str, list[str]] = {}
        self.before: dict[str, list[str]] = {}
        for key, head in heads.items():
            for app, name in head.get("replaces", ()):
                self.replacing.setdefault(f"{app}.{name}", []).append(key)
            for app, name in head.get("run_before", ()):
                self.before.setdefault(f"{app}.{name}", []).append(key)

    def resolved(self, app: str, name: str, key: str) -> list[str]:
        """Return the ids that a dependency comes to; none for an app that is elsewhere."""
        if app not in self.apps:
            return []
        if name in {"__first__", "__latest__"}:
            return [] if key.startswith(f"{app}.") else self._end(app, first=name == "__first__")
        target = f"{app}.{name}"
        squashed = self.replacing.get(target, ())
        instead = [each for each in squashed if each not in {key, *self.replacing.get(key, ())}]
        # Where both are there, what comes after the last of many comes after the one, too.
        return [target, *instead] if target in self.heads else instead or [target]

    def _end(self, app: str, *, first: bool) -> list[str]:
        own = {key: head for key, head in self.heads.items() if key.startswith(f"{app}.")}
        needs = {
            key: {f"{a}.{n}" for a, n in head.get("dependencies", ()) if a == app}
            for key, head in own.items()
        }
        if first:
            ends = [key for key in own if not needs[key]]
        else:
            needed = set().union(*needs.values())
            ends = [key for key in own if key not in needed]
        return sorted(ends)[:1]


def _node(key: str, found: Found, head: Header, graph: _Graph) -> Node:
    app = key.partition(".")[0]
    if head.get("flaw"):
        return Node(key, key, found, follows=None, track=app)
    replaces = tuple(f"{a}.{n}" for a, n in head["replaces"])
    parents = [each for a, n in head["dependencies"] for each in graph.resolved(a, n, key)]
    parents += graph.before.get(key, [])
    parents += [each for each in replaces if each in graph.heads]
    both = unique(each for each in parents if each != key)
    follows = tuple(each for each in both if each.startswith(f"{app}."))
    return Node(key, key, found, both, follows, app, head["line"], replaces=replaces)


def _ordered(before: Before, nodes: Mapping[str, Node]) -> Sequence[str]:
    followed = {each for node in nodes.values() for each in node.follows or ()}
    return depth_first(before, sorted(key for key in before if key not in followed))


def _migration(entry: Entry, history: History) -> Migration:
    fields = {name: getattr(entry, name) for name in Entry.__match_args__}
    return Migration(**fields, history=history)
