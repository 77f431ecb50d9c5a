"""Tables, their columns and constraints."""

from branchline.model.operations.base import (
    Column,
    Constraint,
    Expression,
    Name,
    Operation,
    SqlType,
)
from branchline.model.value import value


@value
class TableOperation(Operation):
    """Something done to one table."""

    table: Name


@value
class CreateTable(TableOperation):
    """CREATE TABLE in any form; `like`, `parents` and `partition_of` name the models.

    `from_query` is CREATE TABLE AS and SELECT INTO; `reads` are its tables,
    `star` says that its query ends in `*`, `bounded` that a condition or LIMIT
    leaves rows of them out. `bound` is a partition's text after
    FOR VALUES. PostgreSQL's clauses stand in `options`: `on commit`,
    `tablespace`, `including` (one for each `like`, such as `defaults indexes`).
    """

    columns: tuple[Column, ...] = ()
    constraints: tuple[Constraint, ...] = ()
    temporary: bool = False
    unlogged: bool = False
    if_not_exists: bool = False
    like: tuple[Name, ...] = ()
    parents: tuple[Name, ...] = ()
    partition_of: Name | None = None
    default_partition: bool = False
    partitioned: bool = False
    partition_columns: tuple[str, ...] = ()
    from_query: bool = False
    with_data: bool = True
    reads: tuple[Name, ...] = ()
    options: tuple[tuple[str, str], ...] = ()
    foreign: bool = False
    bound: str = ""
    star: bool = False
    functions: tuple[str, ...] = ()
    bounded: bool = False


@value
class DropTable(TableOperation):
    """DROP TABLE, one operation per name in its list."""

    if_exists: bool = False
    cascade: bool = False
    temporary: bool = False
    foreign: bool = False


@value
class RenameTable(TableOperation):
    """ALTER TABLE … RENAME TO, RENAME TABLE, sp_rename."""

    new_name: Name = Name("")


@value
class TruncateTable(TableOperation):
    """TRUNCATE, one operation per table; `partition` for a single partition of it."""

    cascade: bool = False
    restart_identity: bool = False
    only: bool = False
    partition: str = ""


@value
class AddColumn(TableOperation):
    """ADD COLUMN. `position` is empty, `first` or `after NAME`."""

    column: Column = Column("")
    if_not_exists: bool = False
    position: str = ""


@value
class DropColumn(TableOperation):
    """DROP COLUMN; Oracle's SET UNUSED is one too, that leaves the rows as they are: `hidden`."""

    column: str = ""
    if_exists: bool = False
    cascade: bool = False
    hidden: bool = False


@value
class RenameColumn(TableOperation):
    """RENAME COLUMN; MySQL's CHANGE a b is one beside its `ModifyColumn`."""

    column: str = ""
    new_name: str = ""


@value
class AlterColumnType(TableOperation):
    """ALTER COLUMN … TYPE; `online` is SQL Server's WITH (ONLINE = ON)."""

    column: str = ""
    type: SqlType = SqlType("")
    using: Expression | None = None
    collation: str = ""
    online: bool = False


@value
class ModifyColumn(TableOperation):
    """A column defined anew as a whole: MODIFY and CHANGE of MySQL, MODIFY of Oracle.

    `name` is the column before; what the definition leaves out is taken away.
    """

    name: str = ""
    column: Column = Column("")
    position: str = ""


@value
class SetNotNull(TableOperation):
    """ALTER COLUMN … SET NOT NULL."""

    column: str = ""


@value
class DropNotNull(TableOperation):
    """ALTER COLUMN … DROP NOT NULL."""

    column: str = ""


@value
class SetDefault(TableOperation):
    """ALTER COLUMN … SET DEFAULT."""

    column: str = ""
    default: Expression = Expression("")


@value
class DropDefault(TableOperation):
    """ALTER COLUMN … DROP DEFAULT."""

    column: str = ""


@value
class SetIdentity(TableOperation):
    """ADD, SET or DROP IDENTITY, and SET or DROP EXPRESSION: `action` says which.

    SET with a RESTART among its options is `restart identity`.
    """

    column: str = ""
    action: str = ""


@value
class SetColumnOption(TableOperation):
    """SET STATISTICS, SET STORAGE, SET COMPRESSION, SET (…): `option` says which."""

    column: str = ""
    option: str = ""


@value
class AddConstraint(TableOperation):
    """ADD CONSTRAINT, named or not."""

    constraint: Constraint


@value
class DropConstraint(TableOperation):
    """DROP CONSTRAINT; MySQL's DROP PRIMARY KEY and DROP FOREIGN KEY say their kind."""

    name: str = ""
    if_exists: bool = False
    cascade: bool = False
    kind_of: str = ""


@value
class ValidateConstraint(TableOperation):
    """VALIDATE CONSTRAINT; T-SQL's WITH CHECK CHECK CONSTRAINT."""

    name: str = ""


@value
class AlterConstraint(TableOperation):
    """ALTER CONSTRAINT (deferrable, enforced, inherit): `option` says which."""

    name: str = ""
    option: str = ""


@value
class AttachPartition(TableOperation):
    """ATTACH PARTITION to `table`; `bound` is the text after FOR VALUES."""

    partition: Name = Name("")
    default: bool = False
    bound: str = ""


@value
class DetachPartition(TableOperation):
    """DETACH PARTITION from `table`."""

    partition: Name = Name("")
    concurrently: bool = False
    finalize: bool = False


@value
class AlterPartition(TableOperation):
    """MySQL's and Oracle's ADD, DROP, EXCHANGE, REORGANIZE … PARTITION: `action` says which.

    `indexes` is Oracle's UPDATE INDEXES.
    """

    action: str = ""
    partitions: tuple[str, ...] = ()
    indexes: bool = False


@value
class SetTableOption(TableOperation):
    """Any other setting of a table; `option` in lower case.

    Such as `logged`, `unlogged`, `tablespace`, `access method`, `storage
    parameter`, `owner`, `replica identity`, `cluster on`, `inherit`, `no
    inherit`, `enable row level security`, `engine`, `charset`, `convert
    charset`, `auto_increment`, `row_format`, `force`, `comment`.
    """

    option: str = ""
    value: str = ""


@value
class SetAlgorithm(TableOperation):
    """MySQL's ALGORITHM= and LOCK= clauses, in upper case, empty when not given."""

    algorithm: str = ""
    lock: str = ""
