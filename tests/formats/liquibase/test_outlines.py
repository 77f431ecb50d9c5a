"""Folders and files of formatted SQL, as changelogs."""

from datetime import UTC, datetime

import pytest

from branchline.errors import RepositoryError, UsageError
from branchline.formats import FORMATS, choose
from branchline.formats.liquibase.paths import normalized, order
from branchline.model.changelog import ChangeSet, Oddity, Reversal
from branchline.model.effects import Engine
from branchline.model.settings import Changelog
from branchline.model.tree import FileKind
from tests.formats.trees import Files

LIQUIBASE = FORMATS["liquibase"]
SPEC = Changelog("app", "db", "liquibase", Engine("postgres"))
HEADER = "--liquibase formatted sql\n"
NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def text(*ids: str) -> str:
    return HEADER + "".join(f"--changeset ada:{i}\nx{i};\n" for i in ids)


def read(files: Files, spec: Changelog = SPEC) -> list[ChangeSet]:
    return [LIQUIBASE.read(files, entry, spec) for entry in LIQUIBASE.outline(files, spec)]


def test_changesets_come_by_path_as_java_sorts_it_and_then_by_place() -> None:
    names = ("deep/a.sql", "9_a.sql", "Z_c.sql", "10_b.sql", "a.sql", "a.sql.sql")
    files = Files({f"db/{name}": text("2", "1") for name in names})

    found = LIQUIBASE.outline(files, SPEC)

    paths = ["10_b.sql", "9_a.sql", "Z_c.sql", "a.sql", "a.sql.sql", "deep/a.sql"]
    assert [entry.id for entry in found] == [
        f"db/{path}::{id_}::ada" for path in paths for id_ in ("2", "1")
    ]


def test_scripts_and_places_stand_where_their_lines_do() -> None:
    sql = text("1") + '--changeset ada:2 context:"a or b" dbms:h2 labels:l,\ny;\n--rollback z;\n'

    _, found = read(Files({"db/a.sql": sql}))

    assert (found.place.path, found.place.line) == ("db/a.sql", 4)
    assert found.script is not None
    assert found.rollback is not None
    assert (found.script.line, found.script.text) == (5, "y;\n")
    assert (found.rollback.line, found.rollback.text) == (5, "\n           z;")
    assert (found.contexts, found.labels, found.dbms) == ("a or b", "l", "h2")
    assert found.reversal is Reversal.PRESENT
    assert found.entry.author == "ada"


def test_a_logical_path_is_the_path_of_an_identity() -> None:
    head = "--liquibase formatted sql logicalFilePath:/one\\two/./x.sql\n"
    sql = f"{head}--changeset a:1\nx;\n--changeset a:2 logicalFilePath:other\nx;\n"

    found = LIQUIBASE.outline(Files({"db/a.sql": sql}), SPEC)

    assert [entry.id for entry in found] == ["one/two/x.sql::1::a", "other::2::a"]


@pytest.mark.parametrize(
    ("path", "id_"),
    [
        ("classpath:db/a.sql", "db/a.sql"),
        ("C:\\db\\a.sql", "db/a.sql"),
        ("/db//./x/../a.sql", "db/a.sql"),
    ],
)
def test_a_path_is_normalized(path: str, id_: str) -> None:
    assert normalized(path) == id_


def test_a_place_does_not_depend_on_other_files() -> None:
    assert order("a", 5) < order("a", 6) < order("a.sql", 0) < order("b", 0)
    assert order("\U0001f600", 0) < order("\uffee", 0)


def test_one_file_is_a_changelog_as_well() -> None:
    files = Files({"db/a.sql": text("1", "2"), "db/b.sql": text("3")})

    found = LIQUIBASE.outline(files, Changelog("app", "db/a.sql", "liquibase"))

    assert [entry.change for entry in found] == ["db/a.sql::1::ada", "db/a.sql::2::ada"]


@pytest.mark.parametrize(
    ("content", "flaw"),
    [
        (b"--liquibase formatted sql\n\xff", "is not UTF-8 (byte 0xff at line 2)"),
        (b"", "is empty"),
        (b"-- licence\n\0", "has a NUL byte at line 2"),
    ],
)
def test_what_cannot_be_read_has_a_flaw(content: bytes, flaw: str) -> None:
    [found] = read(Files({"db/a.sql": content}))

    assert found.flaw == flaw


def test_a_file_without_the_header_is_one_raw_changeset() -> None:
    [found] = read(Files({"db/a.sql": f"-- a licence\n{text('1', '2')}"}))

    assert found.change == "db/a.sql::raw::includeAll"
    assert found.script is not None
    assert found.script.line == 1


def test_links_are_set_aside() -> None:
    found = LIQUIBASE.outline(Files({"db/a.sql": FileKind.SYMLINK}), SPEC)

    assert [stray.what for stray in found.strays] == [Oddity.IRREGULAR]


def test_other_files_are_none_of_its_business() -> None:
    files = Files({"db/package.json": "{}", "db/README.md": "x", "db/a.sql": text("1")})

    found = LIQUIBASE.outline(files, SPEC)

    assert len(found.entries) == 1
    assert not found.strays


def test_a_word_for_branchline_is_taken_or_refused() -> None:
    lost, odd = read(
        Files(
            {
                "db/a.sql": text("1") + "-- branchline: irreversible: it is gone\n",
                "db/b.sql": text("1") + "-- branchline: contexts dev\n",
            }
        )
    )

    assert (lost.reversal, lost.reason) == (Reversal.IRREVERSIBLE, "it is gone")
    assert odd.flaw == "says 'branchline: contexts', which Liquibase does not know"


def test_more_than_anyone_holds_is_refused() -> None:
    files = Files({f"db/{name}.sql": b"x" * (15 << 20) for name in "abcdefghi"})

    with pytest.raises(RepositoryError, match="the changelog 'app' holds more than 256 MiB"):
        LIQUIBASE.outline(files, SPEC)


def test_auto_takes_formatted_sql_for_what_it_is() -> None:
    files = Files({"db/a.sql": text("1")})

    assert choose(files, Changelog("app", "db")) is LIQUIBASE


def test_a_new_file_sorts_after_all_others_and_is_read() -> None:
    files = Files({"db/0009_a.sql": text("1")})

    path, made = LIQUIBASE.new_file("Add carts", LIQUIBASE.outline(files, SPEC), SPEC, NOW)

    assert path == "db/0010_Add_carts.sql"
    [found] = read(Files({path: made + "drop table carts;\n"}))
    assert (found.entry.author, found.change) == ("ada", f"{path}::Add_carts::ada")


def test_a_new_file_that_would_run_first_is_not_made() -> None:
    files = Files({"db/9_a.sql": text("1")})

    with pytest.raises(UsageError, match="would run before"):
        LIQUIBASE.new_file("b", LIQUIBASE.outline(files, SPEC), SPEC, NOW)


def test_a_changelog_of_one_file_is_added_to() -> None:
    spec = Changelog("app", "db/a.sql", "liquibase")
    files = Files({"db/a.sql": text("1")})

    with pytest.raises(UsageError) as raised:
        LIQUIBASE.new_file("b", LIQUIBASE.outline(files, spec), spec, NOW)

    assert raised.value.hint == "add below its last line: --changeset ada:b"
