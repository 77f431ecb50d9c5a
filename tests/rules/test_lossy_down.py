from branchline.model.changelog import ChangeSet, Entry, Order
from branchline.model.finding import Place
from branchline.model.names import Names
from branchline.model.operations import Column, Name
from branchline.model.operations.session import RunBlock, Select
from branchline.model.operations.tables import (
    AddColumn,
    CreateTable,
    DropColumn,
    DropTable,
    RenameTable,
)
from branchline.model.schema import Catalog
from branchline.model.statement import Part, Situation, Statement
from branchline.rules.reversibility.lossy_down import lossy_down
from tests.rules.statements import statement, statements

ENTRY = Entry("0001", "1", "0001.sql", Order(0, (1,)))
ORDERS = Name("orders")
DROP = statement(DropTable(ORDERS), part=Part.DOWN, place=Place("0001.sql", 7))


def change(*up: Statement, undo: Statement = DROP) -> ChangeSet:
    return ChangeSet(ENTRY, statements=up, undo=(undo,))


def test_names_what_goes_and_where() -> None:
    [problem] = lossy_down(change(statement(Select())))

    assert problem.message == "the rollback drops table orders, which was there before the change"
    assert problem.hint == "undo what the change did, and nothing else"
    assert problem.at == Place("0001.sql", 7)


def test_what_the_change_made_may_go() -> None:
    new = Situation(created=frozenset({"tmp"}))
    made = [
        (statement(CreateTable(ORDERS)),),
        (statement(Select(), situation=Situation(created=frozenset({"orders"}))),),
        (statement(RenameTable(Name("tmp"), ORDERS), situation=new),),
    ]

    assert not [problem for up in made for problem in lossy_down(change(*up))]


def test_a_table_that_was_only_renamed_was_there_before() -> None:
    assert [*lossy_down(change(statement(RenameTable(Name("old"), ORDERS))))]


def test_what_is_gone_or_made_by_the_rollback_may_go() -> None:
    gone = Catalog(gone=Names({"orders": True}))
    new = Situation(created=frozenset({"orders"}))
    add, drop = statements(
        AddColumn(ORDERS, Column("note")), DropColumn(ORDERS, "note"), part=Part.DOWN
    )
    undo = [
        statement(DropTable(ORDERS), catalog=gone),
        statement(DropTable(ORDERS), situation=new),
    ]

    assert not [p for one in undo for p in lossy_down(change(statement(Select()), undo=one))]
    assert not [*lossy_down(ChangeSet(ENTRY, statements=(statement(Select()),), undo=(add, drop)))]


def test_concludes_nothing_from_code_that_cannot_be_read() -> None:
    assert not [*lossy_down(change(statement(RunBlock())))]
    assert not [*lossy_down(change(Statement("DORP", error="syntax error")))]
    assert not [*lossy_down(change())]
