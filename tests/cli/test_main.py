import subprocess
import sys
from pathlib import Path

import pytest

from branchline import __version__
from branchline.cli import main
from branchline.cli.commands import COMMANDS, LATER
from branchline.cli.faults import report_fault

Output = pytest.CaptureFixture[str]


@pytest.mark.parametrize("words", [[], ["--help"], ["-h"], ["help"]])
def test_help_says_what_to_try_first(words: list[str], capsys: Output) -> None:
    code = main(words)

    out = capsys.readouterr().out
    assert code == 0
    assert "try first:\n  branchline lint" in out
    assert all(f"\n  {command} " in out for command in COMMANDS)


def test_help_lists_only_what_works(capsys: Output) -> None:
    main([])

    out = capsys.readouterr().out
    assert not any(f"\n  {command} " in out for command in LATER)


@pytest.mark.parametrize("words", [["rules", "--help"], ["help", "rules"]])
def test_help_of_a_command_ends_with_an_example(words: list[str], capsys: Output) -> None:
    code = main(words)

    out = capsys.readouterr().out
    assert code == 0
    assert out.startswith("usage: branchline rules ")
    assert "example:\n  branchline rules" in out
    assert "--repo DIR" in out


def test_the_version_is_said(capsys: Output) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"branchline {__version__}\n"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["lintt"], "no command 'lintt'\n  hint: did you mean 'lint'?"),
        (["qqq"], f"no command 'qqq'\n  hint: known: {', '.join(sorted(COMMANDS))}"),
        (
            [LATER[-1], "x"],
            f"{LATER[-1]!r} is not there yet\n  hint: 'branchline --help' lists what is",
        ),
        (
            ["--repo", "x", "lint"],
            (
                "'--repo' comes before a command\n"
                "  hint: options follow it: branchline lint --repo DIR"
            ),
        ),
        (
            ["rules", "--fromat", "json"],
            "branchline rules does not take '--fromat'\n  hint: did you mean '--format'?",
        ),
        (
            ["rules", "surplus"],
            (
                "branchline rules does not take 'surplus'\n"
                "  hint: known: --config, --format, --help, --repo, -h"
            ),
        ),
    ],
)
def test_a_mistyped_line_is_one_sentence(words: list[str], message: str, capsys: Output) -> None:
    code = main(words)

    shown = capsys.readouterr()
    assert (code, shown.out) == (2, "")
    assert shown.err == f"branchline: {message}\n"


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_an_example_and_the_common_options(
    command: str, capsys: Output
) -> None:
    assert main([command, "--help"]) == 0

    out = capsys.readouterr().out
    assert f"example:\n  branchline {command}" in out
    assert "--config FILE" in out


def test_a_fault_is_written_down_beside_the_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)

    said = report_fault(ZeroDivisionError("by nought\nand more"), ["lint", "x.sql"])

    [report] = (tmp_path / ".git/branchline/faults").iterdir()
    assert said.exit_code == 5
    assert said.message == (
        f"a fault in branchline: ZeroDivisionError: by nought; the report is in {report}"
    )
    assert "command: ['lint', 'x.sql']" in report.read_text()


def test_a_reader_that_leaves_is_no_fault() -> None:
    command = [sys.executable, "-m", "branchline", "rules", "--format", "json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stderr

        process.stdout.close()

        assert process.stderr.read() == b""
    assert process.returncode == 141
