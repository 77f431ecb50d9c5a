"""Modules of SQL Server that are not alone where their batch begins."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from branchline.model.changelog import ChangeSet, Script
from branchline.model.finding import Problem, Severity
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.tsql_oracle.clients import reads_lines


@rule("batch-rules", severity=Severity.ERROR)
def batch_rules(changeset: ChangeSet) -> Iterator[Problem]:
    """A view, procedure, function, trigger or schema is made behind another statement.

    SQL Server takes each of them only as the first of its batch, and fails with
    error 111 otherwise. A semicolon ends a statement; only GO ends a batch.

    ```sql tsql
    CREATE TABLE orders (id int PRIMARY KEY);
    CREATE VIEW open_orders AS SELECT id FROM orders; -- finding
    ```

    Begin a batch for it.

    ```sql tsql
    CREATE TABLE orders (id int PRIMARY KEY);
    GO
    CREATE VIEW open_orders AS SELECT id FROM orders;
    ```

    Does not fire where the tool sends every statement by itself, as Liquibase does and
    migrations that are programs, or on statements that are no modules.

    ```sql tsql
    CREATE VIEW open_orders AS SELECT id FROM orders;
    GO
    CREATE INDEX orders_id ON orders (id);
    CREATE INDEX orders_total ON orders (total);
    ```

    Known elsewhere as: Liquibase EndDelimiterExists, in part.
    """
    halves = (changeset.script, changeset.statements), (changeset.rollback, changeset.undo)
    for script, statements in halves:
        if script is not None and reads_lines(changeset):
            for statement in _behind(script, statements):
                yield Problem(
                    "SQL Server takes this only as the first statement of its batch",
                    "put a line before it: GO",
                    statement.place,
                )


def _behind(script: Script, statements: Sequence[Statement]) -> Iterator[Statement]:
    lines = _LINE.split(script.text)
    ends = [at for at, line in enumerate(lines, script.line) if _GO.match(line)]
    for before, statement in pairwise(statements):
        batch = range(before.place.end_line + 1, statement.place.line)
        module = statement.engine.dialect == "tsql" and _MODULE.match(statement.text)
        if module and not any(end in batch for end in ends):
            yield statement


_LINE = re.compile(r"\r\n?|\n")
_GO = re.compile(r"[ \t]*GO(?:[ \t]+\d+)?[ \t]*(?:--.*)?$", re.IGNORECASE)
_MODULE = re.compile(
    r"create\s+schema\b"
    r"|(?:create(?:\s+or\s+alter)?|alter)\s+(?:view|proc|procedure|function|trigger)\b",
    re.IGNORECASE,
)
