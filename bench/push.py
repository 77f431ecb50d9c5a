"""What a push costs a server with a long changelog: beside one to a server without hooks.

Every turn pushes 99 changes more to the branch where changes are born, which
nobody measures, and then promotes them, which is what is measured: once when
the server had the time to judge them ahead, and once where it never does.
"""

import fcntl
import os
import time
from compileall import compile_dir
from pathlib import Path
from tempfile import TemporaryDirectory

import branchline
from bench.start import commit, git, git_said, write
from bench.turns import Run, fastest, markdown
from branchline.git.objects import Repository
from branchline.install.places import server
from branchline.install.scripts import install

LENGTHS = (1_000, 10_000)
CHANGES = 99
TURNS = 5


def table() -> str:
    """Return the table as Markdown."""
    compile_dir(Path(branchline.__file__).parent, quiet=2)  # as an installed package is
    with TemporaryDirectory() as folder:
        return promotions(Path(folder))


def promotions(folder: Path) -> str:
    """Return the time of promoting 99 changes, and of adding one, as times that without hooks."""
    rows = []
    for length in LENGTHS:
        for what, branch, count in ((f"{CHANGES} promoted", "prod", CHANGES), ("1", "dev", 1)):
            bare = f"push of {what} onto {length:,}, without hooks"
            guarded = f"push of {what} onto {length:,}, with branchline's hooks"
            place = folder / f"{branch}-{length}"
            runs = {
                bare: _pusher(place / "bare", length, branch, count, hooks=False),
                guarded: _pusher(place / "guarded", length, branch, count, hooks=True),
            }
            if branch != "dev":
                runs[f"{guarded}, not judged ahead"] = _pusher(
                    place / "unprepared", length, branch, count, hooks=True, ahead=False
                )
            best = fastest(runs, TURNS)
            rows += [(name, took, took / best[bare]) for name, took in best.items()]
    return markdown(rows)


_CONFIGURATION = """\
[changelogs.app]
path = "db"
format = "plain"
dialect = "postgres"
[environments.dev]
branch = "dev"
[environments.prod]
branch = "prod"
from = "dev"
"""


def _pusher(  # noqa: PLR0913 - each is a fact of its own
    folder: Path, length: int, branch: str, count: int, *, hooks: bool, ahead: bool = True
) -> Run:
    hub, clone = folder / "server.git", folder / "clone"
    folder.mkdir(parents=True)
    git(folder, "init", "-q", "--bare", "-b", "dev", "--template=", str(hub))
    git(folder, "init", "-q", "-b", "dev", "--template=", str(clone))
    write(clone / "branchline.toml", _CONFIGURATION)
    _more(clone, 0, length)
    git(clone, "push", "-q", str(hub), "dev", "dev:prod")
    git(hub, "gc", "-q")
    if hooks:
        with Repository.discover(hub) as repository:
            install(server(repository))
        git(hub, "config", "branchline.ahead", str(ahead).lower())
    os.utime(hub / "config", (0, 0))
    there = length

    def run() -> float:
        nonlocal there
        _more(clone, there, count)
        there += count
        if branch != "dev":
            git(clone, "push", "-q", str(hub), "dev")
            _settled(hub, promised=hooks and ahead)
        began = time.perf_counter()
        git(clone, "push", "-q", str(hub), f"dev:{branch}")
        return time.perf_counter() - began

    return run


def _settled(hub: Path, *, promised: bool) -> None:
    """Wait until the server has nothing to do in the background."""
    promise = hub / "branchline/known/refs/heads/prod..ahead"
    tree = git_said(hub, "rev-parse", "dev:db")
    while promised and not (promise.exists() and f" {tree} " in f"{promise.read_text()} "):
        time.sleep(_GLANCE)
    time.sleep(_GLANCE)
    if promised:
        with (hub / "branchline/known/ahead.lock").open("ab") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)


_GLANCE = 0.3


def _more(clone: Path, start: int, count: int) -> None:
    for number in range(start, start + count):
        text = f"CREATE TABLE t{number} (id bigint PRIMARY KEY);\n\n-- rollback\n\n"
        undo = f"SET LOCAL lock_timeout = '2s';\nDROP TABLE t{number};\n"
        write(clone / f"db/{number:06}_t.sql", text + undo)
    commit(clone)
