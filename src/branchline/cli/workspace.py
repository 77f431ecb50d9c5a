"""Where a command works: the repository's root, its configuration, its policy.

Each is learnt when it is asked for: `lint` must work without Git and without a
configuration, and asking Git costs a process.
"""

import os
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from branchline.errors import ConfigError, UsageError
from branchline.model.settings import Changelog, Settings

if TYPE_CHECKING:
    import argparse

    from branchline.config.trusted import Trusted
    from branchline.git.objects import Repository
    from branchline.policy.resolve import Effective
    from branchline.rule import Enabled


class Workspace:
    """One command's view of a repository, for as long as a `with` block.

    `start` is the folder the command works in, `root` the one that paths of
    the configuration, and of findings, are relative to: the top of the
    repository, else where the configuration stands, else `start`. `file` is
    the configuration, when there is one; a bare repository's is read from
    where its server trusts it.
    """

    def __init__(self, start: Path, root: Path, file: Path | None) -> None:
        self.start = start
        self.root = root
        self.file = file

    @cached_property
    def settings(self) -> Settings:
        """The configuration, or what holds without one.

        Raises:
            ConfigError: it says something that has no meaning.
        """
        if self.file is None:
            return self._trusted.settings if self._trusted else Settings()
        from branchline.config import load

        return load(_bytes(self.file), os.path.relpath(self.file, self.start))

    @cached_property
    def repository(self) -> "Repository":
        """The Git repository.

        Raises:
            RepositoryError: there is none here.
        """
        from branchline.git.objects import Repository

        return Repository.discover(self.start)

    @cached_property
    def effective(self) -> "tuple[Effective, ...]":
        """Every rule, those of the configuration's own too, with what policies say about it."""
        from branchline.policy.catalogue import rules
        from branchline.policy.resolve import effective

        return effective(self.settings, rules(), self.read_file)

    @property
    def policy(self) -> "tuple[Enabled, ...]":
        """The rules that are enabled."""
        return tuple(each.enabled for each in self.effective if each.enabled is not None)

    def read_file(self, path: str) -> bytes | None:
        """Return a file that the configuration names, from where that is; None without it."""
        if self.file is None and self._trusted:
            return self._trusted.read_file(path)
        if path.startswith("git:"):
            from branchline.git.shared import shared_file

            return shared_file(self.repository, path)
        try:
            return (self.root / path).read_bytes()
        except OSError:
            return None

    def changelog(self, wanted: str = "") -> Changelog:
        """Return the changelog with this name or path; the only one, when none is named.

        Raises:
            ConfigError: there is no such changelog, or several and none was named.
        """
        known = self.settings.changelogs
        found = [spec for spec in known if wanted in {"", spec.name, spec.path}]
        if len(found) == 1:
            return found[0]
        if not known:
            raise ConfigError("no changelog is configured", "'branchline init' writes one down")
        names = ", ".join(repr(spec.name) for spec in known)
        if wanted:
            raise UsageError(f"no changelog {wanted!r}", f"known: {names}")
        raise UsageError("there are several changelogs", f"name one of: {names}")

    @cached_property
    def _trusted(self) -> "Trusted | None":
        """What a server's repository, which has no files, is judged by; None in any other."""
        if not ((self.root / "objects").is_dir() and (self.root / "HEAD").is_file()):
            return None
        from branchline.config.trusted import Trust

        repository = self.repository
        return Trust(repository, lambda: repository.refs("refs/heads/")).of("", "")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if "repository" in vars(self):
            self.repository.close()


def open_workspace(args: "argparse.Namespace") -> Workspace:
    """Find what `--repo` and `--config` name, or what is around the current folder.

    Raises:
        UsageError: they name a folder or file that is not there.
    """
    start = Path(args.repo or ".").absolute()
    if not start.is_dir():
        raise UsageError(f"--repo {args.repo}: no such folder")
    if args.config and not Path(args.config).is_file():
        raise UsageError(f"--config {args.config}: no such file")
    from branchline.config import find

    file = Path(args.config).absolute() if args.config else find(start)
    top = next((at for at in (start, *start.parents) if (at / ".git").exists()), None)
    return Workspace(start, top or (file.parent if file and not args.config else start), file)


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise ConfigError(f"{file}: {error.strerror}") from None
