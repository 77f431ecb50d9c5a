"""PostgreSQL, by psycopg 3.

Statements go to the server as they are, by the simple protocol: nothing in
them is a parameter. What cannot run in a transaction is what the server itself
says cannot (SQLSTATE 25001), not what a list of words says.
"""

import os
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext, suppress
from typing import TYPE_CHECKING, Any
from zlib import crc32

from branchline.deploy.drivers.concurrently import concurrent
from branchline.deploy.drivers.url import Where, where
from branchline.deploy.drivers.wire import Found, Why, WireError
from branchline.deploy.history.store import Query, Speech
from branchline.errors import DeployError
from branchline.model.effects import Engine
from branchline.model.settings import DeploySettings

if TYPE_CHECKING:
    import psycopg


class Postgres:
    """A session on a PostgreSQL server; see `branchline.deploy.drivers.wire.Wire`."""

    def __init__(self, url: str, settings: DeploySettings) -> None:
        self._where = where(url)
        self._settings = settings
        self._session: psycopg.Connection[Any] | None = None
        self._schema = ""
        self._engine = Engine("postgres")
        self._owner = "branchline"
        self.name = self._where.shown

    @property
    def engine(self) -> Engine:
        """PostgreSQL and its version, as `(15, 4)`."""
        self._connection  # noqa: B018 - opens the session, which tells
        return self._engine

    @property
    def speech(self) -> Speech:
        """The schema is the first of the search path, as the session began."""
        self._connection  # noqa: B018 - as above
        return Speech("postgres", self._schema)

    @property
    def is_open(self) -> bool:
        """Whether there is a session that was not lost."""
        return self._session is not None and not self._session.closed

    @property
    def in_transaction(self) -> bool:
        """Whether a transaction is open, be it one that failed."""
        return self._session is not None and self._session.info.transaction_status.value in _INSIDE

    def run(self, statement: str) -> None:
        """Execute a statement as it is."""
        connection = self._connection
        with self._said():
            connection.execute(statement.encode())

    def ask(self, query: Query) -> list[dict[str, Any]]:
        """Execute a query of our own."""
        connection = self._connection
        with self._said():
            if not query.parameters:
                cursor = connection.execute(query.sql.encode())
            else:
                marked = query.sql.replace("%", "%%").replace("?", "%s")
                cursor = connection.execute(marked.encode(), query.parameters)
            names = [column.name.lower() for column in cursor.description or ()]
            return [dict(zip(names, row, strict=True)) for row in cursor] if names else []

    def known(self, names: Iterable[str]) -> frozenset[str]:
        """Return those of the names that are tables of the schema."""
        rows = self.ask(Query(_TABLES, (self.speech.schema,)))
        there = {row["name"] for row in rows}
        return frozenset(name for name in names if name.lower() in there)

    def take(self, patience: float, owner: str) -> bool:
        """Take an advisory lock, asked for again and again.

        A query that waits would be an old snapshot, which an index that the
        holder builds concurrently waits for in turn.
        """
        self._owner = owner
        self.run(f"SET application_name = '{_ascii(owner)}'")
        until, pause = time.monotonic() + (patience or _FOR_EVER), 0.01
        while not self._asked("SELECT pg_try_advisory_lock(?, ?) AS yes", *self._key)["yes"]:
            if time.monotonic() + pause > until:
                return False
            time.sleep(pause)
            pause = min(pause * 2, 1.0)
        return True

    def holder(self) -> str:
        """Say which session holds the lock."""
        found = self._asked(_HOLDER, *self._key)
        client = f" from {found['client']}" if found.get("client") else ""
        return f"{found['application']}{client}, server process {found['pid']}" if found else ""

    def release(self) -> None:
        """Let go of the lock."""
        if self.is_open:
            self._asked("SELECT pg_advisory_unlock(?, ?) AS yes", *self._key)

    def refusal(self, statement: str) -> str:
        """Refuse what would break the session, and the lock with it."""
        words = statement.lower().split()
        if words[:1] == ["copy"] and {"stdin", "stdout"} & set(words):
            return "COPY with data in the script is psql's: write INSERTs"
        if statement.startswith("\\"):
            return "it is a command of psql, not SQL"
        if words[:2] == ["discard", "all"] or "pg_advisory_unlock_all" in statement.lower():
            return "it would let go of the lock that keeps other deploys away"
        return ""

    def may_stand(self, statement: str) -> bool:  # noqa: ARG002 - the same for all
        """Nothing commits without its progress but what the server refuses in a transaction."""
        return False

    def found(self, statement: str) -> Found:
        """Look for what a statement makes or drops that runs outside transactions."""
        target = concurrent(statement)
        if target.repeatable:
            return Found.ABSENT
        if not target.query:
            return Found.UNKNOWN
        there = bool(self._asked(target.query, *target.names))
        return Found.STANDS if there == target.makes else Found.ABSENT

    def clear(self, statement: str) -> str:
        """Drop the invalid index that a cut off CREATE INDEX CONCURRENTLY leaves."""
        target = concurrent(statement)
        if not target.index or not self._asked(_INVALID, target.index):
            return ""
        self.run(f"DROP INDEX CONCURRENTLY {target.index}")
        return f"the invalid index {target.index}, which the run before left, was dropped"

    def alone(self, statement: str) -> None:
        """Run a statement outside a transaction; CONCURRENTLY waits for locks without limit.

        It blocks no reader or writer while it waits, and giving up would leave
        an invalid index.
        """
        target = concurrent(statement)
        try:
            with self._waiting() if target.concurrently else nullcontext():
                self.run(statement)
        except WireError as error:
            if error.why is not Why.LOST and not error.words.endswith("already exists"):
                with suppress(WireError):
                    self.clear(statement)
            if error.why is Why.BUSY and not (target.repeatable or target.query):
                raise WireError(Why.REFUSED, error.words) from None
            raise

    def reset(self, statements: Sequence[str]) -> None:  # noqa: ARG002 - cheaper than to look
        """Forget what a change said to the session: search path, role, temporary tables."""
        self.run("RESET ALL; RESET SESSION AUTHORIZATION; DISCARD TEMP; " + self._limits())

    def parameters(self) -> Mapping[str, Any]:
        """Return what libpq is told; TLS is asked for where a network lies between."""
        at = self._where
        known = {"host": at.host, "port": at.port, "user": at.user, "password": at.password}
        said = {name: text for name, text in known.items() if text}
        given = _jdbc(at) | said | ({"dbname": at.database} if at.database else {})
        # libpq asks the environment for what it is not told.
        host = given.get("hostaddr") or given.get("host") or os.environ.get("PGHOST", "")
        if not Where(str(host)).is_local and "PGSSLMODE" not in os.environ:
            given.setdefault("sslmode", "require")
        return {"connect_timeout": "10", "application_name": "branchline"} | given

    def close(self) -> None:
        """End the session."""
        if self._session is not None:
            self._session.close()
            self._session = None

    @property
    def _key(self) -> tuple[int, int]:
        """One lock for each schema: 200 of them may stand in one database."""
        return _LOCK, crc32(self.speech.schema.encode()) - 2**31

    @property
    def _connection(self) -> "psycopg.Connection[Any]":
        if self._session is None or self._session.closed:
            self._session = self._opened()
            with self._said():
                self._session.execute(self._limits().encode())
                found = self._session.execute("SELECT current_schema()").fetchone()
            self._schema = (found and found[0]) or "public"
            number = self._session.info.server_version
            self._engine = Engine("postgres", (number // 10000, number % 10000))
        return self._session

    def _opened(self) -> "psycopg.Connection[Any]":
        try:
            import psycopg
        except ImportError:
            raise DeployError(
                "PostgreSQL is spoken by psycopg, which is not installed",
                hint="pip install 'branchline[postgres]'",
            ) from None
        try:
            return psycopg.connect(**self.parameters(), autocommit=True, prepare_threshold=None)
        except (psycopg.Error, UnicodeError, ValueError, TypeError) as error:
            raise WireError(Why.LOST, self._where.hide(str(error))) from None

    @contextmanager
    def _waiting(self) -> Iterator[None]:
        """Lift our limit of waiting for locks; one that the change itself set stays."""
        limit = str(int(self._settings.lock_timeout * 1000))
        lifted = self._asked(_LIFT, limit)
        yield
        if lifted:
            self.run(f"SET lock_timeout = {limit}")

    def _limits(self) -> str:
        settings = self._settings
        return (
            f"SET lock_timeout = {int(settings.lock_timeout * 1000)};"
            f" SET statement_timeout = {int(settings.statement_timeout * 1000)};"
            f" SET idle_in_transaction_session_timeout = {_IDLE};"
            f" SET application_name = '{_ascii(self._owner)}'"
        )

    def _asked(self, sql: str, *parameters: object) -> dict[str, Any]:
        return next(iter(self.ask(Query(sql, parameters))), {})

    @contextmanager
    def _said(self) -> Iterator[None]:
        import psycopg

        try:
            yield
        except (psycopg.Error, UnicodeError, ValueError) as error:
            state = getattr(error, "sqlstate", None) or ""
            primary = getattr(getattr(error, "diag", None), "message_primary", None)
            words = primary or " ".join(str(error).split())
            raise WireError(_why(state, lost=not self.is_open), words) from None


def _why(state: str, *, lost: bool) -> Why:
    if lost:
        return Why.LOST
    if state in _BUSY:
        return Why.BUSY
    return Why.ALONE if state in _ALONE else Why.REFUSED


def _jdbc(at: Where) -> dict[str, Any]:
    """Return the options as libpq calls them; what only JDBC's driver knows is left out."""
    options: dict[str, Any] = dict(at.options)
    schema = options.pop("currentSchema", "")
    if options.pop("ssl", "").lower() == "true":
        options.setdefault("sslmode", "require")
    if schema:
        options["options"] = f"-csearch_path={schema}"
    return {name: text for name, text in options.items() if name.islower()}


def _ascii(text: str) -> str:
    """Return a name for `application_name`: the server keeps 63 bytes, and prints ASCII only."""
    return "".join(c if c.isascii() and c.isprintable() and c not in "'\\" else "?" for c in text)[
        :63
    ]


_LOCK = 0x6272616E  # "bran": half of the key of an advisory lock
_INSIDE = frozenset({1, 2, 3})  # active, in a transaction, in a failed one
_FOR_EVER = 10 * 86400.0
_IDLE = 60_000
# lock_not_available, deadlock_detected, serialization_failure
_BUSY = frozenset({"55P03", "40P01", "40001"})
# active_sql_transaction, invalid_transaction_termination
_ALONE = frozenset({"25001", "2D000"})
_HOLDER = """SELECT a.application_name AS application, a.pid, a.client_addr::text AS client
FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
WHERE l.locktype = 'advisory' AND l.granted
AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
AND l.classid::bigint = ? AND l.objid::int8::bit(32)::int4 = ?"""
_INVALID = """SELECT 1 AS yes FROM pg_index WHERE indexrelid = to_regclass(?) AND NOT indisvalid"""
_LIFT = """SELECT set_config('lock_timeout', '0', false) AS yes FROM pg_settings
WHERE name = 'lock_timeout' AND setting = ?"""
_TABLES = """SELECT relname AS name FROM pg_class WHERE relkind IN ('r', 'p')
AND relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = ?)"""
