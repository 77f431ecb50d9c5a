from branchline.model.effects import Effect
from branchline.model.operations import Name, SqlType
from branchline.model.operations.tables import AlterColumnType
from branchline.model.statement import Situation
from branchline.rules.locks.alter_type_rewrite import alter_type_rewrite
from tests.rules.statements import REWRITES, statement

CHANGE = AlterColumnType(Name("orders"), "id", SqlType("bigint"))


def test_names_the_table_and_the_new_column() -> None:
    [problem] = alter_type_rewrite(statement(CHANGE, REWRITES))

    assert problem.message == "orders is rewritten to make id bigint: reads and writes wait"
    assert problem.hint == (
        "ALTER TABLE orders ADD COLUMN id_new bigint;"
        " write both, fill old rows in batches, then swap the names"
    )


def test_says_what_it_does_not_know() -> None:
    [problem] = alter_type_rewrite(statement(CHANGE, Effect(unknown="the old type of orders.id")))

    assert problem.message == (
        "the changelog does not tell what id was before:"
        " orders may be rewritten to make id bigint: reads and writes wait"
    )


def test_several_columns_of_a_table_are_one_finding() -> None:
    tax = AlterColumnType(Name("orders"), "tax", SqlType("bigint"))
    state = AlterColumnType(Name("orders"), "state", SqlType("text"))
    changes = (CHANGE, tax, state)
    doubt = Effect(unknown="the type of orders.state before")

    [every] = alter_type_rewrite(statement(CHANGE, operations=changes, effects=(REWRITES,) * 3))
    [sure] = alter_type_rewrite(
        statement(CHANGE, operations=changes, effects=(REWRITES, REWRITES, doubt))
    )

    assert every.message == (
        "orders is rewritten to make id and tax bigint and state text: reads and writes wait"
    )
    assert every.hint == (
        "ALTER TABLE orders ADD COLUMN id_new bigint, ADD COLUMN tax_new bigint,"
        " ADD COLUMN state_new text;"
        " write both, fill old rows in batches, then swap the names"
    )
    assert sure.message.startswith("orders is rewritten to make id and tax bigint:")


def test_a_free_change_and_a_new_table_cost_nothing() -> None:
    new = Situation(created=frozenset({"orders"}))

    assert not [*alter_type_rewrite(statement(CHANGE))]
    assert not [*alter_type_rewrite(statement(CHANGE, REWRITES, situation=new))]
