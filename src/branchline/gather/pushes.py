"""One ref of a push, with every fact that the gates need: the last time Git is asked.

A push is seen as a whole: an environment's branch is compared with its source
as the server has it, and the source's own line in the same push is known.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from fnmatch import fnmatchcase

from branchline.gather.ancestry import ancestry
from branchline.gather.commits import Commits, touching
from branchline.git.objects import Branch, Repository
from branchline.model.changelog import ChangelogDiff
from branchline.model.environments import Environment, Pipeline
from branchline.model.refs import BreakGlass, Promotion, RefUpdate
from branchline.model.settings import Changelog, Settings
from branchline.model.value import replace, value


@value
class Elsewhere:
    """Where other people's branches are: below `prefix`; those called as in `own` are not."""

    prefix: str = "refs/heads/"
    own: frozenset[str] = frozenset()


@value
class Scene:
    """What a push meets: `tips` are the refs as they are, `wanted` as it asks them to be.

    `wanted` holds full ref names and commits, without deletions. `glass` is
    what the pusher says about an emergency, before anybody asks whether it
    counts. On `today` depends which allowances have expired. `elsewhere` is
    where other people's branches are.
    """

    repository: Repository
    settings: Settings
    tips: Mapping[str, str]
    wanted: Mapping[str, str]
    today: date
    glass: BreakGlass | None = None
    elsewhere: Elsewhere | None = None

    @property
    def pipeline(self) -> Pipeline:
        """All environments."""
        return self.settings.pipeline

    def tip(self, environment: Environment | None) -> str:
        """Return the tip of an environment's branch on the server; empty without one."""
        if environment is None:
            return ""
        found = self.tips.get(environment.ref, "")
        if found or environment.ref.startswith("refs/heads/"):
            return found
        return self.repository.ref(environment.ref) or ""  # `tips` are branches alone

    def proposed(self, environment: Environment | None) -> str:
        """Return the commit that the push wants an environment's branch to be at, if any."""
        wanted = self.wanted.get(environment.ref, "") if environment else ""
        return wanted if wanted and self.repository.kind(wanted) == "commit" else ""


def environment_of(ref: str, settings: Settings) -> Environment | None:
    """Return the environment that is deployed from a ref, or that a merge queue's ref is for."""
    found = settings.pipeline.of_ref(ref)
    if found is not None:
        return found
    for pattern in settings.promotion.candidate_refs:
        for environment in settings.pipeline:
            branch = environment.ref.removeprefix("refs/heads/")
            if fnmatchcase(ref, pattern.replace("{branch}", branch)):
                return environment
    return None


def ref_update(ref: str, old: str, new: str, scene: Scene) -> RefUpdate:
    """Learn all about one line of a push; `old` and `new` are empty for "no such ref".

    Raises:
        RepositoryError: the repository cannot answer, or the time is over.
        ConfigError: the changelog's format cannot be told.
    """
    environment = environment_of(ref, scene.settings)
    candidate = environment is not None and environment.ref != ref
    if environment is None or (candidate and not new):  # a queue removes its own refs
        return RefUpdate(ref, old, new)
    before = scene.tip(environment) if candidate else old
    source = scene.pipeline.named(environment.source)
    way = (*reversed(scene.pipeline.below(environment)), environment)
    update = RefUpdate(ref, before, new, environment, source, way=way)
    if not new:
        return update
    kind = scene.repository.kind(new)
    if kind != "commit":
        return replace(update, kind=kind or "missing object")
    forward = scene.repository.is_ancestor(before, new) if before else None
    if forward is False:
        return replace(update, forward=False)
    return _with_facts(replace(update, forward=forward), environment, scene)


def _with_facts(update: RefUpdate, environment: Environment, scene: Scene) -> RefUpdate:
    commits = _commits(update, environment, scene)
    repository = scene.repository
    asked = ((spec, touching(spec, commits, repository)) for spec in scene.settings.changelogs)
    found = [
        _compared(spec, environment, touched, scene)
        for spec, touched in asked
        if touched is not None
    ]
    lacks_source = update.source is not None and not (commits.source or commits.proposed)
    return replace(
        update,
        roots=repository.roots(update.new, _judged_before(update, environment, scene)),
        diffs=tuple(diff for diff, _ in found),
        promotions=tuple(promotion for _, promotion in found),
        source_missing=lacks_source and (not update.old or bool(found)),
        break_glass=scene.glass and _counted(scene.glass, environment, scene.settings),
        mode=scene.settings.promotion.mode,
        ancestry=ancestry(commits, repository, scene.settings),
    )


def _compared(
    spec: Changelog, environment: Environment, commits: Commits, scene: Scene
) -> tuple[ChangelogDiff, Promotion]:
    from branchline.gather.lines import compared

    diff, found = compared(
        spec,
        environment,
        commits,
        repository=scene.repository,
        settings=scene.settings,
        today=scene.today,
    )
    if scene.elsewhere is None or found.source is not None:
        return diff, found  # what was born below has met others there
    if not diff.added:
        return diff, found
    from branchline.gather.rivals import near, with_rivals

    branches = near(_of_others(scene.elsewhere, scene), scene.today)
    return with_rivals(diff, spec, commits.new, scene.repository, branches), found


def _of_others(elsewhere: Elsewhere, scene: Scene) -> Iterator[tuple[str, Branch]]:
    """Yield the branches that are no environment's, no queue's and not the pusher's own."""
    for branch in scene.repository.branches(elsewhere.prefix):
        name = branch.ref.removeprefix(elsewhere.prefix)
        own = name in elsewhere.own or name == "HEAD"
        if not own and environment_of(f"refs/heads/{name}", scene.settings) is None:
            yield name, branch


def _commits(update: RefUpdate, environment: Environment, scene: Scene) -> Commits:
    """Who holds what: the environments around this one, as the server has them."""
    source = update.source
    proposed = scene.proposed(source)
    chain = scene.settings.promotion.same_push == "chain"
    at_source = (chain and proposed) or scene.tip(source)
    bases = scene.repository.merge_bases(update.new, at_source) if at_source else ()
    below = scene.pipeline.below(environment)[1:]
    above = scene.pipeline.above(environment)
    return Commits(
        update.old,
        update.new,
        at_source,
        proposed,
        bases,
        uppers=tuple((each.name, tip) for each in above if (tip := scene.tip(each))),
        lowers=tuple((each.name, tip) for each in below if (tip := scene.tip(each))),
    )


def _judged_before(update: RefUpdate, environment: Environment, scene: Scene) -> list[str]:
    """Commits whose history is an environment's, or becomes one earlier in this push."""
    known = [update.old, *(scene.tip(each) for each in scene.pipeline)]
    known += [scene.proposed(each) for each in scene.pipeline.below(environment)]
    return [oid for oid in known if oid]


def _counted(glass: BreakGlass, environment: Environment, settings: Settings) -> BreakGlass:
    """Say why the glass may not be broken here, if it may not."""
    rules = settings.promotion.break_glass
    if not rules.enabled:
        flaw = "promotion.break_glass is not enabled"
    elif rules.users and glass.pusher not in rules.users:
        flaw = f"{glass.pusher} is not among those who may"
    elif rules.environments and environment.name not in rules.environments:
        flaw = f"it is only for {', '.join(rules.environments)}"
    elif not glass.ticket.strip():
        flaw = "no ticket is given"
    elif not glass.reason.strip():
        flaw = "no reason is given"
    else:
        flaw = ""
    return replace(glass, flaw=flaw)
