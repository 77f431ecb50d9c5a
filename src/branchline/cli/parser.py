"""Options: those every command takes, and a parser that complains in one sentence."""

import argparse
import re
from collections.abc import Iterator, Sequence
from types import ModuleType
from typing import NoReturn

from branchline.cli.commands import COMMANDS
from branchline.cli.words import everywhere
from branchline.errors import UsageError


class Parser(argparse.ArgumentParser):
    """Argparse, with `UsageError` for what it would print and exit for."""

    def error(self, message: str) -> NoReturn:
        """Raise what is wrong, with the nearest option when one was mistyped."""
        found = re.match(r"unrecognized arguments: (\S+)", message)
        if found:
            message = f"{self.prog} does not take {found[1]!r}"
            from branchline.toml.nearest import did_you_mean

            raise UsageError(message, did_you_mean(found[1], self._option_string_actions))
        raise UsageError(message, f"'{self.prog} --help' shows what it takes")


def parse(command: str, module: ModuleType, words: Sequence[str]) -> argparse.Namespace | None:
    """Do what `branchline.cli.words.parse` says, whatever the words are."""
    parser = Parser(
        prog=f"branchline {command}",
        description=COMMANDS[command],
        epilog=f"example:\n{module.EXAMPLE.rstrip()}",
        formatter_class=_Formatter,
        allow_abbrev=False,
    )
    module.arguments(parser)
    for leaf in _leaves(parser):
        everywhere(leaf, module)
    try:
        return parser.parse_args(words)
    except SystemExit:  # argparse's way to end after --help
        return None


class _Formatter(argparse.RawDescriptionHelpFormatter):
    """Argparse's, which asks for the terminal's width by 3 ms of imports, whoever wants help."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=_WIDTH)


_WIDTH = 100


def _leaves(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    """Yield the parsers that read options: those of subcommands, where a command has them."""
    actions = [each for each in parser._actions if isinstance(each, argparse._SubParsersAction)]  # noqa: SLF001 - argparse tells nobody
    if not actions:
        yield parser
    for action in actions:
        for choice in action.choices.values():
            yield from _leaves(choice)
