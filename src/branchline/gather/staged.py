"""The next commit, before it is made: what it changes, and on which branch.

What is new is judged against the last commit, what may not be touched against
what an environment holds: a change may be edited as long as nobody ran it.
"""

from collections.abc import Mapping
from datetime import date

from branchline.gather.clones import Known, known_tips
from branchline.gather.diffs import Comparison, changelog_diff
from branchline.gather.files import compared
from branchline.gather.promotions import Holder, Sides, promotion
from branchline.gather.reach import with_reach
from branchline.gather.scopes import Scope
from branchline.gather.scripts import EmptyTree
from branchline.gather.states import States
from branchline.git.objects import Repository
from branchline.git.trees import CommitTree, IndexTree
from branchline.model.changelog import ChangelogDiff, Outline
from branchline.model.environments import Environment
from branchline.model.refs import Promotion, RefUpdate
from branchline.model.settings import Changelog, Settings
from branchline.model.value import replace, value


def staged_update(
    repository: Repository, settings: Settings, today: date, remote: str = "origin"
) -> RefUpdate | None:
    """Return the next commit as a move of HEAD's branch; None when it touches no changelog.

    Raises:
        RepositoryError: the repository cannot answer.
        ConfigError: a changelog's format cannot be told.
    """
    head = repository.resolve("HEAD") or ""
    if not _touches(repository, settings, head):
        return None
    branch = repository.head() or "HEAD"
    environment = settings.pipeline.of_ref(branch)
    source = settings.pipeline.named(environment.source) if environment else None
    stage = _Stage(repository, settings, head, known_tips(repository, settings.pipeline, remote))
    way = (*reversed(settings.pipeline.below(environment)), environment) if environment else ()
    parts = [stage.changelog(spec, environment, today) for spec in settings.changelogs]
    return RefUpdate(
        branch,
        head,
        head,
        environment,
        source,
        diffs=tuple(diff for diff, _ in parts),
        promotions=tuple(promotion for _, promotion in parts if promotion),
        way=way,
    )


@value
class _Stage:
    repository: Repository
    settings: Settings
    head: str
    tips: Mapping[str, Known]

    def changelog(
        self, spec: Changelog, environment: Environment | None, today: date
    ) -> tuple[ChangelogDiff, Promotion | None]:
        scope = Scope.of(IndexTree(self.repository), spec)
        base = CommitTree(self.repository, self.head) if self.head else EmptyTree()
        states = States(self.repository, scope.spec, scope.format)
        diff = self._kept(compared(scope, base, today), scope, states)
        brought = self._promotion(scope, states, environment) if environment else None
        return with_reach(diff, scope.spec, self.settings.pipeline), brought

    def _kept(self, diff: ChangelogDiff, scope: Scope, states: States) -> ChangelogDiff:
        """Add what is done to changes that are final, and who holds the new ones."""
        first = self.settings.pipeline.named(self.settings.promotion.immutable_from)
        known = self.tips.get(first.ref) if first else None
        if known is None or not self.head:
            return diff
        held = states.whole(known.tip)
        holder = Holder(held, states.same(self.settings.promotion))
        placed = [each.entry for each in diff.added if holder.holds(each.entry)]
        bases = self.repository.merge_bases(self.head, known.tip)
        final = states.whole(bases[0]) if bases else Outline()
        comparison = Comparison(
            scope.spec,
            self.settings.promotion,
            final,
            scope.outline,
            lambda _: True,
            lambda _: True,
        )
        history = changelog_diff(comparison, states, final)
        return replace(
            diff,
            edited=history.edited,
            removed=history.removed,
            renamed=history.renamed,
            placed=frozenset(entry.change for entry in placed),
        )

    def _promotion(self, scope: Scope, states: States, environment: Environment) -> Promotion:
        pipeline = self.settings.pipeline
        source = pipeline.named(environment.source)

        def at(each: Environment | None) -> Outline:
            known = self.tips.get(each.ref) if each else None
            return states.whole(known.tip) if known else Outline()

        sides = Sides(
            states.whole(self.head) if self.head else Outline(),
            scope.outline,
            source,
            at(source),
            uppers=tuple((each.name, at(each)) for each in pipeline.above(environment)),
            lowers=tuple((each.name, at(each)) for each in pipeline.below(environment)[1:]),
        )
        return promotion(scope.spec.name, sides, states.same(self.settings.promotion))


def _touches(repository: Repository, settings: Settings, head: str) -> bool:
    """Whether the index differs from HEAD in any changelog."""
    for spec in settings.changelogs:
        staged = {(each.path, each.oid) for each in IndexTree(repository).files(spec.path)}
        tree = CommitTree(repository, head) if head else EmptyTree()
        if staged != {(each.path, each.oid) for each in tree.files(spec.path)}:
            return True
    return False
