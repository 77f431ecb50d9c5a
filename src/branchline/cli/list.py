"""`list [PATH]`: the changesets in order, and what would select or skip them.

Nobody's contexts are guessed: without `--contexts`, `--labels` or `--instance`
every changeset is selected, those with contexts too.
"""

import argparse
import json
from collections.abc import Iterator, Sequence
from typing import Any

from branchline.cli.workspace import Workspace, open_workspace
from branchline.errors import RepositoryError, UsageError
from branchline.formats.folder import FolderTree
from branchline.gather.scopes import Scope
from branchline.gather.targets import Targets
from branchline.model.changelog import ChangeSet, Entry
from branchline.model.tree import Tree
from branchline.model.value import value
from branchline.report.terminal import printable
from branchline.sql.split import split

EXAMPLE = """\
  branchline list
  branchline list db/migrations --at v1.4 --contexts prod --format json
"""
SCHEMA = "branchline/changelog/v1"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's own arguments."""
    parser.add_argument("path", metavar="PATH", nargs="?", default="", help="folder or name")
    parser.add_argument("--at", metavar="REV", help="read this commit instead of the files here")
    parser.add_argument("--contexts", metavar="LIST", help="an instance's contexts, with commas")
    parser.add_argument("--labels", metavar="EXPR", help="an instance's label expression")
    parser.add_argument("--instance", metavar="ENV/NAME", help="take both from this instance")


def run(args: argparse.Namespace) -> int:
    """Print the changelog."""
    with open_workspace(args) as workspace:
        scope = _scope(args, workspace)
        filter_ = _filter(args, workspace)
        read = map(scope.read, scope.judged())
        dialect = scope.spec.engine.dialect
        rows = [_row(each, order, dialect, filter_) for order, each in enumerate(read, 1)]
    if args.format == "json":
        document = {"schema": SCHEMA, "format": scope.spec.format, "changesets": rows}
        print(json.dumps(document, indent=2))
    else:
        for line in _table(rows):
            print(line)
        count = "1 change" if len(rows) == 1 else f"{len(rows)} changes"
        print(f"{count} in {printable(scope.spec.path or '.')}, {scope.spec.format}")
    return 0


@value
class _Filter:
    """What an instance runs; None: nobody asked."""

    contexts: frozenset[str] | None = None
    labels: str | None = None

    def why_not(self, changeset: ChangeSet) -> str:
        """Return what skips a changeset; empty when it is selected."""
        from branchline.formats.selection import MalformedError, is_in_contexts, is_labelled

        try:
            if self.contexts is not None and not is_in_contexts(changeset, self.contexts):
                return f"contexts {changeset.contexts}"
            if not is_labelled(changeset, self.labels or ""):
                return f"labels {changeset.labels}"
        except MalformedError as error:
            return str(error)
        return ""


def _filter(args: argparse.Namespace, workspace: Workspace) -> _Filter:
    contexts, labels = args.contexts, args.labels
    names = None if contexts is None else frozenset(_words(contexts))
    if not args.instance:
        return _Filter(names, labels)
    wanted = {f"{e.name}/{i.name}": i for e in workspace.settings.pipeline for i in e.instances}
    if args.instance not in wanted:
        from branchline.toml.nearest import did_you_mean

        raise UsageError(f"no instance {args.instance!r}", did_you_mean(args.instance, wanted))
    instance = wanted[args.instance]
    own = frozenset(instance.contexts) if names is None else names
    return _Filter(own, instance.labels if labels is None else labels)


def _scope(args: argparse.Namespace, workspace: Workspace) -> Scope:
    tree = _tree(args, workspace)
    known = workspace.settings.changelogs
    if args.path not in {"", *(spec.name for spec in known), *(spec.path for spec in known)}:
        path = (workspace.start / args.path).absolute()
        scopes: Sequence[Scope] = [*Targets(workspace.root, known).named([path])]
        if args.at:
            scopes = [Scope.of(tree, scope.spec, scope.paths) for scope in scopes]
    elif known:
        return Scope.of(tree, workspace.changelog(args.path))
    else:
        scopes = [*Targets(workspace.root).everything(tree)]
    if len(scopes) > 1:
        names = ", ".join(scope.spec.path or "." for scope in scopes)
        raise UsageError("there are several changelogs", f"name one of: {names}")
    return scopes[0]


def _tree(args: argparse.Namespace, workspace: Workspace) -> Tree:
    if not args.at:
        return FolderTree(workspace.root)
    from branchline.git.trees import CommitTree

    commit = workspace.repository.resolve(args.at)
    if commit is None:
        raise RepositoryError(f"--at {args.at}: no such commit", "fetch it first")
    return CommitTree(workspace.repository, commit)


def _row(changeset: ChangeSet, order: int, dialect: str, filter_: _Filter) -> dict[str, Any]:
    entry = changeset.entry
    why = changeset.flaw or filter_.why_not(changeset)
    text = changeset.script.text if changeset.script else ""
    return {
        "change": printable(entry.change),
        "id": printable(_own_id(entry)),
        "author": printable(entry.author) or None,
        "path": printable(entry.path),
        "line": entry.line,
        "checksum": changeset.checksum or None,
        "order": order,
        "contexts": changeset.contexts or None,
        "labels": changeset.labels or None,
        "dbms": changeset.dbms or None,
        "attributes": {key: _WORDS.get(word, word) for key, word in changeset.attributes},
        "rollback": changeset.reversal.value,
        "statements": sum(1 for _ in split(text, dialect)),
        "selected": not why,
        "why": why or None,
    }


def _table(rows: Sequence[dict[str, Any]]) -> Iterator[str]:
    wide = max((len(row["change"]) for row in rows), default=0)
    for row in rows:
        digest = (row["checksum"] or "-").rpartition(":")[2][:_DIGEST]
        notes = [f"rollback {row['rollback']}"]
        notes += [f"{key} {printable(row[key])}" for key in ("contexts", "labels") if row[key]]
        notes += [f"skipped: {printable(row['why'])}"] if row["why"] else []
        yield f"{row['change']:{wide}}  {digest:{_DIGEST}}  {'; '.join(notes)}"


def _words(text: str) -> Iterator[str]:
    return filter(None, (word.strip() for word in text.split(",")))


_WORDS = {"true": True, "false": False}
_DIGEST = 12


def _own_id(entry: Entry) -> str:
    """The id as it is written: Liquibase's identity is `path::id::author`, Sqitch's a hash."""
    if entry.lineage:
        return entry.lineage
    if not entry.author:
        return entry.id
    return entry.id.removesuffix(f"::{entry.author}").partition("::")[2]
