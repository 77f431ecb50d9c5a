"""Statements that fail when they are applied."""

from branchline.rules.failing.unparsable_statement import unparsable_statement

RULES = (unparsable_statement,)
