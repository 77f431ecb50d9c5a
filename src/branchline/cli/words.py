"""What was typed, as a command's arguments: without argparse, where only paths were.

That is how hooks run `lint`, and argparse takes five of its milliseconds.
"""

from collections.abc import Sequence
from types import ModuleType, SimpleNamespace
from typing import TYPE_CHECKING, Any, NoReturn, Self, cast

if TYPE_CHECKING:
    import argparse


def parse(command: str, module: ModuleType, words: Sequence[str]) -> "argparse.Namespace | None":
    """Read a command's words; None when they asked for help, which has been printed.

    The module says `EXAMPLE`, adds `arguments(parser)` of its own, and may
    name its `FORMATS`: `text` and `json` when it does not, none when empty.

    Raises:
        UsageError: the command does not take these words.
    """
    found = without_options(module, words)
    if found is not None:
        return found
    from branchline.cli import parser

    return parser.parse(command, module, words)


def everywhere(parser: "argparse.ArgumentParser", module: ModuleType) -> None:
    """Add the options that every command takes."""
    formats: Sequence[str] = getattr(module, "FORMATS", ("text", "json"))
    group = parser.add_argument_group("everywhere")
    group.add_argument("--repo", metavar="DIR", default="", help="work in DIR instead of here")
    group.add_argument("--config", metavar="FILE", default="", help="instead of branchline.toml")
    if formats:
        group.add_argument("--format", choices=formats, default=formats[0])


def without_options(module: ModuleType, words: Sequence[str]) -> "argparse.Namespace | None":
    """Return what argparse would make of words that are no options; None where only it can tell."""
    if any(word.startswith("-") and word != "-" for word in words):
        return None
    noted = _Noted([*words])
    try:
        module.arguments(noted)
        everywhere(cast("argparse.ArgumentParser", noted), module)
    except _OnlyArgparseError:
        return None
    return None if noted.words else cast("argparse.Namespace", noted.found)


class _OnlyArgparseError(Exception):
    """An argument is of a kind that only argparse knows."""


class _Noted:
    """Takes the calls that a parser takes, and notes what each argument is when nobody gives it."""

    def __init__(self, words: list[str]) -> None:
        self.words = words
        self.found = SimpleNamespace()

    def add_argument(self, *names: str, **said: Any) -> None:  # noqa: ANN401 - as argparse has it
        default, action = said.get("default"), said.get("action", "store")
        converted = isinstance(default, str) and "type" in said
        if converted or action not in _ACTIONS or said.keys() - _KNOWN:
            raise _OnlyArgparseError
        if action == "store_true":
            default = False
        name = next((each for each in names if each.startswith("--")), names[0])
        if not name.startswith("-"):
            if said.get("nargs") != "*" or "type" in said or "choices" in said:
                raise _OnlyArgparseError
            default, self.words = self.words or default or [], []
        setattr(self.found, said.get("dest") or name.lstrip("-").replace("-", "_"), default)

    def add_argument_group(self, *_: str) -> Self:
        return self

    def __getattr__(self, name: str) -> NoReturn:
        raise _OnlyArgparseError(name)


_ACTIONS = {"append", "store", "store_true"}
_KNOWN = {"action", "choices", "default", "dest", "help", "metavar", "nargs", "type"}
