"""Formats of one file, or two, for each version: one table of tools and one reader.

A tool is a row; what its files say in comments is a function of a module here.
"""

from branchline.formats.versioned.reader import format_of
from branchline.formats.versioned.table import TOOLS

__all__ = ["ATLAS", "DBMATE", "GOLANG_MIGRATE", "GOOSE", "GRAPHILE_MIGRATE"]

ATLAS = format_of(TOOLS["atlas"])
DBMATE = format_of(TOOLS["dbmate"])
GOLANG_MIGRATE = format_of(TOOLS["golang-migrate"])
GOOSE = format_of(TOOLS["goose"])
GRAPHILE_MIGRATE = format_of(TOOLS["graphile-migrate"])
