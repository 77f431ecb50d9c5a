"""branchline as one file, run by a Python that has nothing installed."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from zipfile import ZipFile

import pytest

from branchline.install.zipapp import PARSER, write
from tests.hooks.world import CONFIGURATION, World

PYTHON = Path(sys.base_prefix, "bin/python3")

pytestmark = pytest.mark.skipif(not PYTHON.exists(), reason="no Python but this environment's")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("built") / "branchline.pyz"
    write(out)
    return out


@pytest.fixture
def archive(built: Path, tmp_path: Path) -> Path:
    place = tmp_path / "opt/branchline.pyz"
    place.parent.mkdir()
    place.hardlink_to(built)
    return place


def ran(*words: object) -> tuple[int, str]:
    done = subprocess.run(
        [str(word) for word in (PYTHON, "-I", *words)],
        cwd="/",
        env={name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ},
        capture_output=True,
        check=False,
    )
    return done.returncode, (done.stdout + done.stderr).decode()


def installed(world: World, archive: Path, *more: str) -> str:
    for path in (world.server / "hooks").iterdir():
        path.unlink()
    code, words = ran(archive, "hooks", "install", "--server", world.server, *more)
    assert code == 0, words
    return words


def test_it_judges_pushes_with_nothing_installed(world: World, archive: Path) -> None:
    said = installed(world, archive)
    world.play("git switch -q staging", "add 0009", "git switch -q dev", "add 0004")

    stray = world.push("origin", "staging")
    good = world.push("origin", "dev")
    world.play("add 0005 'DROP TABLE t_0001;'")
    dropping = world.push("origin", "dev")

    assert "put the parser of PostgreSQL's SQL into" in said
    assert stray.rules == {"not-in-source"}, stray.words
    assert good.accepted, good.words
    assert dropping.rules == {"drop-table"}, dropping.words


def test_it_deploys_what_was_accepted(world: World, archive: Path, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/dev.db"
    instance = f'[environments.dev.instances.main]\nurl = "{url}"\n[environments.staging]'
    text = CONFIGURATION.replace("[environments.staging]", instance).replace("postgres", "sqlite")
    (tmp_path / "pinned.toml").write_text(text)
    installed(world, archive, "--config", str(tmp_path / "pinned.toml"))
    world.play("add 0004 'CREATE TABLE told (a);\n-- rollback\nDROP TABLE told;'")

    pushed = world.push("origin", "dev")

    assert pushed.accepted, pushed.words
    with closing(sqlite3.connect(tmp_path / "dev.db")) as database:
        assert database.execute("SELECT count(*) FROM told").fetchone() == (0,), pushed.words


def test_the_doctor_believes_it(world: World, archive: Path) -> None:
    installed(world, archive)

    code, words = ran(archive, "doctor", "--server", world.server)

    assert "was refused by branchline" in words, words
    assert "was accepted" in words
    assert "has no branchline" not in words
    assert code == 0, words


def test_without_a_parser_it_says_what_is_not_judged(
    world: World, built: Path, tmp_path: Path
) -> None:
    archive = tmp_path / "small.pyz"
    with ZipFile(built) as whole, ZipFile(archive, "w") as small:
        for name in whole.namelist():
            if name != PARSER:
                small.writestr(name, whole.read(name))
    said = installed(world, archive)
    world.play("git switch -q staging", "add 0009", "git switch -q dev")

    stray = world.push("origin", "staging")
    world.play("add 0005 'DROP TABLE t_0001;'")
    dropping = world.push("origin", "dev")

    assert "PostgreSQL's SQL is not judged" in said
    assert stray.rules == {"not-in-source"}, stray.words
    assert dropping.accepted, dropping.words
    assert "PostgreSQL's SQL is not judged here" in dropping.words


def test_a_parser_of_another_machine_is_not_used(world: World, built: Path, tmp_path: Path) -> None:
    archive = tmp_path / "foreign.pyz"
    with ZipFile(built) as whole, ZipFile(archive, "w") as foreign:
        for name in whole.namelist():
            foreign.writestr(name, b"not a library" if name == PARSER else whole.read(name))

    said = installed(world, archive)

    assert "PostgreSQL's SQL is not judged" in said
    assert not Path(f"{archive}.d").exists()
