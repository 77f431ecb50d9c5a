"""Deploys to real servers, by the commands that people give."""

import socket
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit
from zlib import crc32

import psycopg
import pytest

from branchline.cli import main
from tests.deploy.conftest import Ended, Run
from tests.deploy.servers import OnServer, mariadb

TABLE = "CREATE TABLE t (a int);\nINSERT INTO t VALUES (1);\n-- rollback\nDROP TABLE t;\n"
ROW = "INSERT INTO t VALUES (2);\n-- rollback\nDELETE FROM t WHERE a = 2;\n"


@pytest.fixture(params=["postgres", "mariadb"])
def url(request: pytest.FixtureRequest) -> str:
    found: str = request.getfixturevalue(f"empty_{request.param}_url")
    return found


@pytest.fixture
def shop(tmp_path: Path, url: str, monkeypatch: pytest.MonkeyPatch) -> OnServer:
    """A project with two changes, on each engine."""
    monkeypatch.setenv("URL", url)
    found = OnServer(tmp_path / "shop", url)
    found.migrate(TABLE, ROW)
    return found


@pytest.fixture
def run(shop: OnServer, capsys: pytest.CaptureFixture[str]) -> Run:
    def ended(*words: str) -> Ended:
        capsys.readouterr()
        code = main([*words, "--repo", str(shop.path)])
        said = capsys.readouterr()
        return code, said.out + said.err

    return ended


def test_what_is_pending_runs_once(shop: OnServer, run: Run) -> None:
    first, again = run("deploy", "dev"), run("reconcile")

    assert first == (
        0,
        (
            "dev/main: 0001_c: applied, 2 statements\ndev/main: 0002_c: applied, 1 statement\n"
            "dev/main: 2 changes applied\n"
        ),
    )
    assert again == (0, "dev/main: nothing to do\n")
    assert shop.ask("SELECT a FROM t ORDER BY a") == [(1,), (2,)]
    assert shop.history() == [("0001_c", "applied", 2), ("0002_c", "applied", 1)]


def test_looking_leaves_no_trace(shop: OnServer, run: Run, url: str) -> None:
    code, said = run("plan", "dev", "--live")
    status = run("status", "--live")

    way = "in one transaction" if url.startswith("postgres") else "without a transaction"
    assert code == 0
    assert f"  0001_c: 2 statements, {way}\n  0002_c: 1 statement, in one transaction\n" in said
    assert status[0] == 0
    tables = (
        "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        if url.startswith("postgres")
        else "SHOW TABLES"
    )
    assert shop.ask(tables) == []


def test_what_was_rolled_back_comes_again_when_somebody_deploys(shop: OnServer, run: Run) -> None:
    run("deploy", "dev")

    back = run("rollback", "dev", "--count", "2")
    left = run("reconcile")
    again = run("deploy", "dev")

    assert back == (
        0,
        (
            "dev/main: 0002_c: rolled back, 1 statement\n"
            "dev/main: 0001_c: rolled back, 1 statement\n"
            "dev/main: 2 changes rolled back\n"
        ),
    )
    assert left == (0, "dev/main: nothing to do\n")
    assert again[0] == 0
    assert shop.ask("SELECT a FROM t ORDER BY a") == [(1,), (2,)]


def test_a_refused_statement_says_what_stands(shop: OnServer, run: Run, url: str) -> None:
    shop.migrate("CREATE TABLE u (a int);\nINSERT INTO nowhere VALUES (1);\n")

    code, said = run("deploy", "dev")

    on_postgres = url.startswith("postgres")
    assert code == 4
    assert "db/0003_c.sql:2: statement 2 of 2 was refused: " in said
    assert ("of this one, 1 statement" in said) is not on_postgres
    found = shop.ask(
        "SELECT 1 FROM information_schema.tables WHERE table_name = 'u'"
        " AND table_schema IN ('public', database())"
        if not on_postgres
        else "SELECT 1 WHERE to_regclass('u') IS NOT NULL"
    )
    assert bool(found) is not on_postgres
    assert shop.history()[-1] == ("0003_c", "failed", 0 if on_postgres else 1)


def test_a_session_does_not_reach_into_the_next_change(shop: OnServer, run: Run, url: str) -> None:
    setting = (
        "CREATE SCHEMA other;\nSET search_path = other;\nSET ROLE pg_monitor;\nRESET ROLE;\n"
        if url.startswith("postgres")
        else "SET sql_mode = 'ANSI_QUOTES';\nUSE mysql;\n"
    )
    shop.migrate(setting, "INSERT INTO t VALUES (3);\n")

    assert run("deploy", "dev")[0] == 0
    assert shop.ask("SELECT max(a) FROM t") == [(3,)]
    assert [row[0] for row in shop.history()] == ["0001_c", "0002_c", "0003_c", "0004_c"]


def test_percent_signs_and_question_marks_are_nobodys_parameters(shop: OnServer, run: Run) -> None:
    shop.migrate("CREATE TABLE p (a varchar(9));\nINSERT INTO p VALUES ('%s?%%');\n")

    assert run("deploy", "dev")[0] == 0
    assert shop.ask("SELECT a FROM p") == [("%s?%%",)]


@pytest.mark.usefixtures("shop")
def test_a_query_that_does_not_hold_is_said(tmp_path: Path, url: str) -> None:
    shop = OnServer(tmp_path / "other", url, verify="SELECT count(*) = 5 FROM t")
    shop.migrate(TABLE)

    code = main(["deploy", "dev", "--repo", str(shop.path)])

    assert code == 4
    assert shop.history() == [("0001_c", "applied", 2)]


