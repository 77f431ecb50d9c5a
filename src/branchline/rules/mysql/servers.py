"""MySQL and MariaDB: what is said of them alone, of tables that others can see.

The servers take the next dearer way in silence; `effect` says which one it is.
"""

from collections.abc import Iterator, Sequence
from typing import TypeVar

from branchline.model.effects import Blocks, Effect
from branchline.model.operations import Name, Operation
from branchline.model.operations.tables import TableOperation
from branchline.model.statement import Statement

_O = TypeVar("_O", bound=Operation)
_T = TypeVar("_T", bound=TableOperation)


def is_mysql(statement: Statement) -> bool:
    """Whether the statement is MySQL's or MariaDB's."""
    return statement.engine.dialect in {"mysql", "mariadb"}


def of(statement: Statement, kind: type[_O]) -> Sequence[tuple[_O, Effect]]:
    """Return the operations of one kind, where the statement is MySQL's or MariaDB's."""
    return statement.of(kind) if is_mysql(statement) else ()


def seen(statement: Statement, kind: type[_T]) -> Iterator[tuple[_T, Effect]]:
    """Yield the operations of one kind on tables that others can see."""
    for operation, effect in of(statement, kind):
        if not statement.is_private(operation.table):
            yield operation, effect


def copied(statement: Statement, kind: type[_T]) -> Iterator[_T]:
    """Yield the operations of one kind that copy a table while writes wait."""
    for operation, effect in seen(statement, kind):
        whole = statement.effect
        if effect.algorithm == whole.algorithm == "COPY" and whole.blocks is not Blocks.NOTHING:
            yield operation


def ticked(name: Name | str) -> str:
    """Return a name as SQL, in backticks where it needs them."""
    if isinstance(name, Name):
        return f"{ticked(name.schema)}.{ticked(name.name)}" if name.schema else ticked(name.name)
    plain = name.isascii() and name.isidentifier() and name.lower() not in _RESERVED
    return name if plain else "`" + name.replace("`", "``") + "`"


def online(table: Name) -> str:
    """Return the way out where the server has none."""
    return (
        f"run it on {table} with gh-ost or pt-online-schema-change, which copy while others write,"
        " or at a time when nobody does"
    )


# Those of MySQL's reserved words that people take for tables and columns.
_WORDS = (
    "add all and as asc before between by case change character check column condition constraint"
    " create cross database default delete desc distinct drop each else exists explain false fetch"
    " for foreign from function grant group groups having if in index inner insert int interval"
    " into is join key keys kill lead leave left like limit lines load lock long loop match mod"
    " natural not null of on optimize option or order out outer over partition primary procedure"
    " purge range rank read recursive references regexp release rename repeat replace require"
    " return revoke right row rows schema select set show signal spatial sql ssl starting system"
    " table then to trigger true undo union unique unlock unsigned update usage use using values"
    " varchar varying when where while window with write xor zerofill"
)
_RESERVED = frozenset(_WORDS.split())
