"""Which format a folder is."""

import pytest

from branchline.errors import ConfigError
from branchline.formats import FORMATS, choose, detect, get
from branchline.model.settings import Changelog
from tests.formats.trees import SPEC, Files, below

_TODAY = f"today these are: {', '.join(FORMATS)}"

AUTO = Changelog("app", "db", "auto")


@pytest.mark.parametrize(
    ("names", "format_"),
    [
        (("0001_a.sql", "0002_b.sql"), "plain"),
        (("0001_a.sql", "0001_a.down.sql"), "plain"),
        (("20260101120000_a.sql", "README.md"), "plain"),
        (("V1__a.sql", "R__b.sql"), "flyway"),
        (("V1__a.sql", "V2__a.sql", "V3__a.sql", "V4__a.sql", "V5__a.sql", "1_a.sql"), "flyway"),
        (("1_a.up.sql", "1_a.down.sql"), "golang-migrate"),
        (("sqitch.plan", "deploy/a.sql"), "sqitch"),
        (("1_a.sql", "atlas.sum"), "atlas"),
        (("0001_initial.py", "__init__.py"), "django"),
        (("env.py", "script.py.mako", "versions/1975ea83b712_a.py"), "alembic"),
        (("20260101120000_create_a.rb",), "rails"),
        (("20260101120000_a/migration.sql", "migration_lock.toml"), "prisma"),
        (("meta/_journal.json", "0000_a.sql"), "drizzle"),
        (("20260101120000_a.js",), "knex"),
        (("00001_a.sql", "00002_b.go"), "goose"),
        (("0001.a.sql", "0001.a.rollback.sql"), "yoyo"),
        (("0001_a.sql", "0001_a.rollback.sql"), "plain"),
        (("a.rollback.sql", "seed.sql"), ""),
        (("committed/000001-a.sql", "current.sql"), "graphile-migrate"),
        (("db.changelog-master.yaml",), "liquibase"),
        (("changelog.xml", "1_a.sql"), "liquibase"),
        ((), ""),
        (("README.md",), ""),
        (("seed.sql",), ""),
        ((".hidden/0001_a.sql",), ""),
    ],
)
def test_names_tell(names: tuple[str, ...], format_: str) -> None:
    assert detect(below(*names), "db").format == format_


@pytest.mark.parametrize(
    ("text", "format_"),
    [
        ("-- migrate:up\na;\n-- migrate:down\nb;\n", "dbmate"),
        ("-- +goose Up\na;\n-- +goose Down\nb;\n", "goose"),
        ("-- +migrate Up\na;\n", "sql-migrate"),
        ("--liquibase formatted sql\n--changeset ada:1\na;\n", "liquibase"),
        ("--! Previous: -\n--! Hash: sha1:0\na;", "graphile-migrate"),
        ("-- Up Migration\r\na;\r\n-- Down Migration\r\nb;\r\n", "node-pg-migrate"),
        ("-- //@UNDO\n", "mybatis-migrations"),
        ("-- rambler up\n", "rambler"),
        ("-- depends: 0000_b\n", "yoyo"),
        ("CREATE TABLE migrate (up int);\n", "plain"),
        (b"\xff\xfe\0", "plain"),
    ],
)
def test_heads_tell_when_names_could_be_anybodys(text: str | bytes, format_: str) -> None:
    found = detect(Files({"db/0001_a.sql": text}), "db")

    assert found.format == format_
    assert found.supported == (format_ in FORMATS)


def test_says_why_in_one_sentence() -> None:
    plain = detect(below("1_a.sql", "2_b.sql"), "db")
    mixed = detect(below("1_a.sql", "V2__b.sql"), "db")
    dbmate = detect(Files({"db/1_a.sql": "-- migrate:up\n"}), "db")
    nothing = detect(below(), "db")

    assert plain.why == "2 files are in db named as 0001_words.sql"
    assert mixed.why == "db mixes 1 names as V1__words.sql and 1 as 0001_words.sql"
    assert dbmate.why == "db belongs to dbmate, by db/1_a.sql"
    assert nothing.why == "db holds no migrations"


def test_a_format_that_is_read_must_be_in_all_files() -> None:
    files = Files({"db/1_a.sql": "--liquibase formatted sql\n", "db/2_b.sql": "SELECT 1;\n"})

    found = detect(files, "db")

    assert found.mixed
    assert found.why == "db mixes files of liquibase, as db/1_a.sql, and others, as db/2_b.sql"


def test_one_file_is_recognised_as_well() -> None:
    assert detect(Files({"db/changelog.xml": ""}), "db/changelog.xml").format == "liquibase"


def test_a_configured_format_is_not_guessed() -> None:
    spec = Changelog("app", "db", "plain")

    assert choose(below("V1__a.sql"), spec) is FORMATS["plain"]


def test_auto_takes_what_the_files_show() -> None:
    assert choose(below("V1__a.sql"), SPEC) is FORMATS["flyway"]
    assert choose(below(), AUTO) is FORMATS["plain"]


@pytest.mark.parametrize(
    ("names", "message"),
    [
        (
            ("migration_lock.toml",),
            "changelog 'app': db belongs to prisma, by db/migration_lock.toml",
        ),
        (
            ("1_a.sql", "V1__a.sql"),
            "changelog 'app': db mixes 1 names as V1__words.sql and 1 as 0001_words.sql",
        ),
    ],
)
def test_auto_does_not_guess(names: tuple[str, ...], message: str) -> None:
    with pytest.raises(ConfigError) as raised:
        choose(below(*names), AUTO)

    assert raised.value.message == message
    assert "plain or flyway" in raised.value.hint


@pytest.mark.parametrize(
    ("name", "message", "hint"),
    [
        ("flywya", "there is no format 'flywya'", "did you mean 'flyway'?"),
        ("zzz", "there is no format 'zzz'", _TODAY),
    ],
)
def test_an_unknown_format_is_told(name: str, message: str, hint: str) -> None:
    with pytest.raises(ConfigError) as raised:
        get(name)

    assert (raised.value.message, raised.value.hint) == (message, hint)


@pytest.mark.parametrize(
    ("names", "format_"),
    [
        (("v1.0.0_a.sql", "v1.0.1_b.sql"), "plain"),
        (("V1_a.sql",), "plain"),
        (("V1__a.sql", "V2_b.sql"), "flyway"),
        (("v1__a.sql",), ""),
        (("v1_a.sql", "2_b.up.sql"), "golang-migrate"),
    ],
)
def test_a_letter_before_the_version_is_bytebases_or_a_slip(
    names: tuple[str, ...], format_: str
) -> None:
    assert detect(below(*names), "db").format == format_
