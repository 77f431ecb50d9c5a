"""What the contexts and properties of a change come to in the configured environments."""

from branchline.rules.environments.context_left_out import context_left_out
from branchline.rules.environments.dev_only_change import dev_only_change
from branchline.rules.environments.negated_context import negated_context
from branchline.rules.environments.never_runs import never_runs
from branchline.rules.environments.sample_data import sample_data
from branchline.rules.environments.undefined_placeholder import undefined_placeholder
from branchline.rules.environments.undefined_property import undefined_property
from branchline.rules.environments.unknown_context import unknown_context

RULES = (
    unknown_context,
    never_runs,
    context_left_out,
    negated_context,
    undefined_property,
    undefined_placeholder,
    dev_only_change,
    sample_data,
)
