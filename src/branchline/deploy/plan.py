"""Changesets minus history gives a plan. Pure: the same facts, the same plan.

Set-based: what is in the tree and not in the history runs, in changelog order.
There is no high-water mark that a late change could fall under.
"""

from collections.abc import Iterable, Iterator, Sequence

from branchline.deploy.contexts import MalformedError, evaluate, selects
from branchline.deploy.history import Outcome, Row, State
from branchline.model.changelog import ChangeSet, Kind, Script
from branchline.model.environments import Instance
from branchline.model.plan import InstancePlan, Mismatch, Skipped, Step
from branchline.sql.split import split


def plan_instance(
    changesets: Sequence[ChangeSet],
    state: State,
    instance: Instance,
    dialect: str,
    *,
    explicit: bool = False,
) -> InstancePlan:
    """Return what would run on `instance`, in order.

    `explicit` is a deploy that a person asked for: it runs again what was
    rolled back by hand, which a reconcile leaves alone.
    """
    steps: list[Step] = []
    skipped: list[Skipped] = []
    mismatches = [*_mismatches(changesets, state)]
    for changeset in sorted(changesets, key=lambda found: found.entry.order):
        row = state.of(changeset.entry.id)
        if changeset.flaw or _stands(changeset, row):
            continue
        try:
            why = _not_for(changeset, instance, dialect)
        except MalformedError as error:
            mismatches.append(Mismatch(changeset.change, "unreadable", f"its contexts: {error}"))
            continue
        why = why or _baseline(changesets, changeset, state) or _held(row, explicit=explicit)
        if why:
            skipped.append(Skipped(changeset.change, why))
        else:
            steps.append(_step(changeset, dialect, instance, again=_ran(row)))
    return InstancePlan(
        instance.name, instance.changelog, tuple(steps), tuple(skipped), (), tuple(mismatches)
    )


def _mismatches(changesets: Iterable[ChangeSet], state: State) -> Iterator[Mismatch]:
    by_id = {changeset.entry.id: changeset for changeset in changesets}
    for row in state.applied():
        found = by_id.get(row.id)
        if found is None:
            yield Mismatch(row.change, "missing", f"ran on {row.finished_at}, not in the branch")
        elif found.entry.kind is not Kind.REPEATABLE and found.checksum != row.checksum:
            detail = f"ran as {row.checksum[:15]}, the branch has {found.checksum[:15]}"
            yield Mismatch(row.change, "edited", detail)
    for changeset in changesets:
        if changeset.flaw:
            yield Mismatch(changeset.change, "unreadable", changeset.flaw)


def _stands(changeset: ChangeSet, row: Row | None) -> bool:
    """Whether the database has the changeset, in this form if it runs again when it changes."""
    if row is None or not _ran(row):
        return False
    return changeset.entry.kind is not Kind.REPEATABLE or row.checksum == changeset.checksum


def _held(row: Row | None, *, explicit: bool) -> str:
    if row is None or row.outcome is not Outcome.ROLLED_BACK or explicit:
        return ""
    who = f" by {row.actor}" if row.actor else ""
    return f"rolled back{who} on {row.finished_at}: `branchline deploy` runs it again"


def _ran(row: Row | None) -> bool:
    return row is not None and row.outcome in {Outcome.APPLIED, Outcome.MARKED}


def _not_for(changeset: ChangeSet, instance: Instance, dialect: str) -> str:
    contexts = frozenset(instance.contexts)
    if not selects(changeset.contexts, contexts):
        return f"context {changeset.contexts}"
    labels = frozenset(
        label.strip().lower() for label in changeset.labels.split(",") if label.strip()
    )
    if labels and instance.labels and not evaluate(instance.labels, labels):
        return f"labels {changeset.labels}"
    if changeset.dbms and not _for_dialect(changeset.dbms, dialect):
        return f"dbms {changeset.dbms}"
    return ""


def _for_dialect(dbms: str, dialect: str) -> bool:
    words = {word.strip().lower() for word in dbms.split(",")}
    names = {dialect, {"postgres": "postgresql", "tsql": "mssql"}.get(dialect, dialect)}
    if any(f"!{name}" in words for name in names) or "none" in words:
        return False
    wanted = {word for word in words if not word.startswith("!")}
    return not wanted or bool(wanted & names) or "all" in wanted


def _baseline(changesets: Sequence[ChangeSet], changeset: ChangeSet, state: State) -> str:
    """A baseline replaces the versions up to its own, on a database that has none of them."""
    kind = changeset.entry.kind
    if kind is Kind.REPEATABLE:
        return ""
    ran = [found for found in state.applied() if found.kind != Kind.REPEATABLE]
    bases = [found.entry for found in changesets if found.entry.kind is Kind.BASELINE]
    newest = max(bases, key=lambda entry: entry.order, default=None)
    began = next((entry for entry in bases if _ran(state.of(entry.id))), None)
    if kind is Kind.BASELINE:
        fresh = not ran and newest == changeset.entry
        return "" if fresh else "a baseline is for a database that has no changes yet"
    base = began if ran else newest
    below = base is not None and changeset.entry.order.version <= base.order.version
    return f"below the baseline {base.change}" if base is not None and below else ""


def _step(changeset: ChangeSet, dialect: str, instance: Instance, *, again: bool) -> Step:
    return Step(
        changeset.change,
        changeset.checksum,
        changeset.entry.path,
        _statements(changeset.script, dialect, instance),
        _statements(changeset.rollback, dialect, instance),
        changeset.transaction,
        again,
    )


def _statements(script: Script | None, dialect: str, instance: Instance) -> tuple[str, ...]:
    """Cut a script, with `${name}` replaced where the environment has a property of that name."""
    if script is None:
        return ()
    text = script.text
    for name, replacement in instance.properties:
        text = text.replace("${" + name + "}", replacement)
    return tuple(piece.text for piece in split(text, dialect))
