"""Views, routines, types, sequences and roles that running code looks for by name."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.operations.objects import RenameObject
from branchline.model.statement import Part, Statement
from branchline.rule import rule
from branchline.rules.breaking.again import is_named_here, is_taken_again, new_name
from branchline.rules.spelling import quoted


@rule("rename-object", severity=Severity.WARNING)
def rename_object(statement: Statement) -> Iterator[Problem]:
    """A view, routine, type, sequence or role is renamed while running code uses its name.

    Queries and calls that say the old name fail until all code says the new one.

    ```sql
    ALTER VIEW totals RENAME TO sums; -- finding
    ALTER FUNCTION total(bigint) RENAME TO sum_of; -- finding
    ALTER SEQUENCE order_numbers RENAME TO numbers; -- finding
    ```

    Create the new name beside the old one, switch the code, and drop the old one
    in a later release.

    Does not fire on what the same changeset created or renamed before, when
    another object takes the name in the same changeset, or in a rollback.
    Constraints, indexes, triggers and policies are for `rename-table-part`.

    ```sql
    CREATE TYPE mood_new AS ENUM ('good', 'bad');
    ALTER TYPE mood RENAME TO mood_old;
    ALTER TYPE mood_new RENAME TO mood;
    ALTER INDEX orders_idx RENAME TO orders_total_idx;
    ```

    ```sql
    ALTER VIEW totals RENAME TO sums;
    CREATE VIEW totals AS SELECT * FROM sums;
    ```

    Known elsewhere as: squawk renaming-object.
    """
    for rename, _ in statement.of(RenameObject, part=Part.UP):
        if rename.what in _WAYS_OUT and not _is_moot(statement, rename):
            old, new = rename.name, new_name(rename)
            yield Problem(
                f"renames {rename.what} {old} to {new.name}: code that says {old} fails",
                _WAYS_OUT[rename.what].format(old=quoted(old), new=quoted(new)),
            )


def _is_moot(statement: Statement, rename: RenameObject) -> bool:
    return (
        rename.new_name == rename.name.name
        or statement.is_private(rename.name)
        or is_named_here(statement, rename.name)
        or is_taken_again(statement, rename.name)
    )


_VIEW = "leave a view behind in the same changeset: CREATE VIEW {old} AS SELECT * FROM {new}"
_ROUTINE = "create {new} beside it, and let {old} call it until nothing else does"
_BESIDE = "create {new} beside it, switch the code, and drop {old} in a later release"
_WAYS_OUT = {
    **dict.fromkeys(("view", "materialized view"), _VIEW),
    **dict.fromkeys(("function", "procedure", "routine"), _ROUTINE),
    **dict.fromkeys(("aggregate", "operator", "type", "domain", "sequence", "role"), _BESIDE),
}
