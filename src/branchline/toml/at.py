"""Places in a file, and what is wrong there."""

from typing import NamedTuple

from branchline.errors import ConfigError
from branchline.toml.nearest import quoted


class At(NamedTuple):
    """A place in a file by its keys: `branchline.toml: environments.dev.branch`."""

    file: str
    path: str = ""

    def __str__(self) -> str:
        return f"{self.file}: {self.path}" if self.path else self.file

    def key(self, *names: str) -> "At":
        """Return the place of a key below this one."""
        spoken = (name if _is_bare(name) else quoted(name) for name in names)
        return At(self.file, ".".join(filter(None, (self.path, *spoken))))

    def item(self, number: int) -> "At":
        """Return the place of an item of the list here, counted from 1."""
        return At(self.file, f"{self.path} item {number}")

    def error(self, problem: str, hint: str = "") -> ConfigError:
        """Return the error that what stands here has a problem."""
        return ConfigError(f"{self} {problem}", hint)


class Refused(ValueError):  # noqa: N818 - it is what a maker does with a text
    """What a text is not, and a hint; the reader adds where it stands."""

    def __init__(self, problem: str, hint: str = "") -> None:
        super().__init__(problem)
        self.problem = problem
        self.hint = hint


def _is_bare(name: str) -> bool:
    return name.isascii() and name.replace("-", "").replace("_", "").isalnum()
