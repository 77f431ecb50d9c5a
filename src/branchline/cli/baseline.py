"""`--baseline FILE`: say nothing of what was there before anybody looked.

A file that is not there is written, except where a machine asks: a mistyped
name in CI would let everything pass.
"""

import os
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from branchline.errors import UsageError
from branchline.model.finding import Finding
from branchline.model.value import replace
from branchline.report import Report
from branchline.report.values import Baseline

if TYPE_CHECKING:
    import argparse


def arguments(parser: "argparse.ArgumentParser", *, writes: bool) -> None:
    """Add the options: to read a baseline, and where a command `writes` one, to do that."""
    help_ = "hide the findings that FILE knows" + (
        "; write it when there is none" if writes else ""
    )
    parser.add_argument("--baseline", metavar="FILE", default="", help=help_)
    if writes:
        parser.add_argument(
            "--write-baseline", action="store_true", help="write today's findings to that FILE"
        )


def sifted(
    report: Report,
    args: "argparse.Namespace",
    judged: Callable[[Finding], bool],
    never: Collection[str] = (),
    environ: Mapping[str, str] = os.environ,
) -> Report:
    """Return the report without what the baseline knows; the parameters are those of `sieve`.

    What is written keeps the entries of changes that this run did not look at.

    Raises:
        UsageError: the file cannot be read or written, or is not there and not to be made.
        ConfigError: the file is no baseline.
    """
    writes: bool | None = getattr(args, "write_baseline", None)
    if not args.baseline:
        if writes:
            raise UsageError("--write-baseline does not say where", "add --baseline FILE")
        return report
    from branchline.policy import baseline

    known = _read(args.baseline)
    if known is None and not writes and (writes is None or environ.get("CI")):
        raise UsageError(
            f"--baseline {args.baseline}: no such file",
            f"write it first: branchline lint --baseline {args.baseline} --write-baseline",
        )
    if known is None or writes:
        others = (entry for entry in known or () if not judged(entry))
        _write(args.baseline, (*report.findings, *others))
        note = Baseline(args.baseline, len(report.findings), written=True)
        return replace(report, findings=(), baseline=note)
    found = baseline.sieve(report.findings, known, judged, never)
    note = Baseline(args.baseline, len(found.hidden), found.idle)
    return replace(report, findings=found.shown, baseline=note)


def _read(file: str) -> tuple[Finding, ...] | None:
    from branchline.policy import baseline

    try:
        return baseline.read(Path(file).read_bytes(), file)
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise UsageError(f"--baseline {file}: {_why(error)}") from None


def _write(file: str, findings: Collection[Finding]) -> None:
    from branchline.policy.baseline import lines

    text = "".join(f"{line}\n" for line in lines(findings))
    try:
        Path(file).write_text(text, encoding="ascii", newline="\n")
    except (OSError, ValueError) as error:
        raise UsageError(f"--baseline {file}: {_why(error)}") from None


def _why(error: Exception) -> str:
    return getattr(error, "strerror", None) or "not a file name"
