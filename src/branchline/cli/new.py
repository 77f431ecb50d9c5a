"""`new TITLE`: a changeset file with the right name, header and rollback section."""

import argparse
from datetime import UTC, datetime

from branchline.cli.workspace import open_workspace
from branchline.errors import UsageError

EXAMPLE = """\
  branchline new "add status to orders"
"""
FORMATS = ()


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's own arguments."""
    parser.add_argument("title", metavar="TITLE", help="what the change does, in a few words")
    parser.add_argument("--changelog", metavar="NAME", default="", help="where there are several")


def run(args: argparse.Namespace) -> int:
    """Write the file, which sorts after all there are, and print its path."""
    from branchline.formats.folder import FolderTree
    from branchline.gather.scopes import Scope

    with open_workspace(args) as workspace:
        scope = Scope.of(FolderTree(workspace.root), workspace.changelog(args.changelog))
        now = datetime.now(UTC)
        path, text = scope.format.new_file(args.title, scope.outline, scope.spec, now)
        file = workspace.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        try:
            with file.open("x", encoding="utf-8", newline="\n") as out:
                out.write(text)
        except FileExistsError:
            raise UsageError(f"{path} is there already", "give another title") from None
    print(path)
    return 0
