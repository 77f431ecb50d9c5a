"""What a half-applied changeset leaves, and what outlives one."""

import pytest

from branchline.rules.transactions.ddl_dml_mix import ddl_dml_mix
from branchline.rules.transactions.enum_value_used_same_tx import enum_value_used_same_tx
from branchline.rules.transactions.implicit_commit import implicit_commit
from branchline.rules.transactions.mixed_tx_modes import mixed_tx_modes
from branchline.rules.transactions.multi_ddl_nontransactional import multi_ddl_nontransactional
from branchline.rules.transactions.notx_multi_statement import notx_multi_statement
from branchline.rules.transactions.run_in_transaction_attr import run_in_transaction_attr
from branchline.rules.transactions.session_state_leak import session_state_leak
from branchline.rules.transactions.set_local_outside_tx import set_local_outside_tx
from branchline.rules.transactions.set_role_first import set_role_first
from branchline.rules.transactions.size_limits import size_limits
from tests.rules.judged import found


def test_rows_beside_an_alteration_are_told_with_both_tables() -> None:
    [finding] = found(
        ddl_dml_mix, "ALTER TABLE a ADD COLUMN x int;\nDELETE FROM b WHERE id = 1;\nSELECT 1;"
    )

    assert finding.message == (
        "alters a and changes rows of b in one transaction:"
        " a stays locked until all of them are changed"
    )
    assert finding.place.line == 2


def test_rows_beside_an_alteration_are_told_of_a_rollback() -> None:
    down = "ALTER TABLE a DROP COLUMN x;\nUPDATE a SET y = 1 WHERE id = 1;"

    assert [f.place.line for f in found(ddl_dml_mix, "SELECT 1;", down=down)] == [101]


def test_changes_of_a_schema_without_a_transaction_are_counted() -> None:
    sql = "CREATE TABLE a (id int);\nCREATE TABLE b (id int);\nCREATE TABLE c (id int);"

    [finding] = found(multi_ddl_nontransactional, sql, engine="mariadb")

    assert finding.place.line == 2
    assert finding.message == (
        "this is one of 3 changes of the schema, and each is committed at once:"
        " after a failure the changeset cannot run again"
    )


def test_a_rollback_is_steps_too() -> None:
    down = "ALTER TABLE a RENAME TO b;\nALTER TABLE b RENAME TO c;\nVACUUM a;"

    assert [f.place.line for f in found(mixed_tx_modes, "", wrapped=False, down=down)] == [100]
    assert not found(notx_multi_statement, "", wrapped=False, down=down)


def test_two_transactions_are_two_steps() -> None:
    sql = "BEGIN;\nALTER TABLE a RENAME TO b;\nCOMMIT;\nBEGIN;\nALTER TABLE b RENAME TO c;\nCOMMIT;"

    assert [f.place.line for f in found(notx_multi_statement, sql, wrapped=False)] == [2]


@pytest.mark.parametrize(
    "use",
    [
        "INSERT INTO t (x) VALUES ('b')",
        "INSERT INTO t SELECT 'b'",
        "UPDATE t SET y = 1 WHERE x = 'b'",
        "DELETE FROM t WHERE x = 'b'",
        "ALTER TABLE t ADD CHECK (x <> 'b')",
        "CREATE INDEX ON t (y) WHERE x = 'b'",
        "ALTER TABLE t ADD COLUMN z e DEFAULT 'b'",
        "CREATE TABLE u (x e DEFAULT 'b')",
    ],
)
def test_every_use_of_a_new_enum_value_is_seen(use: str) -> None:
    made = "CREATE TYPE e AS ENUM ('a');\nCREATE TABLE t (x e, y int);\n"

    [finding] = found(enum_value_used_same_tx, f"{made}ALTER TYPE e ADD VALUE 'b';\n{use};")

    assert finding.place.line == 4
    assert finding.message == (
        "'b' was added to e in this transaction and cannot be used before it ends: this fails"
    )


@pytest.mark.parametrize(
    "other",
    [
        "INSERT INTO t (y) VALUES (1)",
        "INSERT INTO t (note) VALUES ('b')",
        "INSERT INTO unknown (x) VALUES ('b')",
        "ALTER TABLE t ALTER COLUMN note SET DEFAULT 'b'",
        "ALTER TABLE t ALTER COLUMN x SET DEFAULT 'a'",
        "ALTER TABLE t ADD CHECK (note <> 'b')",
        "ALTER TABLE t ADD UNIQUE (y)",
        "SELECT 1",
    ],
)
def test_the_same_string_elsewhere_is_no_use_of_an_enum(other: str) -> None:
    made = "CREATE TYPE e AS ENUM ('a');\nCREATE TABLE t (x e, y int, note text);\n"

    assert not found(enum_value_used_same_tx, f"{made}ALTER TYPE e ADD VALUE 'b';\n{other};")


def test_only_the_first_change_of_a_schema_commits() -> None:
    sql = "START TRANSACTION;\nCREATE TABLE a (id int);\nCREATE TABLE b (id int);\nCOMMIT;"

    [finding] = found(implicit_commit, sql, engine="mariadb", wrapped=False)

    assert finding.place.line == 2


def test_settings_are_named_once() -> None:
    sql = "SELECT set_config('role', 'a', false), set_config('role', 'b', false);"

    [finding] = found(session_state_leak, sql)

    assert finding.message == "role stays set after the changeset, for whatever runs next"
    assert not found(session_state_leak, f"{sql} DISCARD ALL;", wrapped=False)
    assert not found(session_state_leak, f"{sql} RESET ALL;")


def test_a_kept_value_is_the_usual_one() -> None:
    sql = "SET @old = @@sql_mode; SET sql_mode = ''; SET sql_mode = @old;"

    assert not found(session_state_leak, sql, engine="mysql")


def test_set_transaction_is_local_too() -> None:
    sql = "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE;"

    [finding] = found(set_local_outside_tx, sql, wrapped=False)

    assert finding.hint == "write SET transaction_isolation, or open a transaction before it"


def test_a_policy_may_name_the_role() -> None:
    sql = "SET ROLE a; SELECT 1;"

    [finding] = found(set_role_first, sql, role="b")

    assert finding.message == "does not start with SET ROLE b"
    assert not found(set_role_first, sql, role="a")
    assert not found(set_role_first, "")
    assert not found(set_role_first, "SELECT 1;", engine="sqlite")


def test_a_policy_sets_the_limits() -> None:
    [many] = found(size_limits, "SELECT 1; SELECT 2;", statements=1)
    [long] = found(size_limits, f"SELECT '{'x' * 2500}';", kilobytes=1)

    assert many.message == "2 statements are more than the 1 allowed"
    assert long.message == "2 kB of SQL are more than the 1 allowed"
    assert not found(size_limits, "SELECT 1; SELECT 2;", statements=0, kilobytes=0)


def test_a_rollback_that_needs_it_gives_a_reason_to_have_no_transaction() -> None:
    up = "ALTER TABLE a ADD x int; ALTER TABLE b ADD x int;"

    assert found(run_in_transaction_attr, up, wrapped=False)
    assert not found(run_in_transaction_attr, up, wrapped=False, down="VACUUM a;")
    assert not found(run_in_transaction_attr, up, wrapped=False, engine="sqlite")
