"""Storage engines that a project does not want."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.operations.tables import CreateTable, SetTableOption
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.mysql.servers import of


@rule("engine", severity=Severity.WARNING)
def engine(statement: Statement, *, engines: tuple[str, ...] = ("InnoDB",)) -> Iterator[Problem]:
    """A table is kept by an engine that is not allowed: InnoDB, unless `engines` says more.

    MyISAM and Aria have no transactions and no foreign keys, and lock the whole
    table for every write; MEMORY forgets.

    ```sql mysql 8.0
    CREATE TABLE hits (id int) ENGINE = MyISAM; -- finding
    ALTER TABLE orders ENGINE = MEMORY; -- finding
    ```

    Leave ENGINE out, or name InnoDB.

    ```sql mysql 8.0
    CREATE TABLE hits (id int) ENGINE = InnoDB;
    CREATE TABLE more_hits (id int);
    ```

    Does not fire on temporary tables.

    ```sql mysql 8.0
    CREATE TEMPORARY TABLE seen (id int) ENGINE = MEMORY;
    ```

    Known elsewhere as: bytebase ENGINE_MYSQL_USE_INNODB, skeema engine.
    """
    allowed = {name.lower() for name in engines}
    for create, _ in of(statement, CreateTable):
        named = dict(create.options).get("engine", "")
        if named and named.lower() not in allowed and not create.temporary:
            yield _problem(str(create.table), named, engines)
    for option, _ in of(statement, SetTableOption):
        if option.option == "engine" and option.value.lower() not in allowed:
            yield _problem(str(option.table), option.value, engines)


def _problem(table: str, named: str, engines: tuple[str, ...]) -> Problem:
    return Problem(f"{table} is kept by {named}", f"use {' or '.join(engines)}")
