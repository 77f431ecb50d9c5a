"""Commands that write a table anew to tidy it."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.operations import Name
from branchline.model.operations.session import Vacuum
from branchline.model.operations.tables import SetTableOption
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.mysql.servers import of, online, seen


@rule("rebuild-command", severity=Severity.WARNING)
def rebuild_command(statement: Statement) -> Iterator[Problem]:
    """OPTIMIZE TABLE, FORCE, ENGINE or ROW_FORMAT writes the whole table anew.

    Others may work meanwhile, but the disk and the replicas feel it, and where
    a FULLTEXT index is there writes wait.

    ```sql mysql 8.0
    OPTIMIZE TABLE orders; -- finding
    ALTER TABLE orders FORCE; -- finding
    ALTER TABLE orders ENGINE = InnoDB; -- finding
    ALTER TABLE orders ROW_FORMAT = COMPRESSED; -- finding
    ```

    Do it outside the changelog, with gh-ost or pt-online-schema-change, which
    can be slowed down and stopped.

    Does not fire on a table that nobody else can see. `alter-copies-table`
    speaks of another engine.

    ```sql mysql 8.0
    CREATE TABLE carts (id int PRIMARY KEY);
    ALTER TABLE carts ROW_FORMAT = COMPRESSED;
    ALTER TABLE orders COMMENT = 'what people bought';
    ```

    Known elsewhere as: nothing.
    """
    for option, effect in seen(statement, SetTableOption):
        if effect.rewrites and option.option in _TIDY and effect.algorithm != "COPY":
            yield _problem(f"{option.option.upper()}", option.table)
    for vacuum, effect in of(statement, Vacuum):
        for table in vacuum.tables:
            if statement.name(table) in effect.rewrites:
                yield _problem("OPTIMIZE TABLE", table)


def _problem(what: str, table: Name) -> Problem:
    return Problem(f"{what} writes {table} anew", online(table))


_TIDY = {"force", "engine", "row_format", "key_block_size", "page_compressed", "tablespace"}
