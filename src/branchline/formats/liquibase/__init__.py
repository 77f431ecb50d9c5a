"""Liquibase's changelogs: a folder of formatted SQL, one such file, or a folder with a master.

An outline reads every file, since a file holds many changesets: what it read
stays in the entries. A master in YAML, JSON or XML names files of its folder alone.
"""

from branchline.formats.format import Format
from branchline.formats.liquibase.new import new_file
from branchline.formats.liquibase.outlines import outline, read

__all__ = ["LIQUIBASE"]

LIQUIBASE = Format("liquibase", outline, read, new_file, whole=True, moves=True)
