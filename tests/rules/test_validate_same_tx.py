from branchline.model.operations import Constraint, ConstraintKind, Name
from branchline.model.operations.tables import AddConstraint, ValidateConstraint
from branchline.model.statement import Statement, Unit
from branchline.rules.locks.validate_same_tx import validate_same_tx
from tests.rules.statements import BARE, FREE, statements

ORDERS = Name("orders")
ADD = AddConstraint(ORDERS, Constraint(ConstraintKind.CHECK, "positive", valid=False))
VALIDATE = ValidateConstraint(ORDERS, "positive")


def test_names_the_constraint_and_the_lock() -> None:
    _, validate = statements(ADD, VALIDATE)

    [problem] = validate_same_tx(validate)

    assert problem.message == (
        "positive is validated in the transaction that added it:"
        " its lock on orders is held while every row is checked"
    )
    assert problem.hint == ("in a later changeset: ALTER TABLE orders VALIDATE CONSTRAINT positive")


def test_without_a_transaction_the_lock_is_gone() -> None:
    _, validate = statements(ADD, VALIDATE, situation=BARE)

    assert not [*validate_same_tx(validate)]


def test_one_statement_is_one_transaction() -> None:
    both = (ADD, VALIDATE)
    one = Statement("", operations=both, effects=(FREE, FREE), unit=Unit((both,)), situation=BARE)

    assert [*validate_same_tx(one)]


def test_another_constraint_is_no_matter() -> None:
    _, validate = statements(ADD, ValidateConstraint(ORDERS, "other"))

    assert not [*validate_same_tx(validate)]
