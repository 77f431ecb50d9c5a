"""Constraints that the server has to find a name for."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.operations import ConstraintKind
from branchline.model.statement import Part, Statement
from branchline.rule import rule
from branchline.rules.constraints.written import Written, constraints
from branchline.rules.per_table import by_table
from branchline.rules.sentences import listing, verb


@rule("unnamed-constraint", severity=Severity.INFO)
def unnamed_constraint(statement: Statement, *, primary_keys: bool = False) -> Iterator[Problem]:
    """A constraint has no name of its own.

    The server makes one up, which may be another on each environment: a later
    migration that drops it by name works here and fails there.

    ```sql
    ALTER TABLE orders ADD UNIQUE (code); -- finding
    ALTER TABLE orders ADD COLUMN customer bigint REFERENCES customers (id); -- finding
    CREATE TABLE items (id bigint PRIMARY KEY, amount int CHECK (amount > 0)); -- finding
    ```

    Write CONSTRAINT and a name before it. `primary_keys` asks for the names of
    primary keys as well.

    Does not fire on NOT NULL, on primary keys, on a constraint that takes over an
    index and its name, on SQLite, where no constraint is dropped by name, or in a
    rollback.

    ```sql
    ALTER TABLE orders ADD CONSTRAINT orders_code_key UNIQUE (code);
    ALTER TABLE orders ADD UNIQUE USING INDEX orders_code_2;
    CREATE TABLE items (id bigint PRIMARY KEY, note text NOT NULL);
    ```

    Known elsewhere as: diesel-guard UnnamedConstraint, liquibase-linter
    *-name, bytebase SDLRequireConstraintName.
    """
    if statement.engine.dialect == "sqlite":
        return
    kinds = {*_KINDS, ConstraintKind.PRIMARY_KEY} if primary_keys else _KINDS
    for table, found in by_table(constraints(statement, Part.UP)):
        nameless = [each for each in found if each.constraint.kind in kinds and _is_nameless(each)]
        if nameless:
            words = [_words(each) for each in nameless]
            yield Problem(
                f"{listing(words)} of {table} {verb(words, 'has', 'have')} no name:"
                " the server makes one up",
                f"write CONSTRAINT and a name before {verb(words, 'it', 'each')}",
            )


def _is_nameless(found: Written) -> bool:
    return not found.constraint.name and not found.constraint.using_index


def _words(found: Written) -> str:
    on = f" ({', '.join(found.columns)})" if found.columns else ""
    return f"{found.constraint.kind.value}{on}"


_KINDS = frozenset(
    {
        ConstraintKind.CHECK,
        ConstraintKind.EXCLUDE,
        ConstraintKind.FOREIGN_KEY,
        ConstraintKind.UNIQUE,
    }
)
