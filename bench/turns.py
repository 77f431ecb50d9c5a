"""Run things in turns, and compare the fastest of each.

A shared machine slows everything down now and then and speeds nothing up: the
minimum is what a thing takes, and turns give each the same chances.
"""

import subprocess
import sys
import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path

Run = Callable[[], object]


def fastest(runs: Mapping[str, Run], turns: int) -> dict[str, float]:
    """Return the least seconds of each run, after one turn that only warms up.

    A run that returns a number has measured itself, in seconds.
    """
    best = dict.fromkeys(runs, float("inf"))
    for turn in range(turns + 1):
        for name, run in runs.items():
            began = time.perf_counter()
            said = run()
            took = said if isinstance(said, float) else time.perf_counter() - began
            if turn:
                best[name] = min(best[name], took)
    return best


def command(words: Sequence[str | Path], cwd: Path, *, good: Collection[int] = (0,)) -> Run:
    """Return a run of a command, whose output nobody sees; `good` are its codes of success.

    Raises:
        RuntimeError: when run, it fails.
    """

    def run() -> None:
        done = subprocess.run([*map(str, words)], cwd=cwd, capture_output=True, check=False)
        if done.returncode not in good:
            raise RuntimeError(f"{words}: {done.stdout.decode()}{done.stderr.decode()}")

    return run


def python(*words: str | Path, cwd: Path) -> Run:
    """Return a run of this interpreter, started as a hook starts it."""
    return command([sys.executable, "-I", *words], cwd)


def markdown(rows: Iterable[tuple[str, float, float]]) -> str:
    """Return a table of what was run, its seconds, and how often those of another it took."""
    lines = ["| what | ms | times |", "|---|--:|--:|"]
    lines += [f"| {name} | {took * 1000:.1f} | {ratio:.2f} |" for name, took, ratio in rows]
    return "\n".join(lines) + "\n"
