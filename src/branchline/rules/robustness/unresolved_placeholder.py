"""Placeholders that nothing will fill in."""

import re
from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.statement import Statement
from branchline.rule import rule


@rule("unresolved-placeholder", severity=Severity.WARNING)
def unresolved_placeholder(statement: Statement) -> Iterator[Problem]:
    """A placeholder stands where SQL should.

    The statement cannot be read, so nobody has looked at what it does. Where
    the tool has no value for it either, it fails when it is applied.

    ```sql
    CREATE TABLE ${schema}.orders (id bigint PRIMARY KEY); -- finding
    GRANT SELECT ON orders TO {{ reader }}; -- finding
    ```

    Write the name. What differs between environments belongs into a setting or
    a role, not into the schema.

    Does not fire on the same characters inside a string, a comment or the body
    of a routine.

    ```sql
    INSERT INTO templates (body) VALUES ('Dear ${name}, {{ text }}');
    ```

    Known elsewhere as: Flyway, when it migrates.
    """
    found = placeholder(statement)
    if found:
        yield Problem(
            f"{found} is a placeholder: what this does cannot be judged",
            "write the name, or keep what differs between environments out of the schema",
        )


def placeholder(statement: Statement) -> str:
    """Return the first placeholder of a statement that cannot be read, or nothing."""
    found = _PLACEHOLDER.search(statement.text) if statement.error else None
    return found[0] if found else ""


_PLACEHOLDER = re.compile(r"\$\{[\w.: -]{1,80}\}|\{\{[^{}\n]{1,80}\}\}|\{%[^{}\n]{1,80}%\}")
