"""Where hooks go: the folder that Git runs them from, in a clone or on a server.

A folder that several repositories share is left alone, since a hook in it would
judge all of them.
"""

from pathlib import Path

from branchline.errors import UsageError
from branchline.git.objects import Repository
from branchline.git.porcelain import hooks_path
from branchline.model.value import value

CLIENT = ("pre-commit", "pre-merge-commit", "commit-msg", "pre-push", "post-merge")
SERVER = ("pre-receive", "post-receive")


@value
class Place:
    """A folder of hooks, and the names of those that belong there."""

    folder: Path
    names: tuple[str, ...]

    def path(self, name: str) -> Path:
        """Return where a hook goes: into `NAME.d` where the server runs all that is in there."""
        several = self.folder / f"{name}.d"
        return several / "branchline" if several.is_dir() else self.folder / name


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
    return Place(_own(repository), CLIENT)


def server(repository: Repository) -> Place:
    """Return where the hooks of a server's repository go; raises as `clone`."""
    return Place(_own(repository), SERVER)


def _own(repository: Repository) -> Path:
    folder = hooks_path(repository).resolve()
    inside = [repository.git_dir.resolve()]
    # The hooks of a linked working tree stand beside the main one's.
    common = repository.git_dir / "commondir"
    if common.is_file():
        inside.append((repository.git_dir / common.read_text().strip()).resolve())
    if repository.work_tree:
        inside.append(repository.work_tree.resolve())
    if not any(folder.is_relative_to(place) for place in inside):
        raise UsageError(
            f"core.hooksPath is {folder}, outside of this repository",
            "several repositories may share it; call 'branchline' from the hooks there",
        )
    return folder
