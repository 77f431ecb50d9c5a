"""MySQL and MariaDB, by PyMySQL.

DDL commits by itself there, before and after: whether a statement did is what
the server's own status says after it, not what a list of words says.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from branchline.deploy.drivers.errors import leading
from branchline.deploy.drivers.url import where
from branchline.deploy.drivers.wire import Found, Why, WireError
from branchline.deploy.history.store import Query, Speech
from branchline.deploy.transactions import ROWS
from branchline.errors import DeployError
from branchline.model.effects import Engine
from branchline.model.regex import regex
from branchline.model.settings import DeploySettings

if TYPE_CHECKING:
    import pymysql


class MySQL:
    """A session on a MySQL or MariaDB server; see `branchline.deploy.drivers.wire.Wire`."""

    def __init__(self, url: str, settings: DeploySettings) -> None:
        self._where = where(url)
        self._settings = settings
        self._session: pymysql.Connection[Any] | None = None
        self._engine = Engine("mysql")
        self._schema = self._where.database
        self._variables: Mapping[str, str] = {}
        self.name = self._where.shown

    @property
    def engine(self) -> Engine:
        """`mysql` or `mariadb`, as the server says, and its version."""
        self._connection  # noqa: B018 - opens the session, which tells
        return self._engine

    @property
    def speech(self) -> Speech:
        """The schema is the database of the URL, whatever a change uses later."""
        return Speech(self.engine.dialect, self._schema)

    @property
    def is_open(self) -> bool:
        """Whether there is a session that was not lost."""
        return self._session is not None and bool(self._session.open)

    @property
    def in_transaction(self) -> bool:
        """Whether a transaction is open, by the server's last word."""
        status: int = getattr(self._session, "server_status", 0) if self.is_open else 0
        return bool(status & _IN_TRANSACTION)

    def run(self, statement: str) -> None:
        """Execute a statement as it is, and read all that it returns."""
        if _SESSION.match(statement) and not self._variables:
            self._variables = self._session_variables()
        connection = self._connection
        with self._said(), connection.cursor() as cursor:
            cursor.execute(statement)
            while cursor.nextset():
                pass

    def ask(self, query: Query) -> list[dict[str, Any]]:
        """Execute a query of our own."""
        connection = self._connection
        with self._said(), connection.cursor() as cursor:
            if query.parameters:
                marked = query.sql.replace("%", "%%").replace("?", "%s")
                cursor.execute(marked, query.parameters)
            else:
                cursor.execute(query.sql)
            names = [column[0].lower() for column in cursor.description or ()]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def known(self, names: Iterable[str]) -> frozenset[str]:
        """Return those of the names that are tables of the database."""
        query = "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = ?"
        there = {row["name"].lower() for row in self.ask(Query(query, (self.speech.schema,)))}
        return frozenset(name for name in names if name.lower() in there)

    def take(self, patience: float, owner: str) -> bool:  # noqa: ARG002 - a session has no name here
        """Take a lock by the name of the database: such locks are the whole server's."""
        return bool(
            self._asked("SELECT GET_LOCK(?, ?) AS yes", self._lock, patience or _FOR_EVER)["yes"]
        )

    def holder(self) -> str:
        """Say which session holds the lock."""
        found = self._asked(
            "SELECT id, user, host FROM information_schema.processlist WHERE id = IS_USED_LOCK(?)",
            self._lock,
        )
        return f"{found['user']} from {found['host']}, connection {found['id']}" if found else ""

    def release(self) -> None:
        """Let go of the lock."""
        if self.is_open:
            self._asked("SELECT RELEASE_LOCK(?) AS yes", self._lock)

    def refusal(self, statement: str) -> str:
        """Refuse what would take the lock away, or shut the history out."""
        if re.match(r"lock\s+tables?\b", statement, re.IGNORECASE):
            return "after LOCK TABLES no progress could be recorded; leave it out"
        if "release_all_locks" in statement.lower():
            return "it would let go of the lock that keeps other deploys away"
        return ""

    def may_stand(self, statement: str) -> bool:
        """Whether a statement commits by itself: all but changes of rows and the session."""
        return leading(statement) not in ROWS

    def found(self, statement: str) -> Found:
        """Look for what a statement makes, drops or renames."""
        from branchline.deploy.drivers.mysql_effects import found

        return found(statement, self.speech, self.ask)

    def clear(self, statement: str) -> str:  # noqa: ARG002 - nothing is left half made
        """Nothing is left: a statement takes effect or does not."""
        return ""

    def alone(self, statement: str) -> None:
        """Run a statement; none asks for it here."""
        self.run(statement)

    def reset(self, statements: Sequence[str]) -> None:  # noqa: ARG002 - what ran was noted
        """Give the session back what a change set in it."""
        if not self._variables:
            return
        before, self._variables = self._variables, {}
        self.run(f"USE {self.speech.quoted(self._schema)}")
        after = self._session_variables()
        for name, text in before.items():
            if after.get(name) != text:
                with suppress(WireError):  # some are the server's to set
                    self.ask(Query(f"SET SESSION {name} = ?", (_typed(text),)))

    def parameters(self) -> dict[str, Any]:
        """Return what PyMySQL is told; TLS is asked for where a network lies between."""
        at = self._where
        found: dict[str, Any] = {
            "host": at.host or "localhost",
            "port": at.port or 3306,
            "user": at.user or None,
            "password": at.password.encode(),
            "database": at.database,
            "charset": "utf8mb4",
            "autocommit": True,
            "connect_timeout": 10,
            "program_name": "branchline",
        }
        if socket := at.options.get("unix_socket") or at.options.get("socket"):
            found["unix_socket"] = socket
        if self._wants_tls:
            found |= self._tls()
        elif self._mode in _OPENLY:
            found["ssl_disabled"] = True
        return found

    def close(self) -> None:
        """End the session."""
        if self._session is not None:
            with suppress(Exception):  # a lost one cannot say goodbye
                self._session.close()
            self._session = None

    @property
    def _lock(self) -> str:
        name = f"branchline:{self.speech.schema}"
        return (
            name
            if len(name) <= _LONGEST
            else f"branchline:{sha256(name.encode()).hexdigest()[:40]}"
        )

    @property
    def _connection(self) -> "pymysql.Connection[Any]":
        if self._session is None or not self._session.open:
            self._session = self._opened()
            self._begin(self._session)
        return self._session

    def _opened(self) -> "pymysql.Connection[Any]":
        try:
            import pymysql
        except ImportError:
            raise DeployError(
                "MySQL and MariaDB are spoken by PyMySQL, which is not installed",
                hint="pip install 'branchline[mysql]'",
            ) from None
        if not self._where.database:
            raise DeployError("the URL names no database", hint="write mysql://user@host/database")
        try:
            return pymysql.connect(**self.parameters())
        except (pymysql.MySQLError, OSError, RuntimeError, ValueError, TypeError) as error:
            raise WireError(Why.LOST, self._where.hide(_words(error))) from None

    def _begin(self, connection: "pymysql.Connection[Any]") -> None:
        with self._said(), connection.cursor() as cursor:
            cursor.execute("SELECT VERSION()")
            said = str(cursor.fetchone()[0])
            number = _NUMBER.search(said.removeprefix("5.5.5-"))
            version = tuple(map(int, number[0].split("."))) if number else ()
            mariadb = "mariadb" in said.lower()
            self._engine = Engine("mariadb" if mariadb else "mysql", version)
            for name, limit in self._limits(mariadb=mariadb):
                cursor.execute(f"SET SESSION {name} = {limit}")
            if self._wants_tls:
                cursor.execute("SHOW STATUS LIKE 'Ssl_cipher'")
                if not (cursor.fetchone() or ("", ""))[1]:
                    raise DeployError(
                        f"{self.name} speaks no TLS, and is not on this machine",
                        hint="turn TLS on there, or add ?ssl-mode=disabled to the URL",
                    )

    def _limits(self, *, mariadb: bool) -> Iterator[tuple[str, float]]:
        if self._settings.lock_timeout:
            seconds = max(1, round(self._settings.lock_timeout))
            yield "lock_wait_timeout", seconds
            yield "innodb_lock_wait_timeout", seconds
        if self._settings.statement_timeout and mariadb:
            yield "max_statement_time", self._settings.statement_timeout

    @property
    def _wants_tls(self) -> bool:
        mode = self._mode
        return mode not in _OPENLY and bool(mode or not self._where.is_local)

    @property
    def _mode(self) -> str:
        """What the URL says of TLS, in the words of MySQL, MariaDB, JDBC and libpq."""
        options = {
            name.lower().replace("-", ""): text for name, text in self._where.options.items()
        }
        said = options.get("sslmode") or options.get("usessl") or options.get("ssl") or ""
        return said.lower()

    def _tls(self) -> dict[str, Any]:
        """Return how TLS is spoken; the server is known by an authority only where one is named."""
        options = {
            name.lower().replace("-", "_"): text for name, text in self._where.options.items()
        }
        named: dict[str, Any] = {
            name: options[name] for name in ("ssl_ca", "ssl_cert", "ssl_key") if name in options
        }
        if not named and not self._mode.startswith("verify"):
            return {"ssl": {"check_hostname": False, "verify_mode": False}}
        verify = "ssl_ca" in named or self._mode.startswith("verify")
        identity = self._mode in {"verify_identity", "verify-full"}
        return {**named, "ssl_verify_cert": verify, "ssl_verify_identity": identity}

    def _session_variables(self) -> dict[str, str]:
        rows = self.ask(Query("SHOW SESSION VARIABLES"))
        return {str(row["variable_name"]): str(row["value"]) for row in rows}

    def _asked(self, sql: str, *parameters: object) -> dict[str, Any]:
        return next(iter(self.ask(Query(sql, parameters))), {})

    @contextmanager
    def _said(self) -> Iterator[None]:
        import pymysql

        try:
            yield
        except (pymysql.MySQLError, OSError, UnicodeError) as error:
            number = error.args[0] if error.args else 0
            lost = number in _LOST or not self.is_open or not isinstance(error, pymysql.MySQLError)
            if lost:
                self.close()
            raise WireError(_why(number, lost=lost), _words(error)) from None


def _why(number: object, *, lost: bool) -> Why:
    if lost:
        return Why.LOST
    return Why.BUSY if number in _BUSY else Why.REFUSED


def _words(error: Exception) -> str:
    """Return what the server says, without the number that PyMySQL puts before it."""
    said = error.args[1] if len(error.args) > 1 else error.args[0] if error.args else ""
    return " ".join(str(said).split()) or type(error).__name__


def _typed(text: str) -> object:
    return int(text) if re.fullmatch(r"-?\d{1,18}", text) else text


_IN_TRANSACTION = 1  # SERVER_STATUS_IN_TRANS
_LONGEST = 64
_FOR_EVER = 10 * 86400
_NUMBER = regex(r"\d+(?:\.\d+){0,2}")
_SESSION = regex(r"\s*(?:set|use|/\*!)", re.IGNORECASE)
_OPENLY = frozenset({"disabled", "disable", "false", "0"})
# lock wait timeout, deadlock
_BUSY = frozenset({1205, 1213})
# the connection was lost, killed or shut down: the client's numbers and the server's
_LOST = frozenset({0, 1053, 1927, 2006, 2013, 2014, 2055, 4031})
