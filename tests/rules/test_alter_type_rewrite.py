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
        "the changelog does not tell the old type of orders.id:"
        " orders may be rewritten to make id bigint: reads and writes wait"
    )


def test_a_free_change_and_a_new_table_cost_nothing() -> None:
    new = Situation(created=frozenset({"orders"}))

    assert not [*alter_type_rewrite(statement(CHANGE))]
    assert not [*alter_type_rewrite(statement(CHANGE, REWRITES, situation=new))]
