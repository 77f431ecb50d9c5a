"""Where gitolite takes hooks from: not the repositories, into which it writes links of its own.

A repository's folder of hooks is left alone as long as nothing in LOCAL_CODE
has the hook's name; where something does, the next `gitolite setup` or push to
gitolite-admin would write over a hook there.
"""

import os
import subprocess
from pathlib import Path

from branchline.errors import UsageError
from branchline.model.value import value

RC = ".gitolite.rc"


@value
class Gitolite:
    """One installation, as its own command tells of it; `local` is LOCAL_CODE, if that is set."""

    home: Path
    local: Path | None = None
    has_specific: bool = False

    @property
    def common(self) -> Path | None:
        """The folder whose hooks gitolite links into every repository."""
        return self.local / "hooks/common" if self.local else None

    @property
    def specific(self) -> Path | None:
        """The folder of hooks that gitolite.conf gives to single repositories."""
        return self.local / "hooks/repo-specific" if self.local and self.has_specific else None


def installation(git_dir: Path) -> Gitolite:
    """Find the gitolite that a repository belongs to.

    Raises:
        UsageError: there is none, or its command cannot be run.
    """
    homes = [*git_dir.parents, Path(os.path.expanduser("~"))]  # noqa: PTH111 - pathlib raises where there is none
    home = next((each for each in homes if (each / RC).is_file()), None)
    if home is None:
        raise UsageError(
            f"{git_dir}: no {RC} in any folder above it", "run it as gitolite's own user"
        )
    local = _asked(home, "LOCAL_CODE")
    specific = "repo-specific-hooks" in _asked(home, "POST_COMPILE")
    return Gitolite(home, Path(local) if local else None, specific)


def repository_name(found: Gitolite, git_dir: Path) -> str:
    """Return the name by which gitolite.conf calls a repository."""
    base = Path(_asked(found.home, "GL_REPO_BASE") or found.home / "repositories")
    inside = git_dir.resolve()
    base = base.resolve()
    name = inside.relative_to(base).as_posix() if inside.is_relative_to(base) else inside.name
    return name.removesuffix(".git")


def _asked(home: Path, name: str) -> str:
    try:
        done = subprocess.run(
            ["gitolite", "query-rc", name],
            env={**os.environ, "HOME": str(home)},
            capture_output=True,
            check=False,
        )
    except OSError as error:
        raise UsageError(
            f"gitolite cannot be asked for {name}: {error.strerror}",
            "put 'gitolite' on PATH, or install beside it with --kind bare",
        ) from None
    return done.stdout.decode("utf-8", "replace").strip()
