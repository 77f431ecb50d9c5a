import json
from typing import Any

from branchline.model.effects import Blocks, Effect, Lock
from branchline.model.finding import Finding, Place, Severity
from branchline.model.operations.base import Name
from branchline.model.operations.tables import DropTable
from branchline.model.statement import Statement
from branchline.report import Coverage, Report, lines


def test_an_empty_report_passes() -> None:
    assert parsed(Report()) == {
        "schema": "branchline/report/v1",
        "verdict": "pass",
        "summary": {"error": 0, "warning": 0, "info": 0},
        "findings": [],
        "coverage": {"statements": 0, "analysed": 0, "unparsed": []},
    }


def test_a_finding_has_every_key_and_null_for_what_is_not_known() -> None:
    finding = Finding("gap", Severity.WARNING, "skips 3", ref="refs/heads/prod")

    document = parsed(Report((finding,), fail_on=Severity.WARNING))

    assert document["verdict"] == "fail"
    assert document["findings"] == [
        {
            "rule": "gap",
            "severity": "warning",
            "message": "skips 3",
            "hint": None,
            "path": None,
            "line": None,
            "column": None,
            "end_line": None,
            "end_column": None,
            "change": None,
            "environment": None,
            "ref": "refs/heads/prod",
            "fingerprint": "",
        }
    ]


def test_effects_are_in_the_servers_own_words() -> None:
    effect = Effect((("orders", Lock.ACCESS_EXCLUSIVE),), Blocks.READS, scans=("orders",))
    place = Place("a.sql", 3, 1)
    statement = Statement("drop", place, (DropTable(Name("orders")),), effect=effect)

    [found] = parsed(Report(statements=(statement,)))["statements"]

    assert found == {
        "path": "a.sql",
        "line": 3,
        "kind": "drop_table",
        "operations": ["drop-table"],
        "locks": {"orders": "AccessExclusive"},
        "blocks": "reads",
        "rewrites": False,
        "scans": ["orders"],
        "transactional": True,
        "may_fail_on_data": False,
    }


def test_effects_of_mysql_are_an_algorithm_and_a_lock() -> None:
    statement = Statement("x", effect=Effect(algorithm="INSTANT"))

    [found] = parsed(Report(statements=(statement,)))["statements"]

    assert (found["kind"], found["algorithm"], found["lock"]) == ("other", "INSTANT", None)


def test_a_statement_that_was_not_understood_says_so() -> None:
    statement = Statement("x", Place("a.sql", 9), error="no")
    report = Report(coverage=Coverage(1, 0, (Place("a.sql", 9),)), statements=(statement,))

    document = parsed(report)

    assert document["statements"][0]["kind"] == "unparsed"
    assert document["coverage"]["unparsed"] == [{"path": "a.sql", "line": 9}]


def test_bytes_that_are_not_utf_8_are_spelt_out() -> None:
    finding = Finding("x", Severity.INFO, "m", place=Place("a\udcff.sql"))

    assert parsed(Report((finding,)))["findings"][0]["path"] == "a\\xff.sql"


def parsed(report: Report) -> dict[str, Any]:
    document: dict[str, Any] = json.loads("\n".join(lines(report, "json")))
    return document
