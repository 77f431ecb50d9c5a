"""A project, and the command run in it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from branchline.cli import main
from tests.deploy.projects import Project

Ended = tuple[int, str]
Run = Callable[..., Ended]

TABLE = "CREATE TABLE t (a);\n-- rollback\nDROP TABLE t;\n"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project with one change, and a branch for each environment."""
    found = Project(tmp_path / "shop")
    found.migrate(TABLE)
    found.git("branch", "staging")
    return found


@pytest.fixture
def run(project: Project, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in the project; return its exit code, and what it says on both streams."""

    def ended(*words: str, at: Path | None = None) -> Ended:
        capsys.readouterr()
        code = main([*words, "--repo", str(at or project.path)])
        said = capsys.readouterr()
        return code, said.out + said.err

    return ended
