"""Keeps database changes on the line: what the author of a plug-in imports."""

from branchline.hookspecs import hookimpl
from branchline.model.finding import Place, Problem, Severity
from branchline.rule import Rule, rule

__version__ = "0.1.0"

__all__ = ["Place", "Problem", "Rule", "Severity", "__version__", "hookimpl", "rule"]
