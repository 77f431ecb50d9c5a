"""One changelog on one line of a push: what changes in it, and where that comes from."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date

from branchline.errors import ConfigError
from branchline.formats import Format, choose, detect, told
from branchline.gather.analysis import analysed
from branchline.gather.attributes import Attributes, drivers, loose
from branchline.gather.commits import Commits
from branchline.gather.diffs import Comparison, changelog_diff
from branchline.gather.promotions import Holder, Sides, promotion
from branchline.gather.reach import with_reach
from branchline.gather.states import States
from branchline.git.objects import Repository
from branchline.git.trees import CommitTree
from branchline.model.changelog import ChangelogDiff, Entry, Outline
from branchline.model.environments import Environment
from branchline.model.refs import Promotion
from branchline.model.settings import Changelog, Settings
from branchline.model.value import replace


def compared(  # noqa: PLR0913 - each is a fact of its own
    spec: Changelog,
    environment: Environment,
    commits: Commits,
    *,
    repository: Repository,
    settings: Settings,
    today: date,
) -> tuple[ChangelogDiff, Promotion]:
    """Compare one changelog that a push touches.

    Raises:
        RepositoryError: the repository cannot answer, or the time is over.
        ConfigError: the changelog's format cannot be told.
    """
    format_ = _format(spec, commits, repository)
    spec = _told(spec, format_, commits, repository)
    line = _Line(spec, environment, commits, States(repository, spec, format_), settings)
    diff = line.withdrawn(line.diff(), repository)
    diff = _with_attributes(diff, commits, repository, settings)
    diff = analysed(diff, line.states, spec, today, commits.new)
    line.keep()
    found = line.promotion(repository)
    if commits.old and any(each.was_here and not each.upper for each in found.carried):
        from branchline.gather.debts import Ledger, explained

        ledger = Ledger(repository, spec, line.states, environment, commits.old, settings, today)
        found = explained(found, ledger, commits.source)
    return with_reach(diff, spec, settings.pipeline, environment), found


def _with_attributes(
    diff: ChangelogDiff, commits: Commits, repository: Repository, settings: Settings
) -> ChangelogDiff:
    """Say what `.gitattributes` makes of the files that are judged; of all where none is."""
    paths = [changeset.entry.path for changeset in (*diff.added, *diff.changed)]
    paths = list(dict.fromkeys(paths or (entry.path for entry in diff.applied)))
    now = Attributes(repository, commits.new)
    before = Attributes(repository, commits.old) if commits.old else None
    counted = settings.promotion.checksum == "raw" or diff.format in _COUNT_LINE_ENDS
    return replace(
        diff, drivers=drivers(paths, now, before), loose=loose(paths, now) if counted else ""
    )


_COUNT_LINE_ENDS = frozenset({"atlas", "graphile-migrate", "sqitch"})


def _format(spec: Changelog, commits: Commits, repository: Repository) -> Format:
    """Return the format that holds before and after: read as another, nothing would be the same.

    Where no file showed one before, those that come do.
    """
    new = CommitTree(repository, commits.new)
    if spec.format != "auto" or not (commits.old and repository.at(commits.old, spec.path)):
        return choose(new, spec)
    old = CommitTree(repository, commits.old)
    before, after = detect(old, spec.path), detect(new, spec.path)
    if not (before.format or before.mixed):
        return choose(new, spec)
    chosen = choose(old, spec)
    if (after.format or after.mixed) and choose(new, spec).name != chosen.name:
        raise ConfigError(
            f"changelog {spec.name!r} is {chosen.name}, and would be read as {after.format}"
            f" from now on: {after.why}",
            "keep those files out of it, or set its format first, in a push of its own",
        )
    return chosen


def _told(spec: Changelog, format_: Format, commits: Commits, repository: Repository) -> Changelog:
    """Return how the changelog is read: as before, for a push may not rename what it brings."""
    if commits.old:
        with suppress(ConfigError):  # a push may mend what cannot be read
            return told(CommitTree(repository, commits.old), spec, format_)
    return told(CommitTree(repository, commits.new), spec, format_)


class _Line:
    def __init__(
        self,
        spec: Changelog,
        environment: Environment,
        commits: Commits,
        states: States,
        settings: Settings,
    ) -> None:
        self.states = states
        self._spec = spec
        self._environment = environment
        self._commits = commits
        self._settings = settings
        self._same = states.same(settings.promotion)
        self._source = settings.pipeline.named(environment.source)
        self._place = f"{states.place}\0{environment.ref}"
        if commits.old:
            states.recall((commits.old, commits.new), self._place)
        everybody = (commits.new, *commits.others())
        # A new branch holds everything for the first time: nothing can be left out.
        self._held = (
            states.different(commits.new, everybody)
            if commits.old
            else {commit: states.whole(commit) for commit in everybody}
        )
        self._held[""] = Outline()

    def diff(self) -> ChangelogDiff:
        before, held = self._before(), self._held
        if not before:
            whole = self.states.whole(self._commits.new)
            name = self._environment.name
            return ChangelogDiff(
                self._spec.name,
                self._spec.format,
                applied=whole,
                strays=whole.strays,
                environment=name,
            )
        comparison = Comparison(
            self._spec,
            self._settings.promotion,
            held[before],
            held[self._commits.new],
            self._kept(),
            self._placed(),
            self._environment.name,
            self._above(),
        )
        return changelog_diff(comparison, self.states, self.states.whole(before))

    def withdrawn(self, diff: ChangelogDiff, repository: Repository) -> ChangelogDiff:
        """Say of what is taken away whether it can be rolled back, where that is asked for."""
        commits, asked = self._commits, self._settings.promotion.revert == "rollback"
        if not (asked and diff.removed and commits.old):
            return diff
        from branchline.gather.withdrawals import own_commits, withdrawals

        own = own_commits(repository, commits.new, commits.old)
        names = [name for name, _ in commits.uppers]
        uppers = zip(names, self._uppers(), strict=True)
        return replace(diff, withdrawn=tuple(withdrawals(diff, own, self.states, uppers)))

    def promotion(self, repository: Repository) -> Promotion:
        commits, held = self._commits, self._held
        sides = Sides(
            held[commits.old],
            held[commits.new],
            self._source,
            held[commits.source],
            held[commits.proposed],
            tuple((name, held[commit]) for name, commit in commits.uppers),
            tuple((name, held[commit]) for name, commit in commits.lowers),
            tuple(held[commit] for commit in commits.bases),
            self.states.runs_again,
        )
        found = promotion(self._spec.name, sides, self._same)
        if not (found.lost and commits.old):
            return found
        from branchline.gather.reverts import reverts

        return replace(
            found, reverts=tuple(reverts(found.lost, commits.old, self.states, repository))
        )

    def keep(self) -> None:
        """Let the next push begin with what this one leaves."""
        self.states.remember(self._commits.new, self._place)

    def _before(self) -> str:
        """What a push is compared with: for a new branch, where it left its source.

        The first environment's first push has nothing before it: a history that
        is there already is taken as it is.
        """
        commits = self._commits
        return commits.old or next(iter(commits.forks), commits.source)

    def _kept(self) -> Callable[[Entry], bool]:
        """Changes are final from `immutable_from` on, and below it once they are above."""
        first = self._settings.pipeline.named(self._settings.promotion.immutable_from)
        below = self._settings.pipeline.below(first) if first else ()
        if self._environment not in below:
            return lambda _: True
        uppers = self._uppers()
        return lambda entry: any(upper.find(entry) is not None for upper in uppers)

    def _placed(self) -> Callable[[Entry], bool]:
        """The order is decided where changes are born, and hotfixes merged back come late."""
        if self._source is not None:
            return lambda _: True
        uppers = self._uppers()
        return lambda entry: any(upper.holds(entry) for upper in uppers)

    def _above(self) -> tuple[tuple[str, Entry], ...]:
        """The newest change of each environment that what is born here will reach."""
        if self._source is not None or not self.states.ordered:
            return ()
        uppers = ((name, self._held[commit].newest()) for name, commit in self._commits.uppers)
        return tuple((name, newest) for name, newest in uppers if newest is not None)

    def _uppers(self) -> list[Holder]:
        return [Holder(self._held[commit], self._same) for _, commit in self._commits.uppers]
