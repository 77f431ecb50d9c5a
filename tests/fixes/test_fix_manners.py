"""What is fixed in another tool's files is written as that tool wants it, and runs."""

import re
import subprocess
from pathlib import Path

import pytest

from tests.fixes import worlds
from tests.formats.versioned import engines

BASE = (
    "CREATE TABLE a (id bigint PRIMARY KEY, b bigint);\nCREATE TABLE c (id bigint PRIMARY KEY);\n"
)
UP = """\
-- about b
ALTER TABLE a ADD CONSTRAINT a_b_fk FOREIGN KEY (b) REFERENCES c (id);
CREATE INDEX a_b_idx ON a (b); -- quick
ALTER TABLE a ADD COLUMN note text;
"""
DOWN = """\
ALTER TABLE a DROP COLUMN note;
DROP INDEX a_b_idx;
ALTER TABLE a DROP CONSTRAINT a_b_fk;
"""
NAMES = {
    "dbmate": ["20260102120059_b.sql", "20260102120060_validate_a_b_fk.sql",
               "20260102120061_create_a_b_idx.sql"],
    "goose": ["00002_b.sql", "00003_validate_a_b_fk.sql", "00004_create_a_b_idx.sql"],
    "golang-migrate": [
        f"00000{name}.{way}.sql"
        for name in ("2_b", "3_validate_a_b_fk", "4_create_a_b_idx") for way in ("down", "up")
    ],
}  # fmt: skip


def written(format_: str, up: str, down: str) -> dict[str, str]:
    """A changelog of two changes, the second in question."""
    first, second = BASE, "DROP TABLE a;\nDROP TABLE c;\n"
    if format_ == "golang-migrate":
        return {"000001_a.up.sql": first, "000001_a.down.sql": second,
                "000002_b.up.sql": up, "000002_b.down.sql": down}  # fmt: skip
    if format_ == "dbmate":
        name, text = "20260101120000_a.sql", "-- migrate:up\n{}\n-- migrate:down\n{}"
    else:
        name, text = "00001_a.sql", "-- +goose Up\n{}\n-- +goose Down\n{}"
    return {name: text.format(first, second), NAMES[format_][0]: text.format(up, down)}


def dbmate(url: str, folder: Path, *words: str) -> None:
    command = [engines.DBMATE, "--url", f"{url}?sslmode=disable", "--no-dump-schema"]
    subprocess.run([*command, "-d", str(folder), *words], check=True, capture_output=True)


@pytest.fixture(autouse=True)
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))


@pytest.mark.parametrize("format_", NAMES)
def test_each_tools_own_files_make_the_schema_that_was_meant(
    tmp_path: Path, postgres_url: str, format_: str
) -> None:
    worlds.write(tmp_path, written(format_, UP, DOWN))
    changes = worlds.changesets(tmp_path, format_)
    worlds.empty(postgres_url)
    worlds.deploy(postgres_url, changes)
    meant = worlds.schema(postgres_url)
    worlds.roll_back(postgres_url, changes)

    names = [f"db/{name}" for name in written(format_, UP, DOWN) if "1_a" not in name]
    worlds.fix(tmp_path, *(name for name in names if "_b." in name))

    assert [name for name in worlds.read(tmp_path) if "_a." not in name] == NAMES[format_]
    rules = {rule for _, rule in worlds.found(tmp_path, format_)}
    assert not rules & {"add-fk-valid", "index-not-concurrent", "missing-rollback",
                        "concurrent-in-transaction", "unreadable-change"}  # fmt: skip
    fixed = worlds.changesets(tmp_path, format_)
    worlds.deploy(postgres_url, fixed)
    assert set(worlds.schema(postgres_url)) == set(meant)
    worlds.roll_back(postgres_url, fixed)
    assert not [row for row in worlds.schema(postgres_url) if row[0] == "column"]


def test_dbmate_runs_what_was_written_for_it(tmp_path: Path, postgres_url: str) -> None:
    worlds.write(tmp_path, written("dbmate", UP, DOWN))
    worlds.fix(tmp_path, f"db/{NAMES['dbmate'][0]}")
    worlds.empty(postgres_url)

    dbmate(postgres_url, tmp_path / "db", "up")
    there = worlds.schema(postgres_url)
    for _ in range(3):
        dbmate(postgres_url, tmp_path / "db", "rollback")

    assert [row for row in there if row[0] == "index" and row[2] == "a_b_idx"]
    left = {row[1] for row in worlds.schema(postgres_url) if row[0] == "column"}
    assert left == {"a", "c", "schema_migrations"}


@pytest.mark.parametrize(
    ("format_", "before", "after"),
    [
        (
            "dbmate",
            "-- migrate:up\nCREATE INDEX i ON a (b);\n-- migrate:down\nDROP INDEX i;\n",
            (
                "-- migrate:up transaction:false\nCREATE INDEX CONCURRENTLY i ON a (b);\n"
                "-- migrate:down transaction:false\nDROP INDEX CONCURRENTLY i;\n"
            ),
        ),
        (
            "goose",
            "-- +goose Up\nCREATE INDEX i ON a (b);\n-- +goose Down\nDROP INDEX i;\n",
            (
                "-- +goose NO TRANSACTION\n-- +goose Up\nCREATE INDEX CONCURRENTLY i ON a (b);\n"
                "-- +goose Down\nDROP INDEX CONCURRENTLY i;\n"
            ),
        ),
    ],
)
def test_a_file_of_one_index_says_itself_that_it_has_no_transaction(
    tmp_path: Path, format_: str, before: str, after: str
) -> None:
    files = written(format_, UP, DOWN)
    name = NAMES[format_][0]
    worlds.write(tmp_path, {**files, name: before})

    worlds.fix(tmp_path, f"db/{name}")

    assert worlds.read(tmp_path)[name] == after
    assert len(worlds.read(tmp_path)) == 2


@pytest.mark.parametrize(
    ("format_", "text"),
    [
        ("dbmate", 2 * f"-- migrate:up\n{UP}\n-- migrate:down\n{DOWN}"),
        ("dbmate", f"-- migrate:up in words\n{UP}\n-- migrate:down\n{DOWN}"),
        ("goose", f"-- +goose Up\n-- +goose StatementBegin\n{UP}-- +goose StatementEnd\n"),
    ],
)
def test_what_is_written_in_another_manner_is_not_taken_apart(
    tmp_path: Path, format_: str, text: str
) -> None:
    files = written(format_, UP, DOWN)
    name = NAMES[format_][0]
    worlds.write(tmp_path, {**files, name: text})

    worlds.fix(tmp_path, f"db/{name}")

    assert len(worlds.read(tmp_path)) == 2
    assert "CONCURRENTLY" not in re.sub("--.*", "", worlds.read(tmp_path)[name])


def test_no_number_is_taken_between_two_that_are_there(tmp_path: Path) -> None:
    files = written("goose", UP, DOWN)
    later = "-- +goose Up\nSELECT 1;\n-- +goose Down\nSELECT 1;\n"
    worlds.write(tmp_path, {**files, "00004_c.sql": later})

    worlds.fix(tmp_path, "db/00002_b.sql")

    assert [*worlds.read(tmp_path)] == ["00001_a.sql", "00002_b.sql", "00004_c.sql"]
