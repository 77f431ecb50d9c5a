import json
from pathlib import Path

import pytest

from branchline.cli import main
from tests.deploy.projects import CONFIGURATION, Project

ASKED = CONFIGURATION.replace("sqlite:///staging.db", "env:NO_SUCH_URL")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    found = Project(tmp_path / "shop", ASKED)
    found.migrate("CREATE TABLE t (a);\n")
    found.git("branch", "staging")
    return found


def test_databases_are_read_where_they_can_be(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["status", "--repo", str(project.path)])

    assert code == 0
    assert capsys.readouterr().out == (
        "unknown: staging/main: no URL for the database: the variable 'NO_SUCH_URL' is not set\n"
        "CHANGE  dev      staging\n"
        "0001_c  pending  unknown\n"
    )


def test_live_fails_where_a_database_does_not_answer(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["status", "--live", "--repo", str(project.path)])

    assert code == 4
    assert "the variable 'NO_SUCH_URL' is not set" in capsys.readouterr().err


def test_a_database_that_cannot_be_asked_is_taken_to_equal_its_branch(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    project.migrate("INSERT INTO t VALUES (1);\n")

    code = main(["plan", "staging", "--at", "dev", "--format", "json", "--repo", str(project.path)])

    [instance] = json.loads(capsys.readouterr().out)["instances"]
    assert code == 0
    assert [step["change"] for step in instance["steps"]] == ["0002_c"]
    assert instance["unread"]
