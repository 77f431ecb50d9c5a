"""Who opens and who ends a transaction."""

from dataclasses import replace

from branchline.model.effects import Effect
from branchline.model.operations import Name
from branchline.model.operations.objects import CreateIndex
from branchline.model.operations.session import Begin, Commit, Rollback, Vacuum
from branchline.model.statement import Situation, Transaction, Unit
from branchline.rules.transactions.concurrent_in_transaction import concurrent_in_transaction
from branchline.rules.transactions.nested_begin import nested_begin
from branchline.rules.transactions.not_in_transaction import not_in_transaction
from branchline.rules.transactions.stray_commit import stray_commit
from branchline.rules.transactions.uncommitted import uncommitted
from tests.rules.statements import BARE, statement, statements

OUTSIDE = Effect(transactional=False)
OWN = Situation(Transaction.OWN)


def test_concurrently_fails_in_a_transaction() -> None:
    create = statement(CreateIndex(Name("orders"), concurrently=True), OUTSIDE)

    [problem] = concurrent_in_transaction(create)

    assert problem.message == (
        "CONCURRENTLY cannot run in a transaction, and one is open here: it fails"
    )
    assert problem.hint == (
        "give it a changeset of its own that runs without a transaction:"
        " -- branchline: no-transaction"
    )
    assert not [*not_in_transaction(create)]
    assert not [*concurrent_in_transaction(replace(create, situation=BARE))]


def test_other_commands_are_named() -> None:
    vacuum = statement(Vacuum(), OUTSIDE)

    [problem] = not_in_transaction(vacuum)

    assert problem.message == "vacuum cannot run in a transaction, and one is open here: it fails"
    assert not [*concurrent_in_transaction(vacuum)]
    assert not [*not_in_transaction(replace(vacuum, situation=BARE))]


def test_a_second_begin_says_whose_the_first_is() -> None:
    [tool] = nested_begin(statement(Begin()))
    [own] = nested_begin(statement(Begin(), situation=OWN))

    assert tool.message == "the tool has already opened a transaction here"
    assert tool.hint == "leave BEGIN and COMMIT out: the changeset is one transaction"
    assert own.message == "an earlier BEGIN has already opened a transaction here"
    assert own.hint == "end the first transaction before this BEGIN, or leave this one out"


def test_an_end_says_what_it_ends() -> None:
    [tool] = stray_commit(statement(Commit()))
    [none] = stray_commit(statement(Rollback(), situation=BARE))

    assert tool.message == "COMMIT ends the tool's transaction: what follows can be half applied"
    assert none.message == "ROLLBACK without BEGIN: there is no transaction to end"
    assert none.hint == (
        "take ROLLBACK out, or run the changeset without the tool's transaction"
        " (-- branchline: no-transaction) and write BEGIN too"
    )


def test_a_begin_without_end_is_taken_back() -> None:
    bare = statement(Begin(), situation=BARE, unit=Unit(((Begin(),),), wrapped=False))

    [problem] = uncommitted(bare)

    assert problem.message == "this transaction is never committed: the server takes it back"
    assert problem.hint == "write COMMIT at the end"


def test_an_end_before_it_does_not_end_it() -> None:
    _, begin = statements(Commit(), Begin(), situation=BARE)
    unwrapped = replace(begin.unit, wrapped=False)

    assert [*uncommitted(replace(begin, unit=unwrapped))]
