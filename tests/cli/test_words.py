"""Arguments read without argparse are what argparse reads."""

import subprocess
import sys
from importlib import import_module

import pytest

from branchline.cli import parser
from branchline.cli.commands import COMMANDS
from branchline.cli.words import parse, without_options


@pytest.mark.parametrize("words", [[], ["a.sql"], ["a", "b"], ["-"], ["a", "-", ""]], ids=str)
@pytest.mark.parametrize("command", COMMANDS)
def test_is_what_argparse_reads_or_left_to_it(command: str, words: list[str]) -> None:
    module = import_module(f"branchline.cli.{command}")

    found = without_options(module, words)

    if found is not None:
        read = parser.parse(command, module, words)
        assert read is not None
        assert vars(found) == vars(read)


@pytest.mark.parametrize("words", [["--all"], ["a", "-h"], ["--", "a"]], ids=str)
def test_options_are_argparses(words: list[str]) -> None:
    assert without_options(import_module("branchline.cli.lint"), words) is None


def test_paths_alone_are_read_without_argparse() -> None:
    code = """
import sys
from importlib import import_module
from branchline.cli.words import parse
args = parse("lint", import_module("branchline.cli.lint"), ["a", "b"])
assert args.paths == ["a", "b"], args
assert args.format == "text", args
assert "argparse" not in sys.modules
"""

    subprocess.run([sys.executable, "-c", code], check=True)


def test_help_is_printed_by_argparse(capsys: pytest.CaptureFixture[str]) -> None:
    assert parse("lint", import_module("branchline.cli.lint"), ["--help"]) is None

    assert "usage: branchline lint" in capsys.readouterr().out
