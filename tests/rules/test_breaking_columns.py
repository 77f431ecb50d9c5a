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
from branchline.model.operations.tables import (
    AddColumn,
    AlterColumnType,
    DropDefault,
    DropNotNull,
    ModifyColumn,
    SetDefault,
    SetIdentity,
    SetNotNull,
)
from branchline.model.schema import Catalog, Table
from branchline.model.statement import Statement
from branchline.rules.breaking.drop_default import drop_default
from branchline.rules.breaking.drop_not_null import drop_not_null
from branchline.rules.breaking.enum_add_value_consumers import enum_add_value_consumers
from branchline.rules.breaking.identity_generated_change import identity_generated_change
from branchline.rules.breaking.json_column import json_column
from branchline.rules.breaking.set_default_change import set_default_change
from branchline.rules.breaking.type_change_clients import type_change_clients
from tests.rules.statements import statement, statements

ORDERS = Name("orders")
ZERO = Expression("0", constant=True)
BIGINT, TEXT = SqlType("bigint"), SqlType("text")


def known(*columns: Column, keys: tuple[str, ...] = ()) -> Catalog:
    key = Constraint(ConstraintKind.PRIMARY_KEY, "orders_pkey", keys)
    table = Table("orders", columns, (key,) if keys else ())
    return Catalog(tables=Names({"orders": table}))


def modify(before: Column, after: Column, keys: tuple[str, ...] = ()) -> Statement:
    engine = Engine("mariadb", (10, 11))
    change = ModifyColumn(ORDERS, before.name, after)
    return statement(change, catalog=known(before, keys=keys), engine=engine)


def test_says_one_thing_of_all_columns_that_may_be_null() -> None:
    both = statement(DropNotNull(ORDERS, "total"))
    both = Statement(
        "", operations=(*both.operations, DropNotNull(ORDERS, "tax")), effects=both.effects * 2
    )

    [problem] = drop_not_null(both)

    assert problem.message == (
        "orders.total and orders.tax may be NULL from now on: readers that never met one fail"
    )


def test_not_null_that_comes_back_was_never_gone() -> None:
    drop, _ = statements(DropNotNull(ORDERS, "total"), SetNotNull(ORDERS, "total"))

    assert not [*drop_not_null(drop)]


def test_a_column_of_the_primary_key_is_not_null_whatever_modify_says() -> None:
    before = Column("id", SqlType("integer"), not_null=True)

    assert [*drop_not_null(modify(before, Column("id", BIGINT)))]
    assert not [*drop_not_null(modify(before, Column("id", BIGINT), keys=("id",)))]


def test_modify_that_leaves_the_default_out_takes_it_away() -> None:
    before = Column("state", TEXT, not_null=True, default=ZERO)

    [problem] = drop_default(modify(before, Column("state", TEXT, not_null=True)))

    assert problem.message == (
        "orders.state loses its default and is NOT NULL: INSERTs that leave it out fail"
    )
    assert not [*drop_default(modify(before, before))]
    assert not [*drop_default(modify(before, Column("state", TEXT)))]


def test_a_default_of_null_is_none() -> None:
    null = Column("state", TEXT, not_null=True, default=Expression("NULL", null=True))

    assert not [*drop_default(statement(DropDefault(ORDERS, "state"), catalog=known(null)))]


def test_a_type_says_from_what_to_what() -> None:
    before = Column("total", SqlType("numeric", (8, 2)))
    change = AlterColumnType(ORDERS, "total", SqlType("bigint"))

    [problem] = type_change_clients(statement(change, catalog=known(before)))

    assert problem.message == (
        "orders changes the type of total from numeric(8, 2) to bigint:"
        " clients see another kind of value"
    )


def test_less_room_shows_and_more_does_not() -> None:
    before = Column("code", SqlType("varchar", (20,)))
    shorter, longer = SqlType("varchar", (10,)), SqlType("varchar", (40,))

    assert [*type_change_clients(modify(before, Column("code", shorter)))]
    assert not [*type_change_clients(modify(before, Column("code", longer)))]
    assert not [*type_change_clients(modify(before, Column("code")))]


def test_a_sign_that_goes_shows() -> None:
    before = Column("n", SqlType("bigint", unsigned=True))

    assert [*type_change_clients(modify(before, Column("n", BIGINT)))]


def test_an_array_is_another_kind_of_value() -> None:
    before = Column("code", TEXT)
    change = AlterColumnType(ORDERS, "code", SqlType("text", array=True))

    assert [*type_change_clients(statement(change, catalog=known(before)))]


def test_modify_to_the_same_values_adds_none() -> None:
    enum = SqlType("enum", values=("good", "bad"))

    assert not [*enum_add_value_consumers(modify(Column("mood", enum), Column("mood", enum)))]


def test_a_new_column_may_change_as_it_likes() -> None:
    add = AddColumn(ORDERS, Column("id", BIGINT))
    _, identity = statements(add, SetIdentity(ORDERS, "id", "add identity"))
    _, default = statements(add, SetDefault(ORDERS, "id", ZERO))

    assert not [*identity_generated_change(identity), *set_default_change(default)]


def test_says_what_the_identity_does_to_inserts() -> None:
    [problem] = identity_generated_change(statement(SetIdentity(ORDERS, "id", "drop identity")))

    assert problem.message == "drops the identity of orders.id: INSERTs that leave it out fail"


def test_a_column_may_become_json() -> None:
    [problem] = json_column(statement(AlterColumnType(ORDERS, "extra", SqlType("json"))))

    assert problem.message == (
        "orders.extra is json, which cannot be compared: SELECT DISTINCT and GROUP BY fail on it"
    )
    assert not [*json_column(statement(AlterColumnType(ORDERS, "extra", TEXT)))]
