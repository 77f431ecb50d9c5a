"""The formats a report can be written in, each a module of this package."""

from collections.abc import Iterator
from importlib import import_module

from branchline.errors import UsageError
from branchline.report.values import Report

FORMATS = ("text", "json")


def lines(report: Report, format_: str) -> Iterator[str]:
    """Yield the lines of `report` in one of `FORMATS`, without line ends.

    Raises:
        UsageError: there is no such format.
    """
    if format_ not in FORMATS:
        raise UsageError(f"no report format {format_!r}", f"one of: {', '.join(FORMATS)}")
    yield from import_module(f"branchline.report.{format_}").lines(report)
