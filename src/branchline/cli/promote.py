"""`promote FROM TO`: the merge that carries changes one step, judged before it is anywhere.

Neither the working tree nor the index nor a branch of the person's own is
touched. What is judged is the very commit that is pushed.
"""

import argparse
from datetime import UTC, datetime

from branchline.cli import promotion
from branchline.cli.grounds import Grounds, grounds, remarks
from branchline.cli.promotion import Outcome
from branchline.cli.workspace import Workspace, open_workspace
from branchline.config.trusted import Trusted
from branchline.errors import ConfigError, RepositoryError, UsageError
from branchline.gather.promoting import (
    Draft,
    Wish,
    direction,
    drafted,
    taken_out_by,
    waiting,
)
from branchline.gather.verdict import Verdict, judge
from branchline.git.history import trailer
from branchline.git.objects import Repository
from branchline.git.receive import Push, Received
from branchline.model.environments import Environment
from branchline.model.value import replace
from branchline.toml.nearest import did_you_mean

EXAMPLE = """\
  branchline promote dev staging                  # make the merge, and say what it carries
  branchline promote staging prod --push          # and push it
  branchline promote staging prod --at v1.4       # no further than this
  branchline promote dev staging --without 0042_seed
  branchline promote dev staging --restore        # what was promoted and reverted, too
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's own arguments."""
    parser.add_argument("source", metavar="FROM", help="the environment that has the changes")
    parser.add_argument("target", metavar="TO", help="the environment that gets them")
    parser.add_argument("--push", action="store_true", help="push it; the server's words are shown")
    parser.add_argument("--at", metavar="REV", default="", help="as far as REV, not FROM's newest")
    parser.add_argument(
        "--without", metavar="CHANGE", action="append", default=[], help="leave a change behind"
    )
    parser.add_argument(
        "--restore", action="store_true", help="bring back what was promoted and taken away again"
    )
    parser.add_argument(
        "--no-fetch", action="store_true", help="go by what was last fetched, and ask nobody"
    )


def run(args: argparse.Namespace) -> int:
    """Draft, judge, and only then make a branch or push."""
    with open_workspace(args) as workspace:
        repository = workspace.repository
        source, target = _environments(args, workspace)
        found = grounds(repository, workspace.settings.pipeline, ask=not args.no_fetch)
        wish = _wish(args, repository, found, source, target)
        outcome = _outcome(args, workspace, found, wish)
        if outcome.promotes and not args.push:
            _keep(repository, outcome)
        pushes = outcome.promotes and args.push
        if not (pushes and args.format == "json"):
            promotion.show(outcome, json_=args.format == "json")
        if pushes:
            return _pushed(args, repository, found, outcome)
        return outcome.exit_code


def _environments(
    args: argparse.Namespace, workspace: Workspace
) -> tuple[Environment, Environment]:
    pipeline = workspace.settings.pipeline
    names = [environment.name for environment in pipeline]
    if not names:
        raise ConfigError("no environment is configured", "'branchline init' writes them down")
    found = []
    for name in (args.source, args.target):
        environment = pipeline.named(name) or pipeline.of_ref(f"refs/heads/{name}")
        if environment is None:
            raise UsageError(f"no environment {name!r}", did_you_mean(name, names))
        found.append(environment)
    source, target = found
    if source == target:
        raise UsageError(f"{source.name} to {source.name}", "name two environments: FROM TO")
    if source.ref == target.ref:
        raise UsageError(
            f"{source.name} and {target.name} are deployed from one branch: nothing is merged",
            f"'branchline plan {target.name}' says what is to run there, and when",
        )
    return source, target


