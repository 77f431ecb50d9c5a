"""What an environment owes: since when, until when, and whether it was paid under another name.

The server's register knows when a hotfix passed, to the second. Where there is
none, as in a clone, the commit that brought the change says it.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from itertools import islice

from branchline.gather.register import entries
from branchline.gather.states import States
from branchline.git.history import added_by, steps
from branchline.git.objects import Repository
from branchline.model.changelog import Entry, Kind
from branchline.model.environments import Environment
from branchline.model.refs import Carried, Owed, Promotion
from branchline.model.settings import Changelog, Settings
from branchline.model.value import replace
from branchline.sql.wording import wording


class Ledger:
    """What is asked about one changelog of one environment, whose branch is at `tip`."""

    def __init__(  # noqa: PLR0913, PLR0917 - each is a fact of its own
        self,
        repository: Repository,
        spec: Changelog,
        states: States,
        environment: Environment,
        tip: str,
        settings: Settings,
        today: date,
    ) -> None:
        self._repository = repository
        self._spec = spec
        self._states = states
        self._environment = environment
        self._tip = tip
        self._debt = settings.promotion.break_glass.debt
        self._today = today
        self._words: dict[tuple[str, ...], str] = {}

    def entries(self, commit: str) -> tuple[Entry, ...]:
        """Return all changes that a commit holds."""
        return self._states.whole(commit).entries

    def owed(self, entry: Entry) -> Owed | None:
        """Return since when a change is owed; None where nobody knows."""
        since, ticket = self._registered(entry) or (self._brought(entry), "")
        if since is None:
            return None
        days = timedelta(seconds=self._debt)
        due = (since + days).date()
        return Owed(since.date(), due, self._today > due, ticket)

    def twin(self, entry: Entry, others: Iterable[Entry]) -> str:
        """Return the name of a change that says the same under another id; empty without one."""
        said = self._wording(entry)
        if not said:
            return ""
        once = (o for o in others if o.kind is not Kind.REPEATABLE and o.id != entry.id)
        newest = sorted(once, key=lambda other: other.order, reverse=True)
        found = (each for each in islice(newest, _LOOKED_AT) if self._wording(each) == said)
        return next((each.change for each in found), "")

    def _registered(self, entry: Entry) -> tuple[datetime, str] | None:
        found = None
        for line in entries(self._repository.git_dir):
            here = line.get("environment") == self._environment.name
            if here and entry.change in (line.get("changes") or ()):
                found = _read(line.get("time"), line.get("ticket"))
        return found

    def _brought(self, entry: Entry) -> datetime | None:
        if entry.line == 1:
            step = added_by(self._repository, self._tip, entry.path)
        else:
            # One of many in its file: the oldest of the newest commits that have it.
            having = None
            for each in islice(steps(self._repository, self._tip, entry.path), _LOOKED_BACK):
                if all(known.id != entry.id for known in self._states.whole(each.oid)):
                    break
                having = each
            step = having
        return datetime.fromtimestamp(step.time, UTC) if step else None

    def _wording(self, entry: Entry) -> str:
        key = (*entry.key, entry.oid)
        if key not in self._words:
            script = self._states.peek(entry).script
            said = wording(script.text, self._spec.engine.dialect) if script else ""
            self._words[key] = said
        return self._words[key]


def explained(found: Promotion, ledger: Ledger, source: str) -> Promotion:
    """Say of each change that a push finds owed, and adds others to, since when, and if it is paid.

    `source` is the tip that should hold them.
    """
    owed = [each for each in found.carried if each.was_here and not each.upper]
    if not (owed and found.fresh and source):
        return found
    others = ledger.entries(source)

    def told(each: Carried) -> Carried:
        if each not in owed:
            return each
        entry = each.entry
        return replace(each, twin=ledger.twin(entry, others), owed=ledger.owed(entry))

    return replace(found, carried=tuple(map(told, found.carried)))


_LOOKED_AT = 1000
_LOOKED_BACK = 200


def _read(time: object, ticket: object) -> tuple[datetime, str] | None:
    try:
        since = datetime.fromisoformat(str(time))
    except ValueError:
        return None
    return since if since.tzinfo else since.replace(tzinfo=UTC), str(ticket or "")
