from branchline.model.effects import Engine
from branchline.model.names import Names
from branchline.model.operations import Column, Constraint, ConstraintKind, Name
from branchline.model.operations.objects import DropObject, DropView
from branchline.model.operations.tables import (
    AddConstraint,
    DropColumn,
    DropConstraint,
    DropTable,
)
from branchline.model.schema import Catalog, Table, View
from branchline.model.statement import Part, Situation
from branchline.rules.data_loss.drop_cascade import drop_cascade
from tests.rules.statements import statement, statements

ORDERS = Name("orders")
KEY = Constraint(ConstraintKind.PRIMARY_KEY, "orders_pkey", ("id",))
REFERENCE = Constraint(
    ConstraintKind.FOREIGN_KEY,
    "items_order_fkey",
    ("order_id",),
    references=ORDERS,
    referenced_columns=("id",),
)
CATALOG = Catalog(
    tables=Names(
        {
            "orders": Table(
                "orders",
                (Column("id"), Column("total")),
                (KEY, Constraint(ConstraintKind.CHECK, "orders_check")),
                children=("old_orders",),
                created_by="1",
            ),
            "items": Table("items", (Column("order_id"),), (REFERENCE,), created_by="1"),
        }
    ),
    views=Names({"totals": View("totals", reads=("orders",))}),
    readers=Names({"orders": ("totals",), "totals": ("report",)}),
    referencing=Names({"orders": ("items", "gone")}),
    gone=Names({"carts": True}),
)

NEW = Situation(created=frozenset({"orders"}))


def test_names_what_hangs_on_a_table() -> None:
    [problem] = drop_cascade(statement(DropTable(ORDERS, cascade=True), catalog=CATALOG))

    assert problem.message == (
        "drops table orders and everything that depends on it: foreign keys of items,"
        " foreign keys of gone, view totals and table old_orders"
    )
    assert problem.hint == "drop what depends on it by name first, then: DROP TABLE orders"


def test_names_the_views_over_a_view() -> None:
    drop = DropView(Name("totals"), materialized=True, cascade=True)

    [problem] = drop_cascade(statement(drop, catalog=CATALOG))

    assert problem.message == (
        "drops materialized view totals and everything that depends on it: view report"
    )
    assert problem.hint.endswith("then: DROP MATERIALIZED VIEW totals")


def test_names_the_foreign_keys_that_need_a_column_or_a_key() -> None:
    column = DropColumn(ORDERS, "id", cascade=True)
    key = DropConstraint(ORDERS, "orders_pkey", cascade=True)

    [first] = drop_cascade(statement(column, catalog=CATALOG))
    [second] = drop_cascade(statement(key, catalog=CATALOG))

    assert first.message == (
        "drops column orders.id and everything that depends on it:"
        " foreign key items_order_fkey of items"
    )
    assert second.message.startswith("drops constraint orders_pkey of orders and everything")


def test_a_key_that_nobody_knows_may_be_needed() -> None:
    [problem] = drop_cascade(statement(DropConstraint(ORDERS, "orders_key", cascade=True)))

    assert problem.hint.endswith("ALTER TABLE orders DROP CONSTRAINT orders_key")


def test_nothing_depends_on_a_check_or_on_what_is_gone_or_new() -> None:
    [_, drop] = statements(
        AddConstraint(ORDERS, Constraint(ConstraintKind.UNIQUE, "orders_key")),
        DropConstraint(ORDERS, "orders_key", cascade=True),
    )
    quiet = [
        drop,
        statement(DropConstraint(ORDERS, "orders_check", cascade=True), catalog=CATALOG),
        statement(DropTable(Name("carts"), cascade=True), catalog=CATALOG),
        statement(DropTable(Name("seen"), cascade=True, temporary=True)),
        statement(DropColumn(ORDERS, "id", cascade=True), situation=NEW),
        statement(DropView(Name("v"))),
        statement(DropColumn(ORDERS, "id")),
        statement(DropConstraint(ORDERS, "id")),
        statement(DropObject("schema", Name("audit"), cascade=True)),
        statement(DropObject("type", Name("mood"))),
        statement(DropTable(ORDERS, cascade=True), part=Part.DOWN),
        statement(DropTable(ORDERS, cascade=True), engine=Engine("mariadb")),
    ]

    assert not [problem for each in quiet for problem in drop_cascade(each)]
