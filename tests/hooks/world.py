"""A server and a clone, both real, and a few words to make history with.

Scenarios are data: a line is `add 0002`, `edit 0002`, `remove 0002`, `rename
0002 0003`, `crlf 0002` (its line ends), `write FILE TEXT`, each of which
commits, or any command of git.
"""

import os
import re
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import NamedTuple

from branchline.git.objects import Repository
from branchline.install.places import server
from branchline.install.scripts import install

CONFIGURATION = """\
[changelogs.app]
path = "db"
format = "plain"
dialect = "postgres"
[environments.dev]
branch = "dev"
[environments.staging]
branch = "staging"
from = "dev"
[environments.prod]
branch = "prod"
from = "staging"
tier = "production"
"""

EMERGENCY = """\
[promotion.break_glass]
enabled = true
"""


class Pushed(NamedTuple):
    """How a push ended: what the pusher saw, and the rules that were named."""

    accepted: bool
    words: str

    @property
    def rules(self) -> set[str]:
        """The rules whose findings are errors."""
        return named_rules(self.words)


class World:
    """`clone` pushes to `server`, whose hooks are branchline's own scripts."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.clone = root / "clone"
        self.server = root / "server.git"

    @classmethod
    def made(cls, root: Path, *options: str, configuration: str = CONFIGURATION) -> "World":
        """Make dev with 0001 to 0003, staging with 0001 and 0002, prod with 0001."""
        world = cls(root)
        for path, bare in ((world.server, ["--bare"]), (world.clone, [])):
            run("git", "init", "-q", "-b", "dev", "--template=", *bare, *options, str(path))
        world.play(f"git remote add origin {world.server}")
        (world.clone / "branchline.toml").write_text(configuration)
        world.play("git add branchline.toml", "add 0001", "git branch prod", "add 0002")
        world.play("git branch staging", "add 0003", "git push -q origin dev staging prod")
        world.install()
        for key in ("receive.advertisePushOptions", "receive.fsckObjects"):
            run("git", "-C", str(world.server), "config", key, "true")
        return world

    def install(self) -> None:
        with Repository.discover(self.server) as repository:
            install(server(repository))

    def copied(self, root: Path) -> "World":
        """Return a world of its own that is like this one."""
        shutil.copytree(self.root, root, symlinks=True, dirs_exist_ok=True)
        world = World(root)
        world.play(f"git remote set-url origin {world.server}")
        return world

    def play(self, *steps: str) -> None:
        for step in steps:
            verb, *words = shlex.split(step)
            if verb == "git":
                run("git", *words, cwd=self.clone)
            else:
                self._change(verb, *words)
                run("git", "add", "-A", cwd=self.clone)
                run("git", "commit", "-q", "--allow-empty", "-m", step, cwd=self.clone)

    def push(self, *words: str, environ: dict[str, str] | None = None) -> Pushed:
        """Push as a person would, and see what they see."""
        done = subprocess.run(
            ["git", "-C", str(self.clone), "push", *words],
            capture_output=True,
            check=False,
            env=os.environ | (environ or {}),
        )
        words_ = (done.stdout + done.stderr).decode("utf-8", "replace")
        return Pushed(done.returncode == 0, words_)

    def tip(self, branch: str) -> str:
        return run("git", "-C", str(self.server), "rev-parse", branch)

    def _change(self, verb: str, name: str, text: str = "") -> None:
        path = self.clone / (name if verb == "write" else f"db/{name}.sql")
        path.parent.mkdir(parents=True, exist_ok=True)
        match verb:
            case "add" | "edit":
                suffix = "x" if verb == "edit" else ""
                path.write_text(text or sql(name + suffix))
            case "write":
                path.write_bytes(
                    text.encode("utf-8", "surrogateescape")
                    .decode("unicode_escape")
                    .encode("latin-1")
                )
            case "crlf":
                path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
            case "link":
                path.symlink_to(text)
            case "remove":
                path.unlink()
            case "rename":
                path.rename(self.clone / f"db/{text}.sql")
            case _:
                raise ValueError(verb)


def sql(name: str) -> str:
    """A change that no rule has anything to say about."""
    table = "t_" + re.sub(r"\W", "_", name)
    up = f"CREATE TABLE {table} (id bigint PRIMARY KEY);\n\n-- rollback\n\n"
    rollback = f"SET LOCAL lock_timeout = '2s';\nDROP TABLE {table};\n"
    return up + rollback


def named_rules(words: str) -> set[str]:
    """Return the rules of the errors in a report."""
    return set(re.findall(r" error ([a-z-]+): ", words))


def run(*command: str, cwd: Path | None = None) -> str:
    done = subprocess.run(command, cwd=cwd, capture_output=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{command}: {(done.stdout + done.stderr).decode()}")
    return done.stdout.decode().strip()
