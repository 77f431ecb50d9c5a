"""A changeset as several: what stays in its file, and the files that follow it.

Only whole statements move, each with the comments above it; all the rest of
the file stays byte for byte.
"""

from collections.abc import Iterator, Mapping, Sequence

from branchline.fixes.constraints import RULES as OF_CONSTRAINTS
from branchline.fixes.constraints import constraint_steps
from branchline.fixes.edits import Change, Edit, Fix, overlap
from branchline.fixes.files import Files, Texts
from branchline.fixes.groups import Group, grouped
from branchline.fixes.indexes import RULES as OF_INDEXES
from branchline.fixes.indexes import concurrently, index_steps
from branchline.fixes.settings import (
    has_own_transactions,
    is_local,
    is_setting,
    is_short,
    is_timeout,
)
from branchline.fixes.source import Source
from branchline.fixes.steps import Mode, Step, untouched
from branchline.fixes.undo import WayBack, way_back
from branchline.model.changelog import ChangeSet, Outline, Reversal
from branchline.model.finding import Finding
from branchline.model.statement import Statement

RULES = OF_CONSTRAINTS | OF_INDEXES
"""What is answered here."""

_Wanted = Mapping[int, frozenset[str]]


def split(
    changeset: ChangeSet, findings: Sequence[Finding], texts: Texts, outline: Outline, format_: str
) -> Fix | None:
    """Return what rids a changeset of findings about its statements; None without a safe way.

    Args:
        changeset: Judged; `findings` are those about it.
        findings: Those of other rules are passed over.
        texts: The text of its files, by path.
        outline: All changesets whose numbers are taken.
        format_: The changelog's.
    """
    wanted = _wanted(changeset, findings)
    steps = _steps(changeset.statements, wanted)
    if not wanted or has_own_transactions((*changeset.statements, *changeset.undo)):
        return None
    groups = grouped(steps)
    files = Files(changeset, texts, format_)
    back = way_back(groups, changeset.undo, files.down.moved)
    if back is None or not _may_follow(changeset, groups):
        return None
    followers = files.followers(groups[1:], outline)
    first = _first(changeset, groups[0], back, files)
    if followers is None or first is None:
        return None
    settings = _kept_settings(changeset.statements)
    changes: list[Change] = [*first]
    led = {step.statement.position for step in groups[0].steps}
    for number, (group, path) in enumerate(zip(groups[1:], followers, strict=True)):
        body = _body(group, files.source, settings, led)
        changes += files.written(path, group, body, back.sql[number], known=back.known[number])
    return Fix(changeset.entry.path, frozenset().union(*wanted.values()), tuple(changes))


def _wanted(changeset: ChangeSet, findings: Sequence[Finding]) -> _Wanted:
    """Return the rules that find fault with statements, by their position."""
    rules: dict[object, set[str]] = {}
    for finding in findings:
        if finding.rule in RULES:
            rules.setdefault(finding.place, set()).add(finding.rule)
    return {
        statement.position: frozenset(rules[statement.place])
        for statement in changeset.statements
        if statement.place in rules
    }


def _steps(statements: Sequence[Statement], wanted: _Wanted) -> list[Step]:
    steps: list[Step] = []
    for statement in statements:
        rules = wanted.get(statement.position, frozenset())
        if is_setting(statement):
            continue
        if not rules:
            steps.append(untouched(statement))
            continue
        about_index = rules & OF_INDEXES
        found = index_steps(statement) if about_index else constraint_steps(statement, rules)
        steps += found or (untouched(statement),)
    return steps


def _may_follow(changeset: ChangeSet, groups: Sequence[Group]) -> bool:
    """Whether what is set in the first file can be set in those that follow it."""
    kept = _kept_settings(changeset.statements)
    return not any(is_local(each) for each in kept) or len(groups) == 1


def _kept_settings(statements: Sequence[Statement]) -> tuple[Statement, ...]:
    """Return the settings that say what the statements after them mean."""
    return tuple(each for each in statements if is_setting(each) and not is_timeout(each))


def _first(
    changeset: ChangeSet, group: Group, back: WayBack, files: Files
) -> tuple[Change, ...] | None:
    """Return the changes to the files that are there; None when they are not as expected."""
    alone = group.mode is Mode.ALONE
    texts = _texts_up(changeset, group, f";{files.source.newline}", alone=alone)
    up = _edits(files.source, changeset.statements, texts)
    down = _edits(files.down, changeset.undo, _texts_down(changeset, back, alone=alone))
    if up is None or down is None:
        return None
    changes = [*up, *down]
    steps = [each for each in changeset.undo if not is_setting(each)]
    if back.first and steps:
        added = files.down.before(steps[0], back.first)
        changes += [added] if added else []
    elif back.first and changeset.reversal is Reversal.PRESENT:
        return None
    if overlap(changes):
        return None
    return (*changes, *(files.without_transaction() if alone and changeset.transaction else ()))


def _texts_up(
    changeset: ChangeSet, group: Group, between: str, *, alone: bool
) -> Iterator[str | None]:
    """Yield what becomes of each statement in the first file: None where it goes."""
    kept: dict[int, list[str]] = {}
    for step in group.steps:
        kept.setdefault(step.statement.position, []).append(step.sql)
    for statement in changeset.statements:
        if is_setting(statement):
            yield None if alone and is_short(statement) else statement.text
            continue
        own = kept.get(statement.position)
        yield between.join(own) if own else None


def _texts_down(changeset: ChangeSet, back: WayBack, *, alone: bool) -> Iterator[str | None]:
    for at, statement in enumerate(changeset.undo):
        gone = at in back.moved or (alone and is_short(statement))
        text = concurrently(statement) if alone else statement.text
        yield None if gone else text


def _edits(
    source: Source, statements: Sequence[Statement], texts: Iterator[str | None]
) -> list[Edit] | None:
    blocks = source.blocks(statements)
    if blocks is None:
        return None
    edits = []
    for statement, block, text in zip(statements, blocks, texts, strict=True):
        if text is None:
            edits.append(Edit(source.path, *source.without(block), ""))
        elif text != statement.text:
            edits.append(Edit(source.path, block.first, block.last, text))
    return edits


def _body(group: Group, source: Source, settings: Sequence[Statement], led: set[int]) -> str:
    """Return the statements of a new file, each with the comments that stood above it.

    `led` are the statements whose comments stand somewhere already.
    """
    first = min(step.statement.position for step in group.steps)
    lines = [f"{each.text};{source.newline}" for each in settings if each.position < first]
    for step in group.steps:
        new = step.statement.position not in led
        text = source.moved(step.statement, step.sql) if new else f"{step.sql};"
        led.add(step.statement.position)
        lines.append(f"{text}{source.newline}")
    return "".join(lines)
