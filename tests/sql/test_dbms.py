import pytest

from branchline.model.changelog import ChangeSet, Entry, Order, Script
from branchline.model.effects import Engine, engine_of
from branchline.sql.analyse import analyse

SQLITE = Engine("sqlite")


@pytest.mark.parametrize(
    ("dbms", "engine"),
    [
        ("", SQLITE),
        ("sqlite", SQLITE),
        ("PostgreSQL, sqlite", SQLITE),
        ("all", SQLITE),
        ("!postgresql", SQLITE),
        ("postgresql", Engine("postgres")),
        ("mssql,oracle", Engine("tsql")),
        ("!sqlite", None),
        ("none", None),
        ("!sqlite, mysql", Engine("mysql")),
    ],
)
def test_a_list_of_engines_says_whose_a_changeset_is(dbms: str, engine: Engine | None) -> None:
    assert engine_of(dbms, SQLITE) == engine


def changeset(number: int, text: str, dbms: str = "") -> ChangeSet:
    name = f"{number:04}"
    entry = Entry(name, name, f"{name}.sql", Order(0, (number,)))
    return ChangeSet(entry, script=Script(text, f"{name}.sql"), dbms=dbms)


def test_a_changeset_of_another_engine_is_read_in_its_words_and_moves_nothing() -> None:
    block = "CREATE TABLE t (id int); DO $$ BEGIN PERFORM 1; END $$;"
    theirs, ours = changeset(1, block, "postgresql"), changeset(2, "DROP TABLE t")

    first, second = analyse([theirs, ours], SQLITE)

    assert [statement.error for statement in first.statements] == ["", ""]
    assert {statement.engine.dialect for statement in first.statements} == {"postgres"}
    assert first.dbms == "postgresql"
    assert second.statements[0].catalog.table("t") is None


def test_a_changeset_of_an_engine_that_nobody_names_has_no_statements() -> None:
    [read] = analyse([changeset(1, "anything", "!sqlite")], SQLITE)

    assert read.statements == ()


def test_passing_over_leaves_out_what_runs_elsewhere() -> None:
    theirs, ours = changeset(1, "CREATE TABLE t (id int)", "mysql"), changeset(2, "SELECT 1")

    [read] = analyse([theirs, ours], SQLITE, judge={"0002"})

    assert read.statements[0].catalog.table("t") is None
