"""`check`: judge a merge before it happens, with the server's own verdict.

What is judged is the result of the merge, made in a folder that is thrown away:
two branches that are fine by themselves may take one number.
"""

import argparse
import os
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from datetime import UTC, datetime

from branchline.cli import baseline, output
from branchline.cli.workspace import Workspace, open_workspace
from branchline.config.trusted import Trusted
from branchline.errors import ConfigError, RepositoryError, UsageError
from branchline.gather.clones import Known, elsewhere, known_tips
from branchline.gather.pushes import Elsewhere
from branchline.gather.verdict import Verdict, judge
from branchline.git.ci import target_branch
from branchline.git.merges import Merge, merged
from branchline.git.objects import Repository
from branchline.git.receive import Push, Received
from branchline.model.environments import Environment
from branchline.model.finding import Finding
from branchline.model.refs import RefUpdate
from branchline.model.value import replace
from branchline.policy import gates
from branchline.report import FORMATS as FORMATS  # noqa: PLC0414 - the parser reads it here
from branchline.report import Report
from branchline.report.values import Explanation
from branchline.toml.nearest import did_you_mean

EXAMPLE = """\
  branchline check                                # this branch, into where it would go
  branchline check --into staging --head dev
  branchline check --base origin/prod --head HEAD --format json
  branchline check --explain-verdict              # and of each finding, what it rests on
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's own arguments."""
    parser.add_argument("--base", metavar="REV", default="", help="what is merged into")
    parser.add_argument("--head", metavar="REV", default="HEAD", help="what is merged")
    parser.add_argument("--into", metavar="ENV", default="", help="the environment it is for")
    parser.add_argument(
        "--explain-verdict", action="store_true", help="say of each finding what it rests on"
    )
    baseline.arguments(parser, writes=False)
    output.arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Merge, judge, report; the exit code says whether the server would accept it."""
    with open_workspace(args) as workspace:
        repository = workspace.repository  # first of all: without one there is nothing to judge
        if not workspace.settings.pipeline.environments:
            raise ConfigError("no environment is configured", "'branchline init' writes them down")
        report = _report(args, workspace, repository)
    # The gates are the server's, which knows no baseline; nor is this run the whole of one.
    report = baseline.sifted(report, args, lambda _: False, gates.GATES)
    return output.show(report, args)


def _report(args: argparse.Namespace, workspace: Workspace, repository: Repository) -> Report:
    from branchline.git.porcelain import default_remote

    remote = default_remote(repository) or ""
    tips = _on_server(known_tips(repository, workspace.settings.pipeline, remote))
    environment = _into(args, workspace, tips)
    if environment is None:
        return Report(
            checked=f"nothing: no environment is deployed from {target_branch(os.environ)}"
        )
    known = tips.get(environment.ref)
    base = _commit(repository, args.base) if args.base else (known.tip if known else "")
    shown = args.base or (_short(known.ref) if known else "nothing")
    where = f"for {environment.name}, {args.head} into {shown}"
    head = _commit(repository, args.head)
    if base and repository.is_ancestor(head, base):
        return Report(checked=f"nothing {where}, which holds it already")
    with merged(repository, base, head) if base else nullcontext(Merge(repository, head)) as merge:
        if merge.conflicts:
            raise RepositoryError(
                f"{args.head} does not merge into {shown}: {', '.join(merge.conflicts[:5])}",
                f"merge {shown} into {args.head} by hand, and check again",
            )
        branches = {ref: each.tip for ref, each in tips.items()}
        if base:
            branches[environment.ref] = base
        others = _others(args, repository, remote)
        line = Received(base, merge.commit, environment.ref)
        verdict = _judged(merge, workspace, line, branches, others)
        report = verdict.report()
        if args.explain_verdict:
            report = replace(report, explanations=_explanations(verdict))
        count = report.checked.partition(" for ")[0]
        return replace(report, checked=f"{count} {where}")


def _on_server(tips: dict[str, Known]) -> dict[str, Known]:
    """Leave out branches that stand here alone: where a server was fetched, it lacks them."""
    fetched = {ref: tip for ref, tip in tips.items() if tip.ref != ref}
    return fetched or tips


def _judged(
    merge: Merge,
    workspace: Workspace,
    line: Received,
    branches: dict[str, str],
    others: Elsewhere,
) -> Verdict:
    """Ask what the server would say about a push of the merge's result."""
    push = Push((line._replace(old=line.old or "0" * len(line.new)),), {}, "")
    return judge(
        push,
        merge.repository,
        datetime.now(UTC).date(),
        tips=lambda: branches,
        otherwise=Trusted(workspace.settings, workspace.read_file),
        style=_style(merge.repository),
        elsewhere=others,
    )


