"""Changes that no storage engine makes by itself.

Some have a rule of their own, which knows a better way out; this one speaks of
all the others.
"""

from collections.abc import Iterator

from branchline.model.effects import Blocks, Effect
from branchline.model.finding import Problem
from branchline.model.operations import ConstraintKind, Operation
from branchline.model.operations.tables import (
    AddColumn,
    AddConstraint,
    AlterConstraint,
    DropColumn,
    DropConstraint,
    ModifyColumn,
    SetAlgorithm,
    SetTableOption,
    TableOperation,
)
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.mysql.modified import Change, change
from branchline.rules.mysql.servers import is_mysql, online
from branchline.rules.patterns import matches
from branchline.rules.sentences import listing


@rule("alter-copies-table")
def alter_copies_table(statement: Statement, *, small: tuple[str, ...] = ()) -> Iterator[Problem]:
    """ALTER TABLE copies the whole table, and writes wait until it is done.

    MySQL and MariaDB do this in silence where they know no better way: for
    another type, a shorter or otherwise longer one, another sign, another
    engine.

    ```sql mariadb 10.11
    -- changeset 0001_orders
    CREATE TABLE orders (id int PRIMARY KEY, net decimal(8,2), name varchar(80), note varchar(9));
    -- changeset 0002_wider
    ALTER TABLE orders MODIFY id bigint; -- finding
    ALTER TABLE orders MODIFY net decimal(12,2); -- finding
    ALTER TABLE orders MODIFY name varchar(20); -- finding
    ALTER TABLE orders MODIFY note text; -- finding
    ALTER TABLE orders ENGINE = Aria; -- finding
    ```

    Copy with a tool that lets others write, or add a column of the new type,
    write both, fill old rows in batches, and swap the names.

    Does not fire on a table that nobody else can see, where the type before
    makes the change free, or on MariaDB from 11.2, which copies while others
    write.

    ```sql mariadb 10.11
    -- changeset 0001_orders
    CREATE TABLE orders (id int(11) PRIMARY KEY, name varchar(20), state enum('new','paid'));
    -- changeset 0002_free
    ALTER TABLE orders MODIFY id int;
    ALTER TABLE orders MODIFY name varchar(60);
    ALTER TABLE orders MODIFY state enum('new','paid','lost');
    ALTER TABLE orders ADD COLUMN remark text, DROP COLUMN name;
    CREATE TABLE carts (id int);
    ALTER TABLE carts MODIFY id bigint;
    ```

    ```sql mariadb 11.4
    -- changeset 0001_orders
    CREATE TABLE orders (id int PRIMARY KEY);
    -- changeset 0002_wider
    ALTER TABLE orders MODIFY id bigint;
    ```

    Nor does it on a table that `small` names, `*` standing for anything. Where
    the changelog does not tell the old type, it fires and says so.

    ```sql mysql 8.0
    ALTER TABLE imported MODIFY id bigint; -- finding
    ```

    `varchar-byte-class`, `enum-set-not-append`, `convert-charset`,
    `add-fk-copy`, `add-check-copy`, `add-stored-generated`,
    `expression-default`, `drop-pk` and `blocking-option` speak of what they are
    named for.

    Known elsewhere as: bytebase STATEMENT_DISALLOW_OFFLINE_DDL and
    ADVICE_ONLINE_MIGRATION, strong_migrations copy_algorithm and change_column.
    """
    if not is_mysql(statement) or not statement.operations:
        return
    copies = statement.effect.algorithm == "COPY" and statement.effect.blocks is not Blocks.NOTHING
    causes = [
        (operation, effect)
        for operation, effect in statement
        if isinstance(operation, TableOperation)
        and _is_cause(statement, operation, effect, copies=copies)
    ]
    for table in dict.fromkeys(operation.table for operation, _ in causes):
        if matches(table, small):
            continue
        doubts = [effect.unknown for _, effect in causes if effect.unknown]
        columns = [one.column.name for one, _ in causes if isinstance(one, ModifyColumn)]
        doubt = f"the changelog does not tell {doubts[0]}: " if doubts and not copies else ""
        why = f" to change {listing(columns)}" if columns else ""
        yield Problem(
            f"{doubt}{table} {'may be' if doubt else 'is'} copied as a whole{why}: writes wait",
            online(table),
            doubtful=bool(doubt),
        )


def _is_cause(
    statement: Statement, operation: TableOperation, effect: Effect, *, copies: bool
) -> bool:
    if statement.is_private(operation.table):
        return False
    if isinstance(operation, ModifyColumn) and effect.unknown:
        return True
    return copies and effect.algorithm == "COPY" and not _has_own_rule(statement, operation)


def _has_own_rule(statement: Statement, operation: Operation) -> bool:
    match operation:
        case ModifyColumn():
            return change(statement, operation) in {Change.CHARSET, Change.LENGTH, Change.VALUES}
        case AddColumn() | AddConstraint() | AlterConstraint() | SetAlgorithm() | DropColumn():
            return True
        case DropConstraint(kind_of=kind):
            return kind == ConstraintKind.PRIMARY_KEY.value
        case SetTableOption(option=option):
            return option == "convert charset"
        case _:
            return False
