"""`doctor`: prove that the hooks run.

A hook that Git ignores looks like a policy that everybody follows.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path

from branchline.cli.workspace import open_workspace
from branchline.errors import BranchlineError, UsageError
from branchline.gather.clones import known_tips
from branchline.git.objects import Repository
from branchline.install import doctor, places
from branchline.install.doctor import Check

FORMATS = ()

EXAMPLE = """\
  branchline doctor                                # this clone
  branchline doctor --server /srv/git/shop.git     # with a push that must be refused
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's own arguments."""
    parser.add_argument("--server", metavar="BARE_REPO", help="the repository that is pushed to")


def run(args: argparse.Namespace) -> int:
    """Look at everything, and say what is wrong; code 1 when something is."""
    bad = 0
    for check in _server(Path(args.server)) if args.server else _clone(args):
        bad += not check.good
        print(f"{'ok  ' if check.good else 'bad '} {check.what}")
        if check.hint:
            print(f"     hint: {check.hint}")
    return 1 if bad else 0


def _server(path: Path) -> Iterator[Check]:
    if not path.is_dir():
        raise UsageError(f"--server {path}: no such folder")
    with Repository.discover(path.absolute()) as repository:
        place = places.server(repository)
        yield from doctor.hooks(place, f"branchline hooks install --server {path}")
        yield from doctor.server(repository)
        tips = repository.refs("refs/heads/")
        try:
            pipeline = doctor.trusted_pipeline(repository, tips)
        except BranchlineError as error:
            yield Check(error.message, error.hint or "correct it")
            return
        if pipeline is None:
            hint = "push a branch that holds branchline.toml, or pin one with hooks install"
            yield Check("no trusted configuration, so nothing is judged", hint)
            return
        yield from doctor.history(repository, pipeline, tips)
        there = [each.branch for each in pipeline if each.ref in tips]
        if there:
            yield doctor.proof(repository, place, there[0])


def _clone(args: argparse.Namespace) -> Iterator[Check]:
    from branchline.git.porcelain import default_remote

    with open_workspace(args) as workspace:
        repository = workspace.repository
        yield from doctor.hooks(places.clone(repository), "branchline hooks install")
        pipeline = workspace.settings.pipeline
        if workspace.file is None:
            yield Check("no branchline.toml", "branchline init")
        tips = known_tips(repository, pipeline, default_remote(repository) or "")
        yield from doctor.history(
            repository, pipeline, {ref: known.tip for ref, known in tips.items()}
        )
