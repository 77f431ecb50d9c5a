"""BEGIN where a transaction is already open."""

from collections.abc import Iterator

from branchline.model.finding import Problem
from branchline.model.operations.session import Begin
from branchline.model.statement import Statement, Transaction
from branchline.rule import rule


@rule("nested-begin")
def nested_begin(statement: Statement) -> Iterator[Problem]:
    """BEGIN stands in a transaction that is already open.

    Servers do not nest transactions. The COMMIT that was written for this BEGIN
    ends the outer one, and what follows it runs unprotected.

    ```sql
    BEGIN; -- finding
    CREATE TABLE orders (id bigint PRIMARY KEY);
    COMMIT;
    ```

    Leave BEGIN and COMMIT to the tool, or let the changeset run without its
    transaction.

    Does not fire where no transaction is open, or on the BEGIN of a routine's
    body.

    ```sql
    -- changeset 0001_orders no-transaction
    BEGIN;
    CREATE TABLE orders (id bigint PRIMARY KEY);
    COMMIT;
    ```

    ```sql
    CREATE FUNCTION one() RETURNS integer LANGUAGE SQL BEGIN ATOMIC SELECT 1; END;
    DO $$ BEGIN PERFORM 1; END $$;
    ```

    Known elsewhere as: squawk transaction-nesting.
    """
    for _ in statement.of(Begin):
        if statement.in_transaction:
            tool = statement.situation.transaction is Transaction.TOOL
            who = "the tool" if tool else "an earlier BEGIN"
            yield Problem(
                f"{who} has already opened a transaction here",
                "leave BEGIN and COMMIT out: the changeset is one transaction"
                if tool
                else "end the first transaction before this BEGIN, or leave this one out",
            )
