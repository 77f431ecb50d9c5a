"""Views, routines, triggers and events that run as somebody else."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.operations.objects import (
    CreateFunction,
    CreateObject,
    CreateTrigger,
    CreateView,
)
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.patterns import fits

POWERFUL = ("root", "admin", "mysql.*", "mariadb.*", "rdsadmin", "cloudsqladmin", "azure_superuser")
"""Accounts that may do everything, as servers and their hosts name them."""


@rule("definer-user", severity=Severity.WARNING)
def definer_user(
    statement: Statement,
    *,
    forbidden: tuple[str, ...] = POWERFUL,
    allowed: tuple[str, ...] = (),
) -> Iterator[Problem]:
    """A DEFINER names an account that may do everything, or one that nobody agreed on.

    What it is written on runs with that account's rights, whoever calls it. It
    also fails on a server where the account is missing, which is every other one
    that a dump of `DEFINER=`root`@`localhost`` is loaded into.

    ```sql mysql 8.0
    CREATE DEFINER=`root`@`localhost` VIEW totals AS SELECT 1; -- finding
    CREATE DEFINER='root'@'%' TRIGGER stamp BEFORE INSERT ON orders -- finding
      FOR EACH ROW SET NEW.made = NOW();
    ```

    Leave DEFINER out, or name an account that has the rights which are needed
    and no others. With `allowed` every other account is a finding; otherwise
    those of `forbidden` are, `*` standing for anything, without the host.

    ```sql mysql 8.0
    CREATE VIEW totals AS SELECT 1;
    CREATE DEFINER=CURRENT_USER VIEW mine AS SELECT 1;
    CREATE DEFINER=`reporting`@`%` VIEW counts AS SELECT 1;
    ```

    Known elsewhere as: skeema definer.
    """
    for operation in statement.operations:
        if not isinstance(operation, CreateView | CreateFunction | CreateTrigger | CreateObject):
            continue
        user, at, host = operation.definer.rpartition("@")
        name = (user if at else host).lower()
        if not name or name == "current_user":
            continue
        known = fits(name, allowed) or operation.definer in allowed
        if not known and (allowed or fits(name, forbidden)):
            yield Problem(
                f"it runs as {operation.definer}, whoever calls it",
                "leave DEFINER out, or name an account with only the rights that it needs",
            )
