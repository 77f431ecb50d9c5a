"""What a promotion says: to people, to programs, and to those who read its commit later."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from branchline.cli.sites import say
from branchline.deploy.apply import count
from branchline.gather.promoting import Draft, Waiting, Wish
from branchline.gather.verdict import Verdict
from branchline.git.history import Step
from branchline.model.changelog import ChangeSet, Entry, Order
from branchline.model.refs import RefUpdate
from branchline.model.value import value
from branchline.report.costs import costs
from branchline.report.json import document as report_document
from branchline.report.terminal import printable
from branchline.report.text import lines as report_lines

SCHEMA = "branchline/promotion/v1"
TRAILER = "Promoted-From"


@value
class Outcome:
    """A promotion as far as it has come.

    `commit` is empty where there is nothing to promote, and `verdict` None.
    `lost` are changes that Git takes for merged, each with the commit that took
    it away. `pushes` says that it is to be pushed, `pushed` how that went.
    """

    wish: Wish
    draft: Draft
    word: str = "promote"
    notes: tuple[str, ...] = ()
    lost: tuple[tuple[Entry, Step | None], ...] = ()
    waiting: tuple[Waiting, ...] = ()
    commit: str = ""
    verdict: Verdict | None = None
    pushed: bool | None = None
    at: str = ""
    remote: str = ""
    base_tree: str = ""
    pushes: bool = False

    @property
    def promotes(self) -> bool:
        """Whether there is something to push that the server would take."""
        return bool(self.commit) and self.verdict is not None and self.verdict.accepted

    @property
    def branch(self) -> str:
        """The short name of the branch that a promotion is kept by."""
        return f"promote/{self.wish.source.name}-to-{self.wish.target.name}"

    @property
    def command(self) -> str:
        """What pushes it."""
        target = self.wish.target.ref.removeprefix("refs/heads/")
        if self.remote:
            return f"git push {self.remote} {self.branch}:{target}"
        return f"git push . {self.branch}:{target}"

    @property
    def exit_code(self) -> int:
        """0 when it is done or there is nothing to do; 1 when somebody has to do something."""
        if self.verdict is None:
            return int(bool(self.lost))
        return int(not self.verdict.accepted or self.pushed is False)

    @property
    def update(self) -> RefUpdate | None:
        """The ref as it was judged."""
        return self.verdict.judged[0].update if self.verdict and self.verdict.judged else None

    def changesets(self) -> Iterator[tuple[str, ChangeSet]]:
        """Yield what runs on the target, each with its changelog, in order."""
        for diff in self.update.diffs if self.update else ():
            for changeset in sorted((*diff.added, *diff.changed), key=_order):
                yield diff.changelog, changeset


def message(outcome: Outcome) -> str:
    """Return the commit's message; by its trailers it is known for what it is."""
    wish, draft = outcome.wish, outcome.draft
    names = [printable(entry.change) for entry in draft.brought]
    start = f"{outcome.word} {wish.source.name} to {wish.target.name}"
    few = f"{start}: {', '.join(names)}"
    subject = few if names and len(few) <= _SUBJECT else f"{start}: {_several(len(names))}"
    trailers = [f"{TRAILER}: {wish.head}"]
    trailers.append(f"Changes: {', '.join(names) if 0 < len(names) <= _NAMED else len(names)}")
    trailers += [f"Left-Behind: {printable(entry.change)}" for entry in draft.left]
    trailers += [f"Restored: {printable(entry.change)}" for entry in draft.restored]
    return "\n".join((subject, "", *trailers))


def document(outcome: Outcome) -> dict[str, Any]:
    """Return the promotion as JSON's types."""
    wish, draft = outcome.wish, outcome.draft
    kept = outcome.promotes and outcome.pushed is None
    return {
        "schema": SCHEMA,
        "from": wish.source.name,
        "to": wish.target.name,
        "source": wish.head,
        "target": wish.base or None,
        "commit": outcome.commit or None,
        "branch": outcome.branch if kept else None,
        "next": outcome.command if kept else None,
        "pushed": outcome.pushed,
        "carries": [_carried(name, each, wish.target.name) for name, each in outcome.changesets()],
        "left_behind": [printable(entry.change) for entry in draft.left],
        "restored": [printable(entry.change) for entry in draft.restored],
        "lost": [_lost(entry, step) for entry, step in outcome.lost],
        "waiting": [
            {"change": printable(e.entry.change), "in": e.holder, "not_in": e.environment}
            for e in outcome.waiting
        ],
        "merged_by_content": [printable(path) for path in draft.mended],
        "notes": [printable(note) for note in outcome.notes],
        "report": report_document(outcome.verdict.report()) if outcome.verdict else None,
    }


def show(outcome: Outcome, *, json_: bool) -> None:
    """Print the promotion for programs, or for people up to what is to be done next."""
    if json_:
        print(json.dumps(document(outcome), indent=2))
        return
    for line in _lines(outcome):
        say(line)


def show_end(outcome: Outcome) -> None:
    """Print how the push ended, below the server's own words."""
    target = outcome.wish.target
    if outcome.pushed:
        say(f"pushed {outcome.commit[:_SHORT]} to {target.branch}")
        return
    say(f"not pushed: {target.branch} is as the server has it")
    say("  hint: where it moved meanwhile, the same command makes the merge anew")


_SUBJECT = 72
_NAMED = 10
_SHORT = 12
_SESSION = "set-variable"  # worth a word only where a change does nothing else
_SHOWN = 30
"""Lines of one kind; a first promotion may carry thousands of changes."""


