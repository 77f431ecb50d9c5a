"""Which statements commit together with the row that records them."""

from collections.abc import Iterable

from branchline.deploy.drivers.errors import leading


def commits_together(statements: Iterable[str], dialect: str) -> bool:
    """Whether the engine can take all of them in one transaction.

    MySQL and MariaDB commit before and after whatever is no change of rows.
    """
    return dialect not in _COMMITTING or all(leading(text) in ROWS for text in statements)


ROWS = frozenset(
    {
        "delete",
        "do",
        "insert",
        "load",
        "replace",
        "select",
        "set",
        "update",
        "use",
        "values",
        "with",
    }
)
_COMMITTING = frozenset({"mysql", "mariadb"})
