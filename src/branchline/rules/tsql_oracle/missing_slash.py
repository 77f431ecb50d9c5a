"""Units of PL/SQL that no slash ends."""

from collections.abc import Iterator

from branchline.model.changelog import ChangeSet
from branchline.model.finding import Problem, Severity
from branchline.rule import rule
from branchline.rules.tsql_oracle.clients import is_open, reads_lines


@rule("missing-slash", severity=Severity.ERROR)
def missing_slash(changeset: ChangeSet) -> Iterator[Problem]:
    """A block, procedure, function, package, trigger or type body has no `/` behind it.

    Inside PL/SQL a semicolon ends nothing. SQL*Plus, SQLcl and Flyway read on until a
    line with a slash: they glue the next statement to it, or never run it at all.

    ```sql oracle
    CREATE PROCEDURE archive IS
    BEGIN -- finding
      NULL;
    END;
    CREATE TABLE archived (id integer);
    ```

    End it with a line of its own.

    ```sql oracle
    CREATE PROCEDURE archive IS
    BEGIN
      NULL;
    END;
    /
    CREATE TABLE archived (id integer);
    ```

    Does not fire where the tool sends every statement by itself, as migrations that are
    programs do, or in a changelog of Liquibase, which has delimiters of its own.

    ```sql oracle
    CREATE TABLE archived (id integer);
    CREATE TABLE kept (id integer);
    ```

    Known elsewhere as: Liquibase EndDelimiterExists.
    """
    for statement in (*changeset.statements, *changeset.undo):
        if is_open(statement) and not statement.error and reads_lines(changeset):
            yield Problem(
                "no slash ends this PL/SQL: what follows becomes a part of it, or it never runs",
                "put a line behind it: /",
                statement.place,
            )
