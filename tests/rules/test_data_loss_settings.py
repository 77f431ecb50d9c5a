"""What stops counting, watching or being kept."""

import pytest

from branchline.model.effects import Engine
from branchline.model.names import Names
from branchline.model.operations import Column, Name, SqlType
from branchline.model.operations.objects import DropTrigger, SetTrigger
from branchline.model.operations.session import Insert, Merge, SetVariable
from branchline.model.operations.tables import (
    AlterColumnType,
    AlterPartition,
    ModifyColumn,
    SetIdentity,
    SetTableOption,
)
from branchline.model.schema import Catalog, Table
from branchline.model.statement import Part, Situation
from branchline.rules.data_loss.charset_narrowing import charset_narrowing
from branchline.rules.data_loss.drop_partition import drop_partition
from branchline.rules.data_loss.drop_system_versioning import drop_system_versioning
from branchline.rules.data_loss.insert_overwrite import insert_overwrite
from branchline.rules.data_loss.sequence_reset import sequence_reset
from branchline.rules.data_loss.trigger_or_audit_removed import trigger_or_audit_removed
from tests.rules.statements import statement, statements

ORDERS = Name("orders")
MARIADB = Engine("mariadb")
NEW = Situation(created=frozenset({"orders"}))


def test_auto_increment_goes_on_by_itself() -> None:
    option = SetTableOption(ORDERS, "auto_increment", "1")

    [problem] = sequence_reset(statement(option, engine=MARIADB))

    assert problem.message == (
        "sets the numbering of orders to a fixed number: numbers that were given out may come again"
    )
    assert not [*sequence_reset(statement(option, engine=MARIADB, situation=NEW))]
    assert not [*sequence_reset(statement(SetTableOption(ORDERS, "engine", "InnoDB")))]


def test_a_trigger_without_a_table_is_named_alone() -> None:
    [problem] = trigger_or_audit_removed(statement(DropTrigger(Name(""), "audit"), engine=MARIADB))

    assert problem.message == "drops trigger audit: nothing takes its place"
    assert problem.hint == (
        "create what takes its place in the same changeset: CREATE TRIGGER audit ..."
    )


@pytest.mark.parametrize(
    ("name", "mode", "message", "word"),
    [
        ("user", "disable", "every trigger of orders stays off", "TRIGGER USER"),
        ("audit", "disable", "trigger audit of orders stays off", "TRIGGER audit"),
        ("log", "disable rule", "rule log of orders stays off", "RULE log"),
    ],
)
def test_what_is_switched_off_is_named(name: str, mode: str, message: str, word: str) -> None:
    switch = SetTrigger(ORDERS, name, enabled=False, mode=mode)

    [problem] = trigger_or_audit_removed(statement(switch))

    assert problem.message == message
    assert problem.hint.endswith(f"ALTER TABLE orders ENABLE {word}")


def test_a_role_that_is_reset_silences_for_a_while() -> None:
    silence = SetVariable("session_replication_role", "replica")
    [first, _] = statements(silence, SetVariable("session_replication_role", "origin"))
    [second, _] = statements(silence, SetVariable("session_replication_role"))
    [third, _] = statements(silence, SetVariable("session_replication_role", "replica"))

    assert not [*trigger_or_audit_removed(first), *trigger_or_audit_removed(second)]
    assert [*trigger_or_audit_removed(third)]
    assert not [*trigger_or_audit_removed(statement(SetVariable("timezone", "UTC")))]


def test_replace_deletes_first() -> None:
    [problem] = insert_overwrite(statement(Insert(ORDERS, replace=True), engine=MARIADB))

    assert problem.message == "REPLACE deletes rows of orders and writes them anew"
    assert not [*insert_overwrite(statement(Insert(ORDERS, copy=True)))]
    assert not [*insert_overwrite(statement(Insert(ORDERS)))]
    assert not [*insert_overwrite(statement(Merge(ORDERS)))]


def test_an_identity_that_goes_on_counts_as_before() -> None:
    assert not [*sequence_reset(statement(SetIdentity(ORDERS, "id", "set identity")))]