def _explanations(verdict: Verdict) -> Mapping[Finding, Explanation]:
    """Return what each finding rests on; the policy is the one that the ref was judged by."""
    from branchline.cli.verdict import explanations
    from branchline.policy.catalogue import rules
    from branchline.policy.resolve import effective

    found: dict[Finding, Explanation] = {}
    for each in verdict.judged:
        if each.trusted is not None and each.made:
            lines = effective(each.trusted.settings, rules(), each.trusted.read_file)
            if own := each.trusted.own:
                # What a server's file says of a rule stands over the repository's own line.
                lines = (*effective(own.settings, rules(), own.read_file), *lines)
            found |= explanations(each.made, lines)
    return found


def _others(args: argparse.Namespace, repository: Repository, remote: str) -> Elsewhere:
    """Where other branches are: on the remote, else here; what is merged is not one of them."""
    found = elsewhere(repository, remote) if remote else Elsewhere()
    head = args.head.removeprefix(f"{remote}/") if remote else args.head
    return replace(found, own=found.own | {head, _short(repository.head() or "")})


def _style(repository: Repository) -> Callable[[RefUpdate], RefUpdate] | None:
    """What adds sqlfluff's remarks; nothing where there are no files, as on a server."""
    root = repository.work_tree
    if root is None:
        return None

    def styled(update: RefUpdate) -> RefUpdate:
        from branchline.gather.style import Style

        with Style(root) as style:
            return style.update(update)

    return styled


def _into(
    args: argparse.Namespace, workspace: Workspace, tips: dict[str, Known]
) -> Environment | None:
    """The environment that is named, by whatever names it; None for a request to another branch."""
    pipeline = workspace.settings.pipeline
    if args.into:
        found = pipeline.named(args.into)
        if found is None:
            names = [environment.name for environment in pipeline]
            raise UsageError(
                f"--into {args.into}: no such environment", did_you_mean(args.into, names)
            )
        return found
    if args.base:
        return _of_base(args.base, workspace, tips)
    branch = target_branch(os.environ)
    if branch is not None:
        return pipeline.of_ref(f"refs/heads/{branch}")
    # Where this branch would go: its own environment, else where changes are born.
    here = pipeline.of_ref(workspace.repository.head() or "")
    return here or next(iter(pipeline))


def _of_base(base: str, workspace: Workspace, tips: dict[str, Known]) -> Environment:
    pipeline = workspace.settings.pipeline
    commit = workspace.repository.resolve(base)
    for environment in pipeline:
        known = tips.get(environment.ref)
        if base in {environment.branch, environment.ref} or base.endswith(f"/{environment.branch}"):
            return environment
        if known and known.tip == commit:
            return environment
    raise UsageError(f"--base {base} is no environment's branch", "name one: --into ENV")


def _commit(repository: Repository, rev: str) -> str:
    found = repository.resolve(rev)
    if found is None:
        raise RepositoryError(f"{rev}: no such commit", "fetch it first")
    return found


def _short(ref: str) -> str:
    return ref.removeprefix("refs/heads/").removeprefix("refs/remotes/")
