"""What a rule says, and what a report prints.

A rule yields a `Problem`; only `branchline.check` makes a `Finding` of it, so
that a rule can misstate neither its id nor its severity.
"""

from datetime import date
from enum import IntEnum

from branchline.model.value import value


class Severity(IntEnum):
    """How much a finding weighs; `OFF` belongs to policies only."""

    OFF = 0
    INFO = 1
    WARNING = 2
    ERROR = 3

    @property
    def word(self) -> str:
        """The name as reports and policies write it: `error`, `warning`, `info`, `off`."""
        return self.name.lower()


@value
class Place:
    """Where in a file: lines and columns count from 1, columns in characters.

    `end_line` and `end_column` name the last character, and are 0 when only
    the start is known. `line` 0 speaks of the whole file.
    """

    path: str = ""
    line: int = 0
    column: int = 0
    end_line: int = 0
    end_column: int = 0

    def __lt__(self, other: "Place") -> bool:
        return self._order() < other._order()

    def _order(self) -> tuple[str, int, int, int, int]:
        return self.path, self.line, self.column, self.end_line, self.end_column


@value
class Problem:
    """What is wrong, what to do next, and where (the subject's place when `None`).

    `change` names a changeset when the subject is larger than one. `doubtful`
    says that it rests on something that the changelog does not tell: such a
    problem never weighs more than a warning; `informs` that it is for people to
    know, and weighs less than that whatever a policy says. `code` is a rule of another tool:
    the finding is called `RULE/CODE`.
    """

    message: str
    hint: str = ""
    at: Place | None = None
    change: str = ""
    doubtful: bool = False
    code: str = ""
    informs: bool = False


@value
class Finding:
    """A problem with the rule that saw it and everything a report needs.

    `fingerprint` is 16 hex digits that stay the same when lines move: they are
    made of rule, change, environment and message, and of the count of equal
    ones before it.
    """

    rule: str
    severity: Severity
    message: str
    hint: str = ""
    place: Place = Place()
    change: str = ""
    environment: str = ""
    ref: str = ""
    fingerprint: str = ""


@value
class Allowance:
    """`-- branchline: allow RULE[, RULE]: reason [until YYYY-MM-DD]`.

    It covers the lines `first` to `last` of its file: one statement when it
    stands above one, the whole file when it stands at the top. `flaw` says why
    it cannot count (no reason, a date that is none), `expired` that its day is
    past. `used` is what the check learnt: whether it allowed anything.
    """

    rules: tuple[str, ...]
    reason: str
    place: Place
    first: int
    last: int
    until: date | None = None
    flaw: str = ""
    expired: bool = False
    used: bool = False

    @property
    def counts(self) -> bool:
        """Whether it may allow anything."""
        return not self.flaw and not self.expired