def test_a_partition_goes_with_its_rows() -> None:
    drop = AlterPartition(ORDERS, "drop", ("p1", "p2"))
    [_, added] = statements(AlterPartition(ORDERS, "add", ("p1", "p2")), drop, engine=MARIADB)
    [_, half] = statements(AlterPartition(ORDERS, "add", ("p1",)), drop, engine=MARIADB)

    [problem] = drop_partition(statement(drop, engine=MARIADB))
    [other] = drop_partition(half)

    assert problem.message == "drops partitions p1 and p2 of orders with all their rows"
    assert problem.hint == (
        "keep the rows first: CREATE TABLE ... AS SELECT * FROM orders PARTITION (p1, p2)"
    )
    assert other.message == "drops partition p2 of orders with all its rows"
    assert not [*drop_partition(added)]
    assert not [*drop_partition(statement(drop, situation=NEW))]
    assert not [*drop_partition(statement(AlterPartition(ORDERS, "rebuild", ("p1",))))]


def charsets(*columns: Column, **options: str) -> Catalog:
    table = Table("orders", columns, options=tuple(options.items()))
    return Catalog(tables=Names({"orders": table}))


def modified(type_: SqlType, collation: str = "") -> ModifyColumn:
    return ModifyColumn(ORDERS, "note", Column("note", type_, collation=collation))


TEXT = SqlType("text")
WIDE = charsets(Column("note", TEXT), charset="utf8mb4")


@pytest.mark.parametrize(
    ("change", "catalog"),
    [
        (modified(SqlType("text", charset="latin1")), WIDE),
        (modified(TEXT, "latin1_bin"), WIDE),
        (
            modified(TEXT),
            charsets(Column("note", TEXT, collation="utf8mb4_bin"), charset="utf8mb3"),
        ),
        (SetTableOption(ORDERS, "convert charset", "utf8mb3"), WIDE),
        (SetTableOption(ORDERS, "convert charset", "ascii"), charsets(collate="utf8mb4_bin")),
    ],
)
def test_a_smaller_character_set_loses_characters(
    change: ModifyColumn | SetTableOption, catalog: Catalog
) -> None:
    assert [*charset_narrowing(statement(change, catalog=catalog, engine=MARIADB))]
    assert not [*charset_narrowing(statement(change, catalog=catalog))]
    assert not [
        *charset_narrowing(statement(change, catalog=catalog, engine=MARIADB, situation=NEW))
    ]


@pytest.mark.parametrize(
    ("change", "catalog"),
    [
        (modified(SqlType("text", charset="latin1")), Catalog()),
        (modified(SqlType("text", charset="latin1")), charsets()),
        (modified(TEXT), charsets(Column("note"))),
        (modified(TEXT), WIDE),
        (SetTableOption(ORDERS, "convert charset", "latin1"), Catalog()),
        (SetTableOption(ORDERS, "convert charset", "utf8mb4"), charsets(charset="latin1")),
        (SetTableOption(ORDERS, "engine", "InnoDB"), WIDE),
    ],
)
def test_what_is_not_known_to_be_smaller_is_not_said_to_be(
    change: ModifyColumn | SetTableOption, catalog: Catalog
) -> None:
    assert not [*charset_narrowing(statement(change, catalog=catalog, engine=MARIADB))]


def test_says_both_character_sets() -> None:
    narrow = modified(SqlType("text", charset="latin1"))

    [problem] = charset_narrowing(statement(narrow, catalog=WIDE, engine=MARIADB))

    assert problem.message == (
        "orders.note goes from utf8mb4 to latin1: characters that latin1 lacks are lost or refused"
    )


def test_sql_server_says_it_by_the_type() -> None:
    catalog = charsets(Column("note", SqlType("nvarchar", (40,))))
    change = AlterColumnType(ORDERS, "note", SqlType("varchar", (40,)))

    [problem] = charset_narrowing(statement(change, catalog=catalog, engine=Engine("tsql")))

    assert problem.message.startswith("orders.note goes from nvarchar to varchar:")


def test_history_goes_with_its_versions() -> None:
    off = SetTableOption(ORDERS, "system versioning", "false")

    [problem] = drop_system_versioning(statement(off, engine=MARIADB))

    assert problem.message == "drops every old version of the rows of orders"
    assert problem.hint == (
        "keep them first: CREATE TABLE orders_history AS SELECT * FROM orders FOR SYSTEM_TIME ALL"
    )
    assert not [*drop_system_versioning(statement(off, part=Part.DOWN))]
    assert not [*drop_system_versioning(statement(off, situation=NEW))]
    assert not [
        *drop_system_versioning(statement(SetTableOption(ORDERS, "system versioning", "true")))
    ]
