"""Rows, transactions, sessions and privileges."""

from branchline.model.operations.base import Expression, Name, Operation
from branchline.model.operations.tables import TableOperation
from branchline.model.value import value


@value
class Insert(TableOperation):
    """INSERT, REPLACE (`replace`) and COPY … FROM (`copy`); `reads` are the query's tables.

    `values` are the strings it writes that may be labels of an enum; `star`
    says that its query's columns are a `*`, `bounded` that a condition or LIMIT
    leaves rows of its tables out. `as_they_come` says that its query gives rows of a
    table in no order that it names; of PostgreSQL's queries nobody reads that.
    """

    columns: tuple[str, ...] = ()
    from_query: bool = False
    default_values: bool = False
    on_conflict: bool = False
    replace: bool = False
    copy: bool = False
    reads: tuple[Name, ...] = ()
    values: tuple[str, ...] = ()
    star: bool = False
    functions: tuple[str, ...] = ()
    bounded: bool = False
    as_they_come: bool = False


@value
class Update(TableOperation):
    """UPDATE; `where` is None when every row is changed; `joins` says FROM or JOIN is there.

    `limited` says that it or its subquery has a LIMIT, `ordered` an ORDER BY,
    `only` that tables which inherit are left out.
    """

    columns: tuple[str, ...] = ()
    where: Expression | None = None
    joins: bool = False
    limited: bool = False
    reads: tuple[Name, ...] = ()
    values: tuple[str, ...] = ()
    functions: tuple[str, ...] = ()
    ordered: bool = False
    only: bool = False


@value
class Delete(TableOperation):
    """DELETE; `where` is None when every row goes; `joins` says USING or JOIN is there.

    `limited` says that it or its subquery has a LIMIT, `ordered` an ORDER BY.
    """

    where: Expression | None = None
    joins: bool = False
    limited: bool = False
    reads: tuple[Name, ...] = ()
    functions: tuple[str, ...] = ()
    ordered: bool = False
    only: bool = False


@value
class Merge(TableOperation):
    """MERGE; `deletes` when a branch deletes."""

    deletes: bool = False
    reads: tuple[Name, ...] = ()
    functions: tuple[str, ...] = ()


@value
class Select(Operation):
    """SELECT, VALUES, CALL and EXECUTE; `functions` are those it calls.

    `every_row` says that it reads one table and leaves none of its rows out.
    """

    reads: tuple[Name, ...] = ()
    functions: tuple[str, ...] = ()
    star: bool = False
    locking: bool = False
    every_row: bool = False


@value
class Copy(Operation):
    """COPY … TO, LOAD DATA, SELECT … INTO OUTFILE: rows leave or enter by a file or program.

    `arrives` says that they enter: an `Insert` stands beside it.
    """

    table: Name | None = None
    target: str = ""
    program: bool = False
    arrives: bool = False


@value
class Begin(Operation):
    """BEGIN, START TRANSACTION."""


@value
class Commit(Operation):
    """COMMIT, END."""


@value
class Rollback(Operation):
    """ROLLBACK, ABORT; not to a savepoint."""


@value
class Savepoint(Operation):
    """SAVEPOINT, RELEASE, ROLLBACK TO; `action` says which, in lower case.

    Without a name it is one whose way back is not followed.
    """

    name: str = ""
    action: str = ""


@value
class SetVariable(Operation):
    """SET, `set_config` and PRAGMA; `scope` is session, local, global or persist.

    Value None resets. A value keeps its text without quotes: `2s`, `0`, `public, extensions`.
    """

    name: str
    value: str | None = None
    scope: str = "session"


@value
class LockTable(TableOperation):
    """LOCK TABLE; `mode` in PostgreSQL's words without LOCK, such as `ACCESS EXCLUSIVE`."""

    mode: str = ""
    nowait: bool = False
    only: bool = False


@value
class Vacuum(Operation):
    """VACUUM and OPTIMIZE TABLE; without tables the whole database."""

    tables: tuple[Name, ...] = ()
    full: bool = False


@value
class Analyze(Operation):
    """ANALYZE."""

    tables: tuple[Name, ...] = ()


@value
class Cluster(Operation):
    """CLUSTER; without a table every table that was clustered before."""

    table: Name | None = None


@value
class Grant(Operation):
    """GRANT of privileges or roles; `every` is GRANT ALL; `default` ALTER DEFAULT PRIVILEGES."""

    privileges: tuple[str, ...] = ()
    what: str = ""
    objects: tuple[Name, ...] = ()
    roles: tuple[str, ...] = ()
    every: bool = False
    grant_option: bool = False
    default: bool = False


@value
class Revoke(Operation):
    """REVOKE, in the shape of `Grant`."""

    privileges: tuple[str, ...] = ()
    what: str = ""
    objects: tuple[Name, ...] = ()
    roles: tuple[str, ...] = ()
    default: bool = False


@value
class RunBlock(Operation):
    """DO, anonymous PL/SQL, EXECUTE IMMEDIATE: code whose effect cannot be read.

    What could be read from it stands beside it as operations of its own;
    `dynamic` says that not all could. `unquoted` says that a value goes into a
    dynamic statement as it is, without `quote_ident`, `quote_literal` or `format`.
    """

    language: str = ""
    dynamic: bool = False
    unquoted: bool = False


@value
class Other(Operation):
    """A statement that was understood and has no word here; `what` is its first words."""

    what: str = ""
