"""`lint`: judge SQL and changelog files, each with the schema before it.

Paths in findings start at the repository's top, wherever the command runs.
"""

import re
import sys
from collections.abc import Container, Mapping, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from branchline.check import Found, found
from branchline.cli import baseline, output
from branchline.cli.workspace import Workspace, open_workspace
from branchline.errors import RepositoryError, UsageError
from branchline.formats.folder import FolderTree
from branchline.garbage import looked_at_once
from branchline.gather.files import compared, judged
from branchline.gather.scopes import Scope
from branchline.gather.scripts import EmptyTree
from branchline.gather.targets import Targets
from branchline.model.changelog import ChangelogDiff, ChangeSet
from branchline.model.effects import Engine
from branchline.model.finding import Finding, Severity
from branchline.model.settings import Changelog
from branchline.model.tree import LIMIT, Tree
from branchline.model.value import replace
from branchline.policy.style import asks_for_style
from branchline.report import FORMATS as FORMATS  # noqa: PLC0414 - the parser reads it here
from branchline.report import Coverage, Report
from branchline.report.values import Explanation

if TYPE_CHECKING:
    import argparse

    from branchline.gather.sharing import Shared

EXAMPLE = """\
  branchline lint                          # every changelog of this repository
  branchline lint db/migrations/0042_orders.sql
  branchline lint --staged                 # what the next commit changes
  branchline lint --since main             # what this branch changes
  branchline lint --baseline known.jsonl   # what was not there when that file was written
  pg_dump --schema-only shop | branchline lint -
"""


def arguments(parser: "argparse.ArgumentParser") -> None:
    """Add the command's own arguments."""
    parser.add_argument("paths", metavar="PATH", nargs="*", help="files, folders, or - for a pipe")
    parser.add_argument("--since", metavar="REV", help="judge only what differs from REV")
    parser.add_argument("--staged", action="store_true", help="judge what the next commit changes")
    parser.add_argument("--all", action="store_true", help="judge everything, as without PATH")
    parser.add_argument("--effects", action="store_true", help="say what each statement costs")
    parser.add_argument(
        "--explain-verdict", action="store_true", help="say of each finding what it rests on"
    )
    parser.add_argument("--dialect", choices=_DIALECTS, help="of SQL, whatever is configured")
    parser.add_argument(
        "--server-version", "--pg-version", metavar="N", type=_version, help="such as 15"
    )
    baseline.arguments(parser, writes=True)
    output.arguments(parser)


def run(args: "argparse.Namespace") -> int:
    """Judge, report, and say by the exit code whether anything stands in the way."""
    with open_workspace(args) as workspace, looked_at_once():
        shared = _shared(args, workspace)
        scopes, diffs = _judged(args, workspace, shared)
        diffs = _styled(scopes, diffs, workspace)
        changesets = [each for diff in diffs for each in (*diff.added, *diff.changed)]
        statements = tuple(s for each in changesets for s in (*each.statements, *each.undo))
        made = found(diffs, workspace.policy, known=shared.found if shared else None)
        why = _explanations(made, workspace) if args.explain_verdict else None
        report = Report(
            tuple(one.finding for one in made),
            _checked(scopes, diffs),
            Coverage.total(_coverage(each, shared) for each in changesets),
            Severity[workspace.settings.policy.fail_on.upper()],
            statements if args.effects else None,
            explanations=why,
        )
    whole = args.all or not (args.paths or args.since or args.staged)
    names = {each.change for each in changesets}
    report = baseline.sifted(report, args, lambda entry: _looked_at(entry, names, whole=whole))
    return output.show(report, args)


def _shared(args: "argparse.Namespace", workspace: Workspace) -> "Shared | None":
    """Return what two processes share, where nobody asks for more than findings."""
    if args.effects or args.explain_verdict or (args.paths and _are_files(args.paths)):
        return None
    from branchline.gather.sharing import Shared, is_possible

    if not is_possible() or asks_for_style(workspace.policy):
        return None
    return Shared(workspace.policy)


def _are_files(paths: Sequence[str]) -> bool:
    return all(path.lower().endswith(".sql") or path == "-" for path in paths)


def _coverage(changeset: ChangeSet, shared: "Shared | None") -> Coverage:
    known = shared.coverage.get(id(changeset)) if shared else None
    return known or Coverage.of((*changeset.statements, *changeset.undo), changeset.code)


def _explanations(made: tuple[Found, ...], workspace: Workspace) -> Mapping[Finding, Explanation]:
    from branchline.cli.verdict import explanations

    return explanations(made, workspace.effective)


