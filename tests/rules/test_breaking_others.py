from branchline.model.names import Names
from branchline.model.operations import Column, Constraint, ConstraintKind, Expression, Name
from branchline.model.operations.objects import (
    AlterObject,
    CreateFunction,
    CreateIndex,
    CreateTrigger,
    CreateView,
    SetSchema,
)
from branchline.model.operations.session import Insert, Revoke
from branchline.model.operations.tables import (
    AddColumn,
    AddConstraint,
    DetachPartition,
    SetNotNull,
    SetTableOption,
)
from branchline.model.schema import Catalog, Function, Table, View
from branchline.model.statement import Situation
from branchline.rules.breaking.add_column_shape import add_column_shape
from branchline.rules.breaking.extension_update import extension_update
from branchline.rules.breaking.function_signature import function_signature
from branchline.rules.breaking.insert_without_columns import insert_without_columns
from branchline.rules.breaking.new_write_restriction import new_write_restriction
from branchline.rules.breaking.replication_shape import replication_shape
from branchline.rules.breaking.revoke import revoke
from branchline.rules.breaking.rls_change import rls_change
from branchline.rules.breaking.select_star import select_star
from branchline.rules.breaking.set_schema import set_schema
from branchline.rules.breaking.sti_inheritance_column import sti_inheritance_column
from tests.rules.statements import statement, statements

ORDERS = Name("orders")


def test_gives_the_columns_of_a_table_it_knows() -> None:
    table = Table("orders", (Column("id"), Column("order")))
    insert = statement(Insert(ORDERS), catalog=Catalog(tables=Names({"orders": table})))

    [problem] = insert_without_columns(insert)

    assert problem.hint == 'list the columns: INSERT INTO orders (id, "order") ...'


def test_a_table_that_is_not_known_whole_is_not_spelled_out() -> None:
    table = Table("orders", (Column("id"),), complete=False)
    insert = statement(Insert(ORDERS), catalog=Catalog(tables=Names({"orders": table})))

    [problem] = insert_without_columns(insert)

    assert problem.hint == "list the columns: INSERT INTO orders (...) ..."


def test_copy_brings_its_own_columns() -> None:
    assert not [*insert_without_columns(statement(Insert(ORDERS, copy=True)))]


def test_a_temporary_table_may_be_filled_with_a_star() -> None:
    fill = statement(
        Insert(ORDERS, from_query=True, star=True),
        situation=Situation(temporary=frozenset({"orders"})),
    )

    assert not [*select_star(fill)]


def test_a_temporary_view_may_hold_a_star() -> None:
    assert not [*select_star(statement(CreateView(Name("v"), star=True, temporary=True)))]


def test_a_restriction_is_named_by_its_columns_when_it_has_no_name() -> None:
    unique = AddConstraint(ORDERS, Constraint(ConstraintKind.UNIQUE, columns=("code",)))

    [problem] = new_write_restriction(statement(unique))

    assert problem.message == (
        "orders refuses rows that break unique (code): running code may still write such rows"
    )


def test_a_foreign_key_and_a_plain_index_are_not_meant() -> None:
    key = Constraint(ConstraintKind.FOREIGN_KEY, columns=("a",), references=Name("p"))

    assert not [*new_write_restriction(statement(AddConstraint(ORDERS, key)))]
    assert not [*new_write_restriction(statement(CreateIndex(ORDERS)))]


def test_not_null_that_is_proven_restricts_nothing_more() -> None:
    proof = Expression("a IS NOT NULL", not_null=("a",), columns=("a",))
    check = Constraint(ConstraintKind.CHECK, "proof", expression=proof)
    catalog = Catalog(tables=Names({"orders": Table("orders", constraints=(check,))}))

    assert not [*new_write_restriction(statement(SetNotNull(ORDERS, "a"), catalog=catalog))]


def test_a_trigger_that_refuses_nothing_restricts_nothing() -> None:
    _, trigger = statements(
        CreateFunction(Name("note"), body="BEGIN RAISE NOTICE 'hm'; RETURN new; END"),
        CreateTrigger(ORDERS, "noted", Name("note")),
    )

    assert not [*new_write_restriction(trigger)]


def test_names_the_role_and_what_it_loses() -> None:
    [problem] = revoke(statement(Revoke((), "table", (ORDERS,), ("app", "web"))))

    assert problem.message == (
        "takes all privileges on orders from app and web: statements that need it fail at once"
    )


def test_default_privileges_take_nothing_from_what_is_there() -> None:
    assert not [*revoke(statement(Revoke((), "table", (), ("app",), default=True)))]


def test_a_moved_table_leaves_a_view() -> None:
    [problem] = set_schema(statement(SetSchema("table", ORDERS, "sales")))

    assert problem.hint.endswith("CREATE VIEW orders AS SELECT * FROM sales.orders")


def test_the_same_schema_is_no_move() -> None:
    assert not [*set_schema(statement(SetSchema("table", Name("orders", "sales"), "sales")))]


def test_security_says_what_each_switch_does() -> None:
    [problem] = rls_change(statement(SetTableOption(ORDERS, "disable row level security")))

    assert problem.message == (
        "disables row-level security on orders: every role with a privilege sees all rows"
    )
    assert not [*rls_change(statement(SetTableOption(ORDERS, "owner", "app")))]


def test_a_changed_policy_is_named() -> None:
    [problem] = rls_change(statement(AlterObject("policy", Name("mine"), table=ORDERS)))

    assert problem.message == (
        "changes policy mine of orders: roles see and write other rows than before"
    )


def test_partitions_and_objects_that_nobody_sees_are_left_alone() -> None:
    new = Situation(created=frozenset({"old"}))
    detach = statement(DetachPartition(ORDERS, Name("old")), situation=new)

    assert not [*replication_shape(detach)]
    assert not [*replication_shape(statement(AlterObject("extension", Name("hstore"))))]


def test_an_extension_that_gets_a_member_is_left_alone() -> None:
    assert not [*extension_update(statement(AlterObject("extension", Name("x"), "add")))]


def test_says_the_version_of_an_extension() -> None:
    update = AlterObject("extension", Name("postgis"), "update", options=(("new_version", "3.4"),))

    [problem] = extension_update(statement(update))

    assert problem.message == ("updates extension postgis to 3.4: its functions and types change")


def test_a_new_function_beside_a_procedure_says_procedure() -> None:
    catalog = Catalog(functions=Names({"f": (Function("f", ("integer",), procedure=True),)}))
    create = CreateFunction(Name("f"), ("text",), replace=True)

    [problem] = function_signature(statement(create, catalog=catalog))

    assert (
        problem.message == "replaces nothing: f(text) becomes a second function beside f(integer)"
    )
    assert problem.hint == "drop the old one in the same transaction: DROP PROCEDURE f(integer)"


def test_a_private_table_may_get_columns() -> None:
    new = Situation(created=frozenset({"orders"}))
    view = View("all_orders", reads=("orders",), star=True)
    catalog = Catalog(views=Names({"all_orders": view}), readers=Names({"orders": ("all_orders",)}))
    add = AddColumn(ORDERS, Column("type"))

    assert [*add_column_shape(statement(add, catalog=catalog))]
    assert not [*add_column_shape(statement(add, catalog=catalog, situation=new))]


def test_the_names_that_an_orm_takes_are_an_option() -> None:
    add = statement(AddColumn(ORDERS, Column("kind")))

    assert not [*sti_inheritance_column(add)]
    assert [*sti_inheritance_column(add, columns=("kind",))]
