"""Where a project keeps its files, and what its scripts come to."""

from collections.abc import Mapping
from hashlib import sha1

import pytest

from branchline.errors import ConfigError
from branchline.formats import choose
from branchline.formats.sqitch import SQITCH
from branchline.formats.sqitch.clients import without_commands
from branchline.formats.sqitch.outlines import dialect_of_project
from branchline.model.changelog import ChangeSet, Oddity, Outline, Reversal, Script
from branchline.model.effects import Engine
from branchline.model.settings import Changelog
from branchline.model.tree import FileKind
from tests.formats.sqitch.plans import END, HEAD
from tests.formats.trees import Files

SPEC = Changelog("app", "")


def outline(files: Mapping[str, str | bytes | FileKind], path: str = "") -> Outline:
    return SQITCH.outline(Files(files), Changelog("app", path))


def read(script: str | bytes, dialect: str = "postgres", **others: str) -> ChangeSet:
    files: dict[str, str | bytes | FileKind] = {
        "sqitch.plan": f"{HEAD}users {END}\n",
        "deploy/users.sql": script,
    }
    files |= {f"{folder}/users.sql": text for folder, text in others.items()}
    spec = Changelog("app", "", engine=Engine(dialect))
    [entry] = SQITCH.outline(Files(files), spec)
    return SQITCH.read(Files(files), entry, spec)


def test_a_change_has_three_scripts() -> None:
    files = {"sqitch.plan": f"{HEAD}a/b {END}\n", "deploy/a/b.sql": "", "verify/a/b.sql": ""}

    [entry] = outline({**files, "revert/a/b.sql": ""})

    assert (entry.change, entry.path) == ("a/b", "deploy/a/b.sql")
    assert [path for path, _ in entry.companions] == ["revert/a/b.sql", "verify/a/b.sql"]
    assert entry.author == "Ann Example <ann@example.com>"


def test_the_project_is_where_its_settings_say() -> None:
    conf = (
        '[core]\n\tengine = pg ; here\n\ttop_dir = "d\\\\b"\n[core]\n  top_dir = db # later\n'
        '  extension = ddl\n[engine "pg"]\n  plan_file = db/pg.plan\n  deploy_dir = db/up\n'
    )
    files = {
        "x/sqitch.conf": conf,
        "x/db/pg.plan": f"{HEAD}users {END}\n",
        "x/db/up/users.ddl": "SELECT 1;",
        "x/db/revert/users.ddl": "SELECT 2;",
        "x/db/revert/users.sql": "not one",
    }

    found = outline(files, "x")

    assert [(entry.path, entry.companions[0][0]) for entry in found] == [
        ("x/db/up/users.ddl", "x/db/revert/users.ddl")
    ]
    assert not found.strays


def test_a_folder_below_the_settings_is_read_by_them() -> None:
    files = {
        "sqitch.conf": "[core]\ntop_dir = db\nextension = pgsql\n",
        "db/sqitch.plan": f"{HEAD}users {END}\n",
        "db/deploy/users.pgsql": "",
    }

    [entry] = outline(files, "db")

    assert entry.path == "db/deploy/users.pgsql"


@pytest.mark.parametrize("place", ["../x", "/etc", "a/../../b"])
def test_settings_that_leave_the_repository_are_an_error(place: str) -> None:
    with pytest.raises(ConfigError, match="outside the repository"):
        outline({"sqitch.conf": f"[core]\ntop_dir = {place}\n", "sqitch.plan": HEAD})


def test_a_reworked_change_keeps_its_files_under_its_tag() -> None:
    plan = f"{HEAD}users {END}\n@v1 {END}\n@v2 {END}\nusers [users@v1] {END}\n"
    files = {"sqitch.plan": plan, "deploy/users.sql": "b", "deploy/users@v2.sql": "a"}

    first, second = outline(files)

    assert (first.change, first.id, first.path) == ("users@v2", "users", "deploy/users@v2.sql")
    assert (second.change, second.id, second.parents) == ("users", "users#2", ("users",))


