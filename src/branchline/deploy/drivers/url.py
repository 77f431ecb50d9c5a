"""URLs of database servers, as tools write them: libpq's, SQLAlchemy's and JDBC's.

A URL may hold a password: nothing here repeats one, and `hide` takes it out of
what others say.
"""

from collections.abc import Mapping
from urllib.parse import parse_qsl, unquote, urlsplit

from branchline.errors import DeployError
from branchline.model.value import value


@value
class Where:
    """A server, a database on it, and who logs in; empty where the URL does not say."""

    host: str = ""
    port: int = 0
    user: str = ""
    password: str = ""
    database: str = ""
    options: Mapping[str, str] = {}

    @property
    def is_local(self) -> bool:
        """Whether no network lies between: a socket, or a loopback address."""
        host = self.host.lower()
        return not host or host.startswith(("/", "@", "127.")) or host in {"localhost", "::1"}

    @property
    def shown(self) -> str:
        """`shop on db.example.org`, for messages."""
        return f"{self.database or 'the database'} on {self.host or 'this machine'}"

    def hide(self, words: str) -> str:
        """Return what somebody else said, on one line and without the password."""
        text = " ".join(words.split())
        for secret in filter(None, (self.password, *self._secrets())):
            text = text.replace(secret, "***")
        return text

    def _secrets(self) -> tuple[str, ...]:
        found = (text for name, text in self.options.items() if _is_secret(name))
        return tuple(found)


def where(url: str) -> Where:
    """Return what a URL names; parameters of JDBC that say who logs in count.

    Raises:
        DeployError: it cannot be read; it is not repeated.
    """
    text = url.removeprefix("jdbc:")
    scheme, _, rest = text.partition(":")
    try:
        parts = urlsplit(f"{scheme.partition('+')[0]}:{rest}")
        options = dict(parse_qsl(parts.query, keep_blank_values=True, strict_parsing=False))
        port, host = parts.port or 0, parts.hostname or ""
    except ValueError:
        parts = None
    if parts is None or not rest.startswith("//") or any(map(_unprintable, url)):
        raise DeployError(
            "the URL of the database cannot be read",
            hint=f"write {scheme or 'postgresql'}://user@host:port/database;"
            " in a password, write what is no letter or digit as %2F and so on",
        )
    user = unquote(parts.username or "") or options.pop("user", "")
    password = unquote(parts.password or "") or options.pop("password", "")
    database = unquote(parts.path.removeprefix("/"))
    return Where(unquote(host), port, user, password, database, options)


def _unprintable(letter: str) -> bool:
    return not letter.isprintable()


def _is_secret(name: str) -> bool:
    return any(word in name.lower() for word in ("password", "passwd", "passphrase", "pwd"))
