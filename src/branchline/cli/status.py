"""`status`: which change is where, what waits, and what failed."""

import argparse
import json
from collections.abc import Iterator

from branchline.cli.owed import with_owed
from branchline.cli.sites import open_site
from branchline.deploy.reconcile import places
from branchline.deploy.site import Site, Target, tip
from branchline.deploy.survey import Survey, survey
from branchline.deploy.tree import changesets
from branchline.status.document import document
from branchline.status.matrix import matrix
from branchline.status.text import lines
from branchline.status.values import Held, Stage, Standing

EXAMPLE = """\
  branchline status
  branchline status --live --format json
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's own arguments."""
    parser.add_argument("--live", action="store_true", help="fail when a database does not answer")


def run(args: argparse.Namespace) -> int:
    """Print the matrix of changes and environments."""
    with open_site(args) as (site, targets):
        stages = [_stage(site, target, live=args.live) for target in targets]
        status = with_owed(matrix(stages), stages, site, targets)
    if args.format == "json":
        print(json.dumps(document(status), indent=2))
        return 0
    for line in lines(status):
        print(line)
    return 0


def _stage(site: Site, target: Target, *, live: bool) -> Stage:
    environment, pipeline = target.environment, target.settings.pipeline
    below = tuple(lower.name for lower in pipeline.below(environment))
    commit = tip(site, environment)
    if commit is None:
        return Stage(environment.name, below, None)
    standings = tuple(
        _standing(place.instance.name, place.instance.changelog, survey(place, commit, live=live))
        for place in places(site, target)
    )
    return Stage(environment.name, below, tuple(_held(site, target, commit)), standings)


def _held(site: Site, target: Target, commit: str) -> Iterator[Held]:
    for spec in target.settings.changelogs:
        for changeset in changesets(site.repository, commit, spec):
            yield Held(spec.name, changeset.entry, changeset.checksum)


def _standing(instance: str, changelog: str, found: Survey) -> Standing:
    plan = None if found.unread else found.plan
    return Standing(instance, changelog, plan, found.failed, found.unread)
