"""One changelog at several commits.

Commits of one repository hold mostly the same files, so they are compared by
Git and only what differs between any two of them is listed: what all of them
hold equal cannot decide anything.
"""

from collections.abc import Iterable, Iterator
from hashlib import sha1

from branchline.errors import RepositoryError
from branchline.formats import Format
from branchline.gather.outlines import BY_NAME, note, noted
from branchline.gather.promotions import Same
from branchline.git.objects import Change, Repository
from branchline.git.trees import CommitTree, tree_file
from branchline.git.values import Entry as File
from branchline.git.values import is_zero
from branchline.model.changelog import ChangeSet, Entry, Kind, Oddity, Outline
from branchline.model.settings import Changelog, PromotionSettings
from branchline.model.tree import TreeFile
from branchline.model.value import replace

READ_AT_ONCE = 64 * 1024 * 1024
"""Characters of changes that one push may bring, of all files together."""


class States:
    """Answers about one changelog."""

    def __init__(self, repository: Repository, spec: Changelog, format_: Format) -> None:
        self._repository = repository
        self._spec = spec
        self._format = format_
        self._reader = CommitTree(repository, "")  # reads by blob id, whatever the commit
        self._whole: dict[str, Outline] = {}
        self._known: dict[tuple[object, ...], tuple[str, str]] = {}
        self._left = READ_AT_ONCE
        self._differing: dict[tuple[str, str], list[Change]] = {}
        self._noted = ""

    @property
    def place(self) -> str:
        """The repository that this is about."""
        return str(self._repository.git_dir)

    def whole(self, commit: str) -> Outline:
        """Return all that the changelog holds at a commit."""
        if commit not in self._whole:
            self._whole[commit] = self._derived(commit) or self._all(commit)
        return self._whole[commit]

    @property
    def known(self) -> frozenset[str]:
        """The commits of which all is known."""
        return frozenset(self._whole)

    def recall(self, commits: Iterable[str], place: str) -> None:
        """Take what the changelog holds at one of `commits` from the note for `place`, if it can.

        One is enough: `different` finds what the others hold by what differs.
        """
        for commit in commits if self._by_name else ():
            stamp = self._repository.at(commit, self._spec.path)
            known = noted(self._spec, place, stamp) if stamp else None
            if known is not None:
                self._whole[commit] = known
                self._noted = stamp or ""
                return

    def remember(self, commit: str, place: str) -> None:
        """Keep what a commit's changelog holds for the next push to `place`, if it is long."""
        outline = self._whole.get(commit)
        stamp = self._repository.at(commit, self._spec.path) if self._by_name else None
        if outline and stamp not in {None, self._noted} and len(outline.entries) >= _LONG:
            note(self._spec, place, stamp or "", outline)

    def different(self, new: str, others: Iterable[str]) -> dict[str, Outline]:
        """Return what is not equal at `new` and all of `others`, by commit."""
        if self._format.whole:
            return {commit: self.whole(commit) for commit in (new, *others)}
        ids = {commit: self._repository.at(commit, self._spec.path) for commit in (new, *others)}
        alike = {id_: commit for commit, id_ in reversed(ids.items())}
        files = _touched({commit: self._changes(new, commit) for commit in alike.values()})
        found = {commit: self._listed(files[commit]) for commit in alike.values()}
        strays = (stray for outline in found.values() for stray in outline.strays)
        if any(stray.what is Oddity.ORPHAN for stray in strays):
            # It may belong to a file that is equal everywhere, and so is not listed.
            found = {commit: self.whole(commit) for commit in alike.values()}
        return {commit: found[alike[id_]] for commit, id_ in ids.items()}

    def read(self, entry: Entry) -> ChangeSet:
        """Read a changeset to be judged.

        Raises:
            RepositoryError: a push brings more text than anyone reviews.
        """
        changeset = self.peek(entry)
        scripts = (changeset.script, changeset.rollback)
        self._left -= sum(len(script.text) for script in scripts if script)
        if self._left < 0:
            raise RepositoryError(
                f"more than {READ_AT_ONCE >> 20} MiB of changes at once",
                "push less at once; data is better loaded by other means",
            )
        return changeset

    def peek(self, entry: Entry) -> ChangeSet:
        """Read a changeset that is not kept."""
        return self._format.read(self._reader, entry, self._spec)

    def same_content(self, one: Entry, other: Entry, checksum: str = "normalized") -> bool:
        """Whether two files are the same change to the tool that runs them."""
        if one.oid == other.oid and one.line == other.line:
            return True
        if checksum == "raw":
            return self._format.whole and self._texts(one) == self._texts(other)
        first = self._checksum(one)
        return bool(first) and first == self._checksum(other)

    def same_way_back(self, one: Entry, other: Entry) -> bool:
        """Whether two files say the same about undoing the change, blanks aside."""
        if one.oid == other.oid and one.companions == other.companions:
            return True
        return self._read(one)[1] == self._read(other)[1]

    def is_untouched(self, one: Entry, other: Entry) -> bool:
        """Whether two files are the same change, with the same way back."""
        return self.same_content(one, other) and self.same_way_back(one, other)

    def find(self, commit: str, like: Entry) -> Entry | None:
        """Return the change of this id and path that a commit holds, if it does."""
        held = self.whole(commit) if self._format.whole else self._beside(commit, like)
        return next((entry for entry in held if entry.key == like.key), None)

    def moved(self, one: Entry, other: Entry, settings: PromotionSettings) -> bool:
        """Whether two places of one id make two changes of it."""
        return settings.identity == "path" and one.path != other.path and not self._format.moves

    def runs_again(self, entry: Entry) -> bool:
        """Whether a change runs whenever its text is another one."""
        if entry.kind is Kind.REPEATABLE:
            return True
        return self._format.whole and runs_on_change(self.peek(entry))

    @property
    def ordered(self) -> bool:
        """Whether an order means the same in two commits: it is a version, not a position."""
        return not self._format.whole

    def same(self, settings: PromotionSettings) -> Same:
        """Return how two changes with one id are compared."""

        def compare(one: Entry, other: Entry) -> bool:
            moved = self.moved(one, other, settings)
            return not moved and self.same_content(one, other, settings.checksum)

        return compare

    def _checksum(self, entry: Entry) -> str:
        """The format's checksum; empty when the file cannot be read."""
        return self._read(entry)[0]

    def _read(self, entry: Entry) -> tuple[str, str]:
        """Return the checksum and what stands for the way back; nothing of what is not readable."""
        key = (entry.path, entry.oid, entry.line, entry.companions)
        if key not in self._known:
            changeset = self.peek(entry)
            sum_ = "" if changeset.flaw else changeset.checksum
            self._known[key] = sum_, _way_back(changeset)
        return self._known[key]

    def _texts(self, entry: Entry) -> tuple[str, ...]:
        """All that a changeset says, where its file holds others as well."""
        found = self.peek(entry)
        scripts = (found.script, found.rollback)
        said = sorted(f"{name}:{value}" for name, value in found.attributes)
        return (found.flaw, *(script.text.strip() if script else "" for script in scripts), *said)

    @property
    def _by_name(self) -> bool:
        return self._format.name in BY_NAME

    def _all(self, commit: str) -> Outline:
        return self._format.outline(CommitTree(self._repository, commit), self._spec)

    def _derived(self, commit: str) -> Outline | None:
        """Return what a commit holds, from another one that is known and what differs; or None."""
        if self._by_name:
            for (one, other), changes in self._differing.items():
                known = self._whole.get(other if commit == one else one)
                if commit in {one, other} and known is not None:
                    files = {file.path: file for file in _sides(changes)[commit == other]}
                    return derived(known, {tree_path(c) for c in changes}, self._listed(files))
        return None

    def _beside(self, commit: str, like: Entry) -> Outline:
        """The files of one change."""
        tree = CommitTree(self._repository, commit)
        paths = (like.path, *(path for path, _ in like.companions))
        return self._listed({file.path: file for path in paths for file in tree.files(path)})

    def _changes(self, new: str, other: str) -> list[Change]:
        if new == other:
            return []
        folder = [self._spec.path.encode("utf-8", "surrogateescape")] if self._spec.path else []
        if (new, other) not in self._differing:
            self._differing[new, other] = list(self._repository.changed(new, other, folder))
        return self._differing[new, other]

    def _listed(self, files: dict[str, TreeFile]) -> Outline:
        return self._format.outline(_Files(files), self._spec)


