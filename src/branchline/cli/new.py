"""`new TITLE`: a changeset file with the right name, header and rollback section."""

import argparse
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from branchline.cli.workspace import Workspace, open_workspace
from branchline.errors import UsageError

if TYPE_CHECKING:
    from branchline.formats.format import Files
    from branchline.gather.scopes import Scope

EXAMPLE = """\
  branchline new "add status to orders"
"""
FORMATS = ()


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's own arguments."""
    parser.add_argument("title", metavar="TITLE", help="what the change does, in a few words")
    parser.add_argument("--changelog", metavar="NAME", default="", help="where there are several")


def run(args: argparse.Namespace) -> int:
    """Write the file, which sorts after all there are, and what goes with it; print the paths."""
    from branchline.formats.folder import FolderTree
    from branchline.formats.format import Begun
    from branchline.gather.scopes import Scope

    with open_workspace(args) as workspace:
        tree = FolderTree(workspace.root)
        scope = Scope.of(tree, workspace.changelog(args.changelog))
        now = datetime.now(UTC)
        title, outline, spec = args.title, scope.outline, scope.spec
        path, text = scope.format.new_file(title, outline, spec, now)
        others: Files = ()
        if beside := scope.format.beside:
            others = beside(tree, Begun(title, outline, spec, now, _planner(workspace)))
        _begin(workspace.root, path, text)
        if twin := scope.format.twin:
            _begin(workspace.root, twin(path), "")
            others = ((twin(path), ""),)
        others = (*others, *_derived(scope))
        for each, whole in others:
            _write(workspace.root / each, whole)
        unused = _unused(path, Scope.of(tree, spec))
    print(path, *(each for each, _ in others), sep="\n")
    if unused:
        print(unused, file=sys.stderr)
    return 0


def _unused(path: str, scope: "Scope") -> str:
    """Return what to do where the file alone is not enough: a master has to include it."""
    found = [stray for stray in scope.outline.strays if stray.place.path == path]
    return f"next: {path} {found[0].detail}: name it where the others are" if found else ""


def _begin(root: Path, path: str, text: str) -> None:
    """Write a file that is not there, or holds nothing: as graphile-migrate leaves `current.sql`.

    Raises:
        UsageError: it holds something.
    """
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    if file.is_file() and file.stat().st_size == 0:
        file.unlink()
    try:
        with file.open("x", encoding="utf-8", newline="\n") as out:
            out.write(text)
    except FileExistsError:
        raise UsageError(
            f"{path} is there already", "give another title, or finish what it holds"
        ) from None


def _derived(scope: "Scope") -> "Files":
    """Return files that follow from the others as they are now, where they fitted before."""
    derived = scope.format.derived
    return derived(scope.tree, scope.spec) if derived and not scope.outline.strays else ()


def _planner(workspace: Workspace) -> str:
    """Return who begins the change, as Git and Sqitch know them.

    Raises:
        UsageError: nobody has said who they are.
    """
    from branchline.git.porcelain import config_value

    found = [
        os.environ.get(f"SQITCH_{variable}") or config_value(workspace.repository, f"user.{key}")
        for variable, key in (("FULLNAME", "name"), ("EMAIL", "email"))
    ]
    if not all(found):
        raise UsageError(
            "a plan names who planned a change, and Git does not know you",
            "git config user.name 'Your Name', git config user.email you@example.com",
        )
    return "{} <{}>".format(*found)


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8", newline="\n")
