"""What becomes of a change whose connection, or whose deploy, is lost while it runs."""

import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from branchline.cli import main
from tests.deploy.conftest import Ended, Run
from tests.deploy.cutting import cut_after
from tests.deploy.servers import OnServer, ask

TABLE = "CREATE TABLE t (a int);\n-- rollback\nDROP TABLE t;\n"


@pytest.fixture(params=["postgres", "mariadb"])
def url(request: pytest.FixtureRequest) -> str:
    found: str = request.getfixturevalue(f"empty_{request.param}_url")
    return found


@pytest.fixture
def shop(tmp_path: Path, url: str, monkeypatch: pytest.MonkeyPatch) -> OnServer:
    """A project whose first change is applied."""
    monkeypatch.setenv("URL", url)
    found = OnServer(tmp_path / "shop", url, patience="5s")
    found.migrate(TABLE)
    assert main(["deploy", "dev", "--repo", str(found.path)]) == 0
    return found


@pytest.fixture
def run(shop: OnServer, capsys: pytest.CaptureFixture[str]) -> Run:
    def ended(*words: str) -> Ended:
        capsys.readouterr()
        code = main([*words, "--repo", str(shop.path)])
        said = capsys.readouterr()
        return code, said.out + said.err

    return ended


def test_a_change_whose_commit_nobody_heard_of_stands_and_is_said_to(
    shop: OnServer, run: Run, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.migrate("INSERT INTO t VALUES (1);\n")
    with cut_after(url, b"COMMIT", 3) as through:
        monkeypatch.setenv("URL", through)
        code, said = run("deploy", "dev")

    assert code == 4
    assert "the connection was lost after COMMIT was sent for 0002_c" in said
    assert ": it stands, and is recorded" in said
    assert shop.ask("SELECT a FROM t") == [(1,)]
    monkeypatch.setenv("URL", url)
    assert run("deploy", "dev") == (0, "dev/main: nothing to do\n")


@pytest.mark.parametrize("mark", ["", "-- no-transaction\n"])
def test_a_session_that_is_ended_by_the_server_leaves_nothing_of_its_statement(
    shop: OnServer, run: Run, url: str, mark: str
) -> None:
    end = "SELECT pg_terminate_backend(pg_backend_pid())"
    sudden = end if url.startswith("postgres") else "KILL CONNECTION_ID()"
    shop.migrate(f"{mark}INSERT INTO t VALUES (1);\n{sudden};\n", "INSERT INTO t VALUES (2);\n")

    code, said = run("deploy", "dev")

    assert code == 4
    assert "statement 2 of 2 was cut off: the connection was lost: " in said
    stands = bool(mark) or not url.startswith("postgres")
    assert shop.ask("SELECT a FROM t") == ([(1,)] if stands else [])


def test_a_statement_that_nothing_tells_of_is_in_doubt_until_somebody_says(
    shop: OnServer, run: Run, url: str
) -> None:
    if url.startswith("postgres"):
        pytest.skip("there whatever is no index, database or value commits with its progress")
    sudden = "DELIMITER //\nCREATE PROCEDURE p()\nBEGIN\n  INSERT INTO t VALUES (7);\n  COMMIT;\n"
    shop.migrate(
        f"{sudden}  KILL CONNECTION_ID();\nEND//\nDELIMITER ;\n-- rollback\nDROP PROCEDURE p;\n",
        "CALL p();\nINSERT INTO t VALUES (8);\n",
    )
    cut, _ = run("deploy", "dev")

    code, said = run("deploy", "dev")
    again, other = run("deploy", "dev")
    ran = run("deploy", "dev", "--only", "main", "--in-doubt", "ran")

    assert (cut, code, again) == (4, 4, 4)
    assert said == other
    assert "db/0003_c.sql:1: statement 1 of 2 is in doubt: " in said
    assert "'branchline deploy dev --only main --in-doubt ran' if it took effect" in said
    assert "'branchline deploy dev --only main --in-doubt again' to run it again" in said
    assert ran[0] == 0
    assert shop.ask("SELECT a FROM t ORDER BY a") == [(7,), (8,)]
    assert shop.history()[-1] == ("0003_c", "applied", 2)


def test_a_statement_that_is_in_doubt_runs_again_when_somebody_says_so(
    shop: OnServer, run: Run, url: str
) -> None:
    if url.startswith("postgres"):
        pytest.skip("as above")
    end = "IF (SELECT count(*) FROM t) = 1 THEN KILL CONNECTION_ID(); END IF;"
    body = f"CREATE PROCEDURE p()\nBEGIN\n  INSERT INTO t VALUES (7);\n  COMMIT;\n  {end}\nEND//"
    shop.migrate(f"DELIMITER //\n{body}\nDELIMITER ;\n", "CALL p();\n")
    run("deploy", "dev")

    again = run("deploy", "dev", "--only", "main", "--in-doubt", "again")

    assert again[0] == 0
    assert shop.ask("SELECT a FROM t") == [(7,), (7,)]


def test_an_invalid_index_of_a_run_that_was_cut_off_is_dropped_and_said(
    tmp_path: Path, empty_postgres_url: str
) -> None:
    url = empty_postgres_url
    shop = OnServer(tmp_path / "shop", url, patience="5s")
    shop.migrate(TABLE, "-- no-transaction\nCREATE INDEX CONCURRENTLY ti ON t (a);\n")
    ask(url, "CREATE TABLE seen (a int)")
    command = [sys.executable, "-m", "branchline", "deploy", "dev", "--repo", str(shop.path)]
    environ = {**os.environ, "URL": url}
    with psycopg.connect(url) as reader:
        reader.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        reader.execute("SELECT * FROM seen")  # a snapshot that the index has to wait for
        with subprocess.Popen(command, env=environ, stderr=subprocess.DEVNULL) as deploy:
            waiting = "SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
            while not (found := ask(url, f"{waiting} AND query LIKE 'CREATE INDEX%'")):
                assert deploy.poll() is None
            ask(url, f"SELECT pg_terminate_backend({found[0][0]})")
        cut = deploy.returncode
    left = shop.ask("SELECT indisvalid FROM pg_index WHERE indexrelid = 'ti'::regclass")

    done = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)

    assert (cut, left) == (4, [(False,)])
    assert done.returncode == 0, done.stderr
    assert "the invalid index ti, which the run before left, was dropped" in done.stdout
    assert shop.ask("SELECT indisvalid FROM pg_index WHERE indexrelid = 'ti'::regclass") == [
        (True,)
    ]


def test_an_index_that_could_not_be_built_leaves_nothing_behind(
    shop: OnServer, run: Run, url: str
) -> None:
    if not url.startswith("postgres"):
        pytest.skip("nothing is built concurrently there")
    unique = "-- no-transaction\nCREATE UNIQUE INDEX CONCURRENTLY ti ON t (a);\n"
    shop.migrate("INSERT INTO t VALUES (1), (1);\n", unique)

    code, said = run("deploy", "dev")

    assert code == 4
    assert "could not create unique index" in said
    assert shop.ask("SELECT to_regclass('ti')::text") == [(None,)]
