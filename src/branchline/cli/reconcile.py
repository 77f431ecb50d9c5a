"""`reconcile`: make every environment match its branch; what a push wakes."""

import argparse
import time

from branchline.cli.sites import open_site, say, show
from branchline.config.durations import seconds
from branchline.deploy.reconcile import reconcile, wake
from branchline.deploy.settled import settle, tips
from branchline.deploy.site import Site, Target
from branchline.toml.at import Refused

EXAMPLE = """\
  branchline reconcile
  branchline reconcile --repo /srv/git/shop.git --every 60s
"""
FORMATS = ()


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's own arguments."""
    parser.add_argument("--env", metavar="ENV", action="append", default=[], help="only this one")
    parser.add_argument("--detach", action="store_true", help="in a process of its own")
    parser.add_argument("--every", metavar="TIME", type=_seconds, help="again and again: 60s, 5m")


def run(args: argparse.Namespace) -> int:
    """Reconcile once, or for ever; one environment that fails stops no other."""
    with open_site(args, args.env) as (site, targets):
        if args.detach:
            wake(site.repository.git_dir, args.env, 0)
            return 0
        code = _once(site, targets)
    while args.every:
        time.sleep(args.every)
        with open_site(args, args.env) as (site, targets):
            _once(site, targets)
    return code


def _once(site: Site, targets: tuple[Target, ...]) -> int:
    before = tips(site, targets)
    results = reconcile(site, targets, say)
    settle(site, targets, results, before)
    if not results:
        say("nothing to reconcile: no environment has both a branch here and an instance")
    return show(results)


def _seconds(text: str) -> float:
    try:
        return max(seconds(text), 1)
    except Refused as error:
        raise argparse.ArgumentTypeError(f"{error.problem}; {error.hint}") from None
