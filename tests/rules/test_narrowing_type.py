import pytest

from branchline.model.effects import Engine
from branchline.model.names import Names
from branchline.model.operations import (
    Column,
    Constraint,
    ConstraintKind,
    Expression,
    Name,
    SqlType,
)
from branchline.model.operations.tables import AddColumn, AlterColumnType, ModifyColumn
from branchline.model.schema import Catalog, Table
from branchline.rules.data_loss import narrowing
from branchline.rules.data_loss.narrowing import loss
from branchline.rules.data_loss.narrowing_type import narrowing_type
from tests.rules.statements import FREE, statement, statements

ORDERS = Name("orders")
NAME = AlterColumnType(ORDERS, "name", SqlType("varchar", (40,)))
ID = AlterColumnType(ORDERS, "id", SqlType("integer"))
COLUMNS = (Column("id", SqlType("bigint")), Column("name", SqlType("text")))


def catalog(*constraints: Constraint) -> Catalog:
    return Catalog(tables=Names({"orders": Table("orders", COLUMNS, constraints)}))


def check(text: str, *functions: str, column: str = "name", valid: bool = True) -> Constraint:
    expression = Expression(text, functions=functions, columns=(column,))
    return Constraint(ConstraintKind.CHECK, expression=expression, valid=valid)


def test_names_the_types_and_what_is_lost() -> None:
    [problem] = narrowing_type(statement(NAME, catalog=catalog()))

    assert problem.message == (
        "narrows orders.name from text to varchar(40): longer values do not fit"
    )
    assert problem.hint == (
        "ALTER TABLE orders ADD COLUMN name_new varchar(40);"
        " copy what fits, look at the rest, then swap the names"
    )


def test_several_columns_of_a_table_are_one_finding() -> None:
    both = statement(NAME, operations=(NAME, ID), effects=(FREE, FREE), catalog=catalog())

    [problem] = narrowing_type(both)

    assert problem.message == (
        "narrows name from text to varchar(40) and id from bigint to integer of orders:"
        " longer values do not fit and larger values do not fit"
    )


def test_a_modified_column_is_compared_as_a_whole() -> None:
    modify = ModifyColumn(ORDERS, "id", Column("id", SqlType("int")))
    bare = ModifyColumn(ORDERS, "id", Column("id"))
    engine = Engine("mariadb")

    assert [*narrowing_type(statement(modify, catalog=catalog(), engine=engine))]
    assert not [*narrowing_type(statement(bare, catalog=catalog(), engine=engine))]


@pytest.mark.parametrize(
    ("using", "found"),
    [
        (Expression("left(name, 9)", functions=("left",)), True),
        (Expression("name::date"), True),
        (Expression("name::text"), False),
    ],
    ids=lambda given: getattr(given, "text", given),
)
def test_without_an_old_type_using_tells(using: Expression, found: bool) -> None:  # noqa: FBT001
    change = AlterColumnType(ORDERS, "name", SqlType("date"), using=using)

    problems = [*narrowing_type(statement(change))]

    assert bool(problems) is found
    assert all("to date: USING may take" in problem.message for problem in problems)


@pytest.mark.parametrize(
    "proof",
    [
        check("char_length(name) <= 40", "char_length"),
        check("length(name) BETWEEN 1 AND 9", "length"),
    ],
    ids=["char_length", "between"],
)
def test_a_check_proves_that_all_fit(proof: Constraint) -> None:
    assert not [*narrowing_type(statement(NAME, catalog=catalog(proof)))]


@pytest.mark.parametrize(
    "proof",
    [
        check("char_length(name) <= 80", "char_length"),
        check("char_length(name) <= 40", "char_length", valid=False),
        check("name <> '40'"),
        check("id < 40", column="id"),
        Constraint(ConstraintKind.UNIQUE, columns=("name",)),
        Constraint(ConstraintKind.CHECK),
        Constraint(ConstraintKind.CHECK, enforced=False),
    ],
)
def test_other_constraints_prove_nothing(proof: Constraint) -> None:
    assert [*narrowing_type(statement(NAME, catalog=catalog(proof)))]


def test_a_bound_of_a_number_proves_too() -> None:
    proof = check("id < 1000", column="id")

    assert not [*narrowing_type(statement(ID, catalog=catalog(proof)))]


def test_a_column_of_the_unit_has_no_old_values() -> None:
    [_, change] = statements(AddColumn(ORDERS, Column("name")), NAME, catalog=catalog())

    assert not [*narrowing_type(change)]


def t(name: str, *arguments: int, unsigned: bool = False, array: bool = False) -> SqlType:
    return SqlType(name, arguments, unsigned=unsigned, array=array)


@pytest.mark.parametrize(
    ("old", "new", "lost"),
    [
        (t("bigint"), t("integer"), narrowing.LARGER),
        (t("integer"), t("bigint"), ""),
        (t("int"), t("int", unsigned=True), narrowing.NEGATIVE),
        (t("int", unsigned=True), t("int"), narrowing.LARGER),
        (t("varchar", 80), t("varchar", 40), narrowing.LONGER),
        (t("varchar", 40), t("varchar", 80), ""),
        (t("text"), t("char"), narrowing.LONGER),
        (t("longtext"), t("tinytext"), narrowing.LONGER),
        (t("varchar"), t("text"), ""),
        (t("numeric", 10, 2), t("numeric", 10, 0), narrowing.FRACTIONS),
        (t("numeric", 10, 2), t("numeric", 8, 2), narrowing.LARGER),
        (t("numeric"), t("numeric", 8, 2), narrowing.FRACTIONS),
        (t("numeric", 9), t("bigint"), ""),
        (t("numeric", 12), t("integer"), narrowing.LARGER),
        (t("bigint"), t("numeric", 9), narrowing.LARGER),
        (t("double precision"), t("integer"), narrowing.FRACTIONS),
        (t("double precision"), t("real"), narrowing.DIGITS),
        (t("real"), t("double precision"), ""),
        (t("real"), t("numeric", 9, 2), ""),
        (t("timestamptz"), t("date"), narrowing.CLOCK),
        (t("timestamp"), t("time"), narrowing.DAY),
        (t("timestamp"), t("timestamp", 0), narrowing.FRACTIONS),
        (t("timestamp", 0), t("timestamp"), ""),
        (t("time"), t("time", 3), narrowing.FRACTIONS),
        (t("text"), t("integer"), narrowing.OTHERS),
        (t("text"), t("date"), narrowing.OTHERS),
        (t("text"), t("jsonb"), ""),
        (t("uuid"), t("text"), ""),
        (t("bigint", array=True), t("integer"), ""),
    ],
    ids=str,
)
def test_says_what_a_type_cannot_hold(old: SqlType, new: SqlType, lost: str) -> None:
    assert loss(old, new) == lost


def test_servers_differ() -> None:
    assert loss(t("decimal"), t("decimal", 8), "mariadb") == narrowing.LARGER
    assert loss(t("datetime"), t("datetime", 0), "mysql") == ""
    assert loss(t("smallint"), t("tinyint"), "tsql") == narrowing.LARGER
    assert loss(t("varchar", -1), t("varchar", 40), "tsql") == narrowing.LONGER
