"""All rules that branchline brings, a package per family.

The tuples are written by hand: what is not listed does not exist, and a reader
finds every rule by following names.
"""

from branchline.rule import Rule
from branchline.rules import (
    allowances,
    breaking,
    changelog,
    constraints,
    data_dependent,
    data_loss,
    failing,
    locks,
    mysql,
    promotion,
    reversibility,
    robustness,
    transactions,
)

RULES: tuple[Rule, ...] = (
    *failing.RULES,
    *data_loss.RULES,
    *data_dependent.RULES,
    *locks.RULES,
    *mysql.RULES,
    *breaking.RULES,
    *constraints.RULES,
    *transactions.RULES,
    *robustness.RULES,
    *reversibility.RULES,
    *allowances.RULES,
    *changelog.RULES,
    *promotion.RULES,
)
