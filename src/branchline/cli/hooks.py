"""`hooks`: put Git hooks in place beside those that are there, or take them away."""

import argparse
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from branchline.errors import UsageError
from branchline.git.objects import Repository
from branchline.install import named
from branchline.install.kinds import KINDS
from branchline.install.places import Place, checkout, clone, server
from branchline.install.scripts import install, uninstall
from branchline.install.settings import configure, forget, missing_folders, remember_folders
from branchline.install.zipapp import unpacked

FORMATS = ()

EXAMPLE = """\
  branchline hooks install                              # in a clone
  branchline hooks install --server /srv/git/shop.git --config /etc/branchline.toml
  branchline hooks install --server /srv/git/shop.git --config ref:refs/heads/main --observe
  branchline hooks install --server ~/repositories/shop.git --kind gitolite-common
  branchline hooks uninstall --server /srv/git/shop.git
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's own arguments."""
    parser.add_argument("action", choices=("install", "uninstall", "run"))
    parser.add_argument(
        "words",
        nargs="*",
        metavar="HOOK",
        help="for 'run', which a framework calls: changelog, commit-msg FILE, merge or push",
    )
    parser.add_argument("--server", metavar="BARE_REPO", help="the repository that is pushed to")
    kinds = "; ".join(f"{name}: {what}" for name, what in KINDS.items())
    parser.add_argument(
        "--kind", choices=tuple(KINDS), help=f"the server, where it cannot be told: {kinds}"
    )
    parser.add_argument(
        "--observe", action="store_true", help="say what would be refused, and accept it"
    )


def run(args: argparse.Namespace) -> int:
    """Do it, and say what was done."""
    if args.action == "run":
        return _called(*args.words)
    if args.words:
        raise UsageError(f"{args.words[0]!r} is one word too many", _NAME)
    path = Path(args.server or args.repo or ".").absolute()
    if not path.is_dir():
        raise UsageError(f"{path}: no such folder")
    if not args.server and (args.config or args.observe or args.kind):
        raise UsageError(
            "--config, --kind and --observe are for a server's hooks",
            _NAME,
        )
    if args.kind == "ghes":
        return _printed(_checkout(path, args))
    with Repository.discover(path) as repository:
        if not args.server:
            lines = _clone(repository, args)
        elif args.action == "install":
            lines = _installed(repository, args)
        else:
            lines = _uninstalled(repository, args.kind or "")
        return _printed(lines)


def _called(name: str = "", *words: str) -> int:
    """Run a hook for a framework that puts its own in place."""
    from branchline.hook import client
    from branchline.hook.guard import guarded

    environ = os.environ
    hooks: dict[str, Callable[[float], int]] = {
        "changelog": lambda deadline: client.staged(environ, deadline),
        "merge": lambda deadline: client.merging(environ, deadline),
        "commit-msg": lambda deadline: client.message(words, environ, deadline),
        "push": lambda deadline: client.framework_push(environ, deadline),
    }
    if name not in hooks:
        raise UsageError(f"no hook {name!r}", f"known: {', '.join(hooks)}")
    return guarded(hooks[name])


def _printed(lines: Iterator[str]) -> int:
    for line in lines:
        print(line)
    return 0


def _clone(repository: Repository, args: argparse.Namespace) -> Iterator[str]:
    place = clone(repository)
    if args.action == "uninstall":
        yield from uninstall(place) or (_NOTHING,)
    else:
        yield from install(place)
        yield "prove that they run: branchline doctor"


def _checkout(folder: Path, args: argparse.Namespace) -> Iterator[str]:
    if args.config or args.observe:
        raise UsageError(
            "GHES has a setting of its own for observing, and no configuration of ours",
            "leave --config and --observe out",
        )
    place = checkout(folder)
    if args.action == "uninstall":
        yield from uninstall(place) or (_NOTHING,)
    else:
        yield from install(place)
        yield from _left(place)


def _installed(repository: Repository, args: argparse.Namespace) -> Iterator[str]:
    place = server(repository, args.kind or "")
    if place.kind == "config":
        named.refuse_old(repository.git_version())
    yield f"the server is {place.why}"
    yield from unpacked()
    made = missing_folders(repository, place)
    yield from install(place)
    remember_folders(repository, made)
    if place.kind == "config":
        yield from named.name_hooks(repository, place)
    yield from configure(repository, args.config, observe=args.observe)
    yield from _left(place)
    kind = f" --kind {args.kind}" if args.kind else ""
    yield f"prove that they run: branchline doctor --server {args.server}{kind}"


def _uninstalled(repository: Repository, kind: str) -> Iterator[str]:
    """Look wherever hooks of ours may stand, unless a kind says where."""
    found: dict[str, None] = {}
    if kind:
        found.update(dict.fromkeys(uninstall(server(repository, kind))))
    for each in () if kind else ("", "bare", "gitea", "gitlab", "config"):
        with suppress(UsageError):  # no such server, so nothing of ours
            found.update(dict.fromkeys(uninstall(server(repository, each))))
    yield from found or (_NOTHING,)
    named.forget_hooks(repository)
    forget(repository)


def _left(place: Place) -> Iterator[str]:
    for line in place.after:
        yield f"left to do: {line}" if not line.startswith(" ") else line


_NAME = "name its repository: --server BARE_REPO"
_NOTHING = "there was nothing of branchline's"
