"""Sqitch's projects: a plan that names changes in order, and three scripts for each."""

from branchline.formats.format import Format
from branchline.formats.sqitch.new import beside, new_file
from branchline.formats.sqitch.outlines import outline, read

__all__ = ["SQITCH"]

SQITCH = Format("sqitch", outline, read, new_file, whole=True, moves=True, beside=beside)
