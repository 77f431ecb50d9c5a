"""Safe rewrites of what rules find: from a judged changeset to edits, and nothing is touched.

A fix never decides whether something is wrong; findings say that. What it
cannot rewrite without a doubt it leaves.
"""

from branchline.fixes.edits import Change, Edit, Fix, NewFile, Rename, edited
from branchline.fixes.manners import MANNERS
from branchline.fixes.numbers import FORMATS, NUMBERED, renumbered
from branchline.fixes.split import RULES as _OF_STATEMENTS
from branchline.fixes.split import split
from branchline.fixes.timeouts import RULES as _OF_TIMEOUTS
from branchline.fixes.timeouts import limited

__all__ = [
    "FORMATS",
    "MANNERS",
    "NUMBERED",
    "NUMBERS",
    "RULES",
    "SUMS",
    "Change",
    "Edit",
    "Fix",
    "NewFile",
    "Rename",
    "edited",
    "limited",
    "renumbered",
    "split",
]

NUMBERS = frozenset({"out-of-order", "duplicate-id"})
"""What a new number answers."""

SUMS = frozenset({"integrity-file-stale"})
"""What is answered by a file that follows from the others."""

RULES = NUMBERS | SUMS | _OF_STATEMENTS | _OF_TIMEOUTS
"""The rules whose findings have a safe rewrite."""
