"""What can go wrong that is not a finding.

    BranchlineError        exit 5   us: please report it
    ├── UsageError         exit 2   whoever typed the command
    ├── ConfigError        exit 2   whoever wrote branchline.toml
    ├── PluginError        exit 2   whoever installed the plug-in
    ├── RepositoryError    exit 3   whoever administers the repository
    └── DeployError        exit 4   whoever is on call for the database

An error says that branchline could not do its job; a finding is its job. The
two never share a type, a channel or an exit code.
"""

from typing import ClassVar


class BranchlineError(Exception):
    """One sentence about what is wrong, and a hint about what to do next."""

    exit_code: ClassVar[int] = 5

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(BranchlineError):
    """The command line asks for something that cannot be done."""

    exit_code = 2


class ConfigError(BranchlineError):
    """`branchline.toml` or a bundle says something that has no meaning."""

    exit_code = 2


class PluginError(BranchlineError):
    """A plug-in cannot be loaded, or says what another one says."""

    exit_code = 2


class RepositoryError(BranchlineError):
    """The repository cannot be judged: missing, shallow, unreadable, too slow."""

    exit_code = 3


class DeployError(BranchlineError):
    """A database does not have what its branch says."""

    exit_code = 4
