"""Halves of a changeset of which nobody can say what they do."""

from collections.abc import Sequence

from branchline.model.operations.session import RunBlock
from branchline.model.statement import Statement


def is_opaque(statements: Sequence[Statement]) -> bool:
    """Whether there is nothing to read, something that cannot be read, or code in a string."""
    return not statements or any(
        statement.error or statement.of(RunBlock) for statement in statements
    )
