"""From the paths somebody typed to the changelogs they are in.

A configured changelog that holds a path wins. Else a file is looked at among
its neighbours, by their names; one that they do not explain is a script by
itself. No path is looked for outside the folder it is in: `lint ~/x.sql` must
not search a home.
"""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from branchline.errors import ConfigError, UsageError
from branchline.formats import detect
from branchline.formats.folder import FolderTree
from branchline.gather.folders import changelog_folders
from branchline.gather.scopes import Scope
from branchline.gather.scripts import Given, Neighbours, script
from branchline.model.changelog import Oddity, Outline
from branchline.model.effects import Engine
from branchline.model.settings import Changelog
from branchline.model.tree import FileKind, Tree
from branchline.model.value import value


@value
class Targets:
    """Where paths are looked for: what is configured below `root`, and the SQL of what is not."""

    root: Path
    changelogs: tuple[Changelog, ...] = ()
    engine: Engine = Engine()

    def everything(self, tree: Tree) -> Iterator[Scope]:
        """Yield the changelogs of `tree`: those configured, else the folders that look like one.

        Raises:
            UsageError: there is nothing to judge.
            ConfigError: a changelog's format is not known.
        """
        if self.changelogs:
            yield from (Scope.of(tree, spec) for spec in self.changelogs)
            return
        folders = changelog_folders(self.root)
        if not folders:
            raise UsageError(
                "nothing to judge: no configuration, and no folder of numbered SQL here",
                "name files or folders: branchline lint PATH",
            )
        for folder in folders:
            yield Scope.of(tree, Changelog(folder or ".", folder, engine=self.engine))

    def named(self, paths: Sequence[Path]) -> Iterator[Scope]:
        """Yield what `paths`, absolute, mean: a scope per changelog and per lone script.

        Raises:
            UsageError: a path is not there, or holds no SQL.
            ConfigError: a changelog's format is not known.
        """
        configured: dict[Changelog, set[str]] = {}
        lone: dict[Path, set[str]] = {}
        for path in paths:
            self._refuse(path)
            specs = dict(self._configured(path))
            for spec, meant in specs.items():
                configured.setdefault(spec, set()).add(meant)
            if not specs and _is_folder(path):
                yield from self._folder(path)
            elif not specs:
                lone.setdefault(path.parent, set()).add(path.name)
        for spec, meant_there in configured.items():
            yield from self._inside(spec, meant_there)
        for folder, names in lone.items():
            yield from self._neighbours(folder, names)

    def narrowed(self, scope: Scope, paths: Sequence[Path]) -> Scope:
        """Return the part of a changelog that `paths`, absolute, mean; all of it without any."""
        if not paths:
            return scope
        meant = frozenset(filter(None, (self._meant(path, scope.spec) for path in paths)))
        return Scope(scope.tree, scope.spec, scope.format, scope.outline, meant)

    def given(self, data: bytes) -> Scope:
        """Return a scope of SQL that came by no file."""
        return script(Given(data), STDIN, self.engine)

    def _configured(self, path: Path) -> Iterator[tuple[Changelog, str]]:
        """Yield the changelogs that hold `path`, or that it holds, with what is meant there."""
        for spec in self.changelogs:
            meant = self._meant(path, spec)
            if meant:
                yield spec, meant

    def _meant(self, path: Path, spec: Changelog) -> str:
        """Return a file of a changelog, or a folder with `/`; empty when `path` is elsewhere."""
        if not path.is_relative_to(self.root):
            return ""
        inside = path.relative_to(self.root).as_posix()
        inside = "" if inside == "." else inside
        if _is_folder(path) and _is_below(spec.path, inside):
            return f"{spec.path}/"
        if not _is_below(inside, spec.path):
            return ""
        return f"{inside}/" if _is_folder(path) else inside

    def _inside(self, spec: Changelog, paths: set[str]) -> Iterator[Scope]:
        tree = FolderTree(self.root)
        whole = {"/", f"{spec.path}/"} & paths
        scope = Scope.of(tree, spec, None if whole else paths)
        yield scope
        for path in sorted(paths - whole - _known(scope)):
            if not path.endswith("/") and _is_script(path):
                yield script(tree, path, spec.engine)

    def _folder(self, path: Path) -> Iterator[Scope]:
        """Yield what a folder that is not configured holds: changelogs, else scripts."""
        base, inside = self._placed(path)
        tree = FolderTree(base)
        detected = detect(tree, inside)
        if detected.format and not detected.supported:
            raise ConfigError(detected.why, _LATER)
        if detected.supported:
            name = inside or path.name
            yield Scope.of(tree, Changelog(name, inside, detected.format, self.engine))
            return
        below = [folder for folder in changelog_folders(path) if folder]
        for folder in below:
            where = f"{inside}/{folder}" if inside else folder
            yield Scope.of(tree, Changelog(where, where, engine=self.engine))
        files = [] if below else [file for file in tree.files(inside) if _is_script(file.path)]
        for file in files:
            if file.kind is FileKind.REGULAR:
                yield script(tree, file.path, self.engine)
        if not below and not files:
            raise UsageError(detected.why, "name a folder that holds SQL")

    def _neighbours(self, folder: Path, names: set[str]) -> Iterator[Scope]:
        """Yield what files of one folder that is not configured mean."""
        base, inside = self._placed(folder)
        paths = {f"{inside}/{name}" if inside else name for name in names}
        tree = Neighbours(base)
        detected = detect(tree, inside)
        known: set[str] = set()
        if detected.supported:
            spec = Changelog(inside or folder.name, inside, detected.format, self.engine)
            scope = _without_guesses(Scope.of(tree, spec, paths))
            known = _known(scope)
            if scope.judged() or scope.scripts() or scope.strays():
                yield scope
        for path in sorted(filter(_is_script, paths - known)):
            yield script(tree, path, self.engine)

    def _refuse(self, path: Path) -> None:
        base, inside = self._placed(path)
        shown = inside or str(base)
        if not os.path.lexists(path):
            raise UsageError(f"{shown}: no such file or folder")
        if not _is_folder(path) and not _is_sql(path.name):
            raise UsageError(f"{shown} is not SQL", "name .sql files, or folders that hold them")

    def _placed(self, path: Path) -> tuple[Path, str]:
        """Return the folder that a path is shown relative to, and the path from there."""
        base = self.root if path.is_relative_to(self.root) else path
        inside = path.relative_to(base).as_posix()
        return base, "" if inside == "." else inside


STDIN = "<stdin>"
_CODE = (".py", ".rb")  # SQL stands in it, where the changelog's format says so
_LATER = "that format is not supported yet"


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def _is_script(path: str) -> bool:
    return path.lower().endswith(".sql")


def _is_sql(path: str) -> bool:
    return path.lower().endswith((".sql", *_CODE))


def _is_below(path: str, folder: str) -> bool:
    return not folder or path == folder or path.startswith(f"{folder}/")


def _known(scope: Scope) -> set[str]:
    """The paths that a scope judges, or sets aside for what they are."""
    entries = (*scope.judged(), *scope.scripts())
    companions = {path for entry in entries for path, _ in entry.companions}
    odd = {s.place.path for s in scope.strays() if s.what in {Oddity.IRREGULAR, Oddity.NAME}}
    return {entry.path for entry in entries} | companions | odd


def _without_guesses(scope: Scope) -> Scope:
    """Leave out what is odd about names only: that these are a changelog is a guess."""
    sure = [s for s in scope.outline.strays if s.what in {Oddity.IRREGULAR, Oddity.NAME}]
    outline = Outline(scope.outline.entries, tuple(sure), scope.outline.scripts)
    return Scope(scope.tree, scope.spec, scope.format, outline, scope.paths)
