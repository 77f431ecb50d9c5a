"""Rows that are others in every environment."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.operations.session import Insert
from branchline.model.statement import Part, Statement
from branchline.rule import rule
from branchline.rules.sentences import listing


@rule("nondeterministic-seed", severity=Severity.WARNING)
def nondeterministic_seed(statement: Statement) -> Iterator[Problem]:
    """Rows are inserted with a value that is another one on every server.

    A later change, or the code, that refers to the row finds it here and not
    there. No bundle asks for this: most such values are never referred to.

    ```sql
    INSERT INTO states (id, name) VALUES (gen_random_uuid(), 'open'); -- finding
    ```

    Write the value.

    ```sql
    INSERT INTO states (id, name) VALUES ('7c1ab8a6-14c0-4c0c-9f0e-4f3b2a9d1c11', 'open');
    ```

    Does not fire on functions that give the same everywhere, or in a rollback.

    ```sql
    INSERT INTO states (id, name) VALUES (1, upper('open'));
    ```

    Known elsewhere as: bytebase INSERT_DISALLOW_ORDER_BY_RAND, in part.
    """
    for insert, _ in statement.of(Insert, part=Part.UP):
        called = [name for name in insert.functions if name.rpartition(".")[2] in _CHANCE]
        if called:
            names = listing([f"{name}()" for name in called])
            yield Problem(
                f"{names} gives {insert.table} other rows in every environment", "write the value"
            )


_CHANCE = frozenset(
    {
        "clock_timestamp",
        "current_date",
        "current_timestamp",
        "gen_random_uuid",
        "getdate",
        "localtimestamp",
        "newid",
        "now",
        "rand",
        "random",
        "sysdate",
        "uuid",
        "uuid_generate_v1",
        "uuid_generate_v4",
        "uuidv4",
        "uuidv7",
    }
)