def _way_back(changeset: ChangeSet) -> str:
    said = changeset.rollback.text if changeset.rollback and not changeset.flaw else ""
    text = f"{changeset.reversal} {''.join(said.split())}"
    return sha1(text.encode("utf-8", "surrogatepass"), usedforsecurity=False).hexdigest()


def without_text(changeset: ChangeSet) -> ChangeSet:
    """Return a changeset that holds no SQL, where only its name is of use."""
    return replace(changeset, script=None, rollback=None)


def runs_on_change(changeset: ChangeSet) -> bool:
    """Whether a changeset says of itself that it runs whenever its text is another one."""
    return not _RUNS_AGAIN.isdisjoint(changeset.attributes)


_RUNS_AGAIN = frozenset({("runOnChange", "true"), ("runAlways", "true")})


def derived(known: Outline, paths: set[str], fresh: Outline) -> Outline | None:
    """Return an outline with some files changed; None where files decide about each other.

    `paths` are those that differ, `fresh` is what stands there now.
    """
    alone = [stray.what is not Oddity.ORPHAN for stray in (*known.strays, *fresh.strays)]
    if not all(alone) or len(paths) > len(known.entries):
        return None
    kept = []
    for entry in known.entries:
        belonging = [path in paths for path, _ in entry.companions]
        if entry.path in paths and all(belonging):
            continue
        if entry.path in paths or any(belonging):
            return None
        kept.append(entry)
    entries = sorted((*kept, *fresh.entries), key=lambda entry: (entry.order, entry.path))
    strays = [stray for stray in known.strays if stray.place.path not in paths]
    strays = sorted((*strays, *fresh.strays), key=lambda stray: stray.place.path)
    files = {path for script in known.scripts for path, _ in script.companions}
    if files and not paths.isdisjoint(files | {script.path for script in known.scripts}):
        return None
    scripts = [script for script in known.scripts if script.path not in paths]
    scripts = sorted((*scripts, *fresh.scripts), key=lambda script: script.path)
    return Outline(tuple(entries), tuple(strays), tuple(scripts))


