"""What a repository tells Flyway about its files."""

from datetime import UTC, datetime

import pytest

from branchline.errors import ConfigError
from branchline.formats import get, told
from branchline.formats.checksums import flyway
from branchline.formats.flyway_settings import FlywaySettings
from branchline.model.changelog import ChangeSet, Kind, Outline
from branchline.model.settings import Changelog
from tests.formats.trees import Files

FLYWAY = get("flyway")
NAMES = """
[flyway]
url = "jdbc:postgresql://db/x?password=secret"
sqlMigrationPrefix = "VER"
undoSqlMigrationPrefix = "V"
repeatableSqlMigrationPrefix = "AGAIN"
sqlMigrationSeparator = "--"
sqlMigrationSuffixes = [".ddl", ".sql"]
[flyway.placeholders]
schema = "shop"
"""


def spec_of(files: Files, path: str = "db/migration") -> Changelog:
    return told(files, Changelog("app", path), FLYWAY)


def outline(files: Files) -> Outline:
    return FLYWAY.outline(files, spec_of(files))


def read(files: Files) -> list[ChangeSet]:
    return [FLYWAY.read(files, entry, spec_of(files)) for entry in outline(files)]


def below(*names: str, **texts: str) -> Files:
    there = {"flyway.toml": NAMES} | dict.fromkeys((f"db/migration/{name}" for name in names), "")
    return Files(there | texts)


def test_prefixes_separator_and_suffixes_are_those_that_are_set() -> None:
    found = outline(
        below("VER1--a.ddl", "V1--a.sql", "AGAIN--views.sql", "V1__b.sql", "VER2--b.SQL")
    )

    assert [(entry.id, entry.kind) for entry in found] == [
        ("1", Kind.VERSIONED), ("2", Kind.VERSIONED), ("R:views", Kind.REPEATABLE)
    ]  # fmt: skip
    assert found.entries[0].companions[0][0] == "db/migration/V1--a.sql"
    assert [stray.place.path for stray in found.strays] == ["db/migration/V1__b.sql"]


def test_a_new_file_is_named_as_the_settings_want() -> None:
    files = below("VER1--a.ddl")
    now = datetime(2026, 1, 1, tzinfo=UTC)

    path, _ = FLYWAY.new_file("add b", outline(files), spec_of(files), now)

    assert path == "db/migration/VER2--add_b.ddl"


def test_only_what_says_how_files_are_read_is_kept() -> None:
    options = dict(spec_of(below()).options)

    assert options["placeholders.schema"] == "shop"
    assert not any("secret" in text for text in options.values())


def test_the_nearest_file_counts_and_a_conf_reads_the_same() -> None:
    files = Files({
        "flyway.toml": NAMES,
        "db/flyway.conf": "# words\nflyway.sqlMigrationPrefix=M\n  flyway.encoding = UTF-8\nx=1\n",
        "db/migration/M1__a.sql": "",
    })  # fmt: skip

    assert [entry.id for entry in outline(files)] == ["1"]
    assert dict(spec_of(files).options) == {
        "settings": "db/flyway.conf", "sqlMigrationPrefix": "M", "encoding": "UTF-8"
    }  # fmt: skip


def test_a_repeatable_is_another_when_what_it_is_expanded_with_changes() -> None:
    text = "CREATE VIEW ${schema}.v AS SELECT '${unknown}';\n"
    name = "db/migration/R__v.sql"

    [changeset] = read(Files({"flyway.toml": '[flyway.placeholders]\nschema = "a"\n', name: text}))
    [kept] = read(Files({"flyway.toml": "[flyway]\nplaceholderReplacement = false\n"
                         'placeholders = { schema = "a" }\n', name: text}))  # fmt: skip

    assert changeset.checksum == flyway(text.replace("${schema}", "a"))
    assert kept.checksum == flyway(text)
    assert changeset.script
    assert changeset.script.text == text


def test_a_versioned_one_counts_as_it_is_written() -> None:
    files = {"flyway.toml": '[flyway.placeholders]\nx = "a"\n', "db/migration/V1__v.sql": "${x}"}

    [changeset] = read(Files(files))

    assert changeset.checksum == flyway("${x}")


@pytest.mark.parametrize(
    ("conf", "transaction"), [("", False), ("executeInTransaction=true", True), ("x=y", False)]
)
def test_a_scripts_own_configuration_wins(conf: str, *, transaction: bool) -> None:
    name = "db/migration/V1__a.sql"
    files = {"flyway.conf": "flyway.executeInTransaction=false\n", name: "SELECT 1;"}

    [changeset] = read(Files(files | ({f"{name}.conf": conf} if conf else {})))

    assert changeset.transaction is transaction


def test_an_encoding_that_is_not_read_is_said_where_it_holds() -> None:
    name = "db/migration/V1__a.sql"
    files = {"flyway.conf": "flyway.encoding=ISO-8859-1\n", name: "SELECT 1;"}

    [flawed] = read(Files(files))
    [own] = read(Files(files | {f"{name}.conf": "encoding=UTF-8"}))

    assert flawed.flaw.startswith("is written in ISO-8859-1, as Flyway's settings say")
    assert not own.flaw


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("flyway = [", "flyway.toml: "),
        ("x = " + "[" * 5000 + "]" * 5000, "flyway.toml: "),
        (b"\xff", "flyway.toml is not UTF-8"),
        ("#" * 70_000, "flyway.toml is too long"),
    ],
)
def test_settings_that_cannot_be_read_are_one_sentence(text: str | bytes, words: str) -> None:
    with pytest.raises(ConfigError) as raised:
        spec_of(Files({"flyway.toml": text}))

    assert raised.value.message.startswith(words)


@pytest.mark.parametrize(
    "text", ["flyway = 1", "[flyway]\nplaceholders = 1\nsqlMigrationSuffixes = ''"]
)
def test_settings_of_another_shape_say_nothing(text: str) -> None:
    found = FlywaySettings.of(spec_of(Files({"flyway.toml": text})).options)

    assert (found.versioned, found.suffixes) == ("V", (".sql",))


def test_each_of_two_with_one_version_keeps_its_own_undo() -> None:
    files = Files(
        dict.fromkeys((f"db/migration/{n}.sql" for n in ("V2__a", "V2__b", "U2__b", "U2__a")), "")
    )

    found = {entry.change: [path for path, _ in entry.companions] for entry in outline(files)}

    assert found == {"V2__a": ["db/migration/U2__a.sql"], "V2__b": ["db/migration/U2__b.sql"]}


def test_an_undo_called_otherwise_goes_to_the_first_without_one() -> None:
    names = ("V2__a", "V2__b", "U2__b", "U2__x", "U2__y", "U3__z")
    found = outline(Files(dict.fromkeys((f"db/migration/{n}.sql" for n in names), "")))

    assert [dict(entry.companions) and entry.companions[0][0][-9:] for entry in found] == [
        "U2__x.sql", "U2__b.sql"
    ]  # fmt: skip
    assert [stray.detail for stray in found.strays] == [
        "is a second undo of version 2",
        "undoes version 3, which is not there",
    ]
