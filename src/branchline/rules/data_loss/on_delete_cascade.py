"""Foreign keys that delete rows nobody named."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.statement import Part, Statement
from branchline.rule import rule
from branchline.rules.foreign_keys import foreign_keys
from branchline.rules.spelling import listed, quoted


@rule("on-delete-cascade", severity=Severity.WARNING)
def on_delete_cascade(statement: Statement, *, allow: tuple[str, ...] = ()) -> Iterator[Problem]:
    """A foreign key deletes rows along with the row they refer to.

    One DELETE then reaches as far as the keys do, through any number of tables,
    and where no index helps it reads them all.

    ```sql
    ALTER TABLE items ADD CONSTRAINT items_order_fkey FOREIGN KEY (order_id)
      REFERENCES orders (id) ON DELETE CASCADE NOT VALID; -- finding
    CREATE TABLE notes (id bigint, order_id bigint REFERENCES orders ON DELETE CASCADE); -- finding
    ```

    Let the server refuse, and delete what depends on a row by name.

    ```sql
    ALTER TABLE items ADD CONSTRAINT items_order_fkey FOREIGN KEY (order_id)
      REFERENCES orders (id) ON DELETE RESTRICT NOT VALID;
    ```

    No bundle enables it: it is a matter of house style. `allow` names tables
    whose rows may go that way. Does not fire on a temporary table, or in a
    rollback.

    ```sql
    CREATE TEMPORARY TABLE seen (order_id bigint REFERENCES known ON DELETE CASCADE);
    ```

    Known elsewhere as: bytebase STATEMENT_DISALLOW_ON_DEL_CASCADE.
    """
    for key in foreign_keys(statement):
        names = {key.table.name, str(key.table), statement.name(key.table)}
        if (
            statement.part is Part.UP
            and key.constraint.on_delete == "cascade"
            and names.isdisjoint(allow)
            and not statement.is_temporary(key.table)
        ):
            columns = f" ({listed(key.constraint.referenced_columns)})"
            yield Problem(
                f"deleting a row of {key.parent} deletes its rows of {key.table}",
                f"FOREIGN KEY ({listed(key.columns)}) REFERENCES {quoted(key.parent)}"
                f"{columns if key.constraint.referenced_columns else ''} ON DELETE RESTRICT",
            )