def _wish(
    args: argparse.Namespace,
    repository: Repository,
    found: Grounds,
    source: Environment,
    target: Environment,
) -> Wish:
    tip = found.tips.get(source.ref)
    if tip is None:
        where = f" on {found.remote}" if found.remote else ""
        raise RepositoryError(
            f"{source.name} has no branch{where}: {source.branch}",
            f"push it first: git push {found.remote or 'origin'} {source.branch}",
        )
    head = repository.resolve(args.at) if args.at else tip
    if head is None:
        raise RepositoryError(f"--at {args.at}: no such commit", "fetch it first")
    if not repository.is_ancestor(head, tip):
        raise UsageError(
            f"--at {args.at} is not a commit of {found.name(source)}",
            f"what {source.name} does not hold cannot be promoted from it",
        )
    base = found.tips.get(target.ref, "")
    labels = found.name(source), found.name(target)
    return Wish(source, target, head, base, tuple(args.without), args.restore, labels)


def _outcome(args: argparse.Namespace, workspace: Workspace, found: Grounds, wish: Wish) -> Outcome:
    repository, settings = workspace.repository, workspace.settings
    draft = drafted(repository, settings, wish)
    notes = [*found.notes]
    for environment in (wish.source, wish.target):
        notes += remarks(repository, found, environment)
    outcome = Outcome(
        wish,
        draft,
        direction(settings.pipeline, wish.source, wish.target),
        notes=tuple(notes),
        lost=tuple(
            (entry, taken_out_by(repository, settings, wish.base, entry)) for entry in draft.lost
        ),
        at=args.at,
        remote=found.remote,
        base_tree=repository.commit_tree(wish.base) if wish.base else "",
        pushes=args.push,
    )
    if not draft.empty:
        commit = _committed(repository, outcome)
        verdict = _judged(workspace, found, wish, commit)
        outcome = replace(outcome, commit=commit, verdict=verdict)
    after = found.tips | {wish.target.ref: outcome.commit or wish.base}
    return replace(outcome, waiting=tuple(waiting(repository, settings, after, wish.target)))


def _committed(repository: Repository, outcome: Outcome) -> str:
    """Make the commit; nobody sees it yet. A new branch is where the source is."""
    from branchline.git.publishing import commit

    draft: Draft = outcome.draft
    if not draft.parents:
        return outcome.wish.head
    return commit(repository, draft.tree, draft.parents, promotion.message(outcome))


def _judged(workspace: Workspace, found: Grounds, wish: Wish, commit: str) -> Verdict:
    line = Received(wish.base or "0" * len(commit), commit, wish.target.ref)
    return judge(
        Push((line,), {}, ""),
        workspace.repository,
        datetime.now(UTC).date(),
        tips=lambda: found.tips,
        otherwise=Trusted(workspace.settings, workspace.read_file),
    )


def _keep(repository: Repository, outcome: Outcome) -> None:
    """Name the commit by a branch of its own, so that it can be looked at, and pushed."""
    from branchline.git.publishing import set_ref, worktree_of

    ref = f"refs/heads/{outcome.branch}"
    old = repository.ref(ref) or ""
    if old and (place := worktree_of(repository, ref)):
        raise UsageError(
            f"{outcome.branch} is checked out in {place}", "switch to another branch there first"
        )
    ours = trailer(repository, old, promotion.TRAILER) if old else ""
    if old and not ours and not repository.is_ancestor(old, outcome.commit):
        raise UsageError(
            f"there is a branch {outcome.branch} that no promotion made",
            f"rename it: git branch -m {outcome.branch} NAME",
        )
    set_ref(repository, ref, outcome.commit, old)


def _pushed(
    args: argparse.Namespace, repository: Repository, found: Grounds, outcome: Outcome
) -> int:
    if not found.remote:
        raise UsageError(
            "--push: this repository has no remote to push to",
            "without --push, the merge is made here and can be looked at",
        )
    from branchline.git.publishing import push

    done = push(repository, found.remote, outcome.commit, outcome.wish.target.ref)
    outcome = replace(outcome, pushed=done)
    if args.format == "json":
        promotion.show(outcome, json_=True)
    else:
        promotion.show_end(outcome)
    return outcome.exit_code
