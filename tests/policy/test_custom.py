"""Rules without code see what statements do, however they are written."""

from collections.abc import Mapping
from typing import Any

import pytest

from branchline.check import check
from branchline.errors import ConfigError
from branchline.model.effects import Effect
from branchline.model.operations.base import Name, Operation
from branchline.model.operations.objects import CreateFunction, CreateIndex
from branchline.model.operations.session import Grant, SetVariable
from branchline.model.operations.tables import DropTable
from branchline.model.settings import PolicySettings, Settings
from branchline.model.statement import Statement
from branchline.policy.custom import vocabulary
from branchline.policy.resolve import policy

GRANT = Grant(("select",), "table", (Name("orders", "app"),), ("public",))
DROP = DropTable(Name("audit_log", "app"), cascade=True)


def no_file(path: str) -> None:
    del path


def finds(when: Mapping[str, Any], operation: Operation) -> bool:
    statement = Statement("…", operations=(operation,), effects=(Effect(),))
    return bool(check([statement], policy(settings(when), {}, no_file)))


def settings(when: Mapping[str, Any], **more: Any) -> Settings:  # noqa: ANN401 - keys of a table
    table = {"id": "mine", "when": when, "message": "no", "hint": "", "severity": "error"} | more
    return Settings(policy=PolicySettings(extends=(), custom=(table,)))


@pytest.mark.parametrize(
    ("when", "operation", "expected"),
    [
        ({"operation": "grant"}, GRANT, True),
        ({"operation": "grant"}, DROP, False),
        ({"operation": ("grant", "drop-table")}, DROP, True),
        ({"operation": "grant", "roles": "public"}, GRANT, True),
        ({"operation": "grant", "roles": "app_*"}, GRANT, False),
        ({"operation": "grant", "roles": ("app_*", "pub*")}, GRANT, True),
        ({"operation": "grant", "object": "orders"}, GRANT, True),
        ({"operation": "grant", "object": "app.*"}, GRANT, True),
        ({"operation": "grant", "object": "audit.*"}, GRANT, False),
        ({"operation": "drop-table", "table": "audit_*"}, DROP, True),
        ({"operation": "drop-table", "table": "orders"}, DROP, False),
        ({"operation": "drop-table", "cascade": True}, DROP, True),
        ({"operation": "drop-table", "cascade": False}, DROP, False),
        ({"operation": "drop-table", "object": "audit_log", "cascade": True}, DROP, True),
        ({"operation": "set-variable", "name": "role"}, SetVariable("role", "admin"), True),
        ({"operation": "set-variable", "value": "*"}, SetVariable("role", None), False),
        ({"operation": "create-index", "method": "hash"}, CreateIndex(Name("t")), False),
        (
            {"operation": "create-function", "security_definer": True},
            CreateFunction(Name("f"), security_definer=True),
            True,
        ),
    ],
)
def test_finds_an_operation_by_its_parts(
    when: Mapping[str, Any],
    operation: Operation,
    expected: bool,  # noqa: FBT001 - a column of the table
) -> None:
    assert finds(when, operation) is expected


def test_says_it_once_for_a_statement_in_its_owners_words() -> None:
    statement = Statement("…", operations=(DROP, DROP), effects=(Effect(), Effect()))
    mine = settings({"operation": "drop-table"}, message="ask first", hint="#db", severity="info")

    [finding] = check([statement], policy(mine, {}, no_file))

    assert (finding.rule, finding.severity.word) == ("mine", "info")
    assert (finding.message, finding.hint) == ("ask first", "#db")


def test_a_later_line_may_change_its_severity() -> None:
    mine = settings({"operation": "grant"})
    softer = Settings(
        policy=PolicySettings(extends=(), custom=mine.policy.custom, rules={"mine": "info"})
    )

    [enabled] = policy(softer, {}, no_file)

    assert enabled.severity.word == "info"
    assert enabled.rule.summary == "no"


@pytest.mark.parametrize(
    ("when", "message", "hint"),
    [
        ({}, ".when has no operation", "grant"),
        ({"operation": "garnt"}, ".when.operation names no operation 'garnt'", "'grant'?"),
        ({"operation": "xyz"}, ".when.operation names no operation 'xyz'", "drop-table"),
        (
            {"operation": "drop-table", "tabel": "x"},
            ".when.tabel is no part of operation 'drop-table'",
            "did you mean 'table'?",
        ),
        ({"operation": "drop-table", "cascade": "yes"}, ".when.cascade must be true or false", ""),
        ({"operation": "drop-table", "table": True}, ".when.table must be a string", ""),
    ],
)
def test_says_what_does_not_exist(when: Mapping[str, Any], message: str, hint: str) -> None:
    with pytest.raises(ConfigError) as raised:
        policy(settings(when), {}, no_file)

    assert raised.value.message == f"branchline.toml: policy.custom item 1{message}"
    assert hint in raised.value.hint


def test_an_id_names_one_rule() -> None:
    table = settings({"operation": "grant"}).policy.custom[0]
    twice = Settings(policy=PolicySettings(extends=(), custom=(table, table)))

    with pytest.raises(ConfigError, match="item 2 is called as another rule is: 'mine'"):
        policy(twice, {}, no_file)


def test_every_word_of_the_vocabulary_is_known() -> None:
    words = vocabulary()

    assert {"grant", "drop-table", "create-index"} <= set(words)
    assert not {"operation", "table-operation"} & set(words)
