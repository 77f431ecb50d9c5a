"""What a cold process costs: a command beside a bare Python, a push beside one without hooks.

A command is started as its script is, without the user's site and environment.
"""

import os
import subprocess
import sys
import time
from compileall import compile_dir
from pathlib import Path
from tempfile import TemporaryDirectory

import branchline
from bench.turns import Run, fastest, markdown, python
from branchline.git.objects import Repository
from branchline.install.places import server
from branchline.install.scripts import install

TURNS = 30
PUSHES = 15


def table() -> str:
    """Return both tables as Markdown."""
    compile_dir(Path(branchline.__file__).parent, quiet=2)  # as an installed package is
    with TemporaryDirectory() as folder:
        return f"{commands(Path(folder, 'lint'))}\n{pushes(Path(folder, 'push'))}"


def commands(folder: Path) -> str:
    """Return the time of commands, as times that of a Python that does nothing."""
    folder.mkdir()
    (folder / "a.sql").write_text("CREATE TABLE orders (id bigint PRIMARY KEY, note text);\n")
    script = "import sys; from branchline.cli import main; sys.exit(main())"
    bare = "python -I -c pass"
    best = fastest(
        {
            bare: python("-c", "pass", cwd=folder),
            "branchline --version": python("-c", script, "--version", cwd=folder),
            "branchline lint a.sql, 56 bytes": python("-c", script, "lint", "a.sql", cwd=folder),
        },
        TURNS,
    )
    return markdown((name, took, took / best[bare]) for name, took in best.items())


def pushes(folder: Path) -> str:
    """Return the time of pushing a commit of code, as times that to a server without hooks."""
    folder.mkdir()
    bare, guarded = "git push, without hooks", "git push of code alone, with branchline's hooks"
    runs = {
        bare: _pusher(folder / "bare", hooks=False),
        guarded: _pusher(folder / "guarded", hooks=True),
    }
    best = fastest(runs, PUSHES)
    return markdown((name, took, took / best[bare]) for name, took in best.items())


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


def _pusher(folder: Path, *, hooks: bool) -> Run:
    """Return a run that commits to a clone of its own, and measures the push of it."""
    hub, clone = folder / "server.git", folder / "clone"
    folder.mkdir()
    git(folder, "init", "-q", "--bare", "-b", "dev", "--template=", str(hub))
    git(folder, "init", "-q", "-b", "dev", "--template=", str(clone))
    write(clone / "branchline.toml", _CONFIGURATION)
    write(
        clone / "db/0001_a.sql",
        "CREATE TABLE a (id bigint PRIMARY KEY);\n\n-- rollback\n\nDROP TABLE a;\n",
    )
    commit(clone)
    git(clone, "push", "-q", str(hub), "dev")
    if hooks:
        with Repository.discover(hub) as repository:
            install(server(repository))
        # A server was set up some time ago: what was just changed is not relied upon.
        os.utime(hub / "config", (0, 0))

    def run() -> float:
        write(clone / "src/app.py", f"now = {time.time_ns()}\n")
        commit(clone)
        began = time.perf_counter()
        git(clone, "push", "-q", str(hub), "dev")
        return time.perf_counter() - began

    return run


def write(path: Path, text: str) -> None:
    """Write a file, and the folders that it is in."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def commit(clone: Path) -> None:
    """Commit everything that a clone holds."""
    git(clone, "add", "-A")
    git(clone, "-c", "user.name=b", "-c", "user.email=b@b", "commit", "-q", "-m", "more")


def git(cwd: Path, *words: str) -> None:
    """Run git."""
    subprocess.run(["git", *words], cwd=cwd, check=True, stdout=sys.stderr)


def git_said(cwd: Path, *words: str) -> str:
    """Run git, and return what it says."""
    done = subprocess.run(["git", *words], cwd=cwd, check=True, capture_output=True, text=True)
    return done.stdout.strip()
