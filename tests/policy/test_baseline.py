"""What is known is hidden, once for each time that it was found."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from branchline.errors import ConfigError
from branchline.model.finding import Finding, Place, Severity
from branchline.model.fingerprints import fingerprinted
from branchline.model.value import replace
from branchline.policy.baseline import lines, read, sieve

FINDING = Finding("drop-table", Severity.ERROR, "drops x", "wait", Place("a.sql", 3), "0001_a")


def marked(*findings: Finding) -> tuple[Finding, ...]:
    return tuple(fingerprinted(findings))


def file(*findings: Finding) -> bytes:
    return "\n".join(lines(findings)).encode()


def everything(entry: Finding) -> bool:
    del entry
    return True


def test_a_finding_is_one_line_of_what_makes_it() -> None:
    found = marked(FINDING)

    [schema, line] = map(json.loads, lines(found))
    assert schema == {"schema": "branchline/baseline/v1"}
    assert line == {
        "change": "0001_a",
        "path": "a.sql",
        "rule": "drop-table",
        "message": "drops x",
        "fingerprint": found[0].fingerprint,
    }


def test_moved_lines_change_nothing() -> None:
    known = read(file(*marked(FINDING)), "b")

    sieved = sieve(marked(replace(FINDING, place=Place("a.sql", 99))), known, everything)

    assert (sieved.shown, len(sieved.hidden), sieved.idle) == ((), 1, ())


def test_the_third_of_two_known_ones_is_new() -> None:
    known = read(file(*marked(FINDING, FINDING)), "b")

    sieved = sieve(marked(FINDING, FINDING, FINDING), known, everything)

    assert (len(sieved.shown), len(sieved.hidden)) == (1, 2)


def test_what_was_mended_is_idle_where_somebody_looked() -> None:
    known = read(file(*marked(FINDING, FINDING)), "b")

    looked = sieve(marked(FINDING), known, everything)
    elsewhere = sieve(marked(FINDING), known, lambda entry: entry.change == "0002_b")

    assert [entry.message for entry in looked.idle] == ["drops x"]
    assert elsewhere.idle == ()


def test_what_is_known_without_an_environment_is_known_in_all() -> None:
    known = read(file(*marked(FINDING)), "b")
    arriving = [replace(FINDING, environment=name) for name in ("dev", "prod")]

    sieved = sieve(marked(*arriving), known, everything)

    assert len(sieved.hidden) == 2


def test_what_is_known_in_one_environment_is_new_in_another() -> None:
    known = read(file(*marked(replace(FINDING, environment="dev"))), "b")

    sieved = sieve(marked(replace(FINDING, environment="prod")), known, everything)

    assert len(sieved.shown) == 1


def test_some_rules_are_never_hidden() -> None:
    known = read(file(*marked(FINDING)), "b")

    assert len(sieve(marked(FINDING), known, everything, {"drop-table"}).shown) == 1


TEXT = st.text(max_size=8) | st.just("\udcff")


@given(st.lists(st.tuples(TEXT, TEXT, TEXT), max_size=8))
def test_what_was_written_hides_what_was_found(parts: list[tuple[str, str, str]]) -> None:
    found = marked(
        *(Finding("r", Severity.INFO, text, "", Place(path), name) for text, path, name in parts)
    )

    sieved = sieve(found, read(file(*found), "b"), everything)

    assert (sieved.shown, sieved.hidden, sieved.idle) == ((), found, ())


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (b"", "b: not a baseline"),
        (b"\xff", "b: not a baseline"),
        (b"[]", "b: not a baseline"),
        (b"[" * 100_000, "b: not a baseline"),
        (file() + b"\n=======", "b:2: not an entry of a baseline"),
        (file() + b"\n\n{}", "b:3: not an entry of a baseline"),
        (file() + b'\n{"fingerprint": 1}', "b:2: not an entry of a baseline"),
    ],
)
def test_a_file_that_is_none_is_refused(text: bytes, message: str) -> None:
    with pytest.raises(ConfigError) as raised:
        read(text, "b")

    assert raised.value.message == message
