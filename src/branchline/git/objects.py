"""A repository, read through a handful of Git's plumbing commands.

Only git itself reads pushed and older objects alike while a push waits in
quarantine, and it is the fastest reader too. Compare object ids first and read
what differs: each question costs a process, reading many objects costs two.
"""

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from branchline.errors import RepositoryError
from branchline.git import answers
from branchline.git.batch import Batch, Header
from branchline.git.command import Git, inherited, places
from branchline.git.values import Blob, Branch, Change, Commit, Entry, empty_tree, is_zero
from branchline.model.regex import regex
from branchline.model.tree import LIMIT

__all__ = [
    "Blob",
    "Branch",
    "Change",
    "Commit",
    "Entry",
    "Repository",
    "empty_tree",
    "is_zero",
]


class Repository:
    """One repository, for as long as a `with` block; closing it ends its processes.

    `git_dir` is absolute. `work_tree` is None in a bare repository, and in a
    hook that a push runs, where Git has none either.
    """

    def __init__(
        self,
        git_dir: Path,
        work_tree: Path | None,
        environ: Mapping[str, str],
        deadline: float | None = None,
    ) -> None:
        self.git_dir = git_dir
        self.work_tree = work_tree
        places = {"GIT_DIR": str(git_dir)} | (
            {"GIT_WORK_TREE": str(work_tree)} if work_tree else {}
        )
        self._git = Git(work_tree or git_dir, {**environ, **places}, deadline)
        self._batch = Batch(self._git)

    @classmethod
    def discover(
        cls,
        path: Path,
        environ: Mapping[str, str] | None = None,
        deadline: float | None = None,
    ) -> Self:
        """Find the repository that `path`, a folder, is in, whatever `GIT_DIR` says.

        Raises:
            RepositoryError: it is in none, or Git does not trust its owner.
        """
        return cls._around(path, inherited(os.environ if environ is None else environ), deadline)

    @classmethod
    def from_hook(
        cls, environ: Mapping[str, str], cwd: Path, deadline: float | None = None
    ) -> Self:
        """Take the repository that Git runs a hook in, quarantined objects and all.

        Costs no process when Git names the repository, as it does for a push.

        Raises:
            RepositoryError: Git names none, and `cwd` is in none.
        """
        clean = inherited(environ) | places(environ, cwd)
        if not environ.get("GIT_DIR"):
            return cls._around(cwd, clean, deadline)
        git_dir = cwd / environ["GIT_DIR"]
        tree: Path | None = cwd / environ.get("GIT_WORK_TREE", "")
        if "GIT_WORK_TREE" not in environ and git_dir.resolve() == cwd.resolve():
            tree = None
        return cls(git_dir.resolve(), tree, clean, deadline)

    @property
    def is_bare(self) -> bool:
        """Whether there is no working tree here."""
        return self.work_tree is None

    @property
    def environ(self) -> Mapping[str, str]:
        """The environment that Git runs in here, quarantined objects and all."""
        return self._git.environ

    @property
    def deadline(self) -> float | None:
        """When to stop, in seconds of `time.monotonic`; every call after it raises."""
        return self._git.deadline

    @deadline.setter
    def deadline(self, value: float | None) -> None:
        self.close()
        self._git.deadline = value

    def close(self) -> None:
        """End the processes that answer `read` and `kind`; they start again when asked."""
        self._batch.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    # objects

    def read(self, oid: str, limit: int = LIMIT) -> Blob:
        """Read one file's content, if it is not larger than `limit` bytes.

        Raises:
            RepositoryError: there is no such object, or it is no blob.
        """
        [blob] = self.read_all([oid], limit)
        return blob

    def read_all(self, oids: Iterable[str], limit: int = LIMIT) -> Iterator[Blob]:
        """Read many, in order; as `read`, without waiting for each."""
        asked = _ids(oids)
        known = [
            _blob(oid, found) for oid, found in zip(asked, self._batch.headers(asked), strict=True)
        ]
        contents = self._batch.contents(header for header in known if header.size <= limit)
        for header in known:
            yield Blob(header.oid, header.size, next(contents) if header.size <= limit else None)

    def kind(self, oid: str) -> str | None:
        """Return commit, tag, tree or blob; None for an object that is not here."""
        [found] = self._batch.headers(_ids([oid]))
        return found.kind if found and found.oid == oid else None

    def commit_tree(self, oid: str) -> str:
        """Return the id of the tree of a commit, or of a tag of one."""
        return self._need(oid, "tree").oid

    def commit_time(self, oid: str) -> int:
        """Return when it was committed, in seconds since 1970; 0 where it does not say."""
        [data] = self._batch.contents([_bounded(self._need(oid, "commit"))])
        found = _COMMITTED.search(data.partition(b"\n\n")[0])
        return int(found[1]) if found else 0

    # names

    def refs(self, prefix: str = "refs/") -> dict[str, str]:
        """Return object ids by full ref name, for `prefix` itself and all below it."""
        name = prefix.rstrip("/").encode(*_ESCAPED)
        lines = self._git.records("for-each-ref", "--format=%(objectname) %(refname)", "--", name)
        pairs = (line.partition(b" ") for line in lines)
        return {ref.decode(*_ESCAPED): oid.decode() for oid, _, ref in pairs}

    def branches(self, prefix: str) -> Iterator[Branch]:
        """Yield the branches below `prefix`, in the order of their names."""
        name = prefix.rstrip("/").encode(*_ESCAPED)
        facts = "%(objectname) %(tree) %(committerdate:unix) %(refname)"
        yield from answers.branches(
            self._git.records("for-each-ref", f"--format={facts}", "--", name)
        )

    def ref(self, name: str) -> str | None:
        """Return what a full ref name points at; never what a like-named tag does."""
        return self.refs(name).get(name)

    def links(self, names: Iterable[str]) -> dict[str, str]:
        """Return the ref behind each of `names`, full ones, that is a symbolic ref to one."""
        asked = [name.encode(*_ESCAPED) for name in sorted(set(names))]
        lines = self._git.records("for-each-ref", "--format=%(refname) %(symref)", "--", *asked)
        pairs = (line.decode(*_ESCAPED).partition(" ") for line in lines if asked)
        return {name: behind for name, _, behind in pairs if behind}

    def head(self) -> str | None:
        """Return the full name of the branch that HEAD names, be it there or not."""
        ended = self._git.run("symbolic-ref", "--quiet", "HEAD", codes=(0, 1))
        return ended.output.removesuffix(b"\n").decode(*_ESCAPED) if ended.code == 0 else None

    def resolve(self, rev: str) -> str | None:
        """Return the commit that a person's `rev` means to Git; None when it means none."""
        if "\n" in rev or "\0" in rev:
            return None
        [found] = self._batch.headers([f"{rev}^{{commit}}"])
        return found.oid if found else None

    def config(self, key: str) -> str | None:
        """Return the value of a configuration key, as Git sees it here; None when it is not set."""
        ended = self._git.run("config", "--null", "--get", key, codes=(0, 1))
        return ended.output.removesuffix(b"\0").decode(*_ESCAPED) if ended.code == 0 else None

    def git_version(self) -> str:
        """Return what `git version` prints."""
        return self._git.run("version").output.decode(*_ESCAPED).strip()

    # files

    def at(self, commit: str, path: str) -> str | None:
        """Return the id of the file or folder at `path` of a commit; None when there is none.

        Two commits in which it is equal have the same files there.
        """
        return self.all_at([commit], path)[0]

    def all_at(self, commits: Iterable[str], path: str) -> list[str | None]:
        """Return what `at` does of each of `commits`, without waiting for each."""
        asked = _ids(commits)
        if "\n" in path or "\0" in path:
            return [None] * len(asked)
        found = self._batch.headers(f"{name}:{path}" for name in asked)
        return [each.oid if each else None for each in found]

    def entries(self, commit: str, path: bytes = b"") -> Iterator[Entry]:
        """Yield the files of a commit or tree, in Git's order: all, or those at or below `path`.

        Raises:
            RepositoryError: there is no such tree, or it has more files than anyone lists.
        """
        paths = [path.rstrip(b"/")] if path else []
        lines = self._git.records(
            "ls-tree", "-r", "-z", "--full-tree", *_ids([commit]), "--", *paths, end=b"\0"
        )
        yield from answers.entries(lines)

    def changed(self, old: str, new: str, paths: Iterable[bytes] = ()) -> Iterator[Change]:
        """Yield the files at or below `paths` that differ between two commits or trees.

        An id of zeros stands for the empty tree, as Git says it of a new ref.
        A renamed file is one removed and one added.

        Raises:
            RepositoryError: there is no such tree, or more differ than anyone lists.
        """
        trees = [empty_tree(oid) if is_zero(oid) else oid for oid in _ids([old, new])]
        names = [path.rstrip(b"/") for path in paths]
        lines = self._git.records(
            "diff-tree", "-r", "-z", "--raw", "--no-renames", "--ignore-submodules=none",
            *trees, "--", *names, end=b"\0",
        )  # fmt: skip
        yield from (change for _, change in answers.changes(lines))

    def changed_each(
        self, tree: str, others: Iterable[str], paths: Iterable[bytes] = ()
    ) -> Iterator[tuple[str, Change]]:
        """Yield the files that differ between a tree and each of `others`, with the other's id.

        All are trees, and one process compares them. Raises as `changed`.
        """
        [start, *ids] = _ids([tree, *others])
        names = [path.rstrip(b"/") for path in paths]
        lines = self._git.records(
            "diff-tree", "--stdin", "-r", "-z", "--raw", "--no-renames",
            "--ignore-submodules=none", "--", *names,
            end=b"\0", stdin="".join(f"{start} {each}\n" for each in ids).encode(),
        )  # fmt: skip
        yield from answers.changes(lines)

    def staged(self, paths: Iterable[bytes] = ()) -> Iterator[Entry]:
        """Yield what the index holds at or below `paths`; unmerged files up to three times."""
        names = [path.rstrip(b"/") for path in paths]
        yield from answers.staged(
            self._git.records("ls-files", "-s", "-z", "--", *names, end=b"\0")
        )

    # history

    def is_shallow(self) -> bool:
        """Whether history was cut off when the repository was cloned or fetched."""
        return self._git.run("rev-parse", "--is-shallow-repository").output == b"true\n"

    def refuse_shallow(self) -> None:
        """Stop where history was cut off: what seems not to be there may well be.

        Raises:
            RepositoryError: it was.
        """
        if self.is_shallow():
            raise RepositoryError(
                "the repository is shallow, and the history that would answer is not here",
                "run 'git fetch --unshallow', or clone with full history (fetch-depth: 0)",
            )

    def is_ancestor(self, ancestor: str, of: str) -> bool:
        """Whether `of` holds all of the history of `ancestor`; a commit is its own ancestor.

        Raises:
            RepositoryError: it seems not to, in a shallow repository, which cannot know.
        """
        ids = _ids([ancestor, of])
        yes = self._git.run("merge-base", "--is-ancestor", *ids, codes=(0, 1)).code == 0
        if not yes:
            self.refuse_shallow()
        return yes

    def merge_bases(self, one: str, other: str) -> tuple[str, ...]:
        """Return the best common ancestors; none for unrelated histories.

        Raises:
            RepositoryError: there seems to be none, in a shallow repository.
        """
        ids = _ids([one, other])
        bases = self._git.run("merge-base", "--all", *ids, codes=(0, 1)).output.decode().split()
        if not bases:
            self.refuse_shallow()
        return tuple(bases)

    def rev_list(
        self, tips: Iterable[str], excluded: Iterable[str] = (), *options: str
    ) -> Iterator[str]:
        """Yield the commits reachable from `tips` and not from `excluded`.

        `options` are Git's own, such as `--first-parent`; never a person's words.
        """
        wanted = [*_ids(tips), *(f"^{oid}" for oid in _ids(excluded))]
        stdin = "".join(f"{each}\n" for each in wanted).encode()
        for line in self._git.records("rev-list", *options, "--stdin", stdin=stdin):
            yield line.decode("utf-8", "replace")

    def roots(self, new: str, excluded: Iterable[str] = ()) -> tuple[str, ...]:
        """Return the commits without parents that `new` has and `excluded` have not.

        Raises:
            RepositoryError: there seem to be some, in a shallow repository.
        """
        found = tuple(self.rev_list([new], excluded, "--max-parents=0"))
        if found:
            self.refuse_shallow()
        return found

    def introduced(self, new: str, excluded: Iterable[str] = ()) -> Iterator[Commit]:
        """Yield the commits that `new` has and `excluded` have not, parents first."""
        lines = self.rev_list(
            [new], excluded,
            "--topo-order", "--reverse", "--encoding=UTF-8", "--format=%P%x00%s",
        )  # fmt: skip
        for header, facts in zip(lines, lines, strict=True):
            parents, _, subject = facts.partition("\0")
            yield Commit(header.removeprefix("commit "), tuple(parents.split()), subject)

    @classmethod
    def _around(cls, path: Path, environ: Mapping[str, str], deadline: float | None) -> Self:
        facts = ("--is-bare-repository", "--show-cdup", "--absolute-git-dir")
        ended = Git(path, environ, deadline).run("rev-parse", *facts, codes=(0, _FATAL))
        found = _PLACE.fullmatch(os.fsdecode(ended.output))
        if ended.code or found is None:
            raise RepositoryError(f"{path}: {ended.words}", _hint(path, ended.words))
        bare, up, git_dir = found.groups()
        top = _top(path, up, Path(git_dir)) if bare == "false" else None
        return cls(Path(git_dir), top, environ, deadline)

    def _need(self, oid: str, kind: str) -> Header:
        [name] = _ids([oid])
        [found] = self._batch.headers([f"{name}^{{{kind}}}"])
        if found is None:
            raise _missing(f"{oid} is not a commit of this repository")
        return found


