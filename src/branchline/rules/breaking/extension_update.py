"""Extensions whose functions and types change under running code."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.operations.objects import AlterObject
from branchline.model.statement import Part, Statement
from branchline.rule import rule


@rule("extension-update", severity=Severity.INFO)
def extension_update(statement: Statement) -> Iterator[Problem]:
    """An extension is updated, or loses one of its members.

    Its update script changes functions, operators and types as its authors saw
    fit, with their locks, and there is mostly no way back to the old version.

    ```sql
    ALTER EXTENSION postgis UPDATE TO '3.4'; -- finding
    ALTER EXTENSION hstore DROP FUNCTION hstore_out(hstore); -- finding
    ```

    Read the extension's notes, and update a copy of production first.

    Does not fire on what only makes an extension, or in a rollback.

    ```sql
    CREATE EXTENSION IF NOT EXISTS hstore;
    ```

    Known elsewhere as: squawk ban-alter-extension, Supabase's splinter 0022.
    """
    for change, _ in statement.of(AlterObject, part=Part.UP):
        if change.what == "extension" and change.action in {"update", "drop"}:
            version = dict(change.options).get("new_version", "")
            to = f" to {version}" if version else ""
            words = f"updates extension {change.name}{to}: its functions and types change"
            if change.action == "drop":
                words = f"takes a member out of extension {change.name}"
            yield Problem(words, "read the extension's notes, and try it on a copy of production")
