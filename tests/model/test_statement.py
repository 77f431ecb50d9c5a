from branchline.model.effects import Effect, Engine, Lock
from branchline.model.operations import Column, Name
from branchline.model.operations.objects import CreateView
from branchline.model.operations.session import Begin, Commit, Delete, Insert, Select, Update
from branchline.model.operations.tables import (
    AddColumn,
    CreateTable,
    DropTable,
    RenameColumn,
    RenameTable,
)
from branchline.model.statement import Part, Situation, Statement, Transaction, Unit
from tests.rules.statements import BARE, statement, statements

ORDERS = Name("orders")
NEW = Name("orders_new")


def rebuilt(*operations: object) -> bool:
    """Whether the DROP TABLE among the operations of a unit takes nothing with it."""
    unit = statements(*operations)  # type: ignore[arg-type]
    [drop] = [one for one in unit if one.of(DropTable)]
    return drop.rebuilds(drop.of(DropTable)[0][0].table)


def test_a_statement_knows_what_came_before_and_what_comes_after() -> None:
    _, middle, _ = unit = statements(Begin(), Select(), Commit())

    assert [*middle.earlier()] == [Begin()]
    assert [*middle.later()] == [Commit()]
    assert [*unit[0].earlier()] == [*unit[2].later()] == []


def test_operations_are_asked_for_by_kind_dialect_and_half() -> None:
    drop = DropTable(ORDERS)
    one = statement(drop, Effect(locks=(("orders", Lock.SHARE),)))

    assert one.of(DropTable) == [(drop, one.effect)]
    assert not one.of(Select)
    assert not one.of(DropTable, dialect="mysql")
    assert not one.of(DropTable, part=Part.DOWN)


def test_names_are_compared_as_the_server_resolves_them() -> None:
    create, drop = statements(CreateTable(Name("orders", "public")), DropTable(ORDERS))

    assert [*drop.earlier_on(CreateTable, ORDERS)]
    assert [*create.later_on(DropTable, ORDERS)]
    assert not [*drop.earlier_on(CreateTable, Name("orders", "audit"))]


def test_what_the_unit_made_or_hides_is_private() -> None:
    made = Situation(created=frozenset({"a"}), temporary=frozenset({"b"}))
    one = statement(Select(), situation=made)

    seen = [one.is_private(Name(name)) for name in ("a", "b", "c", "#d")]

    assert seen == [True, True, False, True]
    assert one.is_private(Name("e", "pg_temp_3"))


def test_a_new_column_stays_new_when_it_is_renamed() -> None:
    *_, last = statements(
        AddColumn(ORDERS, Column("a")),
        RenameColumn(ORDERS, "a", "b"),
        RenameColumn(ORDERS, "x", "y"),
        Select(),
    )

    assert last.is_new_column(ORDERS, "b")
    assert not last.is_new_column(ORDERS, "y")
    assert not last.is_new_column(Name("carts"), "b")


def test_an_update_of_new_columns_sets_no_other() -> None:
    *_, last = statements(AddColumn(ORDERS, Column("a")), Select())

    assert last.sets_new_columns(Update(ORDERS, ("a",)))
    assert not last.sets_new_columns(Update(ORDERS, ("a", "b")))
    assert not last.sets_new_columns(Update(ORDERS))


def test_a_join_chooses_rows_where_the_dialect_joins_on_something() -> None:
    joined = Delete(ORDERS, joins=True)

    assert statement(joined).takes_all_rows(joined)
    assert not statement(joined, engine=Engine("sqlite")).takes_all_rows(joined)


def test_a_copy_in_its_place_rebuilds_a_table() -> None:
    copy = Insert(NEW, from_query=True, reads=(ORDERS,))
    swap = RenameTable(NEW, ORDERS)

    assert rebuilt(CreateTable(NEW), copy, DropTable(ORDERS), swap)
    assert rebuilt(CreateTable(NEW, from_query=True, reads=(ORDERS,)), DropTable(ORDERS), swap)


