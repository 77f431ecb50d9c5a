"""What is to be judged, changelog by changelog.

A scope is cheap: it knows names, not contents. The schema that a changeset
meets is made by all changesets before it, so a scope of one file still knows
its whole changelog.
"""

from collections.abc import Collection, Iterator
from typing import Self

from branchline.formats import Format, choose, told
from branchline.formats.folder import FolderTree
from branchline.gather.reach import Reaches, reaches
from branchline.model.changelog import ChangeSet, Entry, Outline, Reversal, Stray
from branchline.model.environments import Pipeline
from branchline.model.settings import Changelog
from branchline.model.tree import Tree, TreeFile
from branchline.model.value import replace, value


@value
class Scope:
    """One changelog of a tree, and what is judged of it.

    `spec.format` is never `auto` here. `paths` are files, or folders with a
    `/` at their end; None stands for the whole changelog. `reaches` tells where
    changesets run, once environments are known.
    """

    tree: Tree
    spec: Changelog
    format: Format
    outline: Outline
    paths: frozenset[str] | None = None
    reaches: Reaches | None = None

    @classmethod
    def of(cls, tree: Tree, spec: Changelog, paths: Collection[str] | None = None) -> Self:
        """List a changelog, once its format is known.

        Raises:
            ConfigError: the format is not known, or cannot be told.
        """
        listed = _Listed(tree)
        chosen = choose(listed, spec)
        known = told(tree, spec, chosen)
        only = None if paths is None else frozenset(paths)
        root = str(tree.root) if isinstance(tree, FolderTree) else ""
        return cls(tree, known, chosen, _outline(listed, known, chosen, root), only)

    @property
    def is_script(self) -> bool:
        """Whether this is no changelog but one file by itself."""
        entries = self.outline.entries
        if self.format.whole:
            return False
        return len(entries) == 1 and entries[0].path == self.spec.path

    def read(self, entry: Entry) -> ChangeSet:
        """Read a changeset; a script by itself is asked for no way back."""
        changeset = self.format.read(self.tree, entry, self.spec)
        if self.is_script and changeset.reversal is Reversal.NONE:
            return replace(changeset, reversal=Reversal.AUTOMATIC)
        return self.reaches.about(changeset) if self.reaches else changeset

    def within(self, pipeline: Pipeline) -> Self:
        """Return the same among environments; no script by itself belongs to any."""
        if self.is_script or not pipeline.environments:
            return self
        return replace(self, reaches=reaches(self.spec, pipeline))

    def judged(self) -> tuple[Entry, ...]:
        """Return the changesets in question, in order."""
        paths = self.paths
        if paths is None:
            return self.outline.entries
        if any(path.endswith("/") for path in paths):
            return tuple(entry for entry in self.outline if self.holds(*_files(entry)))
        return tuple(  # most entries of a long changelog have no companions, and are not asked for
            entry
            for entry in self.outline
            if entry.path in paths or (entry.companions and self.holds(*_files(entry)))
        )

    def scripts(self) -> tuple[Entry, ...]:
        """Return what runs beside the changesets, of what is in question."""
        return tuple(each for each in self.outline.scripts if self.holds(*_files(each)))

    def strays(self) -> tuple[Stray, ...]:
        """Return the files in question that are no changesets."""
        return tuple(stray for stray in self.outline.strays if self.holds(stray.place.path))

    def holds(self, *files: str) -> bool:
        """Whether any of `files` is in question."""
        if self.paths is None or not self.paths.isdisjoint(files):
            return True
        folders = tuple(path for path in self.paths if path.endswith("/"))
        return bool(folders) and any("/" in folders or file.startswith(folders) for file in files)


def _outline(tree: "_Listed", spec: Changelog, format_: Format, root: str) -> Outline:
    if sum(1 for _ in tree.files(spec.path)) < _WORTH:
        return format_.outline(tree, spec)
    from branchline.gather.outlines import outline_of

    return outline_of(tree, spec, format_, root)


_WORTH = 1000
"""Files: the names of fewer are read as fast as a remembered outline."""


class _Listed:
    """A tree that is listed once, however often it is asked."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._found: dict[str, tuple[TreeFile, ...]] = {}

    def files(self, folder: str) -> Iterator[TreeFile]:
        if folder not in self._found:
            self._found[folder] = tuple(self._tree.files(folder))
        return iter(self._found[folder])

    def read(self, file: TreeFile) -> bytes | None:
        return self._tree.read(file)


def _files(entry: Entry) -> tuple[str, ...]:
    return (entry.path, *(path for path, _ in entry.companions))
