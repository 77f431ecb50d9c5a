"""`doctor`: prove that the hooks run.

A hook that Git ignores looks like a policy that everybody follows.
"""

import argparse
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from branchline.cli.workspace import open_workspace
from branchline.errors import BranchlineError, DeployError, UsageError
from branchline.gather.clones import known_tips
from branchline.git.objects import Repository
from branchline.install import doctor, places
from branchline.install.doctor import Check
from branchline.install.kinds import KINDS
from branchline.install.proof import proof
from branchline.model.environments import Pipeline

FORMATS = ()

EXAMPLE = """\
  branchline doctor                                # this clone
  branchline doctor --server /srv/git/shop.git     # with a push that must be refused
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's own arguments."""
    parser.add_argument("--server", metavar="BARE_REPO", help="the repository that is pushed to")
    parser.add_argument("--kind", choices=tuple(KINDS), help="the server, as for 'hooks install'")


def run(args: argparse.Namespace) -> int:
    """Look at everything, and say what is wrong; code 1 when something is."""
    bad = 0
    checks = _server(Path(args.server), args.kind or "") if args.server else _clone(args)
    for check in checks:
        bad += not check.good
        print(f"{'ok  ' if check.good else 'bad '} {check.what}")
        if check.why:
            print(f"     why: {check.why}")
        if check.hint:
            print(f"     hint: {check.hint}")
    return 1 if bad else 0


def _server(path: Path, kind: str) -> Iterator[Check]:
    if not path.is_dir():
        raise UsageError(f"--server {path}: no such folder")
    with Repository.discover(path.absolute()) as repository:
        tips = repository.refs("refs/heads/")
        try:
            place = places.server(repository, kind)
            yield Check(f"the server is {place.why}")
            command = f"branchline hooks install --server {path}{f' --kind {kind}' * bool(kind)}"
            yield from doctor.hooks(place, command)
            yield from doctor.called(repository, place)
            trusted = doctor.trusted(repository, tips)
        except BranchlineError as error:
            yield Check(error.message, error.hint or "correct it", "hooks cannot judge by it")
            return
        yield from doctor.server(repository, trusted)
        if not tips:
            hint = "push the first one, then ask again"
            yield Check("no branch is here yet, so no more can be looked at", hint)
            return
        if trusted is None:
            hint = "push a branch that holds branchline.toml, or pin one with hooks install"
            yield Check("no trusted configuration, so nothing is judged", hint)
            return
        pipeline = trusted.settings.pipeline
        yield from doctor.history(repository, pipeline, tips)
        yield from doctor.clocks(repository, pipeline, tips)
        yield from _instances(pipeline, repository.git_dir)
        if there := [each.branch for each in pipeline if each.ref in tips]:
            yield from proof(repository, place, there[0])


def _instances(pipeline: Pipeline, root: Path) -> Iterator[Check]:
    """Look at where each database's URL comes from, without asking the database."""
    for environment in pipeline:
        for instance in environment.instances:
            name = f"{environment.name}/{instance.name}"
            if missing := _missing(instance.url, root):
                hint = f"give it to the user that runs the hooks: {instance.url}"
                why = f"nothing can be deployed to {name}"
                yield Check(f"{name} is not configured here: {missing}", hint, why)
            else:
                yield Check(f"{name} is configured")


def _missing(reference: str, root: Path) -> str:
    """Say why a reference leads to no URL; a command is looked for and not run."""
    from branchline.deploy.secrets import resolve

    scheme, _, rest = reference.partition(":")
    if scheme == "exec":
        program = next(iter(rest.split()), "")
        return "" if shutil.which(program) else f"there is no program {program!r}"
    try:
        resolve(reference, os.environ, root)
    except DeployError as error:
        return error.message
    return ""


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
