"""The traps of a changeset that a rule is about."""

from collections.abc import Iterator

from branchline.model.changelog import ChangeSet
from branchline.model.finding import Place


def trapped(changeset: ChangeSet, *kinds: str) -> Iterator[tuple[str, str, Place]]:
    """Yield kind, words and place of each trap of these kinds."""
    for kind, said, line in changeset.traps:
        if kind in kinds:
            yield kind, said, Place(changeset.entry.path, line)
