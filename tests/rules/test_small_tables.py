"""What a policy calls small may be locked for as long as it takes."""

import pytest

from branchline.rule import Rule
from branchline.rules.locks.backfill_in_migration import backfill_in_migration
from branchline.rules.locks.ctas_or_insert_select_big import ctas_or_insert_select_big
from branchline.rules.locks.index_not_concurrent import index_not_concurrent
from branchline.rules.mysql.alter_copies_table import alter_copies_table
from tests.rules.judged import found

CASES = [
    (index_not_concurrent, "CREATE INDEX i ON {} (code)", "postgres"),
    (backfill_in_migration, "ALTER TABLE {0} ADD x int; UPDATE {0} SET x = 1", "postgres"),
    (backfill_in_migration, "INSERT INTO archive SELECT * FROM {}", "postgres"),
    (ctas_or_insert_select_big, "CREATE TABLE copy AS SELECT * FROM {}", "postgres"),
    (alter_copies_table, "ALTER TABLE {} MODIFY id bigint", "mysql 8.0"),
]


@pytest.mark.parametrize(("rule", "sql", "engine"), CASES)
def test_only_other_tables_are_found(rule: Rule, sql: str, engine: str) -> None:
    small = ("countries", "lookup_*", "ref.*")
    named = [
        len(found(rule, sql.format(table), engine=engine, small=small))
        for table in ("orders", "countries", "lookup_states", "ref.units", "country")
    ]

    assert named == [1, 0, 0, 0, 1]
