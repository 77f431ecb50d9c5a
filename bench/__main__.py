"""`python -m bench [NAME…]`: measure, print, and keep the tables in `bench/RESULTS.md`.

To add a measurement, write a module with a `table()` that returns Markdown, and
name it in `BENCHES`.
"""

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from bench import lint, push, start

BENCHES: Mapping[str, Callable[[], str]] = {
    "start": start.table,
    "lint": lint.table,
    "push": push.table,
}
RESULTS = Path(__file__).with_name("RESULTS.md")


def main(names: Sequence[str]) -> int:
    """Run the benches of these names, all when there are none; return the exit code."""
    unknown = [name for name in names if name not in BENCHES]
    if unknown:
        sys.stderr.write(f"bench: no bench {unknown[0]!r}, one of: {', '.join(BENCHES)}\n")
        return 2
    kept = _kept()
    for name in names or BENCHES:
        load = _load()
        kept[name] = f"{BENCHES[name]()}\n{load}"
        sys.stdout.write(f"## {name}\n\n{kept[name]}\n")
        sys.stdout.flush()
    sections = [f"## {name}\n\n{kept[name].strip()}\n" for name in BENCHES if name in kept]
    RESULTS.write_text("\n".join([_HEAD, *sections]), encoding="utf-8")
    return 0


_HEAD = """\
# Results

Written by `make bench`. Everything in one table was measured in turns in one run;
each figure is the fastest of its turns.
"""


def _load() -> str:
    """Say how busy the machine is: beside others, what takes two processors loses most."""
    if not hasattr(os, "getloadavg"):
        return ""
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else "?"
    return f"Others kept {os.getloadavg()[0]:.1f} of {processors} processors busy at the start.\n"


def _kept() -> dict[str, str]:
    """The tables of earlier runs, by name."""
    text = RESULTS.read_text(encoding="utf-8") if RESULTS.exists() else ""
    parts = [part.partition("\n") for part in f"\n{text}".split("\n## ")[1:]]
    return {name: table.strip("\n") + "\n" for name, _, table in parts}


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
