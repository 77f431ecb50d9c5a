"""The commits that one line of a push is about, and whether it touches a changelog at all.

A changelog whose folder is the same before and after costs two questions about
object ids, and none of the modules that read changelogs.
"""

from branchline.git.objects import Repository
from branchline.model.settings import Changelog
from branchline.model.value import replace, value


@value
class Commits:
    """The commits that hold a changelog; an empty id where there is none.

    `source` is the tip that changes come from, `proposed` what the same push
    wants that branch to be. `forks` are merge bases of `new` and `source`,
    `bases` those of them that the push itself brings.
    """

    old: str
    new: str
    source: str = ""
    proposed: str = ""
    forks: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()
    uppers: tuple[tuple[str, str], ...] = ()
    lowers: tuple[tuple[str, str], ...] = ()

    def others(self) -> list[str]:
        """Return all that are compared with `new`, once each."""
        named = [commit for _, commit in (*self.uppers, *self.lowers)]
        start = () if self.old else self.forks[:1]
        found = (self.old, self.source, self.proposed, *start, *self.bases, *named)
        return [commit for commit in dict.fromkeys(found) if commit]


def touching(spec: Changelog, commits: Commits, repository: Repository) -> Commits | None:
    """Return the commits with the merge bases that count; None when nothing changes in `spec`.

    Those count that the push brings and whose changelog is not that of `new`.
    """
    here = repository.at(commits.new, spec.path)
    bases = tuple(
        base
        for base in commits.forks
        if repository.at(base, spec.path) != here
        and not (commits.old and repository.is_ancestor(base, commits.old))
    )
    if commits.old and not bases and repository.at(commits.old, spec.path) == here:
        return replace(commits, bases=()) if _said_otherwise(spec, commits, repository) else None
    return replace(commits, bases=bases)


def _said_otherwise(spec: Changelog, commits: Commits, repository: Repository) -> bool:
    """Whether a `.gitattributes` above the changelog is another one; those inside belong to it."""
    parts = spec.path.split("/")[:-1] if spec.path else []
    above = ["", *("/".join(parts[:count]) + "/" for count in range(1, len(parts) + 1))]
    names = [f"{folder}.gitattributes" for folder in above]
    return any(repository.at(commits.old, n) != repository.at(commits.new, n) for n in names)
