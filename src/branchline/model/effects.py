"""What a statement costs on a given engine and version, with the schema before it."""

from enum import IntEnum, StrEnum
from typing import NamedTuple

from branchline.model.value import value


class Engine(NamedTuple):
    """A database engine and its version, such as `("postgres", (15,))`.

    An empty version is unknown: the newest long-lived one is assumed.
    """

    dialect: str = "postgres"
    version: tuple[int, ...] = ()


def engine_of(dbms: str, engine: Engine) -> Engine | None:
    """Return the engine that a changeset is written for.

    `dbms` is its list of engines: `postgresql, !sqlite`. That is `engine`
    unless the list leaves it out; then the first one that it names, or None
    where it names none.
    """
    words = [word for word in (part.strip().lower() for part in dbms.split(",")) if word]
    excluded = {_dialect(word[1:].strip()) for word in words if word.startswith("!")}
    wanted = [_dialect(word) for word in words if not word.startswith("!")]
    if "none" in words or engine.dialect in excluded:
        return next((Engine(word) for word in wanted if word not in {"none", "all"}), None)
    if not wanted or "all" in wanted or engine.dialect in wanted:
        return engine
    return Engine(wanted[0])


class Lock(IntEnum):
    """PostgreSQL's table locks, weakest first; `word` is the server's own name."""

    NONE = 0
    ACCESS_SHARE = 1
    ROW_SHARE = 2
    ROW_EXCLUSIVE = 3
    SHARE_UPDATE_EXCLUSIVE = 4
    SHARE = 5
    SHARE_ROW_EXCLUSIVE = 6
    EXCLUSIVE = 7
    ACCESS_EXCLUSIVE = 8

    @property
    def word(self) -> str:
        """Return the name as `pg_locks` writes it, without its `Lock`: `AccessExclusive`."""
        return self.name.title().replace("_", "")


class Blocks(StrEnum):
    """What other sessions cannot do while work that grows with a table is done."""

    NOTHING = "nothing"
    WRITES = "writes"
    READS = "reads"


class Reason(StrEnum):
    """The reasons for work that a rule asks for by name; others are written where they arise."""

    LOOKED_UP = "every row is looked up in the table it refers to"
    BOUND = "every row of the partition is checked against its bound"
    DEFAULT = "every row of the DEFAULT partition is checked"
    DOMAIN = "every row is written to check the domain"
    REINDEX = "an index of the column is built anew"
    RECHECK = "the CHECK constraints of the column are checked again"


@value
class Effect:
    """The cost of one operation or of a whole statement.

    Only objects that existed before the changeset are named, by canonical
    name. `algorithm` and `lock` are MySQL's and MariaDB's best; `locks` is
    PostgreSQL's. `unknown` says that the answer rests on something that the
    changelog does not tell (a column's old type, a user function): then the
    effect is the milder one. `reasons` are short clauses in a developer's
    words, such as `every row is checked`.
    """

    locks: tuple[tuple[str, Lock], ...] = ()
    blocks: Blocks = Blocks.NOTHING
    rewrites: tuple[str, ...] = ()
    scans: tuple[str, ...] = ()
    transactional: bool = True
    may_fail_on_data: bool = False
    algorithm: str = ""
    lock: str = ""
    unknown: str = ""
    reasons: tuple[str, ...] = ()

    def lock_on(self, table: str) -> Lock:
        """Return the strongest lock taken on `table`."""
        return max((lock for name, lock in self.locks if name == table), default=Lock.NONE)


def _dialect(word: str) -> str:
    return _DIALECTS.get(word, word)


_DIALECTS = {"postgresql": "postgres", "mssql": "tsql", "sqlserver": "tsql"}
