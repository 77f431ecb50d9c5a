"""Whatever statement a deploy is killed at, the next one ends where an undisturbed one does."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from branchline.cli import main
from tests.deploy import killing
from tests.deploy.projects import CONFIGURATION, Project


def effect(what: str) -> str:
    return f"INSERT INTO effects VALUES ('{what}');\n"


def migration(name: str, *statements: str, transaction: bool = True) -> str:
    up = "".join(statement if " " in statement else effect(statement) for statement in statements)
    mark = "" if transaction else "-- no-transaction\n"
    return f"{mark}{up}-- rollback\n{effect(f'un{name}.1')}{effect(f'un{name}.2')}"


FIRST = "CREATE TABLE effects (what);\n"
MIGRATIONS = (
    migration("a", "a.1", "a.2"),
    migration(
        "b", "b.1", "PRAGMA cache_size = 100;\n", "b.2", "VACUUM  ;\n", "b.3", transaction=False
    ),
    migration("c", "c.1", "c.2"),
    migration("d", "d.1", "d.2"),
    migration(
        "e",
        *("e.1", "BEGIN ;\n", "e.2", "e.3", "COMMIT ;\n", "SAVEPOINT s;\n", "e.4", "RELEASE s;\n"),
        transaction=False,
    ),
    migration("f", "f.1"),
)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    found = Project(tmp_path / "shop")
    found.migrate(FIRST, *MIGRATIONS[:3])
    found.git("tag", "half")
    found.migrate(*MIGRATIONS[3:])
    return found


def killed_everywhere(project: Project, *words: str) -> Iterator[dict[str, Any]]:
    command = [sys.executable, killing.__file__, str(project.path), *words]
    done = subprocess.run(command, capture_output=True, check=False, text=True)
    assert done.returncode == 0, done.stderr
    yield from map(json.loads, done.stdout.splitlines())


def test_a_deploy_that_is_killed_anywhere_loses_nothing_and_does_nothing_twice(
    project: Project,
) -> None:
    *runs, undisturbed = killed_everywhere(project, "deploy", "dev")

    assert len(runs) > 60
    assert undisturbed["effects"] == [
        [f"{name}.{number}", 1]
        for name, most in zip("abcdef", (2, 3, 2, 2, 4, 1), strict=True)
        for number in range(1, most + 1)
    ]
    for run in runs:
        assert (run["killed"], run["again"]) == (-9, 0), run
        assert run["effects"] == undisturbed["effects"], run
        assert run["history"] == undisturbed["history"], run
        assert run["health"] == [["ok"]]
        assert run["deployments"][-1:] in ([["deploy", "applied"]], [["deploy", "started"]])
        assert {outcome for _, outcome in run["deployments"][:-1]} <= {"interrupted"}


def test_a_rollback_that_is_killed_anywhere_goes_on_where_it_stopped(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["deploy", "dev", "--repo", str(project.path)]) == 0
    capsys.readouterr()

    *runs, undisturbed = killed_everywhere(project, "rollback", "dev", "--to", "half")

    assert len(runs) > 30
    undone = [found for found in undisturbed["effects"] if found[0].startswith("un")]
    assert undone == [[f"un{name}.{number}", 1] for name in "def" for number in (1, 2)]
    for run in runs:
        assert (run["killed"], run["again"]) == (-9, 0), run
        assert run["effects"] == undisturbed["effects"], run
        assert run["history"] == undisturbed["history"], run


def test_a_rollback_by_revert_that_is_killed_anywhere_goes_on_where_it_stopped(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project = Project(tmp_path / "shop", f'{CONFIGURATION}\n[promotion]\nrevert = "rollback"\n')
    project.migrate(FIRST, *MIGRATIONS)
    assert main(["deploy", "dev", "--repo", str(project.path)]) == 0
    capsys.readouterr()
    project.commit({f"db/000{number}_c.sql": "" for number in (5, 6, 7)})
    project.commit({"app.txt": "moves the branch on, and nothing else"})

    *runs, undisturbed = killed_everywhere(project, "reconcile", "--env", "dev")

    assert len(runs) > 30
    undone = [found for found in undisturbed["effects"] if found[0].startswith("un")]
    assert undone == [[f"un{name}.{number}", 1] for name in "def" for number in (1, 2)]
    for run in runs:
        assert (run["killed"], run["again"]) == (-9, 0), run
        assert run["effects"] == undisturbed["effects"], run
        assert run["history"] == undisturbed["history"], run
