"""Where hooks go: the folder that Git runs them from, in a clone or on a server.

In a clone, a folder that several repositories share is left alone, since a hook
in it would judge all of them. On a server whoever installs there has said so:
a repository without a configuration is judged by nothing.
"""

import os
from pathlib import Path

from branchline.errors import UsageError
from branchline.git.objects import Repository
from branchline.git.porcelain import hooks_path
from branchline.install import gitolite
from branchline.install.kinds import dispatches, seen
from branchline.model.value import value

CLIENT = ("pre-commit", "pre-merge-commit", "commit-msg", "pre-push", "post-merge")
SERVER = ("pre-receive", "post-receive")


@value
class Place:
    """A folder of hooks, and the names of those that belong there.

    `pattern` says how a hook's file is called. `kind` is the server's, `why` what
    was seen of it, and `after` what is left to do by hand, a line each.
    """

    folder: Path
    names: tuple[str, ...]
    pattern: str = "{}"
    kind: str = "bare"
    why: str = ""
    after: tuple[str, ...] = ()

    def path(self, name: str) -> Path:
        """Return where a hook goes: into `NAME.d` where what is there runs all that is in it."""
        plain = self.folder / self.pattern.format(name)
        if self.pattern == "{}" and dispatches(plain, name):
            return self.folder / f"{name}.d" / "branchline"
        return plain


def clone(repository: Repository) -> Place:
    """Return where the hooks of a clone go.

    Raises:
        UsageError: the folder is shared with other repositories, or there is no working tree.
    """
    if repository.work_tree is None:
        raise UsageError(
            f"{repository.git_dir} has no working tree",
            f"on a server: branchline hooks install --server {repository.git_dir}",
        )
    folder = hooks_path(repository).resolve()
    if not _is_own(repository, folder):
        raise UsageError(
            f"core.hooksPath is {folder}, outside of this repository",
            "several repositories may share it; call 'branchline' from the hooks there",
        )
    return Place(folder, CLIENT)


def server(repository: Repository, kind: str = "") -> Place:
    """Return where the hooks of a server's repository go; `kind` is the server's, if it is known.

    Raises:
        UsageError: that kind of server runs no hooks for this repository.
    """
    found = seen(repository.git_dir, os.environ)
    why = f"{found.kind}: {found.why}" if kind in {"", found.kind} else f"{kind}, as you say"
    match kind or found.kind:
        case "gitea":
            folder = repository.git_dir / "hooks"
            return Place(folder, SERVER, "{}.d/branchline", "gitea", why, _gitea(folder))
        case "gitlab":
            folder = repository.git_dir / "custom_hooks"
            return Place(folder, SERVER, "{}.d/branchline", "gitlab", why, _GITLAB)
        case "gitolite":
            return _gitolite(repository, why)
        case "gitolite-common":
            return _common(gitolite.installation(repository.git_dir), why)
        case "config":
            folder = repository.git_dir / "branchline/hooks"
            return Place(folder, SERVER, kind="config", why=why)
        case _:
            return _bare(repository, why)


def checkout(folder: Path) -> Place:
    """Return where the hook goes in the repository from which GHES takes its hooks."""
    return Place(folder, SERVER[:1], "branchline-{}", "ghes", "ghes, as you say", _GHES)


_GITLAB = (
    "GitLab copies no hooks between Gitaly's nodes: do this on each, or use 'gitaly hooks set'",
)
_GHES = (
    "commit this file, and name it under 'Pre-receive hooks' of the site's settings",
    "the environment's archive has to hold this Python and branchline at the same paths",
)


def _bare(repository: Repository, why: str) -> Place:
    folder = hooks_path(repository).resolve()
    if folder.exists() and not folder.is_dir():
        raise UsageError(
            f"core.hooksPath is {folder}, which is no folder: Git runs no hook",
            f"git -C {repository.git_dir} config --unset core.hooksPath",
        )
    if _is_own(repository, folder):
        return Place(folder, SERVER, why=why)
    shared = f"core.hooksPath is {folder}: every repository that names it runs these hooks"
    return Place(folder, SERVER, why=why, after=(shared,))


def _gitea(folder: Path) -> tuple[str, ...]:
    missing = [name for name in SERVER if not dispatches(folder / name, name)]
    if not missing:
        return ()
    command = "have the server write it: 'gitea admin regenerate hooks' (or forgejo)"
    return (f"hooks/{missing[0]} does not run what is in {missing[0]}.d: {command}",)


def _gitolite(repository: Repository, why: str) -> Place:
    found = gitolite.installation(repository.git_dir)
    if found.specific:
        name = gitolite.repository_name(found, repository.git_dir)
        option = "    option hook.{} = branchline-{}"
        after = (
            "write this into gitolite.conf, and push gitolite-admin:",
            f"  repo {name}",
            *(option.format(each, each) for each in SERVER),
        )
        return Place(found.specific, SERVER, "branchline-{}", "gitolite", why, after)
    if found.common and any(os.path.lexists(found.common / name) for name in SERVER):
        return _common(found, why)
    own = _bare(repository, why)
    return Place(own.folder, SERVER, kind="gitolite", why=why, after=own.after)


def _common(found: gitolite.Gitolite, why: str) -> Place:
    if found.common is None:
        raise UsageError(
            f"{found.home / gitolite.RC} sets no LOCAL_CODE, so gitolite has no common hooks",
            "set LOCAL_CODE there, or install for one repository: --kind gitolite",
        )
    after = ("have gitolite link them into every repository: gitolite setup --hooks-only",)
    return Place(found.common, SERVER, kind="gitolite-common", why=why, after=after)


def _is_own(repository: Repository, folder: Path) -> bool:
    inside = [repository.git_dir.resolve()]
    # The hooks of a linked working tree stand beside the main one's.
    common = repository.git_dir / "commondir"
    if common.is_file():
        inside.append((repository.git_dir / common.read_text().strip()).resolve())
    if repository.work_tree:
        inside.append(repository.work_tree.resolve())
    return any(folder.is_relative_to(place) for place in inside)
