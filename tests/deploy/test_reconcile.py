import subprocess
import sys
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest

from branchline.config import load
from branchline.deploy.drivers.sqlite import SQLite
from branchline.deploy.instance import Place, bring
from branchline.deploy.reconcile import LOG, places
from branchline.deploy.site import Site, targets
from branchline.git.objects import Repository
from branchline.model.settings import DeploySettings
from tests.deploy.conftest import Run
from tests.deploy.projects import CONFIGURATION, Project, rows


@pytest.fixture
def server(project: Project, tmp_path: Path) -> Path:
    bare = tmp_path / "shop.git"
    project.git("clone", "-q", "--bare", str(project.path), str(bare))
    return bare


def test_every_environment_is_made_to_match_its_branch(project: Project, run: Run) -> None:
    project.migrate("INSERT INTO t VALUES (2);\n")

    first, again = run("reconcile"), run("reconcile")

    assert first[0] == 0
    assert rows(project, "SELECT count(*) FROM branchline_history") == [(2,)]
    assert rows(project, "SELECT count(*) FROM branchline_history", "staging.db") == [(1,)]
    assert again == (0, "dev/main: nothing to do\nstaging/main: nothing to do\n")


def test_a_failed_environment_stops_no_other(project: Project, run: Run) -> None:
    project.migrate("INSERT INTO nowhere VALUES (2);\n")

    code, said = run("reconcile")

    assert code == 4
    assert "staging/main: 1 change applied" in said
    assert "branchline: dev/main: db/0002_c.sql:1: statement 1 of 1 was refused" in said


def test_an_environment_without_a_branch_is_left_alone(project: Project, run: Run) -> None:
    project.git("branch", "-D", "staging")

    code, said = run("reconcile")

    assert code == 0
    assert "staging" not in said


def test_nothing_configured_is_said(project: Project, run: Run) -> None:
    project.commit({"branchline.toml": ""})

    code, said = run("reconcile")

    assert code == 0
    assert said.startswith("nothing to reconcile: ")


def test_a_server_reads_the_configuration_from_the_branch(
    project: Project, server: Path, run: Run
) -> None:
    code, said = run("reconcile", at=server)

    assert (code, said.count("1 change applied")) == (0, 2)
    assert (server / "dev.db").exists()
    assert not (project.path / "dev.db").exists()


def test_a_server_knows_an_environment_before_its_branch(server: Path, run: Run) -> None:
    subprocess.run(["git", "-C", server, "branch", "-q", "-D", "staging"], check=True)

    code, said = run("plan", "staging", at=server)
    status = run("status", at=server)
    reconciled = run("reconcile", at=server)

    assert code == 3
    assert "environment 'staging' has no branch 'staging' here" in said
    assert status == (0, "CHANGE  dev      staging\n0001_c  pending  -\n")
    assert (reconciled[0], "staging" in reconciled[1]) == (0, False)


def test_a_clone_goes_by_the_branch_of_its_server(project: Project, server: Path, run: Run) -> None:
    project.git("remote", "add", "origin", str(server))
    project.git("fetch", "-q", "origin")
    project.migrate("INSERT INTO nowhere VALUES (2);\n")

    ahead = run("reconcile")
    project.git("push", "-q", "origin", "dev")
    project.git("reset", "-q", "--hard", "HEAD~1")
    behind = run("status")

    assert (ahead[0], "0002_c" in ahead[1]) == (0, False)
    assert "0002_c  pending  -" in behind[1]


def test_a_pinned_configuration_is_read_instead(server: Path, run: Run, tmp_path: Path) -> None:
    pinned = tmp_path / "pinned.toml"
    pinned.write_text(CONFIGURATION.replace("dev.db", "other.db"))
    subprocess.run(["git", "-C", server, "config", "branchline.config", pinned], check=True)

    run("reconcile", "--env", "dev", at=server)

    assert (server / "other.db").exists()
    assert not (server / "dev.db").exists()


def commanding(tmp_path: Path) -> tuple[str, Path]:
    """A configuration whose URL comes from a command that leaves a trace, and that trace."""
    trace, tool = tmp_path / "trace", tmp_path / "tool.py"
    tool.write_text(f"open({str(trace)!r}, 'w').close(); print('sqlite:///dev.db')")
    url = f"exec:{sys.executable} {tool}"
    return CONFIGURATION.replace("sqlite:///dev.db", url), trace


