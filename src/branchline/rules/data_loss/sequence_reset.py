"""Sequences that are set to numbers which were given out before.

A sequence that is set from what its table holds is set right: that is how it
is repaired.
"""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.operations import Name
from branchline.model.operations.objects import AlterSequence
from branchline.model.operations.session import Select
from branchline.model.operations.tables import SetIdentity, SetTableOption
from branchline.model.statement import Part, Statement
from branchline.rule import rule
from branchline.rules.spelling import quoted


@rule("sequence-reset", severity=Severity.WARNING)
def sequence_reset(statement: Statement) -> Iterator[Problem]:
    """A sequence is set back, or made to count otherwise.

    Numbers that were given out come again: inserts fail on the key, or two
    things outside the database go by one number. Where production has counted
    further than the machine this was written on, a fixed number is wrong.

    ```sql
    ALTER SEQUENCE orders_id_seq RESTART WITH 1000; -- finding
    ALTER SEQUENCE orders_id_seq INCREMENT BY 2; -- finding
    SELECT setval('orders_id_seq', 1000); -- finding
    ALTER TABLE orders ALTER COLUMN id RESTART WITH 1000; -- finding
    ```

    Set it from what the table holds.

    ```sql
    SELECT setval('orders_id_seq', (SELECT max(id) FROM orders));
    ```

    Does not fire when the number is computed from a table, on a sequence or the
    sequence of a table that the same changeset created, on what does not change
    the numbers (OWNED BY, CACHE), or in a rollback.

    ```sql
    CREATE SEQUENCE tickets;
    ALTER SEQUENCE tickets RESTART WITH 1000;
    CREATE TABLE carts (id bigserial PRIMARY KEY);
    SELECT setval('carts_id_seq', 1000);
    ALTER SEQUENCE orders_id_seq OWNED BY orders.id;
    ```

    Known elsewhere as: squawk ban-alter-sequence-values.
    """
    computed = any(select.reads for select, _ in statement.of(Select))
    for alter, _ in statement.of(AlterSequence, part=Part.UP):
        changed = [action for action in alter.actions if action in _COUNTS]
        if changed and not computed and not _is_private(statement, alter.sequence):
            yield _problem(f"sequence {alter.sequence}", str(alter.sequence))
    for identity, _ in statement.of(SetIdentity, part=Part.UP):
        if identity.action == "restart identity" and not statement.is_private(identity.table):
            column = f"{identity.table}.{identity.column}"
            yield _problem(f"the numbering of {column}", f"{identity.table}_{identity.column}_seq")
    for option, _ in statement.of(SetTableOption, part=Part.UP):
        if option.option == "auto_increment" and not statement.is_private(option.table):
            yield Problem(
                f"sets the numbering of {option.table} to a fixed number:"
                " numbers that were given out may come again",
                f"leave it out: the server goes on after the highest of {quoted(option.table)}",
            )


def _problem(what: str, sequence: str) -> Problem:
    return Problem(
        f"sets {what} to a fixed number: numbers that were given out may come again",
        f"set it from what the table holds: SELECT setval('{sequence}',"
        " (SELECT max(...) FROM ...))",
    )


def _is_private(statement: Statement, sequence: Name) -> bool:
    """Whether the sequence, or the table that it numbers by the server's convention, is new."""
    words = sequence.name.split("_")
    owners = ("_".join(words[:end]) for end in range(1, len(words)))
    return statement.is_private(sequence) or any(
        statement.is_private(Name(owner, sequence.schema)) for owner in owners
    )


_COUNTS = {"restart", "increment", "minvalue", "maxvalue", "setval"}
