"""A folder is a case: its `command` is run among its files, and must print `expected`.

`pytest --accept tests/test_golden.py` writes what is printed instead.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

CASES = sorted(path.parent for path in Path(__file__).parent.glob("golden/*/command"))


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_the_command_prints_what_is_expected(
    case: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    here = tmp_path / "here"
    shutil.copytree(case, here, ignore=shutil.ignore_patterns("command", "expected"))

    shown = run(case / "command", here)

    if request.config.getoption("--accept"):
        (case / "expected").write_bytes(shown)
    assert shown.decode() == (case / "expected").read_bytes().decode()


def run(script: Path, folder: Path) -> bytes:
    """Return what the script prints, on both streams, and its exit code."""
    programs = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    done = subprocess.run(
        ["sh", script],
        cwd=folder,
        env=os.environ | {"PATH": programs, "GIT_CEILING_DIRECTORIES": str(folder.parent)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    return done.stdout + f"exit {done.returncode}\n".encode()
