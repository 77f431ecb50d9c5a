"""Statements that the server's grammar refuses."""

from collections.abc import Iterator

from branchline.model.finding import Problem
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.robustness.client_meta_command import is_meta_command
from branchline.rules.robustness.conflict_marker import marker
from branchline.rules.robustness.unresolved_placeholder import placeholder


@rule("unparsable-statement")
def unparsable_statement(statement: Statement) -> Iterator[Problem]:
    """A statement cannot be parsed.

    It fails when it is applied, or it is written for another server than the
    configured one. Either way no other rule has looked at it: what it drops or
    locks is unknown.

    ```sql
    ALTER TABLE orders ADD COLUM note text; -- finding
    SELECT 1;
    ```

    Correct it. Where the statement is right and the dialect is wrong, say which
    server the changelog is for: `dialect` and `version` in `branchline.toml`.

    Does not fire on commands of a client (`client-meta-command`), on what a
    merge left behind (`conflict-marker`) and on placeholders
    (`unresolved-placeholder`): those say it better.

    ```sql
    CREATE TABLE orders (id bigint PRIMARY KEY);
    ```

    Known elsewhere as: squawk syntax-error; NOT VALID on UNIQUE, IF NOT EXISTS
    on an index without a name.
    """
    better = is_meta_command(statement) or marker(statement) or placeholder(statement)
    if statement.error and not better:
        yield Problem(
            f"{statement.engine.dialect} does not understand this statement: {statement.error}",
            "correct it, or say in branchline.toml which dialect and version it is for",
        )
