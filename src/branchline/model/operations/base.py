"""The parts that operations are made of."""

from enum import StrEnum
from typing import NamedTuple

from branchline.model.regex import regex
from branchline.model.value import value

_BORDER = regex(r"(?<=[a-z])(?=[A-Z])")


class Name(NamedTuple):
    """A name as the server would store it: folded unless it was quoted, but never cut short.

    `schema` is empty when the statement gave none.
    """

    name: str
    schema: str = ""

    def __str__(self) -> str:
        return f"{self.schema}.{self.name}" if self.schema else self.name


@value
class SqlType:
    """A type: `name` in its shortest common spelling, `arguments` as written.

    Aliases are resolved per dialect: PostgreSQL's `int4`, `integer` and `int`
    are all `integer`, `character varying(9)` is `varchar` with arguments (9,),
    `serial` stays `serial`.
    """

    name: str
    arguments: tuple[int, ...] = ()
    array: bool = False
    schema: str = ""
    values: tuple[str, ...] = ()
    unsigned: bool = False
    charset: str = ""

    def __str__(self) -> str:
        inside = ", ".join(map(str, self.arguments))
        return f"{self.name}{f'({inside})' if inside else ''}{'[]' if self.array else ''}"


@value
class Expression:
    """As much of an expression as rules need.

    `constant` holds when it names no column and calls no function; `functions`
    are the functions it calls, `columns` the columns it reads; `null` is a bare
    NULL; `not_null` are the columns that `c IS NOT NULL` must hold for, when it
    is a conjunction (what proves a column NOT NULL to PostgreSQL); `true` says
    that it holds for every row (`1 = 1`, `id = id`); `strings` are its string
    constants.
    """

    text: str
    constant: bool = False
    null: bool = False
    true: bool = False
    functions: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    not_null: tuple[str, ...] = ()
    subquery: bool = False
    strings: tuple[str, ...] = ()


class ConstraintKind(StrEnum):
    """The kinds of constraint that servers know."""

    PRIMARY_KEY = "primary key"
    UNIQUE = "unique"
    CHECK = "check"
    FOREIGN_KEY = "foreign key"
    EXCLUDE = "exclusion"
    NOT_NULL = "not null"


@value
class Constraint:
    """A constraint as it stands in a statement or in the schema.

    `valid` is false after NOT VALID (NOCHECK, NOVALIDATE) until validated.
    `expression` is a CHECK's, or the predicate of an exclusion. `temporal` is
    WITHOUT OVERLAPS of a key and PERIOD of a foreign key. `lengths` are those of
    MySQL's prefixes, one for each column, 0 for a whole one; empty without any.
    """

    kind: ConstraintKind
    name: str = ""
    columns: tuple[str, ...] = ()
    expression: Expression | None = None
    references: Name | None = None
    referenced_columns: tuple[str, ...] = ()
    on_delete: str = ""
    on_update: str = ""
    valid: bool = True
    enforced: bool = True
    using_index: str = ""
    deferrable: bool = False
    include: tuple[str, ...] = ()
    nulls_not_distinct: bool = False
    no_inherit: bool = False
    temporal: bool = False
    lengths: tuple[int, ...] = ()

    @property
    def keys(self) -> "tuple[Key, ...]":
        """The parts of the index that it makes."""
        lengths = self.lengths or (0,) * len(self.columns)
        parts = zip(self.columns, lengths, strict=True)
        return tuple(Key(column, length=length) for column, length in parts)


@value
class Column:
    """A column as it stands in a statement or in the schema.

    `generated` is empty, `stored` or `virtual`; `identity` covers GENERATED …
    AS IDENTITY and AUTO_INCREMENT; `constraints` are those written inline.
    """

    name: str
    type: SqlType | None = None
    not_null: bool = False
    default: Expression | None = None
    generated: str = ""
    expression: Expression | None = None
    identity: bool = False
    collation: str = ""
    constraints: tuple[Constraint, ...] = ()

    @property
    def serial(self) -> bool:
        """Whether the type is one of PostgreSQL's serial shorthands."""
        return self.type is not None and self.type.name in {"serial", "bigserial", "smallserial"}


class Key(NamedTuple):
    """One part of an index: a column, or an expression when `column` is empty."""

    column: str
    expression: Expression | None = None
    length: int = 0
    descending: bool = False
    operator_class: str = ""
    collation: str = ""


@value
class Operation:
    """Something a statement does. Each subclass is one word of the vocabulary."""

    @classmethod
    def kind(cls) -> str:
        """Return the word in kebab case: `CreateIndex` is `create-index`."""
        return _BORDER.sub("-", cls.__name__).lower()
