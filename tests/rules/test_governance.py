"""What a policy forbids: long names, the server's own tables, what belongs to the server, calls."""

from typing import Any

import pytest

from branchline.rules.names.name_length import name_length
from branchline.rules.security.forbidden_call import forbidden_call
from branchline.rules.security.instance_ddl import instance_ddl
from branchline.rules.security.server_config import server_config
from branchline.rules.security.system_catalog import system_catalog
from tests.rules.judged import found


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        ("CREATE TABLE abcd (a int)", "table abcd has 4 characters: the policy allows 3"),
        ("ALTER TABLE t ADD COLUMN abcd int", "column t.abcd has 4 characters"),
        ("CREATE INDEX abcd ON t (a)", "index abcd has 4 characters"),
        ("ALTER TABLE t ADD CONSTRAINT abcd CHECK (a > 0)", "check abcd has 4 characters"),
        ("CREATE SCHEMA abcd", "schema abcd has 4 characters"),
        ("CREATE VIEW abcd AS SELECT 1", "view abcd has 4 characters"),
        ("CREATE TABLE äöü (a int)", ""),
    ],
)
def test_a_name_is_measured_by_its_own_limit(sql: str, message: str) -> None:
    kinds = ("table", "column", "schema", "index", "constraint", "other")
    three: dict[str, Any] = dict.fromkeys(kinds, 3)
    none: dict[str, Any] = dict.fromkeys(kinds, 0)

    said = [each.message for each in found(name_length, sql, **three)]

    assert "".join(said).startswith(message)
    assert not found(name_length, sql, **none)


def test_a_way_back_may_bring_back_a_long_name() -> None:
    assert not found(name_length, "DROP TABLE abcd;", down="CREATE TABLE abcd (a int);", table=3)


@pytest.mark.parametrize(
    ("engine", "sql", "message"),
    [
        ("postgres", "INSERT INTO seen SELECT * FROM pg_class", "reads pg_class, which is"),
        ("postgres", "SELECT * FROM pg_class, pg_roles", "reads pg_class and pg_roles, which are"),
        ("mysql", "SELECT * FROM sys.version", "reads sys.version"),
        ("postgres", "ALTER TABLE pg_catalog.x ADD COLUMN a int", "changes pg_catalog.x"),
        ("postgres", "CREATE TABLE pg_catalog.x (a int)", "changes pg_catalog.x"),
    ],
)
def test_what_is_read_and_what_is_changed_is_named(engine: str, sql: str, message: str) -> None:
    [finding] = found(system_catalog, sql, engine=engine, reads=True)

    assert finding.message.startswith(message)


def test_reading_is_found_where_it_is_asked_for() -> None:
    assert not found(system_catalog, "SELECT * FROM pg_class")
    assert not found(system_catalog, "UPDATE pg_class SET a = 1", writes=False)


@pytest.mark.parametrize(
    "sql",
    [
        "CREATE TABLE pg_orders (id int); UPDATE pg_orders SET id = 1; SELECT * FROM pg_orders",
        "CREATE TEMPORARY TABLE pg_x (id int); INSERT INTO pg_x VALUES (1)",
        "COPY (SELECT 1) TO STDOUT",
    ],
)
def test_a_table_of_ones_own_is_not_the_servers(sql: str) -> None:
    assert not found(system_catalog, sql, reads=True)


@pytest.mark.parametrize(
    ("engine", "sql", "message"),
    [
        ("postgres", "DROP TABLESPACE fast", "drops tablespace fast, which belongs"),
        ("postgres", "ALTER DATABASE shop RENAME TO store", "renames database shop"),
        ("postgres", "ALTER DATABASE shop SET TABLESPACE fast", "alters database shop"),
        ("mysql", "SHUTDOWN", "says SHUTDOWN"),
    ],
)
def test_what_belongs_to_the_server_is_named(engine: str, sql: str, message: str) -> None:
    [finding] = found(instance_ddl, sql, engine=engine)

    assert finding.message.startswith(message)


@pytest.mark.parametrize(
    "sql", ["DROP DATABASE shop", "ALTER DATABASE shop SET work_mem = '1GB'", "CREATE SCHEMA a"]
)
def test_what_other_rules_speak_of_is_left_to_them(sql: str) -> None:
    assert not found(instance_ddl, sql)


def test_settings_of_the_server_are_found_where_no_other_rule_finds_them() -> None:
    assert found(server_config, "ALTER SYSTEM SET open_cursors = 400", engine="oracle")
    assert not found(server_config, "SET GLOBAL max_connections = 5", engine="mysql")


def test_calls_are_found_with_their_schema_and_without() -> None:
    sql = "SELECT audit.wipe(), wipe(), other()"

    [finding] = found(forbidden_call, sql, names=("audit.*", "wi?e"))

    assert finding.message == "calls audit.wipe and wipe(), which the policy forbids"
