"""The replay of a changelog as the configuration tells of it."""

from datetime import date

from branchline.model.settings import Changelog
from branchline.sql.analyse import Replay


def replay_of(spec: Changelog, today: date) -> Replay:
    """Return a replay that stands before the first changeset; allowances expire by `today`."""
    return Replay(spec.engine, today=today, managed_timeouts=spec.managed_timeouts)
