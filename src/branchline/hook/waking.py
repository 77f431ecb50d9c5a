"""What a Git server runs after refs moved: nothing can be refused any more, only deployed."""

import sys
from collections.abc import Mapping
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from branchline.config.trusted import Trust
from branchline.gather.aliases import Aliases
from branchline.git.objects import Repository
from branchline.git.receive import Push, read_push
from branchline.hook.chain import previous
from branchline.hook.guard import say, take_your_time
from branchline.model.environments import Pipeline


def post_receive(stream: BinaryIO, environ: Mapping[str, str]) -> int:
    """Wake the deploy of the environments whose branches moved."""
    given = b"" if stream.isatty() else stream.read()
    push = read_push(BytesIO(given), environ)
    take_your_time()
    code = previous(given)
    with Repository.from_hook(environ, Path.cwd()) as repository:
        moved, wait = _moved(push, repository)
        if moved:
            from branchline.deploy.settled import unsettle
            from branchline.deploy.wake import wake

            unsettle(repository.git_dir, (line.ref for line in push.received))
            say(f"branchline: deploying {', '.join(moved)}")
            wake(repository.git_dir, moved, wait, sys.stderr)
    return code


def _moved(push: Push, repository: Repository) -> tuple[list[str], float]:
    """The environments that have databases and a new tip, and how long to watch."""
    trust = Trust(repository, cache(lambda: repository.refs("refs/heads/")))
    aliases = Aliases(repository, (line.ref for line in push.received))
    names: dict[str, None] = {}
    wait = 0.0
    for line in push.received:
        found = None if line.deletes else trust.of(line.ref, line.new)
        pipeline = found.settings.pipeline if found else Pipeline()
        environment = pipeline.of_ref(aliases.ref(line.ref, pipeline)) if found else None
        if found and environment and environment.instances:
            names[environment.name] = None
            wait = max(wait, found.settings.deploy.wait)
    return list(names), wait