@pytest.fixture
def held(shop: OnServer, run: Run, url: str) -> Iterator[None]:
    """Another session has locked the table that the next change alters."""
    run("deploy", "dev")
    shop.migrate("ALTER TABLE t ADD COLUMN b int;\n")
    if url.startswith("postgres"):
        with psycopg.connect(url) as postgres:
            postgres.execute("LOCK TABLE t")
            yield
    else:
        with closing(mariadb(url)) as connection, connection.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute("SELECT * FROM t FOR UPDATE")
            yield


@pytest.mark.usefixtures("held")
def test_a_lock_is_waited_for_again_and_then_given_up(shop: OnServer, run: Run) -> None:
    code, said = run("deploy", "dev")

    assert code == 4
    assert said.count("dev/main: waits for a lock: ") == 1
    assert "(2 tries)" in said
    assert shop.history()[-1] == ("0003_c", "failed", 0)


def test_a_second_deploy_is_told_who_holds_the_lock(shop: OnServer, run: Run, url: str) -> None:
    run("deploy", "dev")
    shop.migrate("INSERT INTO t VALUES (3);\n")
    name = urlsplit(url).path.removeprefix("/")
    if url.startswith("postgres"):
        with psycopg.connect(url, autocommit=True, application_name="grace's own") as other:
            other.execute("SELECT pg_advisory_lock(%s, %s)", (0x6272616E, crc32(b"public") - 2**31))
            code, said = run("deploy", "dev")
        holder = "grace's own from 127.0.0.1"
    else:
        with closing(mariadb(url)) as connection, connection.cursor() as cursor:
            cursor.execute("SELECT GET_LOCK(%s, 0)", (f"branchline:{name}",))
            code, said = run("deploy", "dev")
        holder = "root from "

    assert code == 4
    assert f"another deploy of {name} on 127.0.0.1 is running: {holder}" in said
    assert run("deploy", "dev")[0] == 0


def test_a_database_of_another_engine_is_refused(shop: OnServer, run: Run, url: str) -> None:
    other = "mariadb" if url.startswith("postgres") else "postgres"
    engine = "postgres" if url.startswith("postgres") else "mariadb"
    text = (shop.path / "branchline.toml").read_text()
    shop.commit({"branchline.toml": text.replace(f'"{engine}"', f'"{other}"')})

    code, said = run("deploy", "dev")

    assert code == 4
    assert f"nothing was run: the database is {engine}, changelog 'app' is written for" in said


def test_an_older_version_than_configured_is_refused(shop: OnServer, run: Run) -> None:
    text = (shop.path / "branchline.toml").read_text()
    shop.commit(
        {
            "branchline.toml": text.replace(
                "[environments.dev]", 'version = "99"\n[environments.dev]', 1
            )
        }
    )

    code, said = run("deploy", "dev")

    assert code == 4
    assert "is written for 99" in said


SECRET = "hunter2-no-word-of-any-message"  # noqa: S105 - looked for where it must not be


def unused_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.mark.usefixtures("shop")
@pytest.mark.parametrize("how", ["user", "port", "database", "host", "options", "jdbc", "broken"])
def test_no_error_holds_the_password(
    run: Run, url: str, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = urlsplit(url)
    where, database = f"127.0.0.1:{parts.port}", parts.path
    wrong = {
        "user": f"{parts.scheme}://nobody-{how}:{SECRET}@{where}{database}",
        "port": f"{parts.scheme}://root:{SECRET}@127.0.0.1:{unused_port()}{database}",
        "database": f"{parts.scheme}://{parts.username}:{SECRET}@{where}/no-such-{how}",
        "host": f"{parts.scheme}://root:{SECRET}@no-such-host.invalid{database}",
        "options": f"{parts.scheme}://root@{where}{database}?password={SECRET}&sslmode=require&ssl_ca=/nowhere",
        "jdbc": f"jdbc:{parts.scheme}://{where}/no-such?user={parts.username}&password={SECRET}",
        "broken": f"{parts.scheme}://root:{SECRET}@[::1/{database}",
    }
    monkeypatch.setenv("URL", wrong[how])

    code, said = run("deploy", "dev")

    assert code == 4
    assert SECRET not in said
    assert "hint" in said


def test_a_change_that_stopped_half_way_is_mended_and_goes_on(
    shop: OnServer, run: Run, url: str
) -> None:
    mark = "-- no-transaction\n" if url.startswith("postgres") else ""
    start = f"{mark}CREATE TABLE u (a int);\n"
    shop.migrate(f"{start}INSERT INTO nowhere VALUES (1);\n")
    failed = run("deploy", "dev")

    shop.commit({"db/0003_c.sql": f"{mark}CREATE TABLE v (a int);\nINSERT INTO v VALUES (1);\n"})
    other = run("deploy", "dev")
    shop.commit({"db/0003_c.sql": f"{start}INSERT INTO u VALUES (1);\n"})
    mended = run("deploy", "dev")

    assert (failed[0], other[0]) == (4, 4)
    assert "stopped after statement 1 of 2 and was edited since" in other[1]
    assert "leave the statements that ran as they were and mend the others" in other[1]
    assert mended[0] == 0
    assert shop.ask("SELECT a FROM u") == [(1,)]
    assert run("deploy", "dev") == (0, "dev/main: nothing to do\n")


def test_a_rollback_that_was_refused_at_once_is_no_change_that_never_ran(
    shop: OnServer, run: Run, url: str
) -> None:
    mark = "-- no-transaction\n" if url.startswith("postgres") else ""
    shop.migrate(f"{mark}CREATE TABLE u (a int);\n-- rollback\nDROP TABLE nowhere;\n")
    run("deploy", "dev")

    refused = run("rollback", "dev", "--count", "1")
    deployed = run("deploy", "dev")

    assert refused[0] == 4
    assert deployed[0] == 4
    assert "0003_c is unfinished: its rollback stopped after statement 0 of 1" in deployed[1]
