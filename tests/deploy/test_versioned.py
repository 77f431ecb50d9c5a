"""Changelogs of other tools, deployed: on SQLite the database is as the tool would leave it."""

from pathlib import Path

import pytest

from tests.deploy.conftest import Run
from tests.deploy.projects import CONFIGURATION, Project, rows
from tests.formats.versioned import engines

PAIRS = {
    "db/20260101_a.sql": "-- migrate:up\nCREATE TABLE a (x);\n-- migrate:down\nDROP TABLE a;\n",
    "db/20260102_b.sql": "-- migrate:up transaction:false\nVACUUM;\nCREATE TABLE b (x);\n"
    "-- migrate:down\nDROP TABLE b;\n",
    "db/20260103_c.sql": "-- migrate:up\nINSERT INTO a VALUES (1);\n-- migrate:down\n"
    "DELETE FROM a;\n"
    "-- migrate:up\nINSERT INTO a VALUES (2);\n-- migrate:down\nDELETE FROM a WHERE x = 2;\n",
}  # fmt: skip
SCHEMA = "SELECT name, sql FROM sqlite_master WHERE name IN ('a', 'b') ORDER BY name"


@pytest.fixture
def versioned(tmp_path: Path) -> Project:
    return Project(tmp_path / "work", CONFIGURATION.replace('format = "plain"', 'format = "auto"'))


def test_dbmates_changelog_leaves_the_database_that_dbmate_leaves(
    versioned: Project, run: Run
) -> None:
    versioned.commit(PAIRS)

    code, said = run("deploy", "dev", at=versioned.path)

    assert (code, "20260102_b: applied, 2 statements" in said) == (0, True), said
    assert not engines.up(versioned.path / "db").error
    theirs = {query: rows(versioned, query, "dbmate.db") for query in (SCHEMA, "SELECT x FROM a")}
    assert {query: rows(versioned, query) for query in theirs} == theirs

    assert run("rollback", "dev", "--count", "2", at=versioned.path)[0] == 0
    assert not engines.dbmate(versioned.path / "db", "rollback").returncode
    assert not engines.dbmate(versioned.path / "db", "rollback").returncode
    assert rows(versioned, SCHEMA) == rows(versioned, SCHEMA, "dbmate.db")


@pytest.mark.parametrize(
    "files",
    [
        {"db/00001_a.sql": "-- +goose Up\nCREATE TABLE a (x);\n-- +goose Down\nDROP TABLE a;\n"},
        {"db/1_a.up.sql": "CREATE TABLE a (x);\n", "db/1_a.down.sql": "DROP TABLE a;\n"},
    ],
)
def test_only_what_goes_forward_runs(versioned: Project, run: Run, files: dict[str, str]) -> None:
    versioned.commit(files)

    assert run("deploy", "dev", at=versioned.path)[0] == 0
    assert rows(versioned, SCHEMA) == [("a", "CREATE TABLE a (x)")]
    assert run("rollback", "dev", "--count", "1", at=versioned.path)[0] == 0
    assert rows(versioned, SCHEMA) == []


def test_a_program_is_said_to_be_its_tools_and_nothing_runs(versioned: Project, run: Run) -> None:
    up = "-- +goose Up\nCREATE TABLE a (x);\n-- +goose Down\nDROP TABLE a;\n"
    versioned.commit({"db/00001_a.sql": up, "db/00002_b.go": "package db\n"})

    code, said = run("deploy", "dev", at=versioned.path)

    assert code == 4
    assert "only goose can run changelog 'app': db/00002_b.go is code" in said
    assert "run `goose up` yourself" in said
    assert rows(versioned, SCHEMA) == []


def test_what_flyway_runs_beside_its_migrations_is_not_left_out(
    versioned: Project, run: Run
) -> None:
    table = {"db/V1__a.sql": "CREATE TABLE a (x);\n", "db/afterUndo.sql": "SELECT 1;\n"}
    versioned.commit({**table, "db/beforeMigrate.sql": "SELECT 1;\n"})

    code, said = run("deploy", "dev", at=versioned.path)
    versioned.commit({"db/beforeMigrate.sql": ""})
    without, _ = run("deploy", "dev", at=versioned.path)

    assert code == 4
    assert "db/beforeMigrate.sql runs with every migration of it" in said
    assert without == 0


def test_a_placeholder_without_a_value_is_not_sent(versioned: Project, run: Run) -> None:
    versioned.commit({"db/V1__a.sql": "CREATE TABLE a (x DEFAULT '${words}');\n"})

    code, said = run("deploy", "dev", at=versioned.path)

    assert code == 4
    assert "V1__a is unfilled: nothing here gives ${words} a value" in said
    assert "properties" in said
    assert rows(versioned, SCHEMA) == []


def test_what_only_the_tool_can_fill_in_is_not_run(versioned: Project, run: Run) -> None:
    up = "-- +goose Up\n-- +goose ENVSUB ON\nCREATE TABLE a (x DEFAULT '${X}');\n"
    versioned.commit({"db/00001_a.sql": up})

    code, said = run("deploy", "dev", at=versioned.path)

    assert code == 4
    assert "db/00001_a.sql is SQL that the tool makes its own when it runs it" in said
    assert rows(versioned, SCHEMA) == []


def test_flyways_own_placeholders_are_filled_in_and_a_property_wins(
    tmp_path: Path, run: Run
) -> None:
    toml = CONFIGURATION.replace('"plain"', '"flyway"')
    project = Project(
        tmp_path / "work", f'{toml}[environments.dev.properties]\nsecond = "from the property"\n'
    )
    said = '[flyway.placeholders]\nfirst = "from the file"\nsecond = "from the file"\n'
    text = "CREATE TABLE a (x);\nINSERT INTO a VALUES ('${first}'), ('${second}');\n"
    undo = "DELETE FROM a WHERE x = '${third}';\n"
    said += 'third = "from the file"\n'
    project.commit({"flyway.toml": said, "db/V1__a.sql": text, "db/U1__a.sql": undo})

    assert run("deploy", "dev", at=project.path)[0] == 0

    assert rows(project, "SELECT x FROM a") == [("from the file",), ("from the property",)]
    assert run("rollback", "dev", "--count", "1", at=project.path)[0] == 0
    assert rows(project, "SELECT x FROM a") == [("from the property",)]
