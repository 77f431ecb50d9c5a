"""New changesets with their SQL understood, each with the schema before it.

The schema is made by all changesets before them in the changelog, so those are
read as well; only a push that brings a change pays for it.
"""

from datetime import date

from branchline.gather.states import States
from branchline.model.changelog import ChangelogDiff, ChangeSet
from branchline.model.settings import Changelog
from branchline.model.value import replace


def analysed(
    diff: ChangelogDiff, states: States, spec: Changelog, today: date, commit: str
) -> ChangelogDiff:
    """Fill statements and allowances of what `diff` adds or changes; `commit` is the one after."""
    wanted = {changeset.entry.path: changeset for changeset in (*diff.added, *diff.changed)}
    if not wanted:
        return diff
    from branchline.sql.analyse import Replay

    replay = Replay(spec.engine, today=today)
    found: dict[str, ChangeSet] = {}
    for entry in states.whole(commit):
        if entry.path in wanted:
            found[entry.path] = replay.judge(wanted[entry.path])
        else:
            replay.pass_over(states.peek(entry))
        if len(found) == len(wanted):
            break
    return replace(
        diff,
        added=tuple(found.get(each.entry.path, each) for each in diff.added),
        changed=tuple(found.get(each.entry.path, each) for each in diff.changed),
    )