def test_a_pushed_configuration_runs_no_command(project: Project, run: Run, tmp_path: Path) -> None:
    text, trace = commanding(tmp_path)
    project.commit({"branchline.toml": text})
    bare = tmp_path / "shop.git"
    project.git("clone", "-q", "--bare", str(project.path), str(bare))

    code, said = run("reconcile", "--env", "dev", at=bare)
    pinned = tmp_path / "pinned.toml"
    pinned.write_text(text)
    refused = not trace.exists()
    subprocess.run(["git", "-C", bare, "config", "branchline.config", pinned], check=True)
    trusted, _ = run("reconcile", "--env", "dev", at=bare)

    assert (code, refused) == (4, True)
    assert "its URL comes from a command, and pushes can change which" in said
    assert (trusted, trace.exists()) == (0, True)


@pytest.mark.parametrize("words", [["status"], ["plan", "dev"]])
def test_looking_runs_no_command(
    project: Project, run: Run, tmp_path: Path, words: list[str]
) -> None:
    text, trace = commanding(tmp_path)
    project.commit({"branchline.toml": text})

    code, said = run(*words)

    assert code == 0
    assert "its URL comes from a command, which is run with --live only" in said
    assert not trace.exists()


def test_a_second_runner_at_the_same_time_changes_nothing(project: Project, run: Run) -> None:
    patience = CONFIGURATION + '[deploy]\nlock_timeout = "50ms"\n'
    project.commit({"branchline.toml": patience})
    other = SQLite("sqlite:///dev.db", project.path, DeploySettings())

    with closing(other), other.lock("grace"):
        code, said = run("reconcile", "--env", "dev")

    assert code == 4
    assert "another deploy of dev.db is running: grace, process" in said
    assert rows(project, "SELECT count(*) FROM branchline_history") == [(0,)]


def test_a_push_that_comes_while_a_deploy_runs_is_taken_as_well(project: Project) -> None:
    place = place_of(project)
    said: list[str] = []

    def push_once(line: str) -> None:
        said.append(line)
        if len(said) == 1:
            project.migrate("INSERT INTO t VALUES (2);\n")

    with place.site.repository:
        ran = bring(place, push_once)

    assert ran == 2
    assert rows(project, "SELECT a FROM t") == [(2,)]


def test_wake_streams_what_the_reconcile_says(server: Path) -> None:
    said = woken(server, ["dev"], 60)

    assert said == "dev/main: 0001_c: applied, 1 statement\ndev/main: 1 change applied\n"
    assert (server / LOG).read_text() == said


def test_wake_leaves_a_reconcile_alone_when_nobody_waits_any_longer(server: Path) -> None:
    held = SQLite("sqlite:///dev.db", server, DeploySettings())

    with closing(held), held.lock("grace"):
        said = woken(server, ["dev"], 0)
        before = held.history()

    assert said == f"branchline: the deploy goes on alone; its log is {server / LOG}\n"
    assert before == ()
    assert wait_for(server) == [("0001_c",)]


def test_detach_returns_at_once(server: Path) -> None:
    held = SQLite("sqlite:///dev.db", server, DeploySettings())
    command = [sys.executable, "-m", "branchline", "reconcile", "--detach", "--repo", str(server)]

    with closing(held), held.lock("grace"):
        done = subprocess.run(command, capture_output=True, check=True, text=True)

    assert "goes on alone" in done.stdout
    assert wait_for(server) == [("0001_c",)]


def place_of(project: Project) -> Place:
    repository = Repository.discover(project.path)
    site = Site(repository, project.path, {}, "ada")
    [target] = targets(site, load(CONFIGURATION.encode()), ["dev"])
    [place] = places(site, target)
    return place


def woken(server: Path, names: list[str], wait: float) -> str:
    program = (
        "import sys; from pathlib import Path; from branchline.deploy.reconcile import wake;"
        f"wake(Path({str(server)!r}), {names!r}, {wait})"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, check=True, text=True
    )
    return done.stdout


def wait_for(server: Path) -> list[tuple[object, ...]]:
    """Return the history once the log says that the reconcile has come to its end."""
    log, until = server / LOG, time.monotonic() + _PATIENCE
    while "1 change applied\n" not in log.read_text() and time.monotonic() < until:
        threading.Event().wait(0.01)
    with closing(SQLite("sqlite:///dev.db", server, DeploySettings())) as database:
        return [(row.change,) for row in database.history()]


_PATIENCE = 60
