"""Files that a repository shares with others: `git:REV:PATH`, in its own objects.

Nothing is fetched: whoever administers a server, or works in a clone, brings the
revision there. A name of a branch or tag may be moved by anybody who may push
it, so whoever reads by one has to know what should be there.
"""

import posixpath

from branchline.git.objects import Repository
from branchline.model.regex import regex

PREFIX = "git:"


def shared_file(repository: Repository, name: str) -> bytes | None:
    """Return the content of `git:REV:PATH`; None where there is none, or too much.

    REV is a full commit id, a full name of a ref, or the name of a tag.

    Raises:
        RepositoryError: the path is a folder, or the repository cannot answer.
    """
    rev, _, path = name.removeprefix(PREFIX).partition(":")
    commit = rev if _ID.fullmatch(rev) else repository.ref(full_ref(rev))
    blob = repository.at(commit, posixpath.normpath(path)) if commit else None
    return repository.read(blob).data if blob else None


def full_ref(rev: str) -> str:
    """Return the full name of the ref that a short one, a tag's, stands for."""
    return rev if rev.startswith("refs/") else f"refs/tags/{rev}"


_ID = regex(r"(?:[0-9a-f]{40}|[0-9a-f]{64})")
