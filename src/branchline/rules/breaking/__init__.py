"""Changes that the running application cannot follow."""

from branchline.rules.breaking.rename_column import rename_column
from branchline.rules.breaking.rename_table import rename_table
from branchline.rules.breaking.required_column import required_column

RULES = (rename_table, rename_column, required_column)