def test_a_copy_from_the_renamed_table_rebuilds_it_too() -> None:
    old = Name("orders_old")
    back = Insert(ORDERS, from_query=True, reads=(old,))

    assert rebuilt(RenameTable(ORDERS, old), CreateTable(ORDERS), back, DropTable(old))


def test_rows_that_go_out_and_come_back_rebuild_a_table() -> None:
    out = CreateTable(NEW, from_query=True, reads=(ORDERS,))
    back = Insert(ORDERS, from_query=True, reads=(NEW,))

    assert rebuilt(out, DropTable(ORDERS), CreateTable(ORDERS), back)
    assert not rebuilt(out, DropTable(ORDERS), CreateTable(ORDERS))
    assert not rebuilt(back, out, DropTable(ORDERS), CreateTable(ORDERS))
    assert not rebuilt(
        Insert(NEW, from_query=True, reads=(ORDERS,), bounded=True),
        DropTable(ORDERS),
        CreateTable(ORDERS),
        back,
    )


def test_rows_do_not_come_back_from_a_table_that_was_dropped_meanwhile() -> None:
    out, _, drop, _, _ = statements(
        CreateTable(NEW, from_query=True, reads=(ORDERS,)),
        DropTable(NEW),
        DropTable(ORDERS),
        CreateTable(ORDERS),
        Insert(ORDERS, from_query=True, reads=(NEW,)),
    )

    assert not drop.rebuilds(ORDERS)
    assert drop.replacement(ORDERS) == CreateTable(ORDERS)
    assert out.replacement(Name("carts")) is None


def test_without_a_copy_or_without_a_swap_nothing_is_rebuilt() -> None:
    swap = RenameTable(NEW, ORDERS)
    empty = CreateTable(NEW, from_query=True, with_data=False, reads=(ORDERS,))

    assert not rebuilt(CreateTable(NEW), Insert(NEW, ("id",)), DropTable(ORDERS), swap)
    assert not rebuilt(empty, DropTable(ORDERS), swap)
    assert not rebuilt(
        CreateTable(NEW),
        Insert(NEW, from_query=True, reads=(ORDERS,), bounded=True),
        DropTable(ORDERS),
        swap,
    )
    assert not rebuilt(Insert(NEW, from_query=True, reads=(ORDERS,)), DropTable(ORDERS))
    assert not rebuilt(Insert(ORDERS, from_query=True, reads=(ORDERS,)), DropTable(ORDERS))


def test_renames_in_a_circle_come_to_an_end() -> None:
    assert not rebuilt(RenameTable(ORDERS, NEW), RenameTable(NEW, ORDERS), DropTable(ORDERS))


def test_a_view_stands_in_for_a_renamed_table() -> None:
    rename, _ = statements(RenameTable(ORDERS, NEW), CreateView(ORDERS))

    assert rename.has_stand_in(ORDERS)
    assert rename.has_stand_in(NEW)
    assert not rename.has_stand_in(Name("carts"))


def test_a_transaction_holds_what_it_did_since_the_last_one_ended() -> None:
    column = AddColumn(ORDERS, Column("a"))
    *_, own = statements(column, Commit(), column, Select())
    *_, bare = statements(column, Select(), situation=BARE)

    assert len([*own.held_on(AddColumn, ORDERS)]) == 1
    assert not [*bare.held_on(AddColumn, ORDERS)]


def test_a_situation_tells_settings_and_open_transactions() -> None:
    situation = Situation(Transaction.NONE, settings=(("lock_timeout", "2s"),))

    assert situation.setting("lock_timeout") == "2s"
    assert situation.setting("role") is None
    assert not statement(Select(), situation=situation).in_transaction


def test_a_unit_of_many_statements_is_indexed_once() -> None:
    unit = Unit(tuple((DropTable(Name(f"t{number}")),) for number in range(1000)))

    assert unit.about(DropTable, "t7") == [(7, DropTable(Name("t7")))]
    assert len(unit.about(DropTable)) == 1000
    assert not unit.about(CreateTable)


def test_an_empty_statement_does_nothing() -> None:
    assert not [*Statement("")]
