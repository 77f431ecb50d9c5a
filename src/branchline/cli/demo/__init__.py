"""`branchline demo`: the whole story in one folder, with real Git and real databases."""

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

HELP = "play the whole story on SQLite in one folder: refuse, promote, deploy, hotfix, roll back"
EXAMPLE = """\
  branchline demo
  branchline demo /tmp/branchline-demo
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what the command takes."""
    parser.add_argument(
        "folder", nargs="?", metavar="DIR", help="where to play it; must be new (a temporary one)"
    )


def run(args: argparse.Namespace) -> int:
    """Play every scene; the first thing that is not as the story says stops it."""
    from branchline.cli.demo.acts import STORY
    from branchline.cli.demo.stage import Stage, set_up

    folder = Path(args.folder or tempfile.mkdtemp(prefix="branchline-demo-")).absolute()
    set_up(folder)
    stage = Stage(folder, colour=sys.stdout.isatty() and "NO_COLOR" not in os.environ)
    started = time.monotonic()
    print(f"branchline demo, in {folder}")
    for scene in STORY:
        scene(stage)
        sys.stdout.flush()
    print(f"\nall of it held, in {time.monotonic() - started:.0f} s; look around in {folder}")
    return 0
