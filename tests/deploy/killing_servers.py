"""Run a command on a server's database, killed before and after each thing it sends.

    python killing_servers.py REPOSITORY FIRST STEP WORD…

For each place a fork of this process runs `branchline WORD…` and is killed
there by SIGKILL; another one then runs the same undisturbed. Places are counted
from FIRST, in steps; an even one is before what is sent, an odd one when the server
has done it and nobody has heard of it yet. Prints a line of JSON for each. It
ends with the first run that was over before it was killed.
"""

import json
import os
import signal
import sys
from collections.abc import Callable
from functools import wraps
from itertools import count
from pathlib import Path
from typing import Any

# A fork has what its parent imported, and each place costs two of them.
import branchline.cli.deploy
import branchline.cli.parser
import branchline.sql.generic  # noqa: F401
from branchline.cli import main
from branchline.deploy.drivers.mysql import MySQL
from branchline.deploy.drivers.postgres import Postgres
from tests.deploy.servers import ask, empty

LOG = "said.txt"


def told(url: str) -> dict[str, Any]:
    """Return what the database says, without times and names that differ from run to run."""
    name = '"change"' if url.startswith("postgres") else "`change`"
    return {
        "effects": ask(url, "SELECT what, count(*) FROM effects GROUP BY what ORDER BY what"),
        "history": ask(
            url,
            f"SELECT {name}, outcome, statements, done FROM branchline_history ORDER BY position",
        ),
        "running": ask(
            url, "SELECT count(*) FROM branchline_deployments WHERE outcome = 'started'"
        ),
    }


def run(folder: Path, words: list[str], kill_at: int) -> int:
    """Run a command in a fork; return its exit code, or the signal that ended it, negative."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    said = os.open(folder / LOG, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(said, 1)
    os.dup2(said, 2)
    places = count()
    for wire in (Postgres, MySQL):
        for name in ("run", "ask"):
            setattr(wire, name, watched(getattr(wire, name), places, kill_at))
    code = main(words)
    sys.stdout.flush()
    os._exit(code)


def watched(send: Callable[..., Any], places: "count[int]", kill_at: int) -> Callable[..., Any]:
    """Return what sends, and is killed at one place."""

    @wraps(send)
    def sent(*arguments: Any) -> Any:  # noqa: ANN401 - as it came
        before, after = next(places), next(places)
        if before == kill_at:
            os.kill(os.getpid(), signal.SIGKILL)
        answer = send(*arguments)
        if after == kill_at:
            os.kill(os.getpid(), signal.SIGKILL)
        return answer

    return sent


def all_places(folder: Path, first: int, step: int, words: list[str]) -> None:
    """Kill at every place, one after the other."""
    url = os.environ["URL"]
    for kill_at in count(first, step):
        empty(url)
        killed = run(folder, words, kill_at)
        again = run(folder, words, -1)
        said = (folder / LOG).read_text()
        found = {"at": kill_at, "killed": killed, "again": again, "said": said, **told(url)}
        sys.stdout.write(json.dumps(found) + "\n")
        sys.stdout.flush()
        if killed >= 0:
            return


if __name__ == "__main__":
    at = sys.argv[1]
    all_places(Path(at), int(sys.argv[2]), int(sys.argv[3]), [*sys.argv[4:], "--repo", at])
