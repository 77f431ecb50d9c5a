"""A new change: its deploy script, and with it two more scripts and a line of the plan."""

from datetime import datetime

from branchline.errors import UsageError
from branchline.formats.format import Begun, Files
from branchline.formats.names import joined, slug
from branchline.formats.sqitch.outlines import place_of, read_plan
from branchline.model.changelog import Outline
from branchline.model.settings import Changelog
from branchline.model.tree import Tree


def new_file(title: str, outline: Outline, spec: Changelog, now: datetime) -> tuple[str, str]:
    """Name and begin a deploy script; it runs once a line of the plan names it.

    Raises:
        UsageError: the title names nothing.
    """
    del now
    name = _name(title, outline)
    newest = outline.newest()
    folder, end = joined(spec.path, "deploy"), ".sql"
    if newest and newest.line == 1 and newest.change in newest.path:
        at = newest.path.rindex(newest.change)
        folder, end = newest.path[:at], newest.path[at + len(newest.change) :]
    return joined(folder, name + end), _script(title, spec.engine.dialect)


def beside(tree: Tree, begun: Begun) -> Files:
    """Return the plan with one more line, and the scripts that undo and verify the change.

    Raises:
        UsageError: the plan cannot be read.
    """
    title, spec, outline = begun.title, begun.spec, begun.outline
    place = place_of(tree, spec)
    plan, flaw = read_plan(tree, place.plan)
    if flaw or plan.broken:
        why = flaw or f"has at line {plan.broken[0].line} {plan.broken[0].flaw}"
        raise UsageError(f"{place.plan} {why}", "correct it, or begin one: sqitch init")
    file = next((file for file in tree.files(place.plan) if file.path == place.plan), None)
    if file is None:
        raise UsageError(f"there is no {place.plan}", "begin one: sqitch init PROJECT")
    text = (tree.read(file) or b"").decode()
    name, note = _name(title, outline), " ".join(title.split())
    escaped = note.replace("\\", "\\\\")
    line = f"{name} {begun.now:%Y-%m-%dT%H:%M:%SZ} {begun.planner} # {escaped}\n"
    begin = text if text.endswith("\n") else f"{text}\n"
    end = f"{name}.{place.extension}"
    return (
        (place.plan, begin + line),
        (joined(place.revert, end), _script(f"revert: {note}", spec.engine.dialect)),
        (joined(place.verify, end), _script(f"verify: {note}", spec.engine.dialect)),
    )


_TRANSACTIONAL = frozenset({"postgres", "sqlite"})


def _name(title: str, outline: Outline) -> str:
    name = slug(title).lower()
    if outline.with_id(name):
        raise UsageError(
            f"the plan has a change {name}", f"give another title, or: sqitch rework {name}"
        )
    return name


def _script(title: str, dialect: str) -> str:
    line = " ".join(title.split())
    if dialect in _TRANSACTIONAL:
        return f"-- {line}\n\nBEGIN;\n\n\n\nCOMMIT;\n"
    return f"-- {line}\n\n"
