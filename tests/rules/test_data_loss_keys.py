"""Foreign keys that delete, and enumerations that shrink."""

from branchline.model.effects import Engine
from branchline.model.names import Names
from branchline.model.operations import Column, Constraint, ConstraintKind, Name, SqlType
from branchline.model.operations.session import Delete
from branchline.model.operations.tables import (
    AddColumn,
    AddConstraint,
    CreateTable,
    ModifyColumn,
)
from branchline.model.schema import Catalog, Table
from branchline.model.statement import Part
from branchline.rules.data_loss.enum_set_value_removed import enum_set_value_removed
from branchline.rules.data_loss.on_delete_cascade import on_delete_cascade
from branchline.rules.data_loss.set_null_on_not_null import set_null_on_not_null
from tests.rules.statements import statement, statements

ITEMS = Name("items", "shop")


def key(on_delete: str, *referenced: str) -> Constraint:
    return Constraint(
        ConstraintKind.FOREIGN_KEY,
        columns=("order_id",),
        references=Name("orders"),
        referenced_columns=referenced,
        on_delete=on_delete,
    )


def test_names_both_tables_of_a_cascade() -> None:
    add = AddConstraint(ITEMS, key("cascade", "id"))

    [problem] = on_delete_cascade(statement(add))

    assert problem.message == "deleting a row of orders deletes its rows of shop.items"
    assert problem.hint == "FOREIGN KEY (order_id) REFERENCES orders (id) ON DELETE RESTRICT"


def test_a_house_may_allow_tables() -> None:
    add = statement(AddConstraint(ITEMS, key("cascade")))

    assert not [*on_delete_cascade(add, allow=("items",))]
    assert not [*on_delete_cascade(add, allow=("shop.items",))]
    assert [*on_delete_cascade(add, allow=("orders",))]


def test_a_rollback_brings_back_what_was_there() -> None:
    down = statement(AddConstraint(ITEMS, key("cascade")), part=Part.DOWN)

    assert not [*on_delete_cascade(down)]


def test_null_is_written_into_a_column_that_refuses_it() -> None:
    column = Column("order_id", constraints=(key("set null"), Constraint(ConstraintKind.NOT_NULL)))

    [problem] = set_null_on_not_null(statement(AddColumn(ITEMS, column)))

    assert problem.message == (
        "deleting a row of orders fails: ON DELETE SET NULL writes NULL into order_id of shop.items"
    )
    assert problem.hint == (
        "say ON DELETE RESTRICT, or let it be NULL:"
        " ALTER TABLE shop.items ALTER COLUMN order_id DROP NOT NULL"
    )


def test_a_default_that_is_none_is_null() -> None:
    columns = (Column("order_id", not_null=True),)
    create = CreateTable(ITEMS, columns=columns, constraints=(key("set default"),))

    assert [*set_null_on_not_null(statement(create))]
    assert not [*set_null_on_not_null(statement(create, part=Part.DOWN))]


def enum(*values: str) -> SqlType:
    return SqlType("enum", values=values)


def test_a_value_that_rows_may_have_is_named() -> None:
    table = Table("orders", (Column("state", enum("open", "paid", "it's lost")),))
    catalog = Catalog(tables=Names({"orders": table}))
    orders, mariadb = Name("orders"), Engine("mariadb")
    shrink = ModifyColumn(orders, "state", Column("state", enum("open")))
    grow = ModifyColumn(orders, "state", Column("state", enum("open", "paid", "it's lost", "new")))
    bare = ModifyColumn(orders, "state", Column("state"))
    text = ModifyColumn(orders, "state", Column("state", SqlType("text")))
    [_, settled] = statements(Delete(orders), shrink, catalog=catalog)

    [problem] = enum_set_value_removed(statement(shrink, catalog=catalog, engine=mariadb))

    assert problem.message == (
        "orders.state can no longer be paid and it's lost:"
        " rows that have them make this fail, or lose them"
    )
    assert problem.hint == (
        "give them another value first:"
        " UPDATE orders SET state = ... WHERE state IN ('paid', 'it''s lost')"
    )
    quiet = [statement(each, catalog=catalog) for each in (grow, bare, text)]
    assert not [found for each in quiet for found in enum_set_value_removed(each)]
    assert not [*enum_set_value_removed(settled), *enum_set_value_removed(statement(shrink))]
