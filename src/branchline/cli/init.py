"""`init`: look at the repository, write down what was found, say what comes next.

It asks nothing, and what is there already it leaves as it is: running it again
adds what is missing.
"""

import argparse
import re
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from branchline.cli import scaffold
from branchline.cli.workspace import Workspace, open_workspace
from branchline.errors import RepositoryError
from branchline.model.effects import Engine
from branchline.model.settings import Changelog

EXAMPLE = """\
  branchline init
"""
FORMATS = ()


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's own arguments: none."""
    del parser


def run(args: argparse.Namespace) -> int:
    """Write what is missing, and print what was found and written."""
    with open_workspace(args) as workspace:
        if workspace.file is None:
            _configure(workspace)
        else:
            print(f"kept {workspace.file.name}")
    with open_workspace(args) as configured:
        changelogs = configured.settings.changelogs
        folders = [spec.path for spec in changelogs]
        ends = scaffold.endings(spec.format for spec in changelogs)
        # Line ends are no part of what code does, and of its checksum.
        of_sql = [each.path for each in changelogs if "sql" in scaffold.endings([each.format])]
        _attributes(configured.root / ".gitattributes", of_sql)
        _hook(configured.root / ".pre-commit-config.yaml", folders, ends)
    print(_NEXT)
    return 0


def _configure(workspace: Workspace) -> None:
    from branchline.gather.branches import environments

    stages = environments(_branches(workspace))
    print(f"found environments: {scaffold.flow(stages)}")
    found = list(_changelogs(workspace.root))
    if not found:
        print(f"found no folder of migrations: {_FOLDER} will be it")
        found = [(Changelog("app", _FOLDER, "plain"), "there is no SQL yet that would tell")]
    text = scaffold.configuration(found, stages)
    _write(workspace.root / _FILE, text, "")


def _branches(workspace: Workspace) -> Collection[str]:
    """The branches here and on remotes, without a remote's name; none outside Git.

    The one that is checked out counts before its first commit, too.
    """
    try:
        refs = [*workspace.repository.refs("refs/heads/"), workspace.repository.head() or ""]
        remote = [*workspace.repository.refs("refs/remotes/")]
    except RepositoryError:
        return ()
    own = {ref.removeprefix("refs/heads/") for ref in refs if ref}
    return own | {ref.split("/", 3)[3] for ref in remote}


def _changelogs(root: Path) -> Iterator[tuple[Changelog, str]]:
    """Yield what the folders of migrations are, each with what speaks for its dialect."""
    from branchline.formats import detect
    from branchline.formats.folder import FolderTree
    from branchline.gather.dialects import dialect_of
    from branchline.gather.folders import changelog_folders

    folders = changelog_folders(root)
    for folder, name in zip(folders, _names(folders), strict=True):
        detected = detect(FolderTree(root), folder)
        if not detected.supported:
            print(f"left out {folder or '.'}: {detected.why}")
            continue
        dialect, signs = dialect_of(_heads(root / folder))
        if detected.format == "sqitch":
            from branchline.formats.sqitch.outlines import dialect_of_project

            told = dialect_of_project(FolderTree(root), folder)
            dialect, signs = (told, "its sqitch.conf") if told else (dialect, signs)
        spec = Changelog(name, folder, detected.format, Engine(dialect))
        taken = f"it is {dialect}" if signs else f"taken for {dialect}, {_UNTOLD}"
        print(f"found a changelog: {detected.why}; {taken}")
        yield spec, f"because of {signs}" if signs else _UNTOLD


def _names(folders: Sequence[str]) -> list[str]:
    if len(folders) == 1:
        return ["app"]
    return [re.sub(r"\W+", "-", folder).strip("-_") or "app" for folder in folders]


def _heads(folder: Path) -> Iterator[str]:
    """Yield the starts of the newest files: a project may have changed its database."""
    for file in sorted(folder.rglob("*.sql"), reverse=True)[:_FILES]:
        if file.is_file() and not file.is_symlink():
            with file.open(encoding="utf-8", errors="replace") as text:
                yield text.read(_HEAD)


def _attributes(file: Path, folders: Sequence[str]) -> None:
    before = _text(file)
    _write(file, scaffold.attributes(before, folders), before)


def _hook(file: Path, folders: Sequence[str], ends: Sequence[str]) -> None:
    before = _text(file)
    after = scaffold.pre_commit(before, folders, ends)
    if after is None:
        print(f"kept {file.name}: its shape is unusual, so add the hook yourself:")
        print(scaffold.pre_commit("", folders, ends), end="")
    else:
        _write(file, after, before)


def _write(file: Path, after: str, before: str) -> None:
    if after == before:
        if before:
            print(f"kept {file.name}")
        return
    file.write_bytes(after.encode("utf-8", "surrogateescape"))
    print(f"{'added to' if before else 'wrote'} {file.name}")


def _text(file: Path) -> str:
    return file.read_bytes().decode("utf-8", "surrogateescape") if file.is_file() else ""


_FILE = "branchline.toml"
_FOLDER = "db/migrations"
_FILES = 20
_HEAD = 64 * 1024
_UNTOLD = "nothing in the SQL says otherwise"
_NEXT = """\
next:
  branchline lint             judge the migrations there are
  branchline hooks install    judge every commit and push
  branchline new TITLE        make the next migration"""
