"""branchline's own word in a file that another tool runs.

That tool takes it for a comment: it may say why there is no way back, which
changes nothing of what runs, and nothing else.
"""

from branchline.formats.marks import marks
from branchline.model.changelog import ChangeSet, Reversal
from branchline.model.value import replace


def honoured(changeset: ChangeSet, text: str, dialect: str, tool: str) -> ChangeSet:
    """Take branchline's word that there is no way back; the tool's own files say all else."""
    for mark in marks(text, dialect):
        if mark.key == "irreversible":
            return replace(changeset, reversal=Reversal.IRREVERSIBLE, reason=mark.value)
        if mark.own and not changeset.flaw:
            flaw = f"says 'branchline: {mark.key}', which {tool} does not know"
            return ChangeSet(changeset.entry, flaw=flaw)
    return changeset
