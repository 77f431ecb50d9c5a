"""graphile-migrate's chain; the hashes are graphile-migrate's own (`calculateHash` of 1.4.1)."""

import pytest

from branchline.formats import get
from branchline.formats.versioned import graphile
from branchline.model.changelog import Oddity, Reversal
from branchline.model.settings import Changelog
from tests.formats.trees import Files

SPEC = Changelog("app", "db", "graphile-migrate")
FIRST = "sha1:42d573d5e881e52c4db4b8d53c7b1fe60d48fef0"
SECOND = "sha1:6b5f0e224836f1505a76f7abeba571e1ba13005e"
THIRD = "sha1:265aa67e08ac36b4d485de02456fd5ec92325ba7"
A = f"--! Previous: -\n--! Hash: {FIRST}\n\ncreate table a (id int);\n"
B = (
    f"--! Previous: {FIRST}\n--! Hash: {SECOND}\n--! Message: b\n"
    "\n\n\n  create table b (id int);\r\n\u00a0\n"
)
C = (
    f"--! Previous: {SECOND}\n--! Hash: {THIRD}\n\n"
    "--! no-transaction\ncreate index concurrently i on a (id);\n"
)


def tree(first: str = A, second: str = B, third: str = C) -> Files:
    texts = {"000001": first, "000002-b": second, "000003": third}
    files = {f"db/committed/{name}.sql": text for name, text in texts.items()}
    return Files({**files, "db/current.sql": "select 1;"})


def strays(files: Files) -> list[tuple[str, int, str]]:
    found = get("graphile-migrate").outline(files, SPEC).strays
    return [(stray.place.path, stray.place.line, stray.detail) for stray in found]


@pytest.mark.parametrize(
    ("body", "previous", "digest"),
    [
        ("create table a (id int);\n", "", FIRST),
        ("\n\n  create table b (id int);\r\n\u00a0\n", FIRST, SECOND),
        ("--! no-transaction\ncreate index concurrently i on a (id);", SECOND, THIRD),
        ("", "", "sha1:adc83b19e793491b1c6ea0fd8b46cd9f32e592fc"),
    ],
)
def test_hashes_are_those_of_graphile_migrate(body: str, previous: str, digest: str) -> None:
    assert graphile.digest(body, previous) == digest


def test_a_chain_that_holds_is_nobodys_business() -> None:
    assert strays(tree()) == []


@pytest.mark.parametrize(
    ("files", "place", "words"),
    [
        (tree(second=B.replace("table b", "table c")), ("000002-b", 2), "was edited after"),
        (tree(first=A.replace(": -", f": {SECOND}")), ("000001", 1), "and is the first"),
        (tree(third=C.replace(SECOND, FIRST, 1)), ("000003", 1), "says it follows"),
        (
            tree(first=A.replace("-\n", "-\n--! AllowInvalidHash\n", 1)),
            ("000001", 3),
            "its hash is valid",
        ),
    ],
)
def test_says_which_file_does_not_fit(files: Files, place: tuple[str, int], words: str) -> None:
    path, line, detail = strays(files)[0]

    assert (path, line) == (f"db/committed/{place[0]}.sql", place[1])
    assert words in detail
    assert get("graphile-migrate").outline(files, SPEC).strays[0].what is Oddity.STALE


def test_a_hash_may_be_wrong_where_the_file_says_so() -> None:
    edited = A.replace("-\n", "-\n--! AllowInvalidHash\n", 1).replace("table a", "table z")

    assert strays(tree(first=edited)) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("select 1;\n", "no header '--! Previous'"),
        ("--! Previous: -\n\nselect 1;\n", "no header '--! Hash'"),
        (
            "--! Previous: -\n--! Hash: x\nselect 1;\n",
            "an empty line after its headers, before line 3",
        ),
        ("--! Hash: x\n--! Hash: x\n\nselect 1;\n", "'Hash' twice"),
        (A.replace("\n", "\r\n"), "an empty line"),
        (f"\ufeff{A}", "byte order mark"),
    ],
)
def test_a_file_that_is_not_committed_is_unreadable(text: str, words: str) -> None:
    files = Files({"db/committed/000001.sql": text})
    format_ = get("graphile-migrate")
    [entry] = format_.outline(files, SPEC)

    assert words in format_.read(files, entry, SPEC).flaw


def test_a_committed_file_goes_forward_only_and_keeps_its_lines() -> None:
    format_ = get("graphile-migrate")
    found = [format_.read(tree(), entry, SPEC) for entry in format_.outline(tree(), SPEC)]

    assert [changeset.transaction for changeset in found] == [True, True, False]
    assert [changeset.checksum for changeset in found] == [FIRST, SECOND, THIRD]
    assert {changeset.reversal for changeset in found} == {Reversal.IRREVERSIBLE}
    assert found[0].script
    assert found[0].script.text.splitlines()[3] == "create table a (id int);"


def test_the_folder_of_committed_files_may_be_named_itself() -> None:
    inside = Changelog("app", "db/committed", "graphile-migrate")

    found = get("graphile-migrate").outline(tree(), inside)

    assert [entry.id for entry in found] == ["1", "2", "3"]


def test_a_chain_is_mended_from_the_first_that_does_not_fit() -> None:
    edited = B.replace("table b", "table c")
    derived = get("graphile-migrate").derived
    assert derived

    mended = dict(derived(tree(second=edited), SPEC))

    assert [*mended] == ["db/committed/000002-b.sql", "db/committed/000003.sql"]
    assert "--! Message: b\n" in mended["db/committed/000002-b.sql"]
    again = tree(
        second=mended["db/committed/000002-b.sql"], third=mended["db/committed/000003.sql"]
    )
    assert strays(again) == []
    assert derived(again, SPEC) == ()


def test_names_that_graphile_migrate_fills_in_are_names_to_a_parser() -> None:
    body = "grant connect on database :DATABASE_NAME to :DATABASE_OWNER;\nselect 'a'::text;\n"
    files = Files({"db/committed/000001.sql": f"--! Previous: -\n--! Hash: x\n\n{body}"})
    format_ = get("graphile-migrate")

    [changeset] = (format_.read(files, entry, SPEC) for entry in format_.outline(files, SPEC))

    assert changeset.runner == "graphile-migrate"
    assert changeset.script
    assert changeset.script.text.splitlines()[3:] == [
        "grant connect on database _DATABASE_NAME to _DATABASE_OWNER;",
        "select 'a'::text;",
    ]
