import os
import subprocess
import sys
from pathlib import Path

CODE = (
    "import sys; from branchline.policy.installed import plugin_rules;"
    " found = [*plugin_rules()]; print('importlib.metadata' in sys.modules, len(found))"
)
OLD = 1_700_000_000


def test_nobody_looks_twice_for_plug_ins_that_are_not_there(tmp_path: Path) -> None:
    first = asked(tmp_path)
    second = asked(tmp_path)

    assert (first, second) == ("True 0", "False 0")


def test_a_plug_in_that_was_installed_since_is_found(tmp_path: Path) -> None:
    asked(tmp_path)
    asked(tmp_path)

    info = tmp_path / "extra/mine-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: mine\nVersion: 1\n")
    (info / "entry_points.txt").write_text("[branchline]\nmine = mine\n")
    (tmp_path / "extra/mine.py").write_text(
        "from branchline import hookimpl\n"
        "from branchline.model.statement import Statement\n"
        "from branchline.rule import rule\n"
        "@rule('mine')\n"
        "def mine(statement: Statement):\n    yield from ()\n"
        "@hookimpl\n"
        "def branchline_rules():\n    return [mine]\n"
    )

    assert asked(tmp_path) == "True 1"


def asked(folder: Path) -> str:
    """Run `CODE` with a folder to install into; only the first time it is old."""
    extra = folder / "extra"
    if not extra.exists():
        extra.mkdir()
        os.utime(extra, (OLD, OLD))
    environ = os.environ | {"XDG_CACHE_HOME": str(folder / "cache"), "PYTHONPATH": str(extra)}
    command = [sys.executable, "-P", "-c", CODE]
    done = subprocess.run(command, env=environ, check=True, capture_output=True, text=True)
    return done.stdout.strip()
