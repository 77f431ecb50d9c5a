"""`fix`: safe rewrites of changes that nobody else has yet.

What is shared, on an environment's branch or upstream, is never touched: it
may have run somewhere.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from branchline.cli.workspace import Workspace, open_workspace
from branchline.errors import UsageError
from branchline.model.finding import Finding, Severity

if TYPE_CHECKING:
    from branchline.cli.fixing import Judged, Work
    from branchline.cli.patch import Patched
    from branchline.fixes import Fix

EXAMPLE = """\
  branchline fix                           # what is not shared yet, as Git tells
  branchline fix --diff                    # show it, and write nothing
  branchline fix --rule index-not-concurrent db/migrations/0042_orders.sql
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's own arguments."""
    parser.add_argument("paths", metavar="PATH", nargs="*", help="files or folders")
    parser.add_argument("--rule", metavar="ID", default="", help="fix what this rule finds alone")
    parser.add_argument("--diff", action="store_true", help="show a patch, and write nothing")


def run(args: argparse.Namespace) -> int:
    """Fix and say what was done and what is left; the exit code speaks of the files as they are.

    So with `--diff` it is 1 where there is something to fix.
    """
    with open_workspace(args) as workspace:
        from branchline.cli.fixable import works

        rules = _rules(args.rule)
        outcomes = [_outcome(each, rules) for each in works(args, workspace)]
        fail_on = Severity[workspace.settings.policy.fail_on.upper()]
        if not args.diff:
            _write(outcomes, workspace)
    if args.format == "json":
        print(json.dumps(_document(outcomes, args.rule), indent=2))
    else:
        _show(outcomes, args)
    stands = [each.before if args.diff else each.after for each in outcomes]
    left = (found for each in stands for found in _left(each, args.rule))
    return int(any(found.severity >= fail_on for found in left))


class _Outcome(NamedTuple):
    """One changelog: before and after, with what was done between."""

    before: "Judged"
    after: "Judged"
    fixes: "tuple[Fix, ...]"
    files: "tuple[Patched, ...]"


def _outcome(work: "Work", rules: frozenset[str]) -> _Outcome:
    from branchline.cli.fixing import fixed, judge
    from branchline.cli.patch import patched

    before = judge(work)
    after, fixes = fixed(before, rules)
    return _Outcome(before, after, fixes, patched(after.work.tree))


def _rules(asked: str) -> frozenset[str]:
    from branchline.fixes import RULES

    if not asked or asked in RULES:
        return frozenset((asked,)) if asked else RULES
    from branchline.policy.catalogue import rules
    from branchline.toml.nearest import did_you_mean

    if asked in rules():
        raise UsageError(
            f"{asked} has no safe rewrite", f"'branchline explain {asked}' says what to do"
        )
    raise UsageError(f"no rule {asked!r}", did_you_mean(asked, RULES))


def _left(judged: "Judged", asked: str) -> tuple[Finding, ...]:
    return tuple(each for each in judged.findings if asked in {"", each.rule})


def _write(outcomes: Sequence[_Outcome], workspace: Workspace) -> None:
    from branchline.cli.fixable import repository_here
    from branchline.cli.patch import write
    from branchline.gather.unshared import repository_of

    repository = repository_here(workspace)
    for outcome in outcomes:
        tree = outcome.after.work.tree.base
        root = getattr(tree, "root", workspace.root)
        write(root, outcome.files, repository_of(tree, repository))


def _show(outcomes: Sequence[_Outcome], args: argparse.Namespace) -> None:
    from branchline.report import Report, text
    from branchline.report.terminal import printable, wants_colour

    if args.diff:
        from branchline.cli.patch import lines

        for line in (line for each in outcomes for file in each.files for line in lines(file)):
            print(line, end="")
        sys.stdout.flush()
    out = sys.stderr if args.diff else sys.stdout
    for file in (file for each in outcomes for file in each.files if not args.diff):
        came = f"{file.old} -> " if file.word == "renamed" else ""
        print(f"{file.word} {printable(came + file.new)}", file=out)
    for path, holder in (kept for each in outcomes for kept in _kept(each) if args.paths):
        print(f"kept {printable(path)}: {printable(holder)} has it", file=out)
    left = tuple(found for each in outcomes for found in _left(each.after, args.rule))
    for line in text.lines(Report(left, _summary(outcomes)), colour=wants_colour(out)):
        print(line, file=out)


def _kept(outcome: _Outcome) -> Iterator[tuple[str, str]]:
    """Yield the changes in question that others have, and who."""
    work = outcome.before.work
    for entry in work.scope.judged():
        if entry.path in work.holders:
            yield entry.path, work.holders[entry.path]


def _summary(outcomes: Sequence[_Outcome]) -> str:
    own = sum(len(each.after.diff.added) for each in outcomes)
    files = sum(len(each.files) for each in outcomes)
    changes = "1 change" if own == 1 else f"{own} changes"
    return f"{changes} not shared yet, {'1 file' if files == 1 else f'{files} files'} fixed"


def _document(outcomes: Sequence[_Outcome], asked: str) -> dict[str, Any]:
    from branchline.report import Report
    from branchline.report.json import document

    left = tuple(found for each in outcomes for found in _left(each.after, asked))
    files = [file for each in outcomes for file in each.files]
    rules = {rule for each in outcomes for fix in each.fixes for rule in fix.rules}
    return {
        "schema": "branchline/fix/v1",
        "rules": sorted(rules),
        "files": [{"path": f.new, "was": f.old or None, "change": f.word} for f in files],
        "left": document(Report(left))["findings"],
    }
