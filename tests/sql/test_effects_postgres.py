import os
import re
from collections.abc import Iterator
from typing import NamedTuple

import psycopg
import pytest

from branchline.model.changelog import ChangeSet, Entry, Order, Script
from branchline.model.effects import Effect, Engine, Lock
from branchline.sql.analyse import analyse
from branchline.sql.effects import total
from branchline.sql.split import split
from tests import services
from tests.sql.effect_cases import Case, cases

CASES = tuple(cases("postgres"))
# In UTC a timestamp gets its zone for free.
ZONE = "-c timezone=Europe/Rome"
IN_TRANSACTION = "25001"
CLEAN = """drop schema if exists s cascade; drop schema public cascade; create schema public;
"""
RELATIONS = """
    SELECT c.oid, CASE n.nspname WHEN 'public' THEN '' ELSE n.nspname || '.' END || c.relname,
           c.relkind, pg_relation_filenode(c.oid), pg_stat_get_xact_tuples_returned(c.oid),
           (SELECT array_agg(relid::regclass::text) FROM pg_partition_ancestors(c.oid))
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p', 'v', 'm') AND n.nspname !~ '^pg_|^information_schema$'
"""
LOCKS = """
    SELECT relation, mode FROM pg_locks
    WHERE pid = pg_backend_pid() AND locktype = 'relation' AND granted
"""


Renames = dict[str, str]


class Seen(NamedTuple):
    """What a server did."""

    transactional: bool
    locks: dict[str, str]
    rewrites: set[str]
    scans: set[str]
    blocks: str


REFUSED = Seen(False, {}, set(), set(), "")  # noqa: FBT003 - the first field is the answer


class Relation(NamedTuple):
    name: str
    kind: str
    node: int | None
    read: int
    above: list[str] | None


@pytest.fixture(scope="module", params=["postgres_server", "newest_postgres_server"])
def url(request: pytest.FixtureRequest) -> Iterator[str]:
    """A database of this module alone, on either server: each case empties it."""
    server = request.getfixturevalue(request.param)
    with services.database(server, f"branchline_effects_{os.getpid()}") as url:
        yield url


@pytest.mark.parametrize("case", CASES, ids=[str(number) for number in range(len(CASES))])
def test_says_what_the_server_does(case: Case, url: str) -> None:
    with psycopg.connect(url, options=ZONE) as connection:
        version = connection.info.server_version // 10000
        if version < case.since:
            pytest.skip(f"not for PostgreSQL {version}")
        seen, renames = measured(case, connection, url)

    assert said(case, version, renames) == seen


def said(case: Case, version: int, renames: Renames) -> Seen:
    """What the effects say, in the words of the measurement: objects by their first names."""
    changes = [_changeset("1", case.setup), _changeset("2", case.statement)]
    [judged] = analyse(changes, Engine("postgres", (version,)), judge={"2"})
    assert not [s for s in judged.statements if s.error or s.effect.unknown]
    effect = total([statement.effect for statement in judged.statements])
    if not effect.transactional:
        return REFUSED
    locks: dict[str, Lock] = {}
    for name, lock in effect.locks:
        first = renames.get(name, name)
        locks[first] = max(lock, locks.get(first, Lock.NONE))
    return Seen(
        effect.transactional,
        {name: lock.word for name, lock in locks.items()},
        {renames.get(name, name) for name in effect.rewrites},
        {renames.get(name, name) for name in effect.scans},
        _worst(statement.effect for statement in judged.statements),
    )


def measured(case: Case, connection: psycopg.Connection, url: str) -> tuple[Seen, Renames]:
    """Run a case in a transaction, look, and take it back."""
    _run(connection, CLEAN + case.setup)
    connection.commit()
    before = _relations(connection)
    try:
        _run(connection, case.statement)
    except psycopg.Error as error:
        if error.sqlstate != IN_TRANSACTION:
            raise
        connection.rollback()
        return REFUSED, {}
    after = _relations(connection)
    locks: dict[str, Lock] = {}
    for oid, mode in connection.execute(LOCKS):
        if oid in before:
            name = before[oid].name
            locks[name] = max(_lock(mode), locks.get(name, Lock.NONE))
    there = [(was, after[oid]) for oid, was in before.items() if oid in after]
    emptied = "truncate" in case.statement or "with no data" in case.statement
    rewrites = {was.name for was, now in there if now.node != was.node and not emptied}
    scans = {was.name for was, now in there if now.read > was.read}
    blocks = _blocks(url, [was for was, _ in there if was.name in rewrites | scans])
    connection.rollback()
    words = {name: lock.word for name, lock in locks.items()}
    renames = {now.name: was.name for was, now in there if now.name != was.name}
    return Seen(True, words, rewrites, scans, blocks), renames  # noqa: FBT003


def _run(connection: psycopg.Connection, script: str) -> None:
    for piece in split(script):
        connection.execute(piece.text.encode())


def _blocks(url: str, worked: list[Relation]) -> str:
    """What a second session cannot do to the tables, nor to those they are partitions of."""
    with psycopg.connect(url, autocommit=True, options="-c lock_timeout=5ms") as other:
        names = {
            name: was.kind for was in worked for name in (_quoted(was.name), *(was.above or []))
        }
        reads = [_refused(other, f"SELECT 1 FROM {name} LIMIT 0") for name in names]
        writes = [
            _refused(other, f"DELETE FROM {name} WHERE false")
            for name, kind in names.items()
            if kind != "m"
        ]
    return "reads" if any(reads) else "writes" if any(writes) else "nothing"


def _quoted(name: str) -> str:
    return ".".join(f'"{part}"' for part in name.split("."))


def _refused(connection: psycopg.Connection, statement: str) -> bool:
    try:
        connection.execute(statement.encode())
    except psycopg.errors.LockNotAvailable:
        return True
    return False


def _relations(connection: psycopg.Connection) -> dict[int, Relation]:
    return {oid: Relation(*rest) for oid, *rest in connection.execute(RELATIONS)}


def _lock(mode: str) -> Lock:
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", mode.removesuffix("Lock"))
    return Lock[words.upper()]


def _worst(effects: Iterator[Effect]) -> str:
    found = {effect.blocks.value for effect in effects}
    return next((word for word in ("reads", "writes") if word in found), "nothing")


def _changeset(name: str, text: str) -> ChangeSet:
    entry = Entry(name, name, f"{name}.sql", Order(0, (1,)))
    return ChangeSet(entry, script=Script(text, entry.path))
