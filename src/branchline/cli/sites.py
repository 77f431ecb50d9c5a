"""From the command line to a site: what the deploying commands have in common."""

import argparse
import os
import sys
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager

from branchline.cli.workspace import open_workspace
from branchline.config.trusted import KEY, REF
from branchline.deploy.apply import count
from branchline.deploy.instance import Place, Result
from branchline.deploy.reconcile import places
from branchline.deploy.site import Site, Target, targets
from branchline.errors import UsageError
from branchline.git.receive import pusher
from branchline.report.terminal import printable
from branchline.toml.nearest import did_you_mean


@contextmanager
def open_site(
    args: argparse.Namespace, names: Collection[str] = ()
) -> Iterator[tuple[Site, tuple[Target, ...]]]:
    """Give the site of a command, and the environments called `names`, or all.

    A server's repository has no working tree: there the configuration is read
    from a place that is trusted, unless `--config` names one.
    """
    with open_workspace(args) as workspace:
        repository = workspace.repository
        root = repository.work_tree or repository.git_dir
        on_server = repository.is_bare and not args.config
        pin = repository.config(KEY)
        # A ref can be pushed to: only a file is the administrator's own word.
        commands = not on_server or bool(pin and not pin.startswith(REF))
        site = Site(repository, root, os.environ, pusher(os.environ), commands)
        settings = None if on_server else workspace.settings
        yield site, targets(site, settings, names)


def chosen(site: Site, target: Target, only: str = "") -> tuple[Place, ...]:
    """Return the instances of an environment, or the one that was named.

    Raises:
        UsageError: there is none.
    """
    found = places(site, target, only)
    name, known = target.environment.name, target.environment.instances
    if found:
        return found
    if known:
        near = did_you_mean(only, [instance.name for instance in known])
        raise UsageError(f"environment {name!r} has no instance {only!r}", near)
    raise UsageError(
        f"environment {name!r} has no instances",
        f"write down where its database is: [environments.{name}.instances.main]",
    )


def in_doubt(parser: argparse.ArgumentParser) -> None:
    """Add what a person answers about a statement that was cut off."""
    parser.add_argument(
        "--in-doubt",
        choices=("ran", "again"),
        default="",
        help="of a statement that was cut off: it took effect, or is to run again",
    )


def say(line: str) -> None:
    """Show a line of progress at once: somebody may be waiting for it."""
    print(printable(line), flush=True)


def show(results: Iterable[Result], done: str = "applied") -> int:
    """Print how instances fared, and return the exit code."""
    code = 0
    for result in results:
        if result.error is None:
            ran = f"{count(result.ran, 'change')} {done}" if result.ran else "nothing to do"
            say(f"{result.name}: {ran}")
            continue
        code = max(code, result.error.exit_code)
        words = "\n".join(map(printable, result.error.message.split("\n")))
        print(f"branchline: {result.name}: {words}", file=sys.stderr, flush=True)
        if result.error.hint:
            print(f"  hint: {printable(result.error.hint)}", file=sys.stderr, flush=True)
    return code
