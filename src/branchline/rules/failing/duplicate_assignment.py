"""Columns that are named twice where each may stand once."""

from collections import Counter
from collections.abc import Iterator

from branchline.model.finding import Problem
from branchline.model.operations.session import Insert, Update
from branchline.model.operations.tables import CreateTable
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.sentences import listing


@rule("duplicate-assignment")
def duplicate_assignment(statement: Statement) -> Iterator[Problem]:
    """A column is set twice, listed twice or created twice in one statement.

    The server refuses it, or keeps one of the two values without a word.

    ```sql
    UPDATE orders SET total = 1, total = 2 WHERE id = 7; -- finding
    INSERT INTO orders (id, total, total) VALUES (1, 2, 3); -- finding
    CREATE TABLE carts (id bigint, id bigint); -- finding
    ```

    Take one of the two out.

    ```sql
    UPDATE orders SET total = 2 WHERE id = 7;
    ```

    Does not fire on several elements of an array or fields of a row.

    ```sql
    UPDATE orders SET prices[1] = 1, prices[2] = 2, place.city = 'a', place.zip = 'b';
    ```

    Known elsewhere as: squawk ban-duplicate-column-assignments.
    """
    for columns in _lists(statement):
        twice = [name for name, count in Counter(columns).items() if count > 1]
        if twice:
            yield Problem(f"{listing(twice)} stands here twice", "take one of the two out")


def _lists(statement: Statement) -> Iterator[tuple[str, ...]]:
    for update, _ in statement.of(Update):
        yield update.columns
    for insert, _ in statement.of(Insert):
        yield insert.columns
    for create, _ in statement.of(CreateTable):
        yield tuple(column.name for column in create.columns)
