import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from branchline.deploy.drivers import StatementError
from branchline.deploy.drivers.sqlite import SQLite
from branchline.deploy.history import Deployment, Outcome, Row
from branchline.errors import DeployError
from branchline.model.settings import DeploySettings
from tests.deploy.values import changeset, row

ROW = row(changeset(1), statements=2, finished_at="")
TABLE = "CREATE TABLE t (a)"


@pytest.fixture
def database(tmp_path: Path) -> Iterator[SQLite]:
    found = SQLite("sqlite:///app.db", tmp_path, DeploySettings(lock_timeout=0.1))
    with closing(found), found.lock("ada"):
        yield found


def ask(folder: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(folder / "app.db")) as reader:
        return list(reader.execute(query))


def last(database: SQLite) -> tuple[Outcome, int]:
    found = database.history()[-1]
    return found.outcome, found.done


def test_reading_makes_no_file(tmp_path: Path) -> None:
    database = SQLite("sqlite:///app.db", tmp_path, DeploySettings())

    assert database.history() == ()
    assert database.deployments() == ()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "url",
    ["sqlite:///app.db", "sqlite:////{}/app.db", "jdbc:sqlite:app.db", "jdbc:sqlite:{}/app.db"],
)
def test_a_url_names_a_file(tmp_path: Path, url: str) -> None:
    database = SQLite(url.format(tmp_path), tmp_path, DeploySettings())

    with closing(database), database.lock("ada"):
        pass

    assert (tmp_path / "app.db").exists()


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    database = SQLite("sqlite:///data/app.db", tmp_path, DeploySettings())

    with pytest.raises(DeployError) as found, database.lock("ada"):
        pass

    assert found.value.message == f"{tmp_path}/data/app.db: its folder does not exist"
    assert found.value.hint == f"make it: mkdir -p {tmp_path}/data"


def test_a_file_that_is_no_database_is_said(tmp_path: Path) -> None:
    (tmp_path / "app.db").write_text("no database " * 100)

    with pytest.raises(DeployError, match=r"app\.db: file is not a database"):
        SQLite("sqlite:///app.db", tmp_path, DeploySettings()).history()