_LONG = 500  # changesets: fewer are listed as fast as a note is read


def tree_path(change: Change) -> str:
    """Return a path of Git's as a tree has it."""
    return change.path.decode("utf-8", "surrogateescape")


def _sides(changes: Iterable[Change]) -> tuple[list[TreeFile], list[TreeFile]]:
    """Return the files that differ, as they are before and after."""
    before = [File(c.old_mode, "", c.old, c.path) for c in changes if not is_zero(c.old)]
    after = [File(c.new_mode, "", c.new, c.path) for c in changes if not is_zero(c.new)]
    return [*map(tree_file, before)], [*map(tree_file, after)]


class _Files:
    """A tree of a few files, listed and never read."""

    def __init__(self, files: dict[str, TreeFile]) -> None:
        self._files = files

    def files(self, folder: str) -> Iterator[TreeFile]:
        del folder
        order = sorted(self._files, key=lambda path: path.encode("utf-8", "surrogateescape"))
        yield from (self._files[path] for path in order)

    def read(self, file: TreeFile) -> bytes | None:
        raise RepositoryError(f"{file.path} was listed without its content")


def _touched(changes: dict[str, list[Change]]) -> dict[str, dict[str, TreeFile]]:
    """Return, by commit, the files at every path that differs between any of them."""
    base: dict[str, TreeFile] = {}
    there: dict[str, dict[str, TreeFile | None]] = {}
    for commit, differing in changes.items():
        there[commit] = {}
        for change in differing:
            before = tree_file(File(change.old_mode, "", change.old, change.path))
            after = tree_file(File(change.new_mode, "", change.new, change.path))
            if not is_zero(change.old):
                base[before.path] = before
            there[commit][before.path] = None if is_zero(change.new) else after
    return {
        commit: {path: file for path, file in (base | own).items() if file is not None}
        for commit, own in there.items()
    }
