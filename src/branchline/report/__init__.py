"""What a check found, as values, and the formats that write it down.

A format is a module with `lines(report)`; only the one asked for is imported.
Reports hold no paths of this machine and no time, so equal inputs give equal
bytes.
"""

from branchline.report.formats import FORMATS, lines
from branchline.report.values import Coverage, Report

__all__ = ["FORMATS", "Coverage", "Report", "lines"]
