"""Formatted SQL as Liquibase 4.29 itself reads it: recorded, and line by line."""

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from branchline.formats.liquibase.checksums import formatted_v8, formatted_v9
from branchline.formats.liquibase.formatted import Written, formatted, is_formatted, raw

DATA = json.loads(
    (Path(__file__).parents[2] / "data/liquibase_vectors.json").read_text(encoding="utf-8")
)
RECORDED = [vector for vector in DATA["vectors"] if vector["path"] != "root.yaml"]
HEADER = "--liquibase formatted sql\n"


def changesets(text: str) -> tuple[Written, ...]:
    return tuple(formatted(text, "sqlite")) if is_formatted(text) else (raw(text),)


def held(file: str | dict[str, str]) -> str:
    data = file.encode() if isinstance(file, str) else base64.b64decode(file["base64"])
    return data.decode("utf-8-sig")


def only(text: str) -> Written:
    [found] = changesets(HEADER + text)
    return found


@pytest.mark.parametrize("vector", RECORDED, ids=lambda vector: f"{vector['path']}-{vector['id']}")
def test_a_recorded_changeset_is_read_and_summed_alike(vector: dict[str, Any]) -> None:
    text = held(DATA["files"][vector.get("file", vector["path"])])

    [found] = [one for one in changesets(text) if (one.id, one.author) == key(vector)]

    said = dict(found.attributes)
    assert formatted_v9(found.sql) == vector["md5sum_v9"]
    assert vector["md5sum_v8"] in {None, formatted_v8(found.sql)}
    for name, value in vector.get("attrs", {}).items():
        if isinstance(value, bool) and name in said:
            assert said[name] == str(value).lower()
        elif isinstance(value, str):
            assert said[name] == value
    if "line" in vector:
        assert (found.line, found.sql) == (vector["line"], vector["normalised_sql"])
        assert (found.logical or vector["file"]) == vector["path"]


def key(vector: dict[str, Any]) -> tuple[str, str]:
    return vector["id"], vector["author"]


def test_letters_that_look_alike_are_summed_as_they_stand() -> None:
    found = changesets(held(DATA["files"]["changelogs/04_unicode.sql"]))[1]

    assert formatted_v9(found.sql) == "9:a91d4dac627d8d399733987e0b15def3"
    assert formatted_v8(found.sql) == "8:e1a9f3bcf58ba62e7fc3ab2e277afd92"


@pytest.mark.parametrize("name", sorted(DATA["quirks"].keys() - {"latin1"}))
def test_what_ran_was_read_and_what_was_refused_has_a_flaw(name: str) -> None:
    quirk = DATA["quirks"][name]

    found = changesets(quirk["text"])

    sums = {(one.id, one.author): formatted_v9(one.sql) for one in found if not one.flaw}
    for id_, author, _, _, sum_, *_ in quirk["rows"] or ():
        assert sums[id_, author] == sum_
    refused = quirk["rows"] is None
    assert any(one.flaw for one in found) == refused


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("runOnChange:TRUE", {"runOnChange": "true"}),
        ("runAlways:yes", {"runAlways": "false"}),
        ("context:one or two", {"context": "one"}),
        ('contextFilter:"a or b" context:c', {"context": "a or b"}),
        ("labels:x labels:y", {"labels": "y"}),
        ('dbms:"sqlite"', {"dbms": '"sqlite'}),
        ("runOrder:first runOnchnge:true", {}),
        (
            "rollbackSplitStatements:false",
            {"rollbackSplitStatements": "false", "splitStatements": "false"},
        ),
        ("endDelimiter:// stripComments:false", {"endDelimiter": "//", "stripComments": "false"}),
        ("rollbackEndDelimiter:/", {"rollbackEndDelimiter": "/"}),
        ("failOnError:false ignore:true", {"failOnError": "false", "ignore": "true"}),
    ],
)
def test_attributes_are_read_as_liquibase_does(text: str, said: dict[str, str]) -> None:
    assert dict(only(f"--changeset a:1 {text}\nx;\n").attributes) == said


