"""Which changes `fix` may touch: those of the paths given that nobody else has."""

import argparse
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from branchline.cli.fixing import Work
from branchline.cli.workspace import Workspace
from branchline.errors import UsageError
from branchline.formats.folder import FolderTree
from branchline.gather.branches import environments
from branchline.gather.edited import Edited
from branchline.gather.scopes import Scope
from branchline.gather.targets import Targets
from branchline.gather.unshared import repository_of, shared_commits, shared_outline
from branchline.git.objects import Repository
from branchline.model.environments import Environment
from branchline.policy.catalogue import rules
from branchline.rule import Enabled


def works(args: argparse.Namespace, workspace: Workspace) -> Iterator[Work]:
    """Yield the changelogs in question, each with what others have of it.

    Raises:
        UsageError: nothing says what is shared, or no path says what is not.
    """
    repository = repository_here(workspace)
    if repository is None and not args.paths:
        raise UsageError(
            "what others have is not known without Git",
            "name the files that are yours alone: branchline fix PATH",
        )
    now = datetime.now(UTC)
    commits = shared_commits(repository, _environments(args, workspace)) if repository else ()
    if repository and not commits and not args.paths and repository.resolve("HEAD"):
        raise UsageError(
            "what others have is not known: there is no branch of an environment here",
            "'branchline init' configures them; or name files: branchline fix PATH",
        )
    policy = _policy(args.rule, workspace)
    for scope in _scopes(args, workspace):
        tree = Edited(scope.tree)
        known = repository_of(scope.tree, repository)
        shared = shared_outline(known, commits, scope) if known and commits else None
        inside = Scope(tree, scope.spec, scope.format, scope.outline, scope.paths)
        entries = None if shared is None else tuple(entry for entry, _ in shared.values())
        holders = {path: holder for path, (_, holder) in (shared or {}).items()}
        yield Work(inside, tree, entries, holders, policy, now)


def _scopes(args: argparse.Namespace, workspace: Workspace) -> Iterator[Scope]:
    if "" in args.paths or "-" in args.paths:
        raise UsageError("fix takes files and folders", "name one: branchline fix PATH")
    targets = Targets(workspace.root, workspace.settings.changelogs)
    paths = [(workspace.start / path).absolute() for path in args.paths]
    yield from targets.named(paths) if paths else targets.everything(FolderTree(workspace.root))


def repository_here(workspace: Workspace) -> Repository | None:
    """Return the repository that the command works in, if it is one."""
    return workspace.repository if (workspace.root / ".git").exists() else None


def _environments(args: argparse.Namespace, workspace: Workspace) -> Sequence[Environment]:
    """The environments configured; without any, those that branches are named after.

    Somebody who names files, and has configured nothing, knows better.
    """
    configured = workspace.settings.pipeline.environments
    if configured or args.paths:
        return configured
    refs = workspace.repository.refs()
    own = {ref.removeprefix("refs/heads/") for ref in refs if ref.startswith("refs/heads/")}
    remote = {ref.split("/", 3)[3] for ref in refs if ref.startswith("refs/remotes/")}
    return environments(own | remote)


def _policy(asked: str, workspace: Workspace) -> tuple[Enabled, ...]:
    """The rules that are enabled, and the one that was asked for."""
    found = workspace.policy
    if not asked or any(each.rule.id == asked for each in found):
        return found
    rule = rules()[asked]
    return (*found, Enabled(rule, rule.severity))
