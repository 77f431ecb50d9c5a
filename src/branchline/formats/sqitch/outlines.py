"""What a plan comes to: its changes in order, each with its three scripts.

The plan decides and the folders do not: a script that no line names never runs.
What a database has of a change is known by Sqitch's id, which stands in
`lineage`; two states of a plan are compared by name and by how often the name
came before, which an edit of an older line leaves as it is.
"""

from branchline.errors import ConfigError
from branchline.formats.content import content, decoded
from branchline.formats.marks import marks
from branchline.formats.names import Found, in_order, joined, stray, survey
from branchline.formats.sections import is_empty
from branchline.formats.sqitch.clients import without_commands
from branchline.formats.sqitch.identity import script_hash
from branchline.formats.sqitch.plan import Broken, Change, Plan, parse
from branchline.formats.sqitch.settings import CONF, PLAN, OutsideError, Project, project
from branchline.model.changelog import (
    ChangeSet,
    Entry,
    Kind,
    Oddity,
    Order,
    Outline,
    Reversal,
    Script,
    Stray,
)
from branchline.model.settings import Changelog
from branchline.model.tree import FileKind, Tree, TreeFile
from branchline.model.value import replace, value


@value
class Planned(Entry):
    """An entry with what its plan says: what Sqitch would refuse (`flaw`), and its scripts.

    Whether a script is there is told by the companions. `client` is the dialect
    whose client Sqitch hands it to, empty where its settings name none.
    """

    flaw: str = ""
    revert: str = ""
    verify: str = ""
    client: str = ""


def outline(tree: Tree, spec: Changelog) -> Outline:
    """Read the plan below `spec.path`, and see which scripts there are.

    Raises:
        ConfigError: the settings name a place outside the repository.
        RepositoryError: a file is gone, or may not be read.
    """
    place = place_of(tree, spec)
    plan, flaw = read_plan(tree, place.plan)
    scripts, strays = _Scripts.found(tree, place)
    entries = [_broken(place, each) for each in plan.broken]
    if flaw:
        entries.append(_broken(place, Broken(1, "", flaw)))
    seen: dict[str, str] = {}
    held: dict[str, int] = {}
    for at, change in enumerate(plan.changes):
        entries.append(_entry(at, change, place, scripts, _Before(plan, held, seen)))
        held[change.name] = at
    strays += scripts.unused(plan)
    return Outline(tuple(entries), in_order(strays))


def read(tree: Tree, entry: Entry, spec: Changelog) -> ChangeSet:
    """Read the scripts of one change; Sqitch wraps none of them in a transaction."""
    flaw = getattr(entry, "flaw", "")
    if flaw:
        return ChangeSet(entry, flaw=flaw)
    data = tree.read(TreeFile(entry.path, oid=entry.oid))
    text, flaw = content(tree, entry.path, entry.oid) if data is None else decoded(data)
    if flaw or data is None:
        return ChangeSet(entry, flaw=flaw)
    client = getattr(entry, "client", "") or spec.engine.dialect
    script, code = without_commands(Script(text, entry.path), client)
    read = ChangeSet(
        entry,
        script_hash(data),
        script,
        transaction=False,
        attributes=_said(entry),
        code=code,
        runner="sqitch" if code else "",
        undo_path=getattr(entry, "revert", ""),
    )
    return _marked(_with_revert(tree, read, spec), text, spec.engine.dialect)


def place_of(tree: Tree, spec: Changelog) -> Project:
    """Return where the project's files are, by the nearest `sqitch.conf`."""
    folder = spec.path.rpartition("/")[0] if spec.path.endswith(".plan") else spec.path
    at: str | None = folder
    while at is not None:
        conf = next(iter(tree.files(joined(at, CONF))), None)
        if conf is not None and conf.kind is FileKind.REGULAR and conf.path == joined(at, CONF):
            found = _settings(tree, conf, at)
            if _exists(tree, found.plan) or at == folder:
                return _with_plan(found, spec)
        at = at.rpartition("/")[0] if at else None
    return _with_plan(project("", _top(tree, folder)), spec)


