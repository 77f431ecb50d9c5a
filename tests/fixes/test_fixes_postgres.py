"""What is fixed makes the schema that was meant, on a real server, and is found no more."""

from pathlib import Path
from typing import NamedTuple

import pytest

from branchline.fixes import RULES
from tests.fixes import worlds
from tests.fixes.cases import BASE, CASES, Case

SETUP = "SET lock_timeout = '2s';\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    return tmp_path


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_the_schema_is_the_same_and_the_hazard_gone(
    case: Case, folder: Path, postgres_url: str
) -> None:
    worlds.write(folder, {"0001_base.sql": SETUP + BASE, "0002_change.sql": case.sql})
    before = worlds.found(folder)
    meant = _run(postgres_url, folder) if case.runs else None
    undone = any(change.undo for change in worlds.changesets(folder)[1:])

    worlds.fix(folder, "db/0002_change.sql")

    files = [name for name in worlds.read(folder) if name != "0001_base.sql"]
    left = {rule for name, rule in worlds.found(folder) if name != "0001_base.sql"}
    assert len(files) == case.files, files
    assert left & RULES == case.left & RULES
    after = _run(postgres_url, folder)
    if meant is not None:
        assert set(after.there) ^ set(meant.there) == set()
        assert set(after.back) ^ set(meant.back if undone else after.back) == set()
    assert left - {rule for _, rule in before} <= {"missing-rollback"} | _TASTE


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_a_second_run_changes_nothing(case: Case, folder: Path) -> None:
    worlds.write(folder, {"0001_base.sql": SETUP + BASE, "0002_change.sql": case.sql})
    worlds.fix(folder, "db/0002_change.sql")
    once = worlds.read(folder)

    worlds.fix(folder, *(f"db/{name}" for name in once if name != "0001_base.sql"))

    assert worlds.read(folder) == once


class Ran(NamedTuple):
    """The schema after all changes, and after the way back of all but the first."""

    there: worlds.Schema
    back: worlds.Schema


def _run(url: str, folder: Path) -> Ran:
    first, *rest = worlds.changesets(folder)
    worlds.empty(url)
    worlds.deploy(url, (first, *rest))
    there = worlds.schema(url)
    worlds.roll_back(url, tuple(rest))
    return Ran(there, worlds.schema(url))


# Of the work that a safe way has and the short one had not.
_TASTE = {
    "missing-statement-timeout",
    "check-on-existing",
    "cic-if-not-exists-masks-invalid",
    "down-does-not-mirror",
    "drop-constraint",
    "unique-on-existing",
}
