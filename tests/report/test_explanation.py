"""An explanation tells what the rule was given, whatever that is."""

import pytest

from branchline.model.changelog import ChangeSet
from branchline.model.effects import Engine
from branchline.report.explanation import document, lines
from branchline.report.values import Explanation
from branchline.sql.analyse import analyse
from branchline.testing.sql import read

BEFORE = """\
-- changeset 0001
CREATE TABLE orders (id bigint PRIMARY KEY, note text DEFAULT 'x', total int NOT NULL);
CREATE TYPE mood AS ENUM ('sad');
CREATE VIEW seen AS SELECT id FROM orders;
CREATE INDEX orders_note ON orders (note);
CREATE TABLE old (id int);
DROP TABLE old;
CREATE TABLE copy AS SELECT * FROM elsewhere;
-- changeset 0002
"""


def last(sql: str) -> ChangeSet:
    changesets, _ = read(BEFORE + sql)
    return [*analyse(changesets, Engine())][-1]


def said(sql: str) -> list[str]:
    """What is said of the last statement, without the policy."""
    return [*lines(Explanation("statement", last(sql).statements[-1]))][1:]


@pytest.mark.parametrize(
    ("sql", "before"),
    [
        (
            "ALTER TABLE orders DROP COLUMN note",
            "orders is a table made by 0001; note is text, may be null, default 'x'",
        ),
        (
            "UPDATE orders SET total = 1",
            "orders is a table made by 0001; total is integer, not null",
        ),
        (
            "ALTER TABLE orders ADD COLUMN c int",
            "orders is a table made by 0001; c is absent",
        ),
        (
            "ALTER TABLE copy DROP COLUMN c",
            "copy is a table made by 0001, not all of it known; c is unknown",
        ),
        (
            "ALTER TABLE orders ADD CHECK (total > 0)",
            "orders is a table made by 0001; total is integer, not null",
        ),
        ("DROP INDEX orders_note", "orders_note is an index of orders"),
        ("DROP VIEW seen", "seen is a view of orders"),
        ("ALTER TYPE mood ADD VALUE 'glad'", "mood is a type (enum)"),
        ("DROP TABLE old", "old was dropped before"),
        ("DROP TABLE other", "other is not of this changelog"),
        (
            "CREATE TABLE carts (id int); DROP TABLE carts",
            "carts is a table made by 0002, new in this changeset",
        ),
    ],
)
def test_what_was_known_before_is_said(sql: str, before: str) -> None:
    assert f"before: {before}" in said(sql)


@pytest.mark.parametrize(
    ("sql", "situation"),
    [
        ("DROP TABLE orders", "in the tool's transaction; no setting"),
        (
            "SET lock_timeout = '2s'; DROP TABLE orders",
            "in the tool's transaction; lock_timeout = 2s",
        ),
        (
            "COMMIT; BEGIN; DROP VIEW seen; DROP TABLE orders",
            "in a transaction of its own; no setting; held already: AccessExclusive on seen",
        ),
        ("COMMIT; DROP TABLE orders", "no transaction; no setting"),
    ],
)
def test_the_situation_is_said(sql: str, situation: str) -> None:
    assert said(sql)[-1].startswith(f"situation: {situation}")


def test_a_long_list_is_cut_for_people_alone() -> None:
    values = ", ".join(f"('{number}')" for number in range(12))
    statement = last(f"INSERT INTO orders (note) VALUES {values}").statements[0]

    told = "\n".join(lines(Explanation("statement", statement)))
    written = document(Explanation("statement", statement))

    assert " and 2 more)" in told
    assert len(written["statement"]["operations"][0]["values"]) == 12


def test_who_decides_comes_first_and_the_others_after() -> None:
    decided = ("branchline.toml", 'x = "error"')
    explanation = Explanation(
        "push",
        said=(("default", 'x = "warning"'), decided),
        decided=decided,
        options={"most": 3},
        doubtful=True,
    )

    assert [*lines(explanation)] == [
        'policy: branchline.toml says x = "error" (others: default)',
        "options: most = 3",
        "doubtful: it rests on what the changelog does not tell, so it only warns",
    ]
    assert document(explanation)["policy"]["others"] == [
        {"from": "default", "line": 'x = "warning"'}
    ]
    assert document(explanation)["statement"] is None
