"""Allowances that do not do what they say."""

from branchline.rules.allowances.expired_allowance import expired_allowance
from branchline.rules.allowances.incomplete_allowance import incomplete_allowance
from branchline.rules.allowances.unused_allowance import unused_allowance

RULES = (unused_allowance, expired_allowance, incomplete_allowance)
