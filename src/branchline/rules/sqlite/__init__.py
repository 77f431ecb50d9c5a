"""What SQLite refuses or ignores."""

from branchline.rules.sqlite.drop_column_dependent import drop_column_dependent
from branchline.rules.sqlite.rebuild_fk_pragma import rebuild_fk_pragma
from branchline.rules.sqlite.rebuild_null_to_notnull import rebuild_null_to_notnull
from branchline.rules.sqlite.unsupported_alter import unsupported_alter

RULES = (
    unsupported_alter,
    drop_column_dependent,
    rebuild_fk_pragma,
    rebuild_null_to_notnull,
)