def dialect_of_project(tree: Tree, folder: str) -> str:
    """Return the dialect of the engine that a project's settings name; empty without one."""
    return _DIALECTS.get(place_of(tree, Changelog("", folder)).engine, "")


def read_plan(tree: Tree, path: str) -> tuple[Plan, str]:
    """Return a plan, empty where there is none yet, and why it cannot be read."""
    file = next((each for each in tree.files(path) if each.path == path), None)
    if file is None:
        return Plan(), ""
    if file.kind is not FileKind.REGULAR:
        return Plan(), f"is a {file.kind}"
    data = tree.read(file)
    text, flaw = content(tree, path, file.oid) if data is None else decoded(data)
    if data and data.startswith(b"\xef\xbb\xbf"):
        flaw = "starts with a byte order mark, at which Sqitch stops"
    return (Plan(), flaw) if flaw else (parse(text), "")


_DIALECTS = {"pg": "postgres", "sqlite": "sqlite", "mysql": "mysql", "oracle": "oracle"}


def _settings(tree: Tree, conf: TreeFile, folder: str) -> Project:
    text, flaw = content(tree, conf.path, conf.oid)
    if flaw:
        raise ConfigError(f"{conf.path} {flaw}", "save it as UTF-8 text")
    try:
        return project(text, folder)
    except OutsideError as error:
        raise ConfigError(
            f"{conf.path} names {str(error)!r}, which is outside the repository",
            "keep plan and scripts in the repository",
        ) from None


def _with_plan(found: Project, spec: Changelog) -> Project:
    return replace(found, plan=spec.path) if spec.path.endswith(".plan") else found


def _exists(tree: Tree, path: str) -> bool:
    return any(file.path == path for file in tree.files(path))


def _top(tree: Tree, folder: str) -> str:
    """Return the folder of the one plan below `folder`, where it has none itself."""
    if _exists(tree, joined(folder, PLAN)):
        return folder
    found = [
        file.path.rpartition("/")[0]
        for file in tree.files(folder)
        if file.path.rpartition("/")[2] == PLAN
    ]
    return found[0] if len(found) == 1 else folder


@value
class _Scripts:
    """Files of one project by path; `own` are those in its folders, by role."""

    place: Project
    files: dict[str, Found]

    @classmethod
    def found(cls, tree: Tree, place: Project) -> "tuple[_Scripts, list[Stray]]":
        files: dict[str, Found] = {}
        strays: list[Stray] = []
        folders = dict.fromkeys((place.deploy, place.revert, place.verify, *place.reworked))
        for folder in folders:
            found, odd = survey(tree, folder)
            files |= {each.file.path: each for each in found}
            strays += odd
        return cls(place, files), strays

    def of(self, change: Change) -> tuple[str, str, str]:
        """Return where the three scripts of a change are, or would be."""
        place, name = self.place, change.name
        end = f".{place.extension}"
        if not change.rework_tags:
            return tuple(joined(top, name + end) for top in self._folders())  # type: ignore[return-value]  # three
        names = [f"{name}@{tag}{end}" for tag in change.rework_tags]
        there = (each for each in names if joined(place.reworked[0], each) in self.files)
        chosen = next(there, names[0])
        return tuple(joined(top, chosen) for top in place.reworked)  # type: ignore[return-value]  # three

    def oid(self, path: str) -> str:
        return self.files[path].file.oid

    def unused(self, plan: Plan) -> list[Stray]:
        used = {path for change in plan.changes for path in self.of(change)}
        found = []
        for path, each in self.files.items():
            if path in used or not path.endswith(f".{self.place.extension}"):
                continue
            deploys = path.startswith(f"{self.place.deploy}/")
            what, why = (Oddity.UNMATCHED, _UNUSED) if deploys else (Oddity.ORPHAN, _NO_CHANGE)
            found.append(stray(each, what, why.format(self.place.plan)))
        return found

    def _folders(self) -> tuple[str, str, str]:
        return self.place.deploy, self.place.revert, self.place.verify


