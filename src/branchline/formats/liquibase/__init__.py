"""Liquibase's changelogs, as far as they are formatted SQL: a folder of files, or one.

An outline reads every file, since a file holds many changesets: what it read
stays in the entries. Changelogs in XML, YAML and JSON are refused by name.
"""

from branchline.formats.format import Format
from branchline.formats.liquibase.new import new_file
from branchline.formats.liquibase.outlines import outline, read

__all__ = ["LIQUIBASE"]

LIQUIBASE = Format("liquibase", outline, read, new_file, whole=True)