def _lines(outcome: Outcome) -> Iterator[str]:
    wish, draft = outcome.wish, outcome.draft
    yield from _report(outcome)
    yield _headline(outcome)
    yield from (f"  note: {note}" for note in outcome.notes)
    yield from (
        f"  note: Git sees a conflict in {path}, where one side alone changed: taken from that"
        for path in draft.mended
    )
    yield from _few([_row(each, wish.target.name) for _, each in outcome.changesets()])
    yield from _few([f"  left behind: {entry.change}" for entry in draft.left])
    yield from _few([f"  restored: {entry.change}" for entry in draft.restored])
    yield from _few([f"  lost: {_lost_words(*pair, wish)}" for pair in outcome.lost])
    if outcome.lost:
        names = f"{wish.source.name} {wish.target.name}"
        yield f"    hint: no merge brings back what is lost: branchline promote {names} --restore"
    yield from _few([f"  waiting: {each}" for each in _waits(outcome)])
    yield from _next(outcome)


def _report(outcome: Outcome) -> Iterator[str]:
    """Yield what the server would say, where it would say anything."""
    if outcome.verdict is None:
        return
    report = outcome.verdict.report()
    if not outcome.verdict.accepted:
        yield f"refused: {outcome.wish.target.name} would not take this"
    if report.findings:
        yield from report_lines(report, most=_SHOWN)


def _headline(outcome: Outcome) -> str:
    wish, draft = outcome.wish, outcome.draft
    way = f"{outcome.word} {wish.source.name} to {wish.target.name}"
    tips = f"{wish.labels[0]} {wish.head[:_SHORT]}"
    if not wish.base:
        return f"{way}: a new branch, from {tips}"
    where = f"{tips} into {wish.labels[1]} {wish.base[:_SHORT]}"
    if draft.empty:
        all_ = "holds all of it already"
        return f"{way}: {'nothing is left to merge' if outcome.lost else all_}, {where}"
    number = len({each.change for _, each in outcome.changesets()}) or len(draft.brought)
    if number or draft.tree != outcome.base_tree:
        return f"{way}: {count(number, 'change')}, {where}"
    return f"{way}: the contents are equal, this joins their histories, {where}"


def _row(changeset: ChangeSet, target: str) -> str:
    what, cost = _effects(changeset)
    words = f"{', '.join(what) or 'no statement'}{': ' if cost else ''}{', '.join(cost)}"
    skipped = [f"skipped on {where}: {why}" for where, why in _skipped(changeset, target)]
    return "; ".join((f"  {changeset.change}  {words}", *skipped))


def _effects(changeset: ChangeSet) -> tuple[list[str], list[str]]:
    """Return what a change does and what it costs, each thing once."""
    kinds = [each.kind() for one in changeset.statements for each in one.operations]
    unread = ["not understood"] if any(one.error for one in changeset.statements) else []
    kinds = [*dict.fromkeys(kinds)]
    kinds = [kind for kind in kinds if kind != _SESSION] or kinds
    paid = (words for one in changeset.statements for words in costs(one.effect))
    return [*kinds, *unread], [*dict.fromkeys(paid)]


def _skipped(changeset: ChangeSet, target: str) -> Iterator[tuple[str, str]]:
    """Yield where on the target a change will not run, and why."""
    reach = changeset.reach
    for chance in reach.chances if reach else ():
        if chance.why and chance.environment == target:
            yield chance.name, chance.why


def _waits(outcome: Outcome) -> Iterator[str]:
    """Yield what waits below; what is left behind or lost has been said."""
    said = {entry.change for entry in outcome.draft.left} | {e.change for e, _ in outcome.lost}
    for each in outcome.waiting:
        here = (each.holder, each.environment) == _way(outcome)
        if not here:
            yield f"{each.entry.change} is in {each.holder}, not yet in {each.environment}"
        elif each.entry.change not in said:
            yield f"{each.entry.change} is in {each.holder}, newer than {outcome.at}"


def _way(outcome: Outcome) -> tuple[str, str]:
    return outcome.wish.source.name, outcome.wish.target.name


def _lost_words(entry: Entry, step: Step | None, wish: Wish) -> str:
    target = wish.target.name
    if step is None:
        return f"{entry.change}: merged into {target} before, and dropped by that merge"
    return f"{entry.change}: taken out of {target} by {step.oid[:_SHORT]} ({step.subject})"


def _next(outcome: Outcome) -> Iterator[str]:
    if outcome.promotes and outcome.pushed is None and not outcome.pushes:
        yield f"made {outcome.branch} at {outcome.commit[:_SHORT]}"
        yield f"next: {outcome.command}"


def _several(number: int) -> str:
    return count(number, "change") if number else "no database change"


def _order(changeset: ChangeSet) -> Order:
    return changeset.entry.order


def _few(lines: Sequence[str]) -> Iterator[str]:
    yield from lines[:_SHOWN]
    if len(lines) > _SHOWN:
        yield f"  and {len(lines) - _SHOWN} more"


def _carried(changelog: str, changeset: ChangeSet, target: str) -> dict[str, Any]:
    what, cost = _effects(changeset)
    return {
        "change": printable(changeset.change),
        "changelog": changelog,
        "path": printable(changeset.entry.path),
        "statements": len(changeset.statements),
        "operations": what,
        "costs": cost,
        "skipped": [{"on": where, "why": why} for where, why in _skipped(changeset, target)],
    }


def _lost(entry: Entry, step: Step | None) -> dict[str, Any]:
    return {
        "change": printable(entry.change),
        "path": printable(entry.path),
        "by": step.oid if step else None,
        "subject": printable(step.subject) if step else None,
    }
