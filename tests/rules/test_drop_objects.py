from branchline.model.names import Names
from branchline.model.operations import Name
from branchline.model.operations.objects import (
    CreateFunction,
    CreateObject,
    CreateView,
    DropObject,
    DropView,
    RenameObject,
)
from branchline.model.schema import Catalog, Function, View
from branchline.rules.breaking.drop_function import drop_function
from branchline.rules.breaking.drop_type import drop_type
from branchline.rules.breaking.drop_view import drop_view
from tests.rules.statements import statement, statements

DROP_VIEW = DropView(Name("totals"))
KNOWN_VIEW = Catalog(views=Names({"totals": View("totals", columns=("id", "total", "tax"))}))


def test_says_when_to_drop_a_view() -> None:
    [problem] = drop_view(statement(DropView(Name("sums"), materialized=True)))

    assert problem.message == "drops materialized view sums: queries that read it fail"
    assert problem.hint.endswith("DROP MATERIALIZED VIEW sums")


def test_names_the_columns_that_a_new_view_lacks() -> None:
    drop, _ = statements(DROP_VIEW, CreateView(Name("totals"), columns=("id",)), catalog=KNOWN_VIEW)

    [problem] = drop_view(drop)

    assert problem.message == (
        "makes view totals again without total and tax: queries that read it fail"
    )


def test_columns_that_are_not_known_are_not_missed() -> None:
    star, _ = statements(DROP_VIEW, CreateView(Name("totals"), star=True), catalog=KNOWN_VIEW)
    unknown, _ = statements(DROP_VIEW, CreateView(Name("totals"), columns=("id",)))

    assert not [*drop_view(star), *drop_view(unknown)]


def test_a_function_is_told_by_its_arguments() -> None:
    drop = DropObject("function", Name("total"), arguments=("bigint", "text"))

    [problem] = drop_function(statement(drop))

    assert problem.message == "drops function total(bigint, text): whatever calls it fails"


def test_without_arguments_any_function_of_the_name_comes_in_its_place() -> None:
    drop, new = DropObject("function", Name("total")), CreateFunction(Name("total"), ("bigint",))
    none = Catalog(functions=Names({"total": (Function("total"),)}))
    other, _ = statements(drop, new)
    lost, _ = statements(drop, new, catalog=none)

    assert not [*drop_function(other)]
    assert [*drop_function(lost)]


def test_an_aggregate_comes_back_as_an_aggregate() -> None:
    drop, _ = statements(
        DropObject("aggregate", Name("median")), CreateObject("aggregate", Name("median"))
    )

    assert not [*drop_function(drop)]


def test_what_was_renamed_out_of_the_way_may_go() -> None:
    _, function = statements(
        RenameObject("function", Name("total"), "total_old"),
        DropObject("function", Name("total_old")),
    )

    assert not [*drop_function(function)]


def test_names_the_type() -> None:
    [problem] = drop_type(statement(DropObject("domain", Name("email", "app"))))

    assert problem.message == "drops domain app.email: code that names it fails"


def test_goes_silently_with_its_schema() -> None:
    drop, _ = statements(DropObject("type", Name("mood", "app")), DropObject("schema", Name("app")))

    assert not [*drop_type(drop)]