@pytest.mark.parametrize(
    ("plan", "flaw"),
    [
        (f"\ufeff{HEAD}", "starts with a byte order mark, at which Sqitch stops"),
        (b"\xff\xfe", "is UTF-16, and only UTF-8 is read"),
        (FileKind.SYMLINK, "is a symbolic link"),
        (f"{HEAD}users\n", "has at line 4 no time such as 2026-01-31T12:00:00Z"),
    ],
)
def test_a_plan_that_cannot_be_read_is_one_change_that_says_so(
    plan: str | bytes | FileKind, flaw: str
) -> None:
    files = Files({"sqitch.plan": plan})

    [entry] = SQITCH.outline(files, SPEC)
    found = SQITCH.read(files, entry, SPEC)

    assert found.flaw.startswith(flaw)
    assert found.place.path == "sqitch.plan"


def test_a_script_that_no_line_names_is_a_stray() -> None:
    files = {"sqitch.plan": HEAD, "deploy/a.sql": "", "revert/a.sql": "", "deploy/README": ""}

    assert [(stray.place.path, stray.what) for stray in outline(files).strays] == [
        ("deploy/a.sql", Oddity.UNMATCHED),
        ("revert/a.sql", Oddity.ORPHAN),
    ]


def test_a_plan_is_told_apart_from_all_others() -> None:
    files = Files({"db/sqitch.plan": HEAD, "db/deploy/0001_a.sql": "", "db/deploy/0002_b.sql": ""})

    assert choose(files, Changelog("app", "db")).name == "sqitch"


def test_the_checksum_forgives_no_blank() -> None:
    found = read("SELECT 1;\n", revert="SELECT 2;", verify="SELECT 3;")

    assert found.checksum == sha1(b"SELECT 1;\n", usedforsecurity=False).hexdigest()
    assert found.checksum != read("SELECT 1; \n").checksum
    assert (found.reversal, found.transaction) == (Reversal.PRESENT, False)
    assert found.attributes == (("verify", "present"),)


def test_a_way_back_of_comments_is_none() -> None:
    assert read("SELECT 1;", revert="-- nothing\n").reversal is Reversal.NONE


@pytest.mark.parametrize(
    ("dialect", "text", "left", "code"),
    [
        ("postgres", "\\set ON_ERROR_STOP on\nSELECT 1;", "SELECT 1;", []),
        ("postgres", "\\echo hello\n\\i other.sql\n\\i more.sql\nSELECT 1;", "SELECT 1;", ["\\i"]),
        ("postgres", "SELECT E'\n\\i x';", "SELECT E'\n\\i x';", []),
        ("sqlite", ".bail on\nSELECT 1;", "SELECT 1;", []),
        ("sqlite", "SELECT 1;\n.read x.sql\n", "SELECT 1;", [".read"]),
        ("sqlite", ".bail\n.7 + 1", ".7 + 1", []),
    ],
)
def test_commands_of_the_client_are_no_sql(
    dialect: str, text: str, left: str, code: list[str]
) -> None:
    script, found = without_commands(Script(text, "deploy/a.sql"), dialect)

    assert script.text.strip() == left
    assert script.text.count("\n") == text.count("\n")
    assert [each.what for each in found] == code


@pytest.mark.parametrize(("engine", "dialect"), [("pg", "postgres"), ("vertica", ""), ("", "")])
def test_the_settings_tell_the_dialect(engine: str, dialect: str) -> None:
    files = {"db/sqitch.conf": f"[core]\nengine = {engine}\n", "db/sqitch.plan": HEAD}

    assert dialect_of_project(Files(files), "db") == dialect


def test_commands_are_those_of_the_client_that_sqitch_hands_the_script_to() -> None:
    files = Files(
        {
            "sqitch.conf": "[core]\nengine = sqlite\n",
            "sqitch.plan": f"{HEAD}users {END}\n",
            "deploy/users.sql": ".read x.sql\nSELECT 1;",
            "revert/users.sql": ".read y.sql\nSELECT 2;",
        }
    )

    [entry] = SQITCH.outline(files, SPEC)
    found = SQITCH.read(files, entry, SPEC)

    assert [code.place.path for code in found.code] == ["deploy/users.sql", "revert/users.sql"]
    assert found.runner == "sqitch"


def test_a_script_may_say_that_there_is_no_way_back() -> None:
    lost = read("-- branchline: irreversible(it is gone)\nSELECT 1;")
    other = read("-- branchline: contexts dev\nSELECT 1;")

    assert (lost.reversal, lost.reason) == (Reversal.IRREVERSIBLE, "it is gone")
    assert other.flaw == "says 'branchline: contexts', which Sqitch does not know"
