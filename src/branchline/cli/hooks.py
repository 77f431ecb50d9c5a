"""`hooks`: put Git hooks in place beside those that are there, or take them away."""

import argparse
from pathlib import Path

from branchline.errors import UsageError
from branchline.git.objects import Repository
from branchline.install.places import clone, server
from branchline.install.scripts import install, uninstall
from branchline.install.settings import configure, forget

FORMATS = ()

EXAMPLE = """\
  branchline hooks install                              # in a clone
  branchline hooks install --server /srv/git/shop.git --config /etc/branchline.toml
  branchline hooks install --server /srv/git/shop.git --config ref:refs/heads/main --observe
  branchline hooks uninstall --server /srv/git/shop.git
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's own arguments."""
    parser.add_argument("action", choices=("install", "uninstall"))
    parser.add_argument("--server", metavar="BARE_REPO", help="the repository that is pushed to")
    parser.add_argument(
        "--observe", action="store_true", help="say what would be refused, and accept it"
    )


def run(args: argparse.Namespace) -> int:
    """Do it, and say what was done."""
    path = Path(args.server or args.repo or ".").absolute()
    if not path.is_dir():
        raise UsageError(f"{path}: no such folder")
    if not args.server and (args.config or args.observe):
        raise UsageError(
            "--config and --observe are for a server's hooks",
            "name its repository: --server BARE_REPO",
        )
    with Repository.discover(path) as repository:
        place = server(repository) if args.server else clone(repository)
        if args.action == "uninstall":
            lines = uninstall(place) or ("there was nothing of branchline's",)
            if args.server:
                forget(repository)
        else:
            lines = install(place)
            if args.server:
                lines += configure(repository, args.config, observe=args.observe)
            lines += (f"prove that they run: branchline doctor{_which(args)}",)
    for line in lines:
        print(line)
    return 0


def _which(args: argparse.Namespace) -> str:
    return f" --server {args.server}" if args.server else ""
