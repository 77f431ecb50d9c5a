"""Whether a table lets its policies choose the rows."""

from branchline.model.operations import Name
from branchline.model.operations.tables import SetTableOption
from branchline.model.schema import Table
from branchline.model.statement import Statement

ENABLE = "enable row level security"
DISABLE = "disable row level security"


def is_enabled(table: Table) -> bool:
    """Whether row level security is on, as far as the changelog tells."""
    switches = [name for name, _ in table.options if name in {ENABLE, DISABLE}]
    return switches[-1:] == [ENABLE]


def is_enabled_later(statement: Statement, table: Name) -> bool:
    """Whether the unit turns it on from this statement on."""
    return any(one.option == ENABLE for one in statement.later_on(SetTableOption, table))
