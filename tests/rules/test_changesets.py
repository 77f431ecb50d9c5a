from dataclasses import replace
from typing import Any

import pytest

from branchline.model.changelog import ChangeSet, Entry, Kind, Order, Reversal, Script
from branchline.model.operations import Name
from branchline.model.operations.objects import AddEnumValue
from branchline.model.operations.session import Insert
from branchline.model.operations.tables import AddColumn, DropTable
from branchline.model.statement import Part, Statement
from branchline.rules.reversibility.changeset_metadata import changeset_metadata
from branchline.rules.reversibility.down_does_not_mirror import down_does_not_mirror
from branchline.rules.reversibility.forbidden_change_type import forbidden_change_type
from branchline.rules.reversibility.irreversible_unmarked import irreversible_unmarked
from branchline.rules.reversibility.one_change_per_changeset import one_change_per_changeset
from branchline.rules.reversibility.protected_table import protected_table
from tests.rules.analysed import messages
from tests.rules.statements import statement

ENTRY = Entry("0001_note", "1", "0001_note.sql", Order(0, (1,)))
DROP = statement(DropTable(Name("orders")))


def change(text: str = "", **facts: Any) -> ChangeSet:  # noqa: ANN401
    return replace(ChangeSet(ENTRY, script=Script(text, "0001_note.sql")), **facts)


# --- irreversible-unmarked ---


def test_says_what_is_lost_in_the_words_of_the_rule_that_knows() -> None:
    [problem] = irreversible_unmarked(change(statements=(DROP,)))

    assert problem.message == (
        "no rollback takes this back: it drops table orders with all its rows"
    )


def test_a_value_of_an_enum_stays() -> None:
    add = statement(AddEnumValue(Name("mood"), "odd"))

    [problem] = irreversible_unmarked(change(statements=(add,)))

    assert problem.message == (
        "no rollback takes this back: it adds 'odd' to mood,"
        " and values of an enum cannot be dropped"
    )


def test_a_changeset_that_says_so_and_one_that_repeats_are_left_alone() -> None:
    marked = change(statements=(DROP,), reversal=Reversal.IRREVERSIBLE)
    repeated = change(statements=(DROP,), entry=replace(ENTRY, kind=Kind.REPEATABLE))

    assert not [*irreversible_unmarked(marked), *irreversible_unmarked(repeated)]


def test_who_says_that_there_is_no_way_back_needs_no_mirror() -> None:
    marked = change(
        statements=(DROP,), undo=(DROP,), reversal=Reversal.IRREVERSIBLE, schemas=(None,) * 3
    )

    assert not [*down_does_not_mirror(marked)]


# --- changeset-metadata ---


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("-- Notes for orders\nSELECT 1;", True),
        ("\n\n/* Notes */ SELECT 1;", True),
        ("-- branchline: no-transaction\nSELECT 1;", False),
        ("--\nSELECT 1;", False),
        ("/*!40101 SELECT 1 */;", False),
        ("SELECT 1; -- later", False),
    ],
)
def test_a_comment_is_one_that_says_something_above_all(text: str, *, told: bool) -> None:
    found = [problem.message for problem in changeset_metadata(change(text))]

    assert found == ([] if told else ["0001_note has no comment"])


def test_all_that_is_missing_is_one_finding() -> None:
    [problem] = changeset_metadata(change("SELECT 1;"), labels=True, contexts=True)

    assert problem.message == "0001_note has no comment and no labels and no contexts"
    assert problem.hint == "say them at the head of the file"


def test_contexts_are_those_that_exist() -> None:
    changeset = change(contexts="dev and not (prod or tset)")
    known = ("dev", "test", "prod")

    [problem] = changeset_metadata(changeset, comment=False, known_contexts=known)

    assert problem.message == "0001_note names context tset, which is none"
    assert problem.hint == "the contexts are dev, test and prod"


def test_a_file_that_cannot_be_read_has_nothing_to_say() -> None:
    assert not [*changeset_metadata(ChangeSet(ENTRY, flaw="is not UTF-8"))]


# --- one-change-per-changeset ---


def test_counts_what_does_something() -> None:
    sql = "BEGIN;\nSET a.b = 1;\nCREATE TABLE a (i int);\nDROP TABLE a;\nCOMMIT;"

    assert messages(one_change_per_changeset, sql) == ["example has 2 statements, more than 1"]
    assert not messages(one_change_per_changeset, sql, most=2)


def test_what_cannot_be_read_counts() -> None:
    both = (Statement("DORP", error="syntax error"), DROP)

    assert [*one_change_per_changeset(change(statements=both))]


# --- forbidden-change-type and protected-table ---


def test_names_the_kind_and_the_object() -> None:
    [problem] = forbidden_change_type(DROP, operations=("drop-table",))

    assert problem.message == "drop-table of table orders, which the policy forbids"
    assert not [*forbidden_change_type(replace(DROP, part=Part.DOWN), operations=("drop-table",))]


def test_a_table_is_protected_with_its_schema_or_without() -> None:
    table = statement(AddColumn(Name("ledger", "app")))

    [problem] = protected_table(table, tables=("app.*",))

    assert problem.message == "changes table app.ledger, which the policy protects"
    assert [*protected_table(table, tables=("ledger",))]
    assert not [*protected_table(table, tables=("ledgers",))]


def test_rows_are_an_option() -> None:
    rows = statement(Insert(Name("ledger")))

    [problem] = protected_table(rows, tables=("ledger",))

    assert problem.message == "changes rows of ledger, which the policy protects"
    assert not [*protected_table(rows, tables=("ledger",), rows=False)]


def test_one_statement_is_one_finding_for_a_table() -> None:
    sql = "ALTER TABLE ledger ADD COLUMN a int, ADD COLUMN b int;"

    assert len(messages(protected_table, sql, tables=("ledger",))) == 1
