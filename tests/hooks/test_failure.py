"""Pushes at once, pushes cut short, a disk that is full, a cache that is no good.

Whatever happens, a ref moves by an acceptance alone, nothing is half-written,
and the next push or the next reconcile finds everything in order.
"""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from branchline.cli import main
from tests.hooks.test_post_receive import SQLITE
from tests.hooks.world import CONFIGURATION, EMERGENCY, World, run

CHANGE = "CREATE TABLE t_{} (id integer PRIMARY KEY);\n\n-- rollback\n\nDROP TABLE t_{};\n"
GLASS = ("-o", "branchline.break-glass=INC-1", "-o", "branchline.reason=prod is down")
linux = pytest.mark.skipif(sys.platform != "linux", reason="finds the hook's process in /proc")


@pytest.fixture(scope="module")
def sqlite_world(tmp_path_factory: pytest.TempPathFactory) -> World:
    return World.made(tmp_path_factory.mktemp("deploying"), configuration=SQLITE)


@pytest.fixture
def deploying(sqlite_world: World, tmp_path: Path) -> World:
    """A world where dev and prod have a database."""
    return sqlite_world.copied(tmp_path)


@pytest.fixture
def warm(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The cache of a server on which pushes were judged; `world` has a bad change to push."""
    cache = world.root / "cache"
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache))
    for number in range(100, 140):
        change(world, f"0{number}")
    world.play("git add -A", "git commit -qm many", "git push -q origin dev")
    world.play("add 0140", "git push -q origin dev")
    assert list(notes(cache))
    world.play("add 0141", "add 0142 'DROP TABLE t_0001;'")
    yield cache
    with contextlib.suppress(FileNotFoundError):
        cache.chmod(0o700)


def change(world: World, name: str) -> None:
    (world.clone / f"db/{name}.sql").write_text(CHANGE.format(name, name))


def notes(cache: Path) -> Iterator[Path]:
    return (path for path in (cache / "branchline").rglob("*") if path.is_file())


def another_clone(world: World, name: str) -> World:
    other = World(world.root)
    other.clone = world.root / name
    run("git", "clone", "-q", "-b", "dev", str(world.server), str(other.clone))
    return other


def started(world: World, *words: str) -> "subprocess.Popen[bytes]":
    command = ["git", "-C", str(world.clone), "push", *words]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def tables(database: Path) -> set[str]:
    import sqlite3

    with contextlib.closing(sqlite3.connect(database)) as connection:
        rows = connection.execute(
            "SELECT name FROM sqlite_master WHERE name LIKE 't\\_%' ESCAPE '\\'"
        )
        return {name for (name,) in rows}


def until(ready: Callable[[], object], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not ready():
        assert time.monotonic() < end
        time.sleep(0.01)


def is_whole(world: World) -> None:
    """Nothing that a cut push leaves behind is in anybody's way."""
    ahead = (
        world.server / "branchline/known/ahead.lock"
    )  # held by a process, and not by being there
    assert set(world.server.rglob("*.lock")) <= {ahead}
    run("git", "-C", str(world.server), "fsck", "--connectivity-only")


def test_of_two_pushes_at_once_to_one_environment_one_is_accepted(deploying: World) -> None:
    other = another_clone(deploying, "other")
    for world, name in ((deploying, "0004"), (other, "0005")):
        change(world, name)
        world.play("git add -A", f"git commit -qm {name}")
    ours, theirs = (run("git", "rev-parse", "dev", cwd=w.clone) for w in (deploying, other))

    pushes = [started(world, "origin", "dev") for world in (deploying, other)]
    words = [push.communicate(timeout=120)[0] for push in pushes]

    assert sorted(push.returncode for push in pushes) == [0, 1], words
    won, table = (ours, "t_0004") if pushes[0].returncode == 0 else (theirs, "t_0005")
    assert deploying.tip("dev") == won
    until(lambda: table in tables(deploying.server / "dev.db"))
    assert not {"t_0004", "t_0005"} - {table} & tables(deploying.server / "dev.db")
    is_whole(deploying)


def test_two_pushes_at_once_to_neighbouring_environments_are_both_accepted(world: World) -> None:
    other = another_clone(world, "other")
    world.play("add 0004")
    other.play("git switch -q staging", "git merge -q origin/dev")

    pushes = [started(world, "origin", "dev"), started(other, "origin", "staging")]
    words = [push.communicate(timeout=120)[0] for push in pushes]

    assert [push.returncode for push in pushes] == [0, 0], words
    assert world.tip("dev") == run("git", "rev-parse", "dev", cwd=world.clone)
    assert world.tip("staging") == run("git", "rev-parse", "staging", cwd=other.clone)
    is_whole(world)


def waiting_hook(world: World) -> Path:
    """Let the hook that ran before ours wait, until somebody opens what is returned."""
    gate = world.root / "gate"
    os.mkfifo(gate)
    previous = world.server / "hooks/pre-receive.branchline-previous"
    previous.write_text(f"#!/bin/sh\nread line <'{gate}'\nexit 0\n")
    previous.chmod(0o755)
    return gate


def test_what_is_pushed_by_a_client_that_dies_is_deployed_by_the_next_reconcile(
    deploying: World,
) -> None:
    """Git moves the ref, and runs no post-receive for a client that is gone."""
    gate = waiting_hook(deploying)
    change(deploying, "0004")
    deploying.play("git add -A", "git commit -qm 0004")
    pushed = run("git", "rev-parse", "dev", cwd=deploying.clone)

    push = started(deploying, "origin", "dev")
    with gate.open("w") as line:  # opens when the hook reads: ours has accepted
        push.kill()
        push.wait()
        line.write("go\n")
    push.communicate()
    until(lambda: deploying.tip("dev") == pushed)
    until(lambda: not list(deploying.server.rglob("*.lock")))
    code = main(["reconcile", "--repo", str(deploying.server)])

    assert code == 0
    assert "t_0004" in tables(deploying.server / "dev.db")
    is_whole(deploying)


@linux
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_a_hook_that_is_killed_refuses(world: World, number: signal.Signals) -> None:
    before = world.tip("dev")
    pin = world.root / "server.toml"
    os.mkfifo(pin)  # reading its configuration, the hook waits
    run("git", "-C", str(world.server), "config", "branchline.config", str(pin))
    world.play("add 0004")

    push = started(world, "origin", "dev")
    until(lambda: hooks_of(world))
    for process in hooks_of(world):
        os.kill(process, number)
    words = push.communicate(timeout=60)[0]

    assert push.returncode == 1, words
    assert world.tip("dev") == before
    assert not list((world.server / "objects").glob("*incoming*"))
    is_whole(world)


def hooks_of(world: World) -> list[int]:
    """Return the Python that runs the hook of a server, once it is there."""
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            words = (place / "cmdline").read_bytes().split(b"\0")
            is_hook = b"hooks/pre-receive" in words and b"-I" in words
            if is_hook and (place / "cwd").resolve() == world.server.resolve():
                found.append(int(place.name))
    return found


def with_a_disk_of(world: World, size: int) -> None:
    """Let the hook write no more than `size` bytes into any file, as on a disk that is full."""
    hook = world.server / "hooks/pre-receive"
    real = hook.with_name("real")
    hook.rename(real)
    hook.write_text(
        f"#!{sys.executable}\nimport os, resource\n"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({size}, {size}))\n"
        f"os.execv('{real}', ['{real}'])\n"
    )
    hook.chmod(0o755)


