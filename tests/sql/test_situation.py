from branchline.model.effects import Lock
from branchline.model.operations.base import Name
from branchline.model.statement import Situation, Transaction
from tests.sql.units import statements


def last(sql: str, *, before: str = "create table t (id int);", tool: bool = True) -> Situation:
    return statements(sql + ";select 1", before=before, transaction=tool)[-1].situation


def test_a_unit_starts_in_the_tools_transaction() -> None:
    assert last("") == Situation(Transaction.TOOL)


def test_a_unit_that_is_not_wrapped_starts_in_none() -> None:
    assert last("", tool=False).transaction is Transaction.NONE


def test_begin_opens_a_transaction_of_the_files_own() -> None:
    assert last("begin", tool=False).transaction is Transaction.OWN


def test_commit_ends_the_transaction_of_the_tool() -> None:
    assert last("commit").transaction is Transaction.NONE


def test_begin_in_the_tools_transaction_changes_nothing() -> None:
    assert last("begin").transaction is Transaction.TOOL


def test_what_is_made_is_nobodys_yet() -> None:
    found = last("create table a (id int); create view v as select 1; create type m as enum ()")

    assert all(name in found.created for name in ("a", "v", "m"))


def test_what_was_there_before_is_not_made() -> None:
    found = last("create table if not exists t (id int); create table b (id int)")

    assert "t" not in found.created
    assert "b" in found.created


def test_a_view_that_is_replaced_was_there_before() -> None:
    before = "create table t (id int); create view v as select 1;"

    assert "v" not in last("create or replace view v as select 2", before=before).created


def test_renames_of_what_is_made_are_followed() -> None:
    found = last("create table a (id int); alter table a rename to b")

    assert "a" not in found.created
    assert "b" in found.created


def test_moves_to_another_schema_are_followed() -> None:
    found = last("create table a (id int); create schema s; alter table a set schema s")

    assert "s.a" in found.created


def test_what_is_made_and_dropped_is_gone() -> None:
    assert "a" not in last("create table a (id int); drop table a").created


def test_a_table_in_the_place_of_one_renamed_away_is_new() -> None:
    found = last("alter table t rename to u; create table t (id int)")

    assert "t" in found.created
    assert "u" not in found.created


def test_a_temporary_table_hides_a_permanent_one() -> None:
    [_, statement] = statements(
        "create temp table t (x int); alter table t add y int", before="create table t (id int)"
    )

    assert statement.is_private(Name("t"))
    assert statement.effect.locks == ()


def test_temporary_tables_end_with_their_unit() -> None:
    [statement] = statements("alter table x add y int", before="create temp table x (id int)")

    assert "x" not in statement.catalog.tables


def test_locks_are_held_until_the_transaction_ends() -> None:
    found = last("alter table t add x int; create index on t (x)")

    assert found.held == (("t", Lock.ACCESS_EXCLUSIVE),)
    assert last("alter table t add x int; commit").held == ()


def test_without_a_transaction_no_lock_is_held() -> None:
    assert last("alter table t add x int", tool=False).held == ()


def test_locks_on_new_tables_are_not_counted() -> None:
    assert last("create table a (id int); alter table a add x int").held == ()


def test_a_lock_follows_the_name_of_its_table() -> None:
    assert last("alter table t rename to u").held == (("u", Lock.ACCESS_EXCLUSIVE),)


def test_a_setting_is_in_force_until_it_is_reset() -> None:
    assert last("set lock_timeout = '2s'").setting("lock_timeout") == "2s"
    assert last("set lock_timeout = '2s'; reset lock_timeout").setting("lock_timeout") is None
    assert last("set lock_timeout = '2s'; reset all").setting("lock_timeout") is None


def test_a_local_setting_ends_with_its_transaction() -> None:
    assert last("set local lock_timeout = '2s'").setting("lock_timeout") == "2s"
    assert last("set local lock_timeout = '2s'; commit").setting("lock_timeout") is None


def test_a_local_setting_outside_a_transaction_does_nothing() -> None:
    found = last("set local lock_timeout = '2s'", tool=False)

    assert found.setting("lock_timeout") is None


def test_set_config_is_a_setting() -> None:
    found = last("select set_config('lock_timeout', '3s', false); commit")

    assert found.setting("lock_timeout") == "3s"


def test_rollback_takes_back_settings_and_new_objects() -> None:
    found = last(
        "set lock_timeout = '2s'; begin; set lock_timeout = '9s';create table a (id int); rollback",
        tool=False,
    )

    assert found.setting("lock_timeout") == "2s"
    assert "a" not in found.created


def test_rollback_takes_back_the_schema() -> None:
    found = statements(
        "begin; drop table t; rollback; alter table t add x int",
        before="create table t (id int)",
        transaction=False,
    )

    assert found[-1].catalog.table("t") is not None


def test_a_thousand_settings_are_not_all_remembered() -> None:
    found = last(";".join(f"set a.b{number} = 1" for number in range(1000)))

    assert len(found.settings) < 300
    assert found.setting("a.b999") == "1"
