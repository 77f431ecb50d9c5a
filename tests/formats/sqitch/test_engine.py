"""Sqitch itself and branchline read the same of plans, and refuse the same."""

import json
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from branchline.formats.folder import FolderTree
from branchline.formats.sqitch import SQITCH
from branchline.model.changelog import ChangeSet, Entry, Outline
from branchline.model.settings import Changelog
from tests.formats.sqitch.plans import END, HEAD, Sqitch, ours, plans, theirs
from tests.formats.sqitch.record import VECTORS

SPEC = Changelog("app", "")
RECORDED = json.loads(VECTORS.read_text(encoding="utf-8"))
# A developer's machine and CI may be without it: then the recorded vectors stand for it.
installed = pytest.mark.skipif(shutil.which("sqitch") is None, reason="sqitch is not installed")


@pytest.fixture(scope="module")
def sqitch() -> Iterator[Sqitch]:
    with Sqitch() as found:
        yield found


@pytest.mark.parametrize("vector", RECORDED)
def test_reads_what_was_recorded_of_sqitch(vector: dict[str, Any]) -> None:
    assert ours(vector["plan"]) == vector["changes"]


@installed
@settings(
    max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(plan=plans())
def test_reads_any_plan_as_sqitch_does(plan: str, sqitch: Sqitch, tmp_path: Path) -> None:
    assert ours(plan) == theirs(sqitch.reads_plan(tmp_path, plan))


@installed
def test_reads_a_project_as_sqitch_does(sqitch: Sqitch, tmp_path: Path) -> None:
    write(tmp_path)

    theirs_ = sqitch.reads(tmp_path)["changes"]
    outline, read = _of(tmp_path)

    assert [entry.lineage for entry in outline] == [change["id"] for change in theirs_]
    assert [entry.path for entry in outline] == [change["deploy"] for change in theirs_]
    assert [read(entry).checksum for entry in outline] == [change["hash"] for change in theirs_]
    assert [entry.companions[0][0] for entry in outline] == [change["revert"] for change in theirs_]


@installed
@pytest.mark.parametrize("upto", ["@v1", "orders", "@HEAD"])
def test_what_is_pending_is_what_sqitch_has_not_run(upto: str, tmp_path: Path) -> None:
    write(tmp_path)
    target = f"db:sqlite:{tmp_path}/app.db"
    subprocess.run(
        ["sqitch", "deploy", target, "--to", upto], cwd=tmp_path, check=True, capture_output=True
    )

    with closing(sqlite3.connect(tmp_path / "sqitch.db")) as registry:
        ran = registry.execute("SELECT change_id, script_hash FROM changes").fetchall()
    outline, read = _of(tmp_path)

    known = {entry.lineage: read(entry).checksum for entry in outline}
    assert all(known[change] == script for change, script in ran)
    pending = [entry.change for entry in outline if entry.lineage not in dict(ran)]
    assert pending == {"@v1": ["orders", "users"], "orders": ["users"], "@HEAD": []}[upto]


def write(folder: Path) -> None:
    """A project whose first change was reworked, with its folders where nobody looks first."""
    plan = f"{HEAD}users {END} # é\n@v1 {END}\norders [users] {END}\nusers [users@v1] {END}\n"
    files = {
        "sqitch.conf": "[core]\n\tengine = sqlite\n\ttop_dir = db\n\tdeploy_dir = up\n"
        "\treworked_dir = old\n",
        "db/sqitch.plan": plan,
        "up/users.sql": "ALTER TABLE users ADD COLUMN name text;\n",
        "up/orders.sql": "CREATE TABLE orders (id integer);\r\n",
        "old/deploy/users@v1.sql": ".bail on\nCREATE TABLE users (id integer);\n",
        "db/revert/users.sql": "-- users",
        "db/revert/orders.sql": "DROP TABLE orders;",
        "old/revert/users@v1.sql": "DROP TABLE users;",
    }
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(text.encode())


def _of(folder: Path) -> tuple[Outline, Callable[[Entry], ChangeSet]]:
    tree = FolderTree(folder)
    return SQITCH.outline(tree, SPEC), lambda entry: SQITCH.read(tree, entry, SPEC)
