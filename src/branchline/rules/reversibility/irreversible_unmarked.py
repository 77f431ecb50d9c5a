"""Changes that no rollback takes back, and that do not say so."""

from collections.abc import Iterator

from branchline.model.changelog import ChangeSet, Kind, Reversal
from branchline.model.finding import Problem, Severity
from branchline.model.operations.objects import AddEnumValue
from branchline.model.statement import Statement
from branchline.rule import Rule, rule
from branchline.rules.data_loss.delete_without_where import delete_without_where
from branchline.rules.data_loss.drop_column import drop_column
from branchline.rules.data_loss.drop_database import drop_database
from branchline.rules.data_loss.drop_schema import drop_schema
from branchline.rules.data_loss.drop_table import drop_table
from branchline.rules.data_loss.narrowing_type import narrowing_type
from branchline.rules.data_loss.truncate import truncate

_LOSING: tuple[Rule, ...] = (
    drop_table,
    drop_column,
    drop_schema,
    drop_database,
    truncate,
    delete_without_where,
    narrowing_type,
)


@rule("irreversible-unmarked", severity=Severity.WARNING)
def irreversible_unmarked(changeset: ChangeSet) -> Iterator[Problem]:
    """A change loses what no rollback brings back, and does not say so.

    Its rollback, if there is one, makes the table or column again, without what was
    in it. Whoever rolls back at night should know before.

    ```sql
    ALTER TABLE orders DROP COLUMN note; -- finding
    -- rollback
    ALTER TABLE orders ADD COLUMN note text;
    ```

    ```sql
    ALTER TYPE mood ADD VALUE 'furious'; -- finding
    ```

    Say it at the head of the file: `-- branchline: irreversible(reason)`. The
    rollback may stay, for the schema.

    Does not fire when the changeset says so, on what loses nothing (the rules
    `drop-table`, `drop-column`, `truncate` and so on decide that), on a value added
    to a type of the same changeset, or on what runs again and again.

    ```sql
    CREATE TYPE mood AS ENUM ('good');
    ALTER TYPE mood ADD VALUE 'bad';
    CREATE TABLE scratch (line text);
    DROP TABLE scratch;
    ```

    Known elsewhere as: django-zero-downtime R012 and R013.
    """
    if changeset.reversal is Reversal.IRREVERSIBLE or changeset.entry.kind is not Kind.VERSIONED:
        return
    for statement in changeset.statements:
        what = next(_losses(statement), "")
        if what:
            yield Problem(
                f"no rollback takes this back: it {what}",
                "say so at the head of the file: -- branchline: irreversible(reason)",
                statement.place,
            )


def _losses(statement: Statement) -> Iterator[str]:
    for losing in _LOSING:
        for problem in losing(statement):
            yield problem.message
    for add, _ in statement.of(AddEnumValue):
        if not statement.is_private(add.type):
            yield f"adds {add.value!r} to {add.type}, and values of an enum cannot be dropped"
