"""What Flyway runs without a transaction by itself, and what it refuses to mix."""

import pytest

from branchline.formats import get, told
from branchline.model.changelog import ChangeSet
from branchline.model.effects import Engine
from branchline.model.operations import Name
from branchline.model.settings import Changelog
from branchline.sql.analyse import analyse
from tests.formats.trees import Files

FLYWAY = get("flyway")
INDEX = "CREATE UNIQUE INDEX CONCURRENTLY i ON a (id);\n"
NAME = "db/V1__a.sql"


def read(text: str, dialect: str = "postgres", **files: str) -> ChangeSet:
    tree = Files({NAME: text, **{name.replace("_toml", ".toml"): f for name, f in files.items()}})
    spec = told(tree, Changelog("app", "db", engine=Engine(dialect)), FLYWAY)
    [entry] = FLYWAY.outline(tree, spec)
    return FLYWAY.read(tree, entry, spec)


@pytest.mark.parametrize(
    ("text", "dialect"),
    [
        (INDEX, "postgres"),
        ("-- words\nvacuum\n  full a;\n", "postgres"),
        ("DROP INDEX CONCURRENTLY IF EXISTS i;\n" + INDEX, "postgres"),
        ("ALTER SYSTEM SET work_mem = '1MB';\n", "postgres"),
        ("PRAGMA foreign_keys = OFF;\n", "sqlite"),
    ],
)
def test_what_cannot_be_in_a_transaction_runs_without_one(text: str, dialect: str) -> None:
    changeset = read(text, dialect)

    assert not changeset.transaction
    assert ("mixed", "refused") not in changeset.attributes


@pytest.mark.parametrize(
    ("text", "dialect"),
    [
        ("CREATE INDEX i ON a (id);\n", "postgres"),
        ("COMMENT ON TABLE a IS 'CREATE INDEX CONCURRENTLY';\n", "postgres"),
        # Flyway knows the former spelling only: this one fails in its transaction.
        ("REINDEX INDEX CONCURRENTLY i;\n", "postgres"),
        (INDEX, "mysql"),
    ],
)
def test_all_else_runs_in_one(text: str, dialect: str) -> None:
    assert read(text, dialect).transaction


def test_a_setting_beside_it_is_refused_unless_mixed_is_set() -> None:
    text = f"SET lock_timeout = '2s';\n{INDEX}"

    refused = read(text)
    mixed = read(text, flyway_toml="[flyway]\nmixed = true\n")

    assert ("mixed", "refused") in refused.attributes
    assert ("mixed", "refused") not in mixed.attributes
    assert not refused.transaction
    assert not mixed.transaction


def test_what_the_file_beside_a_script_says_counts() -> None:
    tree = Files({NAME: INDEX, f"{NAME}.conf": "executeInTransaction=true\n"})
    spec = Changelog("app", "db", "flyway", Engine("postgres"))
    [entry] = FLYWAY.outline(tree, spec)

    assert FLYWAY.read(tree, entry, spec).transaction


def test_placeholders_without_a_value_are_named() -> None:
    text = "SELECT ${schema}, '${x}'; -- ${y y}\nSELECT ${flyway:user}, ${open;\n"

    changeset = read(text, flyway_toml='[flyway.placeholders]\nschema = "a"\n')

    assert changeset.lacking() == ("x", "y y")
    assert changeset.lacking([("x", "1")]) == ("y y",)
    assert changeset.runner == "flyway"
    assert dict(changeset.attributes)["settings"] == "flyway.toml"


def test_placeholders_that_are_not_replaced_lack_nothing() -> None:
    tree = Files({NAME: "SELECT '${x}';\n", f"{NAME}.conf": "placeholderReplacement=false\n"})
    spec = Changelog("app", "db", "flyway", Engine("postgres"))
    [entry] = FLYWAY.outline(tree, spec)

    off = read("SELECT '${x}';\n", flyway_toml="[flyway]\nplaceholderReplacement = false\n")

    assert not FLYWAY.read(tree, entry, spec).lacking()
    assert not off.lacking()


def test_names_are_said_to_be_checked_where_flyway_was_told_so() -> None:
    strict = "[flyway]\nvalidateMigrationNaming = true\n"
    tree = Files({"flyway.toml": strict, "db/v2_a.sql": "", NAME: INDEX})
    outline = FLYWAY.outline(tree, told(tree, Changelog("app", "db"), FLYWAY))

    [stray] = outline.strays

    assert "flyway.toml has validateMigrationNaming, so Flyway stops at it" in stray.detail


def test_callbacks_are_judged_with_the_schema_that_all_changes_make() -> None:
    tree = Files({NAME: "CREATE TABLE a (id int);\n", "db/beforeMigrate.sql": "DROP TABLE a;\n",
                  "db/beforeMigrate.sql.conf": "executeInTransaction=false\n"})  # fmt: skip
    spec = Changelog("app", "db", "flyway", Engine("postgres"))
    outline = FLYWAY.outline(tree, spec)
    [callback] = outline.scripts
    [entry] = outline.entries

    *_, judged = analyse(
        [FLYWAY.read(tree, entry, spec), FLYWAY.read(tree, callback, spec)], Engine("postgres")
    )

    assert callback.change == "beforeMigrate"
    assert not outline.strays
    assert not judged.transaction
    assert judged.statements[0].catalog.table(Name("a"))
