"""goose's files, by its own parser's rules (pressly/goose, `internal/sqlparser`)."""

import pytest

from branchline.formats import get
from branchline.model.changelog import ChangeSet, Reversal
from branchline.model.effects import Engine
from branchline.model.settings import Changelog
from tests.formats.trees import Files, below

SPEC = Changelog("app", "db", "goose", Engine("postgres"))
FUNCTION = "CREATE FUNCTION f() RETURNS int AS $$\nBEGIN\n  RETURN 1;\nEND;\n$$ LANGUAGE plpgsql;\n"


def read(text: str) -> ChangeSet:
    files = Files({"db/00001_a.sql": text})
    [entry] = get("goose").outline(files, SPEC)
    return get("goose").read(files, entry, SPEC)


@pytest.mark.parametrize(
    "text",
    [
        "-- +goose Up\nSELECT 1;\n-- +goose Down\nSELECT 2;\n",
        "-- +goose up\nSELECT 1;\n--+goose DOWN\nSELECT 2;\n",
        "-- words\n\n-- +goose Up\n-- words\nSELECT 1; -- more\n",
        "-- +goose Up\n-- +goose Down\n",
        "-- +goose NO TRANSACTION\n-- +goose Up\nSELECT 1;\n",
        "-- +goose ENVSUB ON\n-- +goose Up\nSELECT '${X}';\n-- +goose ENVSUB OFF\n",
        f"-- +goose Up\n-- +goose StatementBegin\n{FUNCTION}-- +goose StatementEnd\nSELECT 1;\n",
        "-- +goose Up\n-- +goose StatementBegin\nSELECT 1\n-- +goose StatementEnd\n",
        "-- +goose Up\nSELECT 1;\nSELECT\n  2\n;\n",
        "-- +goose Up\nSELECT 'a; b' AS x,\n 2;\n",
    ],
)
def test_reads_what_goose_runs(text: str) -> None:
    changeset = read(text)

    assert not changeset.flaw
    assert changeset.script
    assert changeset.script.text.count("\n") == text.count("\n")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("SELECT 1;\n", "has SQL before '-- +goose Up', at line 1"),
        ("-- words\n", "has no line '-- +goose Up'"),
        ("-- +goose Up\nSELECT 1\n", "no ';' at the end of the statement at"),
        ("-- +goose Up\nSELECT 1\n-- +goose Down\n", "no ';' at the end of the statement at"),
        ("-- +goose Up\n-- +goose Up\n", "says '+goose Up' twice, again at line 2"),
        ("-- +goose Down\n-- +goose Up\n", "says '+goose Down' at line 1"),
        ("-- +goose Up\n-- +goose StatementBegin\nSELECT 1;\n", "for the StatementBegin at line 2"),
        ("-- +goose Up\n-- +goose StatementEnd\n", "says 'StatementEnd' at line 2 without"),
        ("-- +goose StatementBegin\n", "says 'StatementBegin' at line 1, outside"),
        ("-- +goose Up\n-- +goose StatementBegin\n-- +goose StatementBegin\n", "twice"),
        ("-- +goose Upp\n", "and goose knows no such line"),
        ("-- +goose Up\n  -- +goose Down\n", "and goose knows no such line"),
        (f"-- +goose Up\n{FUNCTION}", "a statement at line 2 that goose cuts at a ';'"),
    ],
)  # fmt: skip
def test_says_what_goose_refuses(text: str, words: str) -> None:
    assert words in read(text).flaw


def test_only_up_goes_forward_and_lines_stay() -> None:
    changeset = read("-- +goose Up\nSELECT 1;\n-- +goose Down\nSELECT 2;\n")

    assert changeset.script
    assert changeset.rollback
    assert changeset.script.text == "\nSELECT 1;\n\n\n"
    assert changeset.rollback.text == "\n\n\nSELECT 2;\n"
    assert changeset.reversal is Reversal.PRESENT


def test_the_whole_file_has_a_transaction_or_none() -> None:
    assert read("-- +goose Up\nSELECT 1;\n").transaction
    assert not read("-- +goose Up\nSELECT 1;\n-- +goose NO TRANSACTION\n").transaction


def test_versions_are_numbers_from_one_and_a_program_is_gooses_alone() -> None:
    names = (
        "00001_a.sql",
        "10_b.sql",
        "2_c.go",
        "2_c_test.go",
        "0_x.sql",
        "x_3.sql",
        "4.sql",
        "sub/5_a.sql",
    )
    tree = below(*names, "99999999999999999999_x.sql")
    outline = get("goose").outline(tree, SPEC)

    assert [entry.id for entry in outline] == ["1", "2", "10"]
    assert {stray.place.path.removeprefix("db/") for stray in outline.strays} == {
        "0_x.sql", "x_3.sql", "4.sql", "sub/5_a.sql", "99999999999999999999_x.sql"
    }  # fmt: skip
    program = get("goose").read(tree, outline.entries[1], SPEC)
    assert (program.runner, program.flaw, program.script) == ("goose", "", None)
    assert program.code


def test_ways_back_are_not_part_of_the_checksum() -> None:
    one = read("-- +goose Up\nSELECT 1;\n-- +goose Down\nSELECT 2;\n")
    other = read("-- +goose Up\nSELECT 1;\n-- +goose Down\nSELECT 3;\nSELECT 4;\n")

    assert one.checksum == other.checksum != read("-- +goose Up\nSELECT 3;\n").checksum