@pytest.mark.parametrize("size", [0, 60])
def test_a_full_disk_changes_no_verdict(
    world: World, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(world.root / "cache"))
    with_a_disk_of(world, size)
    world.play("add 0004")
    good = world.push("origin", "dev")
    world.play("add 0005 'DROP TABLE t_0001;'")
    bad = world.push("origin", "dev")

    assert good.accepted, good.words
    assert bad.rules == {"drop-table"}
    is_whole(world)


@pytest.mark.parametrize("size", [0, 60])
def test_an_emergency_that_does_not_fit_on_the_disk_is_refused_and_leaves_no_half_line(
    tmp_path: Path, size: int
) -> None:
    world = World.made(tmp_path, configuration=CONFIGURATION + EMERGENCY)
    world.play("git switch -q prod", "add 0099")
    with_a_disk_of(world, size)

    pushed = world.push(*GLASS, "origin", "prod")

    assert not pushed.accepted
    assert "the emergency cannot be written down" in pushed.words
    assert (world.server / "branchline/register.jsonl").read_text() == ""


def test_emergencies_at_once_are_whole_lines(tmp_path: Path) -> None:
    path = tmp_path / "register.jsonl"
    script = """
import json, sys
from pathlib import Path
from branchline.hook.register import append
for number in range(50):
    append(Path(sys.argv[1]), json.dumps({"reason": "x" * 9000}) + "\\n")
"""
    command = [sys.executable, "-c", script, str(path)]
    running = [subprocess.Popen(command) for _ in range(3)]

    codes = [process.wait(120) for process in running]

    assert codes == [0, 0, 0]
    assert len([json.loads(line) for line in path.read_text().splitlines()]) == 150


def garbled(note: Path) -> None:
    data = bytearray(note.read_bytes())
    for place in range(0, len(data), 7):
        data[place] ^= 0xFF
    note.write_bytes(data)


def cut(note: Path) -> None:
    note.write_bytes(note.read_bytes()[: note.stat().st_size * 2 // 3])


def scratched(note: Path) -> None:
    """Change one byte near the end: what comes before it looks right."""
    data = bytearray(note.read_bytes())
    data[len(data) * 9 // 10] ^= 0x01
    note.write_bytes(data)


def emptied(note: Path) -> None:
    note.write_bytes(b"")


def locked(note: Path) -> None:
    note.unlink()
    note.mkdir()


@pytest.mark.parametrize("spoil", [garbled, cut, scratched, emptied, locked])
def test_a_cache_that_is_spoilt_changes_no_verdict(
    world: World, warm: Path, spoil: Callable[[Path], None]
) -> None:
    for note in list(notes(warm)):
        spoil(note)

    bad = world.push("origin", "dev")
    good = world.push("origin", "dev~1:dev")

    assert bad.rules == {"drop-table"}
    assert "fault" not in bad.words + good.words
    assert good.accepted, good.words


def test_a_cache_that_cannot_be_written_changes_no_verdict(world: World, warm: Path) -> None:
    shutil.rmtree(warm)
    warm.write_text("a file where a folder should be")

    bad = world.push("origin", "dev")
    good = world.push("origin", "dev~1:dev")

    assert bad.rules == {"drop-table"}
    assert good.accepted, good.words
    warm.unlink()


def test_a_refused_push_leaves_neither_refs_nor_objects_nor_tables(deploying: World) -> None:
    """Pushed SQL runs in no hook, and what is refused was never there."""
    refs = run("git", "-C", str(deploying.server), "for-each-ref")
    objects = sorted((deploying.server / "objects").rglob("*"))
    (deploying.clone / "db/0004.sql").write_text("CREATE TABLE t_0004 (id int); DROP TABLE t_0001;")
    deploying.play("git add -A", "git commit -qm bad")

    pushed = deploying.push("origin", "dev")

    assert "drop-table" in pushed.rules
    assert run("git", "-C", str(deploying.server), "for-each-ref") == refs
    assert sorted((deploying.server / "objects").rglob("*")) == objects
    assert not (deploying.server / "dev.db").exists()
