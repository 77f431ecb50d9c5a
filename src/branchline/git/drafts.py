"""A merge that is about to be committed, as the commit it would be: to be judged, and thrown away.

Its objects go into a folder of their own, so that a commit that is refused
leaves nothing behind in the repository.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from branchline.git.command import Git, inherited, places
from branchline.git.objects import Repository
from branchline.model.regex import regex


def merged_heads(repository: Repository, environ: Mapping[str, str]) -> tuple[str, ...]:
    """Return the commits that a merge in progress brings to HEAD; none when there is no merge.

    While Git merges they stand in `GITHEAD_<id>` alone, after a conflict in the
    file MERGE_HEAD alone. What a name there stands for is never believed: only
    ids are. Source: git-merge(1), builtin/merge.c.
    """
    file = repository.git_dir / "MERGE_HEAD"
    if file.is_file():
        return tuple(file.read_text(encoding="ascii", errors="replace").split())
    found = (_HEAD.fullmatch(name) for name in environ)
    return tuple(each[1] for each in found if each and repository.kind(each[1]) == "commit")


@contextmanager
def drafted(
    repository: Repository, parents: tuple[str, ...], environ: Mapping[str, str], deadline: float
) -> Iterator[tuple[Repository, str]]:
    """Commit the index on `parents`, and give the commit with a repository that knows it.

    Raises:
        RepositoryError: Git cannot, or the time is over.
    """
    here = Path.cwd()
    with TemporaryDirectory(prefix="branchline-") as folder:
        known = [str(_objects(repository, environ)), environ.get(_ALTERNATES, "")]
        around = {
            **environ,
            "GIT_DIR": str(repository.git_dir),
            "GIT_OBJECT_DIRECTORY": folder,
            _ALTERNATES: ":".join(filter(None, known)),
        }
        top = repository.work_tree or repository.git_dir
        settings = {**inherited(environ), **places(around, here), **_NOBODY}
        git = Git(top, {**settings, "GIT_DIR": str(repository.git_dir)}, deadline)
        tree = git.run("write-tree").output.decode().strip()
        words = [word for parent in parents for word in ("-p", parent)]
        commit = git.run("commit-tree", tree, *words, "-m", "draft").output.decode().strip()
        with Repository.from_hook(around, here, deadline) as reader:
            yield reader, commit


_ALTERNATES = "GIT_ALTERNATE_OBJECT_DIRECTORIES"
_HEAD = regex("GITHEAD_([0-9a-f]{40}|[0-9a-f]{64})")
_NOBODY = {
    f"GIT_{who}_{what}": "branchline"
    for who in ("AUTHOR", "COMMITTER")
    for what in ("NAME", "EMAIL")
}


def _objects(repository: Repository, environ: Mapping[str, str]) -> Path:
    if own := environ.get("GIT_OBJECT_DIRECTORY"):
        return Path(own).absolute()
    common = repository.git_dir / "commondir"
    main = repository.git_dir
    if common.is_file():
        main = (main / common.read_text(encoding="utf-8").strip()).resolve()
    return main / "objects"
