import pytest

from branchline.rules.breaking.function_signature import function_signature
from branchline.rules.breaking.view_columns import view_columns
from tests.rules.analysed import findings, messages

OLD = "CREATE FUNCTION f({}) RETURNS {} LANGUAGE sql AS '';\n-- changeset 2\n"
NEW = "CREATE OR REPLACE FUNCTION f({}) RETURNS {} LANGUAGE sql AS '';"


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        (("a int", "int"), ("a int", "text"), "it returns integer, and the new one text"),
        (("a int", "int"), ("b int", "int"), "its argument a is called b"),
        (("a int", "int"), ("int", "int"), "its argument a is called nothing"),
        (
            ("a int", "TABLE (x int, y int)"),
            ("a int", "TABLE (x int, z int)"),
            "it returns setof (x integer, y integer), and the new one setof (x integer, z integer)",
        ),
    ],
)
def test_says_why_a_function_is_not_replaced(
    old: tuple[str, str], new: tuple[str, str], why: str
) -> None:
    [finding] = findings(function_signature, OLD.format(*old) + NEW.format(*new))

    assert finding.message == f"PostgreSQL refuses to replace f(integer): {why}"
    assert finding.hint == "drop the old one in the same transaction: DROP FUNCTION f(integer)"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (("int", "int"), ("a int", "int")),
        (("a varchar(9)", "varchar(9)"), ("a varchar", "varchar(20)")),
        (("a int", "TABLE (x int)"), ("a int", "TABLE (y int)")),
    ],
)
def test_names_for_nameless_arguments_and_lengths_are_taken(
    old: tuple[str, str], new: tuple[str, str]
) -> None:
    assert not messages(function_signature, OLD.format(*old) + NEW.format(*new))


def test_a_procedure_takes_no_functions_place() -> None:
    sql = OLD.format("a int", "int") + "CREATE OR REPLACE PROCEDURE f(a int) LANGUAGE sql AS '';"

    [message] = messages(function_signature, sql)

    assert message == "PostgreSQL refuses to replace f(integer): a function is no procedure"


def test_what_is_refused_is_refused_in_a_rollback() -> None:
    sql = OLD.format("a int", "int") + "SELECT 1;\n-- rollback\n"

    assert len(messages(function_signature, sql + NEW.format("a int", "text"))) == 1
    assert not messages(function_signature, sql + NEW.format("a text", "text"))


def test_postgres_refuses_a_view_that_loses_columns_wherever_it_stands() -> None:
    sql = "CREATE VIEW v AS SELECT 1 AS a, 2 AS b;\nCREATE OR REPLACE VIEW v AS SELECT 1 AS b;"

    assert messages(view_columns, sql) == ["PostgreSQL refuses to replace view v: it loses a"]


def test_others_take_it_from_nobody_where_nobody_reads() -> None:
    view, less = (
        "CREATE VIEW v AS SELECT 1 AS a, 2 AS b;\n",
        "CREATE OR REPLACE VIEW v AS SELECT 1 AS b;",
    )

    assert not messages(view_columns, view + less, "mariadb")
    assert not messages(
        view_columns, f"{view}-- changeset 2\nSELECT 1;\n-- rollback\n{less}", "mariadb"
    )
    assert messages(view_columns, f"{view}-- changeset 2\n{less}", "mariadb") == [
        "view v loses a: queries that read it fail or read something else"
    ]
