"""What is written down about a branch, so that the shell before a hook can answer alone.

Two files for a branch: its tip when it was last judged, and facts that hold as
long as nothing they rest on is newer: which paths decide anything, whether
anybody is to be woken, and whether a promotion may come next. They cost nothing
to lose. No branch whose configuration an administrator pinned has any: that may
change at any time.
"""

import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from branchline.config import FILE
from branchline.gather.attributes import folders
from branchline.gather.verdict import Standing
from branchline.policy.installed import plugin_rules

FOLDER = Path("branchline", "known")
"""Where they stand, in the repository's Git folder."""


def written_down(standing: Standing, git_dir: Path, how: str = " judged") -> bool:
    """Write down what holds for one branch; False for what is not known.

    `how` says whether the tip brought something: then there may be more to do.
    """
    facts, tip = (place(standing.ref, git_dir, what) for what in ("facts", "tip"))
    lines = list(_facts(standing, git_dir))
    try:
        if not lines:
            tip.unlink(missing_ok=True)
            return False
        facts.parent.mkdir(parents=True, exist_ok=True)
        text = "\n".join((*lines, "end", ""))
        if not facts.is_file() or facts.read_text(encoding="utf-8") != text:
            tip.unlink(missing_ok=True)
            facts.write_text(text, encoding="utf-8")
        # A shell may compare whole seconds: what changes in this one has to look newer.
        past = time.time() - _FRESH
        os.utime(facts, (past, past))
        tip.write_text(f"{standing.commit}{how}\n", encoding="utf-8")
    except (OSError, ValueError):
        return False
    return True


def place(ref: str, git_dir: Path, what: str) -> Path:
    """Return where something about a branch is written down."""
    found = git_dir / FOLDER / ref
    return found.with_name(f"{found.name}..{what}")


def seen(paths: list[str], git_dir: Path) -> list[str]:
    """Return what the shell has to see of `paths`: a file put in place may look old, as in images.

    The time is that of the last change of the inode, which nobody sets.
    """
    import subprocess

    environ = os.environ | {"LC_ALL": "C", "TZ": "UTC0"}
    command = ["ls", "-dlniLc", "--", *paths]
    done = subprocess.run(command, cwd=git_dir, env=environ, capture_output=True, check=False)
    return done.stdout.decode().splitlines()


_FRESH = 3  # seconds


def _facts(standing: Standing, git_dir: Path) -> Iterator[str]:
    """Yield the lines; none where the shell may not answer."""
    settings = standing.settings
    environment = settings.pipeline.of_ref(standing.ref)
    paths = [*(spec.path for spec in settings.changelogs), *standing.files]
    watched = [*_configurations(), *(folder for folder in sys.path if folder)]
    found = seen(["config", *watched], git_dir)
    simple = all(path and path.isprintable() and path == path.strip() for path in paths)
    simple = simple and settings.promotion.mode == "content"  # others ask of each commit
    if (
        environment is None
        or not (simple and found)
        or not _are_old([*watched, str(git_dir / "config")])
        or any(plugin_rules())
    ):
        return
    here = (each for each in settings.pipeline if each.ref == standing.ref)
    yield "wakes" if any(each.instances for each in here) else "idle"
    if any(each.source for each in settings.pipeline if each.ref != standing.ref):
        yield "next"
    if all(spec.format == "plain" for spec in settings.changelogs):
        yield "plain"  # no file outside its folder says how a changelog runs
    yield f"by {sys.executable}"  # another one may have other rules
    yield "? config"  # from where a hook runs: the repository may be moved
    yield from (f"? {path}" for path in watched)
    yield from (f"! {line}" for line in found)
    yield "look"
    above = (f"{folder}/" if folder else "" for path in paths for folder in folders(path))
    attributes = (f"{folder}.gitattributes" for folder in above)
    yield from (f": {path}" for path in dict.fromkeys((FILE, *paths, *attributes)))


def _configurations() -> list[str]:
    """Return the files beside the repository's own that may pin a configuration, there or not."""
    home = os.path.expanduser("~")  # noqa: PTH111 - pathlib raises where there is none
    base = os.environ.get("XDG_CONFIG_HOME") or f"{home}/.config"
    everyone = [f"{home}/.gitconfig", f"{base}/git/config"]
    if own := os.environ.get("GIT_CONFIG_GLOBAL"):
        everyone = [] if own == os.devnull else [own]
    return ["/etc/gitconfig", *everyone]


def _are_old(paths: list[str]) -> bool:
    now = time.time()
    for path in paths:
        try:
            touched = os.stat(path).st_mtime  # noqa: PTH116 - as `os.utime`
        except OSError:
            continue
        if touched > now - 2 * _FRESH or "\n" in path:
            return False
    return True