def _styled(
    scopes: list[Scope], diffs: list[ChangelogDiff], workspace: Workspace
) -> list[ChangelogDiff]:
    """The same, with what sqlfluff says where a policy asks for it."""
    if not asks_for_style(workspace.policy):
        return diffs
    from branchline.gather.style import Style

    trees = [scope.tree for scope in scopes]
    roots = [tree.root if isinstance(tree, FolderTree) else workspace.root for tree in trees]
    with ExitStack() as stack:
        styles = {root: stack.enter_context(Style(root)) for root in set(roots)}
        return [styles[root].diff(diff) for root, diff in zip(roots, diffs, strict=True)]


def _looked_at(entry: Finding, names: Container[str], *, whole: bool) -> bool:
    """Whether an entry of a baseline speaks of what this run judged: `names`, or all there is."""
    return not entry.environment and (whole or entry.change in names)


def _judged(
    args: "argparse.Namespace", workspace: Workspace, shared: "Shared | None"
) -> tuple[list[Scope], list[ChangelogDiff]]:
    if "" in args.paths:
        raise UsageError("a path is empty", "is a variable of your shell not set?")
    today = datetime.now(UTC).date()
    changelogs = tuple(_spoken(spec, args) for spec in workspace.settings.changelogs)
    pipeline = workspace.settings.pipeline
    own = Engine(args.dialect or "postgres", args.server_version or ())
    targets = Targets(workspace.root, changelogs, own)
    paths = [(workspace.start / path).absolute() for path in args.paths if path != "-"]
    if args.since or args.staged:
        tree, base = _compared(args, workspace)
        everything = (targets.narrowed(scope, paths) for scope in targets.everything(tree))
        scopes = [scope.within(pipeline) for scope in everything]
        return scopes, [compared(scope, base, today) for scope in scopes]
    if args.paths and not args.all:
        scopes = list(targets.named(paths))
        if "-" in args.paths:
            scopes.append(targets.given(sys.stdin.buffer.read(LIMIT + 1)))
    else:
        scopes = list(targets.everything(FolderTree(workspace.root)))
    scopes = [scope.within(pipeline) for scope in scopes]
    return scopes, [judged(scope, today, shared) for scope in scopes]


def _spoken(spec: Changelog, args: "argparse.Namespace") -> Changelog:
    """The changelog, with the dialect and version that the command line insists on."""
    dialect = args.dialect or spec.engine.dialect
    version = args.server_version or (() if args.dialect else spec.engine.version)
    return replace(spec, engine=Engine(dialect, version))


def _compared(args: "argparse.Namespace", workspace: Workspace) -> tuple[Tree, Tree]:
    """What is judged, and what it is compared with.

    The base of `--since` is where this branch left REV: what came to REV later
    was not done here.
    """
    from branchline.git.trees import CommitTree, IndexTree

    repository = workspace.repository
    head = repository.resolve("HEAD")
    if args.staged and not args.since:
        base = head
    else:
        base = repository.resolve(args.since)
        if base is None:
            raise RepositoryError(f"--since {args.since}: no such commit", "fetch it first")
        base = next(iter(repository.merge_bases(base, head)), base) if head else base
    tree = IndexTree(repository) if args.staged else FolderTree(workspace.root)
    return tree, CommitTree(repository, base) if base else EmptyTree()


def _checked(scopes: Sequence[Scope], diffs: Sequence[ChangelogDiff]) -> str:
    """What was judged, in a few words."""
    counts = [len(diff.added) + len(diff.changed) for diff in diffs]
    if len(scopes) > _NAMED:
        return f"{_changes(sum(counts))} in {len(scopes)} places"
    return ", ".join(
        scope.spec.path if scope.is_script else f"{_changes(count)} in {scope.spec.path or '.'}"
        for scope, count in zip(scopes, counts, strict=True)
    )


def _changes(count: int) -> str:
    return "1 change" if count == 1 else f"{count} changes"


def _version(text: str) -> tuple[int, ...]:
    from argparse import ArgumentTypeError

    if not re.fullmatch(r"\d{1,6}(\.\d{1,6}){0,3}", text, re.ASCII):
        raise ArgumentTypeError(f"{text!r} is not a version such as 15 or 10.11")
    return tuple(map(int, text.split(".")))


_DIALECTS = ("postgres", "mysql", "mariadb", "sqlite", "tsql", "oracle")
_NAMED = 3
