"""Indexes, views, types, routines and everything else that has a name."""

from branchline.model.operations.base import (
    Constraint,
    Expression,
    Key,
    Name,
    Operation,
    SqlType,
)
from branchline.model.operations.tables import TableOperation
from branchline.model.value import value


@value
class CreateIndex(TableOperation):
    """CREATE INDEX and MySQL's ADD INDEX; `kind_of` is empty, `fulltext` or `spatial`."""

    name: str = ""
    keys: tuple[Key, ...] = ()
    unique: bool = False
    concurrently: bool = False
    if_not_exists: bool = False
    only: bool = False
    method: str = ""
    where: Expression | None = None
    include: tuple[str, ...] = ()
    kind_of: str = ""
    options: tuple[tuple[str, str], ...] = ()
    nulls_not_distinct: bool = False


@value
class DropIndex(Operation):
    """DROP INDEX; `table` only where the dialect names it."""

    index: Name
    table: Name | None = None
    concurrently: bool = False
    if_exists: bool = False
    cascade: bool = False


@value
class Reindex(Operation):
    """REINDEX; `scope` is index, table, schema, database or system."""

    target: Name
    scope: str = "table"
    concurrently: bool = False


@value
class AttachIndex(Operation):
    """ALTER INDEX … ATTACH PARTITION."""

    index: Name
    child: Name


@value
class CreateView(Operation):
    """CREATE [OR REPLACE] [MATERIALIZED] VIEW.

    `reads` are the tables of its query, `mentions` the columns that it names.
    `definer` is MySQL's, by user or user and host; `security` its SQL SECURITY
    in lower case, empty when not written.
    """

    view: Name
    replace: bool = False
    materialized: bool = False
    temporary: bool = False
    if_not_exists: bool = False
    columns: tuple[str, ...] = ()
    reads: tuple[Name, ...] = ()
    star: bool = False
    with_data: bool = True
    options: tuple[tuple[str, str], ...] = ()
    mentions: tuple[str, ...] = ()
    definer: str = ""
    security: str = ""


@value
class DropView(Operation):
    """DROP [MATERIALIZED] VIEW."""

    view: Name
    materialized: bool = False
    if_exists: bool = False
    cascade: bool = False


@value
class RefreshView(Operation):
    """REFRESH MATERIALIZED VIEW."""

    view: Name
    concurrently: bool = False
    with_data: bool = True


@value
class CreateType(Operation):
    """CREATE TYPE; `form` is enum, composite, range, base or shell."""

    type: Name
    form: str = "enum"
    values: tuple[str, ...] = ()


@value
class AddEnumValue(Operation):
    """ALTER TYPE … ADD VALUE; `position` is empty, `before X` or `after X`."""

    type: Name
    value: str = ""
    position: str = ""
    if_not_exists: bool = False


@value
class RenameEnumValue(Operation):
    """ALTER TYPE … RENAME VALUE."""

    type: Name
    value: str = ""
    new_value: str = ""


@value
class AlterAttribute(Operation):
    """ALTER TYPE … ADD, DROP or ALTER ATTRIBUTE of a composite type."""

    type: Name
    action: str = ""
    attribute: str = ""


@value
class CreateDomain(Operation):
    """CREATE DOMAIN; NOT NULL and CHECK are its constraints."""

    domain: Name
    base: SqlType
    constraints: tuple[Constraint, ...] = ()
    default: Expression | None = None


@value
class AlterDomain(Operation):
    """ALTER DOMAIN.

    `action` is add constraint, drop constraint, validate constraint, set not
    null, drop not null, set default or drop default.
    """

    domain: Name
    action: str
    constraint: Constraint | None = None
    name: str = ""


@value
class AlterSequence(Operation):
    """ALTER SEQUENCE and setval: `actions` are restart, increment, minvalue, owned by and so on."""

    sequence: Name
    actions: tuple[str, ...] = ()


@value
class CreateFunction(Operation):
    """CREATE [OR REPLACE] FUNCTION or PROCEDURE.

    `arguments` are the types of IN arguments; `settings` the SET clauses;
    `atomic` a body in standard SQL (BEGIN ATOMIC), resolved when created.
    `inlined` are the functions called by a body in SQL that PostgreSQL puts in
    the place of the call, so that they decide whether it is volatile; None for
    any other body.
    """

    function: Name
    arguments: tuple[str, ...] = ()
    argument_names: tuple[str, ...] = ()
    returns: str = ""
    language: str = ""
    volatility: str = "volatile"
    replace: bool = False
    procedure: bool = False
    security_definer: bool = False
    settings: tuple[tuple[str, str], ...] = ()
    atomic: bool = False
    body: str = ""
    inlined: tuple[str, ...] | None = None
    definer: str = ""


@value
class CreateTrigger(TableOperation):
    """CREATE TRIGGER; `definer` as of a view."""

    name: str = ""
    function: Name = Name("")
    replace: bool = False
    definer: str = ""


@value
class DropTrigger(TableOperation):
    """DROP TRIGGER; `table` is empty where the dialect does not name it."""

    name: str = ""
    if_exists: bool = False
    cascade: bool = False


@value
class SetTrigger(TableOperation):
    """ENABLE and DISABLE of triggers and rules; `name` is a name, `all` or `user`."""

    name: str = ""
    enabled: bool = True
    mode: str = ""


@value
class CreateObject(Operation):
    """CREATE of anything else.

    `what` is schema, database, extension, sequence, policy, rule, role,
    publication, aggregate, operator, cast, event, synonym and so on; `table`
    the table of a policy or rule; `definer` an event's, as of a view.
    """

    what: str
    name: Name
    if_not_exists: bool = False
    replace: bool = False
    table: Name | None = None
    options: tuple[tuple[str, str], ...] = ()
    temporary: bool = False
    definer: str = ""


@value
class AlterObject(Operation):
    """ALTER of anything else; `action` in lower case, such as `owner`, `set`, `update`."""

    what: str
    name: Name
    action: str = ""
    table: Name | None = None
    options: tuple[tuple[str, str], ...] = ()


@value
class DropObject(Operation):
    """DROP of anything else: schema, extension, function, type, domain, sequence and so on.

    `arguments` are the argument types of a routine.
    """

    what: str
    name: Name
    if_exists: bool = False
    cascade: bool = False
    table: Name | None = None
    arguments: tuple[str, ...] = ()


@value
class RenameObject(Operation):
    """RENAME of anything but tables and columns: index, view, type, constraint and so on."""

    what: str
    name: Name
    new_name: str = ""
    table: Name | None = None


@value
class SetSchema(Operation):
    """ALTER … SET SCHEMA; `what` is table, view, type, function and so on."""

    what: str
    name: Name
    schema: str = ""


@value
class CommentOn(Operation):
    """COMMENT ON; `text` is None when the comment is taken away.

    `table` is what a column, constraint, trigger or policy stands on.
    """

    what: str
    name: Name
    text: str | None = None
    table: Name | None = None
