"""The columns of a finding, as the subject of its sentence."""

from collections.abc import Sequence

from branchline.model.operations import Name
from branchline.rules.columns_defined import Defined
from branchline.rules.sentences import listing, verb


def columns_of(table: Name, found: Sequence[Defined], one: str, many: str) -> tuple[str, str]:
    """Return `orders.total` or `total and tax of orders`, and the verb that fits."""
    names = [column.name for column in found]
    subject = f"{table}.{names[0]}" if len(names) == 1 else f"{listing(names)} of {table}"
    return subject, verb(names, one, many)
