"""Changes that are not SQL: summed and written as Liquibase itself sums and writes them."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from branchline.formats import FORMATS
from branchline.formats.folder import FolderTree
from branchline.formats.liquibase.fields import FIELDS
from branchline.model.changelog import ChangeSet, Reversal
from branchline.model.effects import Engine
from branchline.model.settings import Changelog
from branchline.model.tree import TreeFile
from branchline.sql.split import split
from tests.real_liquibase import Liquibase

HERE = Path(__file__).with_name("changelogs")
NAMES = {"postgresql": "postgres", "mssql": "tsql"}
LIQUIBASE = FORMATS["liquibase"]
ONLY_LIQUIBASE = frozenset(
    {"dropPrimaryKey", "dropAllForeignKeyConstraints", "stop", "executeCommand", "loadData"}
)


def read(folder: Path, name: str, dialect: str) -> list[ChangeSet]:
    tree = FolderTree(folder)
    spec = Changelog("app", "", "liquibase", Engine(dialect))
    others = [path.name for path in folder.iterdir() if path.name != name]
    found = LIQUIBASE.outline(_Without(tree, others), spec)
    return [LIQUIBASE.read(tree, entry, spec) for entry in found]


class _Without(FolderTree):
    """A folder with one changelog of several, and what is none."""

    def __init__(self, tree: FolderTree, others: list[str]) -> None:
        super().__init__(tree.root)
        self._others = {name for name in others if name.endswith(("yaml", "xml", "json"))}

    def files(self, folder: str) -> Iterator[TreeFile]:
        return (each for each in super().files(folder) if each.path not in self._others)


@pytest.mark.parametrize("database", ["postgresql", "mysql"])
@pytest.mark.parametrize(
    "name", sorted(path.name for path in HERE.iterdir() if path.suffix in {".yaml", ".xml"})
)
def test_identities_and_sums_are_liquibases(
    real_liquibase: Liquibase, name: str, database: str
) -> None:
    theirs = real_liquibase.parse(HERE, name, database)

    ours = read(HERE, name, NAMES.get(database, database))

    assert [one.change for one in ours] == [
        f"{one['path']}::{one['id']}::{one['author']}" for one in theirs
    ]
    assert [one.checksum for one in ours] == [one["sum"] for one in theirs]
    assert not [one.flaw for one in ours if one.flaw]


def statements(found: ChangeSet, dialect: str) -> list[str]:
    text = found.script.text if found.script else ""
    return [" ".join(each.text.split()).rstrip(";") for each in split(text, dialect)]


def plain(statement: str) -> str:
    """Foreign keys come in the order of a hash, there."""
    bare = " ".join(statement.split()).rstrip(";")
    if not bare.startswith("CREATE TABLE"):
        return bare
    return "".join(sorted(re.split(r", (?=CONSTRAINT|UNIQUE)", bare.removesuffix(")"))))


@pytest.mark.parametrize("database", ["postgresql", "mysql", "mariadb", "oracle"])
@pytest.mark.parametrize("name", ["every_change.yaml", "defaults.yaml", "types.yaml"])
def test_statements_are_those_that_liquibase_writes(
    real_liquibase: Liquibase, name: str, database: str
) -> None:
    dialect = NAMES.get(database, database)
    theirs = real_liquibase.parse(HERE, name, database)

    ours = read(HERE, name, dialect)

    written = 0
    for one, other in zip(ours, theirs, strict=True):
        said = dict(one.attributes)
        if "unrendered" in said:
            word = said["change"]
            assert word in ONLY_LIQUIBASE or set(other["rendered"]) & {
                "ERROR",
                "DROP INDEX i ON null",
            }, said
        elif other["rendered"] != ["ERROR"]:
            written += 1
            assert [plain(each) for each in statements(one, dialect)] == [
                plain(each) for each in other["rendered"]
            ]
    assert written > len(ours) * 0.8


TEXTS = st.sampled_from(
    ["t", "Name", "a b", "order", "5", "1.50", "010", "yes", "true", "false", "", "null", "~",
     "2020-01-02", "2020-01-02T03:04:05", "now()", "é", "(5)", "-3", "1e5", "a\\b", "${x}"]
)  # fmt: skip
COLUMN = st.dictionaries(
    st.sampled_from(
        ["name", "type", "value", "valueNumeric", "valueBoolean", "valueDate", "valueComputed",
         "defaultValue", "defaultValueNumeric", "defaultValueBoolean", "defaultValueDate",
         "defaultValueComputed", "autoIncrement", "remarks", "descending", "computed"]
    ),
    TEXTS,
    max_size=5,
)  # fmt: skip
RULES = st.dictionaries(
    st.sampled_from(["nullable", "primaryKey", "unique", "uniqueConstraintName", "deleteCascade"]),
    TEXTS,
    max_size=3,
)
SUMMED = sorted(set(FIELDS) - {"loadData", "loadUpdateData", "createView", "createProcedure"})


@st.composite
def changes(draw: st.DrawFn) -> dict[str, object]:
    name = draw(st.sampled_from(SUMMED))
    kind = FIELDS[name]
    plain_ = [each for each in kind.names if "Value" not in each and each not in _NUMBERS]
    said: dict[str, object] = {}
    if plain_:
        said.update(draw(st.dictionaries(st.sampled_from(plain_), TEXTS, max_size=5)))
    if kind.lists:
        columns = draw(st.lists(st.tuples(COLUMN, st.none() | RULES), min_size=1, max_size=3))
        said["columns"] = [
            {"column": {**column, **({"constraints": rules} if rules else {})}}
            for column, rules in columns
        ]
    return {name: said}


_NUMBERS = frozenset(
    {"startWith", "incrementBy", "minValue", "maxValue", "cacheSize", "startValue", "timeout"}
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(changes(), min_size=1, max_size=12), st.sampled_from(["quoted", "plain"]))
def test_any_change_has_liquibases_sum(
    real_liquibase: Liquibase, tmp_path: Path, made: list[dict[str, object]], style: str
) -> None:
    changesets = [
        {"changeSet": {"id": str(at), "author": "ada", "changes": [each]}}
        for at, each in enumerate(made)
    ]
    text = json.dumps({"databaseChangeLog": changesets}, indent=1)
    if style == "plain":
        text = re.sub(r'": "(\w[\w.:-]*)"', r'": \1', text)
    (tmp_path / "m.yaml").write_text(text, encoding="utf-8")

    theirs = real_liquibase.parse(tmp_path, "m.yaml", "postgresql")

    assert [one.checksum for one in read(tmp_path, "m.yaml", "postgres")] == [
        one["sum"] for one in theirs
    ]


@pytest.mark.parametrize(
    ("change", "reversal"),
    [
        ("createTable: {tableName: t}", Reversal.AUTOMATIC),
        ("createView: {viewName: v, selectQuery: select 1}", Reversal.AUTOMATIC),
        ("createView: {viewName: v, selectQuery: x, replaceIfExists: true}", Reversal.NONE),
        ("dropTable: {tableName: t}", Reversal.NONE),
        ("sql: select 1", Reversal.NONE),
    ],
)
def test_what_liquibase_can_undo_itself(tmp_path: Path, change: str, reversal: Reversal) -> None:
    text = f"databaseChangeLog:\n- changeSet: {{id: 1, author: ada, changes: [{{{change}}}]}}\n"
    (tmp_path / "m.yaml").write_text(text, encoding="utf-8")

    [found] = read(tmp_path, "m.yaml", "postgres")

    assert found.reversal is reversal


def test_a_change_stands_on_its_own_line(tmp_path: Path) -> None:
    text = (
        "databaseChangeLog:\n"
        "- changeSet:\n"
        "    id: 1\n"
        "    author: ada\n"
        "    changes:\n"
        "    - createTable:\n"
        "        tableName: t\n"
        "        columns:\n"
        "        - column: {name: id, type: int}\n"
        "    - customChange: {class: com.example.Mend}\n"
        "    - dropTable: {tableName: u}\n"
    )
    (tmp_path / "m.yaml").write_text(text, encoding="utf-8")

    [found] = read(tmp_path, "m.yaml", "postgres")

    assert found.script is not None
    lines = ("\n" * (found.script.line - 1) + found.script.text).split("\n")
    assert lines[5] == "CREATE TABLE t (id INTEGER);"
    assert lines[10] == "DROP TABLE u"
    assert (
        "unrendered",
        "customChange at line 10, which is of a type that only Liquibase knows",
    ) in (found.attributes)