_ESCAPED = ("utf-8", "surrogateescape")
_FATAL = 128
_OID = regex(r"(?:[0-9a-f]{40}|[0-9a-f]{64})")
_PLACE = regex(r"(true|false)\n(?:((?:\.\./)*)\n)?(.+)\n", re.DOTALL)
_COMMITTED = regex(rb"^committer .* ([0-9]{1,18}) [-+0-9]+$", re.MULTILINE)


def _hint(path: Path, words: str) -> str:
    if "dubious ownership" in words:
        return f"if you trust its owner: git config --global --add safe.directory {path}"
    return "go to a repository, or name one with --repo"


def _top(path: Path, up: str | None, git_dir: Path) -> Path | None:
    if up is not None:
        return (path / up).resolve()
    return git_dir.parent if git_dir.name == ".git" else None


def _ids(oids: Iterable[str]) -> list[str]:
    asked = list(oids)
    for oid in asked:
        if not _OID.fullmatch(oid):
            raise RepositoryError(f"{oid!r} is not a full object id")
    return asked


def _missing(message: str) -> RepositoryError:
    return RepositoryError(message, "fetch it first; 'git fsck' says whether more is missing")


def _blob(oid: str, found: Header | None) -> Header:
    if found is None or found.oid != oid:
        raise _missing(f"object {oid} is not in this repository")
    if found.kind != "blob":
        raise RepositoryError(f"object {oid} is a {found.kind}, not a file")
    return found


def _bounded(header: Header) -> Header:
    if header.size > LIMIT:
        raise RepositoryError(f"commit {header.oid} is larger than {LIMIT} bytes")
    return header
