"""What is to be judged, changelog by changelog.

A scope is cheap: it knows names, not contents. The schema that a changeset
meets is made by all changesets before it, so a scope of one file still knows
its whole changelog.
"""

from collections.abc import Collection
from typing import Self

from branchline.formats import Format, choose
from branchline.model.changelog import ChangeSet, Entry, Outline, Reversal, Stray
from branchline.model.settings import Changelog
from branchline.model.tree import Tree
from branchline.model.value import replace, value


@value
class Scope:
    """One changelog of a tree, and what is judged of it.

    `spec.format` is never `auto` here. `paths` are files, or folders with a
    `/` at their end; None stands for the whole changelog.
    """

    tree: Tree
    spec: Changelog
    format: Format
    outline: Outline
    paths: frozenset[str] | None = None

    @classmethod
    def of(cls, tree: Tree, spec: Changelog, paths: Collection[str] | None = None) -> Self:
        """List a changelog, once its format is known.

        Raises:
            ConfigError: the format is not known, or cannot be told.
        """
        chosen = choose(tree, spec)
        told = Changelog(spec.name, spec.path, chosen.name, spec.engine, spec.options)
        only = None if paths is None else frozenset(paths)
        return cls(tree, told, chosen, chosen.outline(tree, told), only)

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
        return changeset

    def judged(self) -> tuple[Entry, ...]:
        """Return the changesets in question, in order."""
        return tuple(entry for entry in self.outline if self.holds(*_files(entry)))

    def strays(self) -> tuple[Stray, ...]:
        """Return the files in question that are no changesets."""
        return tuple(stray for stray in self.outline.strays if self.holds(stray.place.path))

    def holds(self, *files: str) -> bool:
        """Whether any of `files` is in question."""
        if self.paths is None or not self.paths.isdisjoint(files):
            return True
        folders = tuple(path for path in self.paths if path.endswith("/"))
        return bool(folders) and any("/" in folders or file.startswith(folders) for file in files)


def _files(entry: Entry) -> tuple[str, ...]:
    return (entry.path, *(path for path, _ in entry.companions))
