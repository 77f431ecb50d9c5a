"""New changesets with their SQL understood, each with the schema before it.

The schema is made by all changesets before them in the changelog. What those
came to is remembered for each environment, so that a push costs what it brings.
"""

from datetime import date

from branchline.gather.replays import replay_of
from branchline.gather.snapshots import pass_over, stamps_of
from branchline.gather.states import States
from branchline.model.changelog import ChangelogDiff, ChangeSet
from branchline.model.settings import Changelog
from branchline.model.value import replace


def analysed(
    diff: ChangelogDiff, states: States, spec: Changelog, today: date, commit: str
) -> ChangelogDiff:
    """Fill statements and allowances of what `diff` adds or changes; `commit` is the one after."""
    wanted = {changeset.entry.key: changeset for changeset in (*diff.added, *diff.changed)}
    if not wanted:
        return diff
    whole = states.whole(commit)
    entries = whole.entries
    places = [place for place, entry in enumerate(entries) if entry.key in wanted]
    scripts = [entry for entry in whole.scripts if entry.key in wanted]
    if scripts:  # they meet what all changes have made
        places.append(len(entries))
    replay = replay_of(spec, today)
    start = places[0] if places else 0
    note = repr((states.place, diff.environment, spec.path, spec.format, spec.engine))
    before = entries[:start]
    pass_over(replay, before, states.peek, stamps_of(None, before), note)
    found: dict[tuple[str, str], ChangeSet] = {}
    for entry in entries[start : places[-1] + 1] if places else ():
        if entry.key in wanted:
            found[entry.key] = replay.judge(wanted[entry.key])
        else:
            replay.pass_over(states.peek(entry))
    for entry in scripts:
        found[entry.key] = replay.judge(wanted[entry.key])
    return replace(
        diff,
        added=tuple(found.get(each.entry.key, each) for each in diff.added),
        changed=tuple(found.get(each.entry.key, each) for each in diff.changed),
    )
