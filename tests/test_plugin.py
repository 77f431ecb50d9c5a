"""A plug-in installed as its users install it, and plug-ins that do not load."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from branchline.testing import Example, examples, run
from tests.plugin.house_rules import table_without_owner

RULES = """
from branchline.errors import PluginError
from branchline.plugins import plugin_rules

try:
    for rule in plugin_rules():
        print(rule.id, rule.severity.word, dict(rule.options))
except PluginError as error:
    print(error.message)
    raise SystemExit(error.exit_code)
"""


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the example plug-in is installed, beside branchline's own environment."""
    folder = tmp_path_factory.mktemp("plugin")
    flags = ("--no-deps", "--no-build-isolation", "--no-index", "--disable-pip-version-check")
    subprocess.run(
        [sys.executable, "-m", "pip", "install", "-q", *flags, "--target", folder, "tests/plugin"],
        check=True,
        cwd=Path(__file__).parent.parent,
    )
    return folder


def broken(folder: Path, module: str, text: str | None = None) -> Path:
    """Make a plug-in called `broken` out of a module; without text there is no module."""
    information = folder / "broken-1.0.dist-info"
    information.mkdir()
    (information / "METADATA").write_text("Metadata-Version: 2.1\nName: broken\nVersion: 1.0\n")
    (information / "entry_points.txt").write_text(f"[branchline]\nbroken = {module}\n")
    if text is not None:
        (folder / f"{module}.py").write_text(text)
    return folder


def rules_with(folder: Path) -> subprocess.CompletedProcess[str]:
    """Ask a fresh interpreter for the rules of the plug-ins in `folder`."""
    return subprocess.run(
        [sys.executable, "-c", RULES],
        env={**os.environ, "PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_an_installed_plug_in_offers_its_rules(installed: Path) -> None:
    result = rules_with(installed)

    assert result.stdout == "table-without-owner warning {'column': 'owner'}\n"
    assert result.returncode == 0


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (None, "plug-in 'broken' (nowhere) cannot be loaded: No module named 'nowhere'"),
        ("1 / 0", "plug-in 'broken' (nowhere) cannot be loaded: division by zero"),
        (
            "from branchline import hookimpl\n@hookimpl\ndef branchline_rulez(): return ()",
            "plug-in 'broken' (nowhere) cannot be loaded: unknown hook 'branchline_rulez'",
        ),
        (
            "from branchline import hookimpl\n@hookimpl\ndef branchline_rules(): return 1 / 0",
            "plug-in 'broken' failed: division by zero",
        ),
        (
            "from branchline import hookimpl\n@hookimpl\ndef branchline_rules(): return [print]",
            "plug-in 'broken' returned <built-in function print>, not a rule",
        ),
    ],
    ids=["missing", "failing import", "unknown hook", "failing hook", "no rule"],
)
def test_a_plug_in_that_does_not_load_stops_the_run(
    tmp_path: Path, text: str | None, message: str
) -> None:
    result = rules_with(broken(tmp_path, "nowhere", text))

    assert result.stdout.startswith(message)
    assert result.returncode == 2


@pytest.mark.parametrize("example", [*examples(table_without_owner)], ids=str)
def test_its_author_tests_its_pages_with_the_same_runner(example: Example) -> None:
    assert run(example) == []