@pytest.mark.parametrize(
    ("text", "undo"),
    [
        ("--rollback drop table a;", "\n           drop table a;"),
        ("--rollback empty", "\n"),
        ("--rollback not required, says Ada", "\n"),
        ("/* liquibase rollback\na;\nb; */", "\n\na;\nb; "),
        ("--rollback", None),
        ("--rollback: a;", None),
        ("/* liquibase rollback a; */", None),
    ],
)
def test_the_way_back_keeps_its_lines_and_columns(text: str, undo: str | None) -> None:
    assert only(f"--changeset a:1\nx;\n{text}\n").undo == undo


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("--property a=b c=d\n--changeset a:1\nx;", 2),
        ("--changeset a: 1\nx;", 2),
        ("--changeset a:1\n-- changesets are good\nx;", 3),
        ("--changeset a:1\n-comment x\nx;", 3),
        ("--changeset a:1\n-rollback x\nx;", 3),
        ("--changeset a:1\n--ignoreLines:end\nx;", 3),
        ("--changeset a:1\n--ignore:2\nx;", 3),
        ("--changeset a:1\nx;\n/* liquibase rollback\nb;", 4),
        ("--changeset a:1\n--precondition-row-count 1\nx;", 3),
        ("--changeset a:1\n--precondition-sql-check  \nx;", 3),
        ("--comment x\n--changeset a:1\nx;", 2),
    ],
)
def test_what_liquibase_refuses_is_one_flaw_and_the_changesets_stay(text: str, line: int) -> None:
    found = changesets(HEADER + text)

    [flawed] = [one for one in found if one.flaw]
    assert (flawed.id, flawed.line) == ("", line)
    assert f"at line {line}, " in flawed.flaw
    assert [one.id for one in found if not one.flaw] == (["1"] if "a: 1" not in text else [])


def test_a_changeset_without_sql_is_a_flaw() -> None:
    first, second, last = changesets(
        f"{HEADER}--changeset a:1\n--comment x\n--changeset a:2\nx;\n--changeset a:3\n \n"
    )

    assert first.flaw == last.flaw == "has no SQL, and Liquibase refuses it"
    assert not second.flaw


def test_a_last_changeset_without_a_line_is_the_one_above_it_again() -> None:
    first, last = changesets(f"{HEADER}--changeset a:1\nx;\n--rollback y;\n--changeset a:2\n")

    assert (last.sql, last.script, last.script_line) == (first.sql, first.script, 3)
    assert last.undo is None
    assert [(trap.kind, trap.said, trap.line) for trap in last.traps] == [("repeats", "1", 5)]


def test_ignored_lines_are_neither_summed_nor_shown() -> None:
    found = only("--changeset a:1\nx;\n--ignoreLines:start\n'\n--ignoreLines:end\ny;\n")

    assert (found.sql, found.script) == ("x;\ny;", "x;\n\n\n\ny;")


def test_the_first_definition_of_a_property_counts_and_others_stay() -> None:
    found = only(
        "--property name:t value:${u}1\n--property name:T value:b\n--property name:u value:o\n"
        "--changeset a:1\nselect ${T} from ${nobody};\n"
    )

    assert found.sql == "select o1 from ${nobody};"


@pytest.mark.parametrize("count", [1, 60])
def test_properties_without_end_are_a_flaw(count: int) -> None:
    lines = [f"--property name:p{n} value:${{p{(n + 1) % count}}}${{p{n}}}" for n in range(count)]

    found = only("\n".join(lines) + "\n--changeset a:1\n${p0}\n")

    assert "properties" in found.flaw


def test_a_delimiter_of_ones_own_is_a_semicolon_to_who_reads_on() -> None:
    found = only("--changeset a:1 endDelimiter:;;\na;;\nb;;\n")

    assert (found.sql, found.script) == ("a;;\nb;;", "a; \nb; ")


@given(st.text(alphabet="-*/ \n\r\tax:1'\"$}{cré", max_size=80))
def test_any_text_is_read_and_every_line_stays_in_its_place(text: str) -> None:
    found = changesets(f"{HEADER}--changeset a:1\n{text}")

    lines = (HEADER + "--changeset a:1\n" + text).replace("\r\n", "\n").replace("\r", "\n")
    split = lines.split("\n")
    for one in found:
        for offset, line in enumerate(one.script.split("\n") if one.id else ()):
            expected = line.replace(";", "/") if line.strip() == ";" else line
            assert not line or split[one.line + offset] == expected


@pytest.mark.parametrize(
    "line",
    [
        "--changeset " + "a" * 100_000,
        "--changeset" + " " * 100_000,
        '--changeset "' + "a" * 100_000,
        "--property " + "a: " * 50_000,
        "--property " + " " * 100_000,
        "--changeset a:1 " + "context:" * 20_000,
        "--changeset a:1 " + "dbms:," * 20_000,
        "/* liquibase" + " " * 100_000,
        "--" + " " * 100_000,
        "${" * 50_000,
    ],
)
def test_a_long_line_takes_no_longer_than_it_is(line: str) -> None:
    assert changesets(f"{HEADER}--property name:a value:b\n--changeset a:1\n{line}\nx;\n")