def test_a_database_that_another_program_locks_is_not_called_a_wrong_file(
    database: SQLite, tmp_path: Path
) -> None:
    with closing(sqlite3.connect(tmp_path / "app.db", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(DeployError, match=r"app\.db: database is locked") as found:
            database.history()

    assert found.value.hint == "another program is writing to it: try again"


def test_a_change_and_its_row_come_together(database: SQLite, tmp_path: Path) -> None:
    database.together([TABLE, "INSERT INTO t VALUES (1)"], replace(ROW, done=2))

    assert ask(tmp_path, "SELECT a FROM t") == [(1,)]
    assert database.history() == (replace(ROW, position=1, done=2),)


def test_a_refused_statement_leaves_nothing_but_a_row_that_says_so(
    database: SQLite, tmp_path: Path
) -> None:
    with pytest.raises(StatementError) as found:
        database.together([TABLE, "INSERT INTO nowhere VALUES (1)"], ROW)

    assert (found.value.position, found.value.words) == (1, "no such table: nowhere")
    assert ask(tmp_path, "SELECT 1 FROM sqlite_master WHERE name = 't'") == []
    assert last(database) == (Outcome.FAILED, 0)


def test_a_refused_rollback_leaves_the_change_applied(database: SQLite) -> None:
    database.together([TABLE], ROW)

    with pytest.raises(StatementError):
        database.together(["DROP TABLE u"], replace(ROW, outcome=Outcome.ROLLED_BACK))

    assert [found.outcome for found in database.history()] == [Outcome.APPLIED]


@pytest.mark.parametrize(
    "statement",
    [
        "COMMIT",
        "commit;",
        "END",
        "ROLLBACK",
        "BEGIN",
        "PRAGMA foreign_keys = OFF",
        "SELECT 1; SELECT 2",
    ],
)
def test_a_change_in_a_transaction_cannot_end_it(
    database: SQLite, tmp_path: Path, statement: str
) -> None:
    with pytest.raises(StatementError):
        database.together([TABLE, statement], ROW)

    assert ask(tmp_path, "SELECT 1 FROM sqlite_master WHERE name = 't'") == []


def test_savepoints_may_be_used_in_a_transaction(database: SQLite, tmp_path: Path) -> None:
    inside = ["SAVEPOINT s", "INSERT INTO t VALUES (1)", "ROLLBACK TO s", "RELEASE s"]

    database.together([TABLE, *inside, "INSERT INTO t VALUES (2)"], ROW)

    assert ask(tmp_path, "SELECT a FROM t") == [(2,)]


def test_a_statement_that_rolls_back_by_itself_leaves_nothing(
    database: SQLite, tmp_path: Path
) -> None:
    unique = "CREATE TABLE t (a UNIQUE)"
    twice = "INSERT OR ROLLBACK INTO t VALUES (1), (1)"

    with pytest.raises(StatementError):
        database.together([unique, twice], ROW)

    assert ask(tmp_path, "SELECT 1 FROM sqlite_master WHERE name = 't'") == []
    assert last(database) == (Outcome.FAILED, 0)


def test_what_cannot_run_in_a_transaction_runs_apart(database: SQLite, tmp_path: Path) -> None:
    database.apart(["PRAGMA journal_mode = WAL", TABLE, "VACUUM"], replace(ROW, statements=3))

    assert ask(tmp_path, "PRAGMA journal_mode") == [("wal",)]
    assert last(database) == (Outcome.APPLIED, 3)


def test_apart_keeps_what_came_before_a_refused_statement(database: SQLite, tmp_path: Path) -> None:
    with pytest.raises(StatementError):
        database.apart([TABLE, "INSERT INTO t VALUES (1)", "INSERT INTO u VALUES (1)"], ROW)

    assert ask(tmp_path, "SELECT a FROM t") == [(1,)]
    assert last(database) == (Outcome.FAILED, 2)


def test_apart_goes_on_where_it_stopped(database: SQLite, tmp_path: Path) -> None:
    statements = [TABLE, "INSERT INTO t VALUES (1)", "INSERT INTO u VALUES (1)"]
    with pytest.raises(StatementError):
        database.apart(statements, ROW)
    [stopped] = database.history()
    with closing(sqlite3.connect(tmp_path / "app.db")) as writer:
        writer.execute("CREATE TABLE u (a)")

    database.apart(statements, replace(stopped, outcome=Outcome.APPLIED))

    assert ask(tmp_path, "SELECT t.a, u.a FROM t, u") == [(1, 1)]
    assert [(found.outcome, found.done) for found in database.history()] == [(Outcome.APPLIED, 3)]


def test_what_belongs_to_the_session_is_said_again(database: SQLite) -> None:
    parent, child = "CREATE TABLE p (a PRIMARY KEY)", "CREATE TABLE c (a REFERENCES p)"
    orphan = "INSERT INTO c VALUES (1)"
    stopped = replace(ROW, done=3)

    with pytest.raises(StatementError, match="FOREIGN KEY"):
        database.apart([parent, child, "PRAGMA foreign_keys = ON", orphan], ROW)
    with pytest.raises(StatementError, match="FOREIGN KEY"):
        database.apart([parent, child, "PRAGMA foreign_keys = ON", orphan], stopped)


def test_a_session_does_not_reach_into_the_next_change(database: SQLite) -> None:
    database.apart(["PRAGMA foreign_keys = ON"], ROW)

    database.together(
        [
            "CREATE TABLE p (a PRIMARY KEY)",
            "CREATE TABLE c (a REFERENCES p)",
            "INSERT INTO c VALUES (1)",
        ],
        ROW,
    )

    assert last(database) == (Outcome.APPLIED, 0)


def test_a_script_may_bring_its_own_transaction(database: SQLite, tmp_path: Path) -> None:
    script = ["BEGIN", TABLE, "INSERT INTO t VALUES (1)", "COMMIT", "INSERT INTO t VALUES (2)"]

    database.apart(script, ROW)

    assert ask(tmp_path, "SELECT a FROM t") == [(1,), (2,)]
    assert last(database) == (Outcome.APPLIED, 5)


def test_progress_in_a_scripts_own_transaction_goes_back_with_it(
    database: SQLite, tmp_path: Path
) -> None:
    with pytest.raises(StatementError):
        database.apart([TABLE, "BEGIN", "INSERT INTO t VALUES (1)", "DROP TABLE u", "COMMIT"], ROW)

    assert ask(tmp_path, "SELECT a FROM t") == []
    assert last(database) == (Outcome.FAILED, 1)


def test_a_transaction_must_not_stay_open(database: SQLite, tmp_path: Path) -> None:
    with pytest.raises(StatementError, match="stays open"):
        database.apart([TABLE, "BEGIN", "INSERT INTO t VALUES (1)"], ROW)

    assert ask(tmp_path, "SELECT a FROM t") == []
    assert last(database) == (Outcome.FAILED, 1)


def test_a_rollback_apart_never_looks_like_a_change_that_began(database: SQLite) -> None:
    undo: Row = replace(ROW, outcome=Outcome.ROLLED_BACK)

    with pytest.raises(StatementError):
        database.apart([TABLE, "DROP TABLE u"], undo)
    stopped = last(database)
    database.apart([TABLE, "DROP TABLE t"], replace(undo, position=1, done=1))

    assert stopped == (Outcome.UNDOING, 1)
    assert last(database) == (Outcome.ROLLED_BACK, 2)


def test_a_deployment_is_written_over_its_beginning(database: SQLite) -> None:
    begun = Deployment("1", "dev", "main", "app", "dev", "c0ffee", "sha256:0", "ada", "now")

    database.record(begun)
    database.record(replace(begun, outcome="applied"))

    assert database.deployments() == (replace(begun, outcome="applied"),)


def test_a_table_of_somebody_elses_is_said(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "app.db")) as writer:
        writer.execute("CREATE TABLE branchline_history (position, note)")
        writer.execute("INSERT INTO branchline_history VALUES (1, 'mine')")
        writer.commit()

    with pytest.raises(DeployError, match="branchline_history cannot be read"):
        SQLite("sqlite:///app.db", tmp_path, DeploySettings()).history()


@pytest.mark.parametrize(
    ("query", "holds"), [("SELECT 1", True), ("SELECT 0", False), ("SELECT 1 WHERE 0", False)]
)
def test_a_query_holds_when_its_first_value_is_true(
    database: SQLite, query: str, *, holds: bool
) -> None:
    assert database.holds(query) is holds


def test_a_query_that_is_refused_is_said(database: SQLite) -> None:
    with pytest.raises(DeployError, match="the verify query failed: no such table: nowhere"):
        database.holds("SELECT 1 FROM nowhere")


HOLD = """
import sys
from pathlib import Path
from branchline.deploy.drivers.sqlite import SQLite
from branchline.model.settings import DeploySettings
with SQLite("sqlite:///app.db", Path(sys.argv[1]), DeploySettings()).lock("grace"):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_second_deploy_is_told_who_holds_the_lock_and_gets_it_when_that_one_dies(
    tmp_path: Path,
) -> None:
    mine = SQLite("sqlite:///app.db", tmp_path, DeploySettings(lock_timeout=0.05))
    command = [sys.executable, "-c", HOLD, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout
        assert other.stdout.readline() == b"held\n"

        with pytest.raises(DeployError) as found, mine.lock("ada"):
            pass
        seen = mine.history()
        other.kill()
        other.wait()
        with closing(mine), mine.lock("ada"):
            pass

    start = f"another deploy of app.db is running: grace, process {other.pid} on "
    assert found.value.message.startswith(start)
    assert ", since 20" in found.value.message
    assert seen == ()