_UNUSED = "is in no line of {}"
_NO_CHANGE = "belongs to no change of {}"


@value
class _Before:
    """What the changes above one hold: places of names, and names of scripts by blob."""

    plan: Plan
    places: dict[str, int]
    scripts: dict[str, str]

    def parents(self, change: Change) -> tuple[str, ...]:
        needs = (
            each.change
            for each in change.dependencies
            if not each.conflict and each.project in {"", self.plan.project}
        )
        known = (self.places[name] for name in needs if name in self.places)
        return tuple(dict.fromkeys(_id(self.plan.changes[at]) for at in known))


def _id(change: Change) -> str:
    return change.name if change.nth == 1 else f"{change.name}#{change.nth}"


def _entry(at: int, change: Change, place: Project, scripts: _Scripts, before: _Before) -> Planned:
    deploy, revert, verify = scripts.of(change)
    flaw = change.flaw
    name, path, line, oid = change.name, place.plan, change.line, ""
    if change.rework_tags:
        name = deploy.rpartition("/")[2].removesuffix(f".{place.extension}")
    if deploy in scripts.files:
        path, line, oid = deploy, 1, scripts.oid(deploy)
        twin = before.scripts.setdefault(oid, name) if oid else name
        if twin != name and not flaw:
            flaw = f"has the deploy script of {twin}, byte for byte: Sqitch records a script once"
    elif not flaw:
        flaw = f"is planned, and has no script {deploy}"
    return Planned(
        name,
        _id(change),
        path,
        Order(0, (at,), _id(change)),
        oid=oid,
        line=line,
        author=change.planner,
        companions=tuple((p, scripts.oid(p)) for p in (revert, verify) if p in scripts.files),
        parents=before.parents(change),
        lineage=change.id,
        flaw=flaw,
        revert=revert,
        verify=verify,
        client=_DIALECTS.get(place.engine, ""),
    )


def _broken(place: Project, line: Broken) -> Planned:
    id_ = f"{place.plan}: {line.text}"
    order = Order(0, (1 << 32, line.line), id_)
    flaw = f"has at line {line.line} {line.flaw}: Sqitch refuses the whole plan"
    if not line.text and line.line == 1:
        flaw = line.flaw
    # Nobody ran it, and it may go: so it is none of those that come once, in order.
    again = Kind.REPEATABLE
    return Planned(place.plan, id_, place.plan, order, again, line=line.line, flaw=flaw)


def _said(entry: Entry) -> tuple[tuple[str, str], ...]:
    there = getattr(entry, "verify", "") in dict(entry.companions)
    return (("verify", "present" if there else "none"),)


def _marked(found: ChangeSet, text: str, dialect: str) -> ChangeSet:
    """Take branchline's word that there is no way back; the plan says all else."""
    for mark in marks(text, dialect):
        if mark.key == "irreversible":
            return replace(found, reversal=Reversal.IRREVERSIBLE, reason=mark.value)
        if mark.own and not found.flaw:
            flaw = f"says 'branchline: {mark.key}', which Sqitch does not know"
            return ChangeSet(found.entry, flaw=flaw)
    return found


def _with_revert(tree: Tree, found: ChangeSet, spec: Changelog) -> ChangeSet:
    revert = getattr(found.entry, "revert", "")
    oid = dict(found.entry.companions).get(revert)
    if oid is None:
        return found
    text, flaw = content(tree, revert, oid)
    if flaw:
        return ChangeSet(found.entry, flaw=f"has a way back, {revert}, that {flaw}")
    client = getattr(found.entry, "client", "") or spec.engine.dialect
    script, code = without_commands(Script(text, revert), client)
    if is_empty(script.text):
        return found
    both = (*found.code, *code)
    runner = "sqitch" if both else ""
    return replace(found, rollback=script, reversal=Reversal.PRESENT, code=both, runner=runner)
