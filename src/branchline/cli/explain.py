"""`explain RULE`: one rule's page."""

import argparse

from branchline.cli.workspace import open_workspace
from branchline.errors import UsageError

EXAMPLE = """\
  branchline explain drop-table
"""
FORMATS = ()


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's own arguments."""
    parser.add_argument("rule", metavar="RULE", help="as findings name it")


def run(args: argparse.Namespace) -> int:
    """Print the page: what is wrong, an example, the way out, the exceptions."""
    with open_workspace(args) as workspace:
        rules = {each.rule.id: each.rule for each in workspace.effective}
    rule = rules.get(args.rule.partition("/")[0])
    if rule is None:
        from branchline.toml.nearest import did_you_mean

        near = did_you_mean(args.rule, rules)
        raise UsageError(f"no rule {args.rule!r}", near or "'branchline rules' lists them")
    print(f"{rule.id}\n")
    print(rule.page)
    if rule.options:
        print("\noptions:")
        for name, default in rule.options.items():
            print(f"  {name} = {default!r}")
    return 0
