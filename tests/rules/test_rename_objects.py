from branchline.model.names import Names
from branchline.model.operations import Name
from branchline.model.operations.objects import (
    CreateObject,
    CreateType,
    RenameEnumValue,
    RenameObject,
)
from branchline.model.operations.tables import RenameTable
from branchline.model.schema import Catalog, Index
from branchline.model.statement import Situation
from branchline.rules.breaking.rename_enum_value import rename_enum_value
from branchline.rules.breaking.rename_object import rename_object
from branchline.rules.breaking.rename_schema import rename_schema
from branchline.rules.breaking.rename_table_part import rename_table_part
from tests.rules.statements import statement, statements

VIEW = RenameObject("view", Name("totals", "app"), "sums")


def test_a_view_keeps_its_schema() -> None:
    [problem] = rename_object(statement(VIEW))

    assert problem.message == "renames view app.totals to sums: code that says app.totals fails"
    assert problem.hint == (
        "leave a view behind in the same changeset:"
        " CREATE VIEW app.totals AS SELECT * FROM app.sums"
    )


def test_the_old_name_may_be_taken_by_a_table_or_a_type() -> None:
    table, _ = statements(VIEW, RenameTable(Name("sums2", "app"), Name("totals", "app")))
    type_, _ = statements(RenameObject("type", Name("mood"), "old"), CreateType(Name("mood")))
    sequence, _ = statements(
        RenameObject("sequence", Name("n"), "old"), CreateObject("sequence", Name("n"))
    )

    assert not [found for one in (table, type_, sequence) for found in rename_object(one)]


def test_a_policy_of_the_name_gives_no_view_back() -> None:
    rename, _ = statements(
        VIEW, CreateObject("policy", Name("totals", "app"), table=Name("orders"))
    )

    assert [*rename_object(rename)]


def test_the_same_name_is_no_change() -> None:
    assert not [*rename_object(statement(RenameObject("view", Name("a"), "a")))]


def test_a_name_from_the_same_unit_is_known_to_nobody() -> None:
    _, again = statements(VIEW, RenameObject("view", Name("sums", "app"), "amounts"))

    assert not [*rename_object(again)]


def test_a_schema_is_named_with_its_way_out() -> None:
    [problem] = rename_schema(statement(RenameObject("schema", Name("audit"), "Archive")))

    assert problem.message == "renames schema audit to Archive: queries that say audit fail"
    assert problem.hint.endswith('CREATE SCHEMA "Archive"')


def test_a_part_says_what_it_stands_on() -> None:
    rename = RenameObject("trigger", Name("seen"), "noticed", Name("orders"))

    [problem] = rename_table_part(statement(rename))

    assert problem.message == "renames trigger seen on orders to noticed"


def test_an_index_of_a_new_table_is_new() -> None:
    catalog = Catalog(indexes=Names({"carts_key": Index("carts_key", "carts")}))
    rename = statement(
        RenameObject("index", Name("carts_key"), "carts_pkey"),
        catalog=catalog,
        situation=Situation(created=frozenset({"carts"})),
    )

    assert not [*rename_table_part(rename)]


def test_a_value_is_quoted_in_the_way_out() -> None:
    [problem] = rename_enum_value(statement(RenameEnumValue(Name("mood"), "ok", "so'so")))

    assert problem.hint.endswith("ALTER TYPE mood ADD VALUE 'so''so'")
