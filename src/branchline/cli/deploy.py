"""`deploy ENV`: apply what is pending, now, because a person says so."""

import argparse

from branchline.cli.plan import show_surveys
from branchline.cli.sites import chosen, in_doubt, open_site, say, show
from branchline.deploy.reconcile import deploy
from branchline.deploy.site import commit_of
from branchline.deploy.survey import survey

EXAMPLE = """\
  branchline deploy dev
  branchline deploy prod --only canary --dry-run
"""
FORMATS = ()


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's own arguments."""
    parser.add_argument("environment", metavar="ENV")
    parser.add_argument("--at", metavar="REV", default="", help="instead of the branch's tip")
    parser.add_argument("--only", metavar="INSTANCE", default="", help="this database alone")
    in_doubt(parser)
    parser.add_argument("--dry-run", action="store_true", help="show what would run, and stop")


def run(args: argparse.Namespace) -> int:
    """Deploy; what was rolled back by hand runs again."""
    with open_site(args, [args.environment]) as (site, [target]):
        found = chosen(site, target, args.only)
        commit = commit_of(site, args.at) if args.at else ""
        if args.dry_run:
            surveys = [survey(place, commit, explicit=True, live=True) for place in found]
            return show_surveys(surveys, sql=True)
        return show(deploy(found, say, commit, doubt=args.in_doubt))
