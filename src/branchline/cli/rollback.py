"""`rollback ENV`: run rollback scripts, last applied first."""

import argparse

from branchline.cli.plan import show_surveys
from branchline.cli.sites import chosen, in_doubt, open_site, say, show
from branchline.deploy.instance import named, one_by_one
from branchline.deploy.rollback import Aim, rollback
from branchline.deploy.site import commit_of
from branchline.deploy.survey import survey_undo

EXAMPLE = """\
  branchline rollback staging --count 1
  branchline rollback prod --to v1.4 --dry-run
"""
FORMATS = ()


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's own arguments."""
    parser.add_argument("environment", metavar="ENV")
    aim = parser.add_mutually_exclusive_group(required=True)
    aim.add_argument("--to", metavar="REV", help="a commit or tag: what it has not is rolled back")
    aim.add_argument("--count", metavar="N", type=_number, default=0, help="the last N changes")
    aim.add_argument("--change", metavar="ID", default="", help="one change, and no other")
    parser.add_argument(
        "--only", "--instance", metavar="INSTANCE", default="", help="this database alone"
    )
    in_doubt(parser)
    parser.add_argument("--dry-run", action="store_true", help="show what would run, and stop")


def run(args: argparse.Namespace) -> int:
    """Roll back, instance by instance; the first that fails stops those after it."""
    with open_site(args, [args.environment]) as (site, [target]):
        commit = commit_of(site, args.to) if args.to else ""
        aim = Aim(commit, args.count, args.change)
        places = chosen(site, target, args.only)
        # All ways back are found, on every database, before the first is used.
        surveys = [survey_undo(place, aim) for place in places]
        if args.dry_run:
            return show_surveys(surveys, sql=True)
        results = one_by_one(
            places, lambda place: rollback(place, aim, named(place, say), args.in_doubt)
        )
    return show(results, "rolled back")


def _number(text: str) -> int:
    if not text.isdecimal() or int(text[:9]) == 0:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of changes")
    return int(text[:9])
