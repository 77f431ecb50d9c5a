"""Ways back: whether there is one, and what it costs."""

from branchline.rules.reversibility.lossy_down import lossy_down
from branchline.rules.reversibility.missing_rollback import missing_rollback

RULES = (missing_rollback, lossy_down)
