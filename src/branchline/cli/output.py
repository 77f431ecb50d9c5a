"""Send a report where it was asked for: standard output, and files beside it."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from branchline.errors import UsageError
from branchline.report import FORMATS, Report, lines
from branchline.report.terminal import wants_colour

if TYPE_CHECKING:
    import argparse


def arguments(parser: "argparse.ArgumentParser") -> None:
    """Add the option of further reports."""
    parser.add_argument(
        "--report",
        metavar="FORMAT:FILE",
        action="append",
        default=[],
        type=_report,
        help=f"write a report to a file as well ({', '.join(FORMATS)}); may be given again",
    )


def show(report: Report, args: "argparse.Namespace") -> int:
    """Write the report in all the ways that were asked for; return the exit code."""
    for format_, file in args.report:
        text = "".join(f"{line}\n" for line in lines(report, format_))
        try:
            Path(file).write_text(text, encoding="utf-8", errors="backslashreplace")
        except OSError as error:
            raise UsageError(f"--report {format_}:{file}: {error.strerror}") from None
    if args.format == "text":
        from branchline.report import text as people

        found = people.lines(report, colour=wants_colour(sys.stdout))
    else:
        found = lines(report, args.format)
    for line in found:
        print(line)
    return report.exit_code


def _report(text: str) -> tuple[str, str]:
    from argparse import ArgumentTypeError

    format_, colon, file = text.partition(":")
    if not colon or not file:
        raise ArgumentTypeError(f"{text!r} is not FORMAT:FILE")
    if format_ not in FORMATS:
        raise ArgumentTypeError(f"no format {format_!r}, one of: {', '.join(FORMATS)}")
    return format_, file
