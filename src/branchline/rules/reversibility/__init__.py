"""Ways back: whether there is one, and what it costs; and what a changeset says of itself."""

from branchline.rules.reversibility.changeset_metadata import changeset_metadata
from branchline.rules.reversibility.down_does_not_mirror import down_does_not_mirror
from branchline.rules.reversibility.forbidden_change_type import forbidden_change_type
from branchline.rules.reversibility.irreversible_unmarked import irreversible_unmarked
from branchline.rules.reversibility.lossy_down import lossy_down
from branchline.rules.reversibility.missing_rollback import missing_rollback
from branchline.rules.reversibility.one_change_per_changeset import one_change_per_changeset
from branchline.rules.reversibility.protected_table import protected_table

RULES = (
    missing_rollback,
    irreversible_unmarked,
    lossy_down,
    down_does_not_mirror,
    one_change_per_changeset,
    changeset_metadata,
    forbidden_change_type,
    protected_table,
)
