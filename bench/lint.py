"""What linting costs: ten thousand migrations beside other linters, and one that changed.

The others look at each statement by itself: none replays the changelog, so none
knows what a column was before. They are measured where they are on PATH.
"""

import sys
from collections.abc import Mapping
from compileall import compile_dir
from pathlib import Path
from shutil import which
from tempfile import TemporaryDirectory

import branchline
from bench.migrations import migrations, write
from bench.turns import Run, command, fastest, markdown

COUNT = 10_000
SAMPLE = 20
TURNS = 3
QUICK_TURNS = 15


def table() -> str:
    """Return both tables as Markdown."""
    compile_dir(Path(branchline.__file__).parent, quiet=2)  # as an installed package is
    with TemporaryDirectory() as folder:
        every = write(Path(folder, "every"), COUNT)
        return f"{whole(Path(folder), every)}\n{last(Path(folder), every)}"


def whole(folder: Path, every: Path) -> str:
    """Return the time of linting all migrations, as times that of squawk."""
    sample = write(folder / "sample", SAMPLE)
    peer, ours = f"squawk, {COUNT} files", f"branchline lint, {COUNT} files, nothing remembered"
    style = f"sqlfluff lint, {SAMPLE} files, times {COUNT // SAMPLE}"
    runs: dict[str, Run] = {ours: _lint(every)}
    missing = []
    peers: dict[str, tuple[str, list[str | Path]]] = {
        peer: ("squawk-cli", ["squawk", *sorted(every.glob("*.sql"))]),
        style: ("sqlfluff", ["sqlfluff", "lint", "--dialect", "postgres", sample]),
    }
    for name, (package, words) in peers.items():
        if which(str(words[0])):
            runs[name] = command(words, folder, good=(0, 1))
        else:
            missing.append(f"Not measured: {words[0]} is not on PATH (pip install {package}).\n")
    best = fastest(runs, TURNS)
    if style in best:
        best[style] *= COUNT / SAMPLE
    return markdown(_beside(best, peer if peer in best else ours)) + "".join(missing)


def last(folder: Path, every: Path) -> str:
    """Return the time of linting the last migration behind all others, as times that alone."""
    (name, text) = [*migrations(COUNT)][-1]
    alone = folder / "alone" / name
    alone.parent.mkdir()
    single, behind = "the last file, alone", f"the last of {COUNT} files, the others remembered"
    runs = {
        single: _lint(alone, text),
        behind: _lint(every / name, text),
    }
    best = fastest(runs, QUICK_TURNS)
    return markdown(_beside(best, single))


def _beside(best: Mapping[str, float], base: str) -> list[tuple[str, float, float]]:
    return [(name, took, took / best[base]) for name, took in best.items()]


def _lint(path: Path, text: str = "") -> Run:
    """Return a run of `lint`; with `text`, the file is another one every time."""
    script = "import sys; from branchline.cli import main; sys.exit(main())"
    words: list[str | Path] = [
        sys.executable,
        "-I",
        "-c",
        script,
        "lint",
        "--dialect",
        "postgres",
        path,
    ]
    lint = command(words, path.parent, good=(0, 1))
    turns = iter(range(sys.maxsize))

    def run() -> object:
        if text:
            path.write_text(f"{text}-- turn {next(turns)}\n", encoding="utf-8")
        return lint()

    return run
