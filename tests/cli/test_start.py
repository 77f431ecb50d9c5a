"""A hook is a cold process: what it need not load, it does not load."""

import os
import subprocess
import sys
from pathlib import Path

HEAVY = {
    "argparse",
    "branchline.config.text",
    "branchline.formats.flyway",
    "branchline.formats.liquibase",
    "branchline.rules.promotion.gap",
    "branchline.sql.generic",
    "dataclasses",
    "difflib",
    "git",
    "hashlib",
    "inspect",
    "jsonschema",
    "pluggy",
    "sqlfluff",
    "sqlglot",
    "subprocess",
    "tomllib",
}


def test_linting_a_file_loads_nothing_heavy(tmp_path: Path) -> None:
    (tmp_path / "a.sql").write_text("CREATE TABLE orders (id bigint PRIMARY KEY, note text);\n")

    code = "from branchline.cli import main; main(['lint', 'a.sql'])"
    _loaded(code, tmp_path)  # asks whether there are plug-ins, and remembers that

    loaded = _loaded(code, tmp_path)

    assert (HEAVY | {"branchline.rules.data_loss.drop_table"}) & loaded == set()


def test_judging_a_push_loads_nothing_heavy_before_it_knows_what_was_pushed(tmp_path: Path) -> None:
    loaded = _loaded("import branchline.hook.refusing", tmp_path)

    unwanted = HEAVY - {"subprocess"} | {"branchline.rules", "json", "pgparse"}
    assert unwanted & loaded == set()


def _loaded(code: str, folder: Path) -> set[str]:
    """The modules that some code loads which Python had not."""
    lines = "import sys", "before = {*sys.modules}", code, "print(*sys.modules.keys() - before)"
    done = subprocess.run(
        [sys.executable, "-P", "-c", "\n".join(lines)],
        cwd=folder,
        env=os.environ | {"XDG_CACHE_HOME": str(folder / "cache")},
        capture_output=True,
        check=True,
    )
    return set(done.stdout.decode().splitlines()[-1].split())
