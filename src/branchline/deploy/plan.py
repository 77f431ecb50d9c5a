"""Changesets minus history gives a plan. Pure: the same facts, the same plan.

Set-based: what is in the tree and not in the history runs, in changelog order.
There is no high-water mark that a late change could fall under.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from branchline.deploy.history import STANDS, Outcome, Row, State
from branchline.deploy.transactions import commits_together
from branchline.formats.selection import MalformedError, why_not
from branchline.model.changelog import ChangeSet, Entry, Kind, Script
from branchline.model.environments import Instance
from branchline.model.plan import InstancePlan, Mismatch, Skipped, Step
from branchline.model.value import value
from branchline.sql.split import in_turn, split

Attributes = tuple[tuple[str, str], ...]


@value
class Asked:
    """What a plan is for.

    `explicit` is a deploy that a person asked for: it runs again what was
    rolled back by hand, which a reconcile leaves alone. `mended` are the ids of
    changes that stopped half way and go on with a new text.
    """

    explicit: bool = False
    mended: frozenset[str] = frozenset()


_RECONCILE = Asked()


def plan_instance(
    changesets: Sequence[ChangeSet],
    state: State,
    instance: Instance,
    dialect: str,
    asked: Asked = _RECONCILE,
) -> InstancePlan:
    """Return what would run on `instance`, in order."""
    wanted, skipped, odd = _selected(changesets, state, instance, dialect)
    base = _baseline(wanted, state)
    steps: list[Step] = []
    for changeset in wanted:
        row = state.of(changeset.entry.id)
        if _stands(changeset, row):
            continue
        if why := _replaced(changeset.entry, base):
            skipped.append(Skipped(changeset.change, why))
        elif why := _held(row, explicit=asked.explicit):
            skipped.append(Skipped(changeset.change, why, held=True))
        else:
            steps.append(_step(changeset, dialect, instance, again=_ran(row)))
    mismatches = (*_mismatches(changesets, state, asked.mended), *odd)
    return InstancePlan(
        instance.name, instance.changelog, tuple(steps), tuple(skipped), (), mismatches
    )


def statements(
    script: Script | None, dialect: str, instance: Instance, attributes: Attributes = ()
) -> tuple[str, ...]:
    """Cut a script, with `${name}` replaced where the environment has a property of that name.

    What no property says, Flyway's own settings may: `placeholders.NAME` of the attributes.
    """
    if script is None:
        return ()
    text = script.text
    start = "placeholders."
    known = ((k.removeprefix(start), v) for k, v in attributes if k.startswith(start))
    for name, replacement in (*instance.properties, *known):
        text = text.replace("${" + name + "}", replacement)
    pieces = [*split(text, dialect)]
    return tuple(pieces[at].text for at in in_turn(pieces, script.backwards))


def _selected(
    changesets: Sequence[ChangeSet], state: State, instance: Instance, dialect: str
) -> tuple[list[ChangeSet], list[Skipped], list[Mismatch]]:
    """Return what is for this instance, in order, and what is not; what ran is for it."""
    wanted: list[ChangeSet] = []
    skipped: list[Skipped] = []
    odd: list[Mismatch] = []
    for changeset in sorted(changesets, key=lambda found: found.entry.order):
        if changeset.flaw:
            continue
        try:
            why = why_not(changeset, instance, dialect)
        except MalformedError as error:
            odd.append(Mismatch(changeset.change, "unreadable", f"its contexts: {error}"))
            continue
        stands = _stands(changeset, state.of(changeset.entry.id))
        if why and not stands:
            skipped.append(Skipped(changeset.change, why))
            continue
        wanted.append(changeset)
        lacking = () if stands else changeset.lacking(instance.properties)
        if lacking:
            detail = f"nothing here gives {', '.join(f'${{{name}}}' for name in lacking)} a value"
            odd.append(Mismatch(changeset.change, "unfilled", detail))
    return wanted, skipped, odd


def _mismatches(
    changesets: Sequence[ChangeSet], state: State, mended: frozenset[str]
) -> Iterator[Mismatch]:
    by_id = {changeset.entry.id: changeset for changeset in changesets}
    for row in state.applied():
        found = by_id.get(row.id)
        if found is None:
            if row.kind == Kind.REPEATABLE:
                continue  # the gates let it go: what it made is dropped by another change
            yield Mismatch(row.change, "missing", f"ran on {row.finished_at}, not in the branch")
        elif found.entry.kind is not Kind.REPEATABLE and not found.flaw and _edited(found, row):
            detail = f"ran as {row.checksum[:15]}, the branch has {found.checksum[:15]}"
            yield Mismatch(row.change, "edited", detail)
    for row in state.unfinished():
        far = f"stopped after statement {row.done} of {row.statements}"
        found = by_id.get(row.id)
        if row.outcome is Outcome.UNDOING:
            yield Mismatch(row.change, "unfinished", f"its rollback {far}")
        elif found is None or (_edited(found, row) and row.id not in mended):
            gone = "was edited since" if found else "is gone from the branch"
            yield Mismatch(row.change, "unfinished", f"{far} and {gone}")
    many = Counter(changeset.entry.id for changeset in changesets)
    for changeset in changesets:
        flaw = changeset.flaw or (_TWICE if many[changeset.entry.id] > 1 else "")
        if flaw:
            yield Mismatch(changeset.change, "unreadable", flaw)


def _edited(changeset: ChangeSet, row: Row) -> bool:
    return changeset.checksum != row.checksum


def _stands(changeset: ChangeSet, row: Row | None) -> bool:
    """Whether the database has the changeset, in this form if it runs again when it changes."""
    if row is None or not _ran(row):
        return False
    return changeset.entry.kind is not Kind.REPEATABLE or not _edited(changeset, row)


def _held(row: Row | None, *, explicit: bool) -> str:
    if row is None or row.outcome is not Outcome.ROLLED_BACK or explicit:
        return ""
    who = f" by {row.actor}" if row.actor else ""
    return f"rolled back{who} on {row.finished_at}: `branchline deploy` runs it again"


def _ran(row: Row | None) -> bool:
    return row is not None and row.outcome in STANDS


def _baseline(wanted: Sequence[ChangeSet], state: State) -> Entry | None:
    """Return the baseline that counts: the newest on a fresh database, else the one that ran."""
    began = any(row.kind != Kind.REPEATABLE for row in state.applied())
    bases = (found.entry for found in wanted if found.entry.kind is Kind.BASELINE)
    counting = (entry for entry in bases if not began or _ran(state.of(entry.id)))
    return max(counting, key=lambda entry: entry.order, default=None)


def _replaced(entry: Entry, base: Entry | None) -> str:
    """A baseline replaces the versions up to its own, on a database that had none of them."""
    if entry.kind is Kind.REPEATABLE or entry == base:
        return ""
    if entry.kind is Kind.BASELINE:
        return "a baseline is for a database that has no changes yet"
    if base is None or entry.order.version > base.order.version:
        return ""
    return f"below the baseline {base.change}"


def _step(changeset: ChangeSet, dialect: str, instance: Instance, *, again: bool) -> Step:
    up = statements(changeset.script, dialect, instance, changeset.attributes)
    return Step(
        changeset.change,
        changeset.checksum,
        changeset.entry.path,
        up,
        statements(changeset.rollback, dialect, instance, changeset.attributes),
        changeset.transaction and commits_together(up, dialect),
        again,
    )


_TWICE = "another change of the branch has the same id"
