"""Wherever a deploy to a server is killed, the next one ends where an undisturbed one does."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.deploy import killing_servers
from tests.deploy.servers import OnServer


def effect(what: str) -> str:
    return f"INSERT INTO effects VALUES ('{what}');\n"


START = "CREATE TABLE effects (what varchar(9));\n"
ROWS = effect("a.1") + effect("a.2")
APART = {
    "postgres": "-- no-transaction\n"
    + effect("b.1")
    + "CREATE INDEX CONCURRENTLY bi ON effects (what);\n"
    + effect("b.2")
    + "VACUUM effects;\nDROP INDEX CONCURRENTLY bi;\nBEGIN;\n"
    + effect("b.3")
    + "COMMIT;\n",
    "mariadb": effect("b.1")
    + "ALTER TABLE effects ADD COLUMN n int;\n"
    + "INSERT INTO effects (what) VALUES ('b.2');\n"
    + "CREATE INDEX bi ON effects (what);\nDROP INDEX bi ON effects;\n"
    + "ALTER TABLE effects DROP COLUMN n;\n\n"
    + "START TRANSACTION;\n"
    + effect("b.3")
    + "COMMIT;\nCREATE TABLE later (a int);\nRENAME TABLE later TO latest;\n",
}
LAST = effect("c.1")
_STEP = int(os.environ.get("BRANCHLINE_TEST_KILLS_STEP", "23"))  # 1: every place there is


def killed_everywhere(project: OnServer, first: int, step: int) -> Iterator[dict[str, Any]]:
    words = [str(project.path), str(first), str(step), "deploy", "dev"]
    done = subprocess.run(
        [sys.executable, "-m", "tests.deploy.killing_servers", *words],
        capture_output=True,
        check=False,
        text=True,
        cwd=Path(killing_servers.__file__).parents[2],
        env={**os.environ, "URL": project.url},
    )
    assert done.returncode == 0, done.stderr
    yield from map(json.loads, done.stdout.splitlines())


@pytest.mark.parametrize("engine", ["postgres", "mariadb"])
def test_a_deploy_that_is_killed_anywhere_loses_nothing_and_does_nothing_twice(
    tmp_path: Path, engine: str, request: pytest.FixtureRequest
) -> None:
    url: str = request.getfixturevalue(f"empty_{engine}_url")
    project = OnServer(tmp_path / "shop", url, patience="10s")
    project.migrate(START, ROWS, APART[engine], LAST)

    *runs, undisturbed = killed_everywhere(project, 0, _STEP)

    assert len(runs) > 100 // _STEP
    assert undisturbed["effects"] == [
        [what, 1] for what in ("a.1", "a.2", "b.1", "b.2", "b.3", "c.1")
    ]
    for run in runs:
        assert (run["killed"], run["again"]) == (-9, 0), run
        assert run["effects"] == undisturbed["effects"], run
        assert run["history"] == undisturbed["history"], run
