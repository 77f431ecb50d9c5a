"""What a master takes in, and in what order: Liquibase is asked the same."""

from pathlib import Path

import pytest

from branchline.formats import FORMATS
from branchline.formats.folder import FolderTree
from branchline.model.changelog import ChangeSet
from branchline.model.effects import Engine
from branchline.model.settings import Changelog
from tests.real_liquibase import Liquibase, RefusedError

LIQUIBASE = FORMATS["liquibase"]
FILES = {
    "inc/a.sql": "--liquibase formatted sql\n--changeset ada:1\nselect '${f}${g}${v}';\n",
    "inc/B.sql": "--liquibase formatted sql\n--changeset ada:1 context:dev labels:x\nselect 2;\n",
    "inc/10.sql": "--liquibase formatted sql\n--changeset ada:1\nselect 3;\n",
    "inc/9.sql": "--liquibase formatted sql\n--changeset ada:1\nselect 4;\n",
    "inc/sub/deep/c.sql": "select 5;\nselect ${f};\n",
    "inc/sub/z_up.sql": (
        "--liquibase formatted sql logicalFilePath:logical.sql\n--changeset ada:1\nselect 6;\n"
    ),
    "inc/notes.txt": "nothing",
    "inc/sub/own.yaml": "databaseChangeLog:\n"
    "- logicalFilePath: other\n"
    "- property: {name: v, value: inner, global: false}\n"
    "- property: {name: f, value: second}\n"
    "- changeSet: {id: 1, author: ada, runOrder: last, changes: [{sql: 'select ${v}${f}'}]}\n"
    "- changeSet: {id: 2, author: ada, runOrder: first, changes: [{sql: select 8}]}\n",
    "some.properties": "# a comment\ng = from a file\nlong: one \\\n   two\nf=late\n",
}
LAST = "- changeSet: {id: q, author: ada, changes: [{sql: 'select ${f}${g}${long}${v}'}]}\n"


def written(folder: Path, master: str) -> None:
    for name, text in {**FILES, "m.yaml": master}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (folder / "latin.sql").write_bytes(b"select 'caf\xe9';")


def read(folder: Path, version: str = "") -> list[ChangeSet]:
    told = (("liquibase", version),) if version else ()
    options = (*told, ("master", "m.yaml"))
    spec = Changelog("app", "", "liquibase", Engine("postgres"), options)
    tree = FolderTree(folder)
    return [LIQUIBASE.read(tree, entry, spec) for entry in LIQUIBASE.outline(tree, spec)]


@pytest.mark.parametrize(
    "line",
    [
        "includeAll: {path: inc}",
        "includeAll: {path: inc/, relativeToChangelogFile: true}",
        "includeAll: {path: inc, minDepth: 2}",
        "includeAll: {path: inc, maxDepth: 1}",
        "includeAll: {path: inc, minDepth: 2, maxDepth: 2}",
        "includeAll: {path: inc, endsWithFilter: _UP.sql}",
        "includeAll: {path: inc, context: 'dev, test', labels: 'a,b'}",
        "includeAll: {path: inc, ignore: true}",
        "include: {file: inc/a.sql, ignore: true}",
        "includeAll: {path: nowhere, errorIfMissingOrEmpty: false}",
        "include: {file: 'inc/${f}.sql'}",
        "include: {file: nowhere.sql, errorIfMissing: false}",
        "include: {file: inc/sub/own.yaml}",
        "include: {file: ./inc//sub/../a.sql}",
        "include: {file: inc/a.sql, context: prod, labels: l, ignore: false}",
        "modifyChangeSets: {runWith: psql, include: {file: inc/a.sql}}",
        "modifyChangeSets: {endDelimiter: '@', includeAll: {path: inc/sub}}",
        "property: {file: some.properties}",
        "property: {file: nowhere.properties, errorIfMissing: false}",
        "property: {name: G, value: upper, dbms: 'postgresql'}",
        "property: {name: g, value: none, dbms: 'oracle'}",
        "property: {name: g, value: '${f} and ${f}'}",
        "foo: bar",
        "preConditions: [{onFail: WARN}, {dbms: {type: postgresql}}]",
        "changeSet: {id: x, author: '', changes: [{sqlFile: {path: inc/a.sql}}]}",
        (
            "changeSet: {id: y, author: ada, changes: "
            "[{sqlFile: {path: latin.sql, encoding: ISO-8859-1}}]}"
        ),
        "changeSet: {id: z, author: ada, logicalFilePath: '/one\\two/./x', changes: [{sql: x}]}",
    ],
)
def test_a_master_is_read_as_liquibase_reads_it(
    real_liquibase: Liquibase, tmp_path: Path, line: str
) -> None:
    written(tmp_path, f"databaseChangeLog:\n- property: {{name: f, value: a}}\n- {line}\n{LAST}")

    theirs = real_liquibase.parse(tmp_path, "m.yaml", "postgresql")

    ours = read(tmp_path)
    assert [(one.change, one.checksum, one.flaw) for one in ours] == [
        (f"{one['path']}::{one['id']}::{one['author']}", one["sum"], "") for one in theirs
    ]
    ignored = [("ignore", "true") in one.attributes for one in ours if one.change[:3] == "inc"]
    assert set(ignored) <= {"ignore: true" in line}


@pytest.mark.parametrize(
    "line",
    [
        "include: {file: nowhere.sql}",
        "include: {file: inc/notes.txt}",
        "include: {file: m.yaml}",
        "includeAll: {path: nowhere}",
        "includeAll: {path: inc, maxDepth: 0}",
        "property: {file: nowhere.properties}",
        "foo: {a: b}",
        (
            "changeSet: {id: 1, author: ada, changes: "
            "[{insert: {tableName: t, columns: [{column: {nme: x}}]}}]}"
        ),
        "changeSet: {id: 1, author: ada, changes: [{sqlFile: {path: nowhere.sql}}]}",
    ],
)
def test_what_liquibase_refuses_has_a_flaw(
    real_liquibase: Liquibase, tmp_path: Path, line: str
) -> None:
    written(tmp_path, f"databaseChangeLog:\n- {line}\n")

    with pytest.raises(RefusedError):
        real_liquibase.parse(tmp_path, "m.yaml", "postgresql")

    [flaw] = [one.flaw for one in read(tmp_path) if one.flaw]
    assert " at line 2" in flaw


@pytest.mark.parametrize(
    ("version", "path"), [("4.29", "inc/a.sql"), ("4.30", "told.sql"), ("5.0", "told.sql")]
)
def test_an_include_names_the_path_from_a_version_on(
    tmp_path: Path, version: str, path: str
) -> None:
    line = "- include: {file: inc/a.sql, logicalFilePath: told.sql}\n"
    written(tmp_path, f"databaseChangeLog:\n{line}")

    [found] = read(tmp_path, version)

    assert found.change == f"{path}::1::ada"


def test_a_java_class_is_said_to_be_one(tmp_path: Path) -> None:
    written(tmp_path, "databaseChangeLog:\n- includeAll: {path: inc, filter: com.example.F}\n")

    [found] = read(tmp_path)

    assert found.flaw == "says 'filter' at line 2, a Java class, which is not read"


def test_aliases_stand_for_what_they_name_and_end(tmp_path: Path) -> None:
    bomb = "".join(
        f"- x{at}: &a{at} [{', '.join([f'*a{at - 1}' if at else 'x'] * 10)}]\n" for at in range(12)
    )
    written(tmp_path, f"databaseChangeLog:\n{bomb}")

    [found] = read(tmp_path)

    assert found.flaw.startswith("has aliases for more than 200000 values at line ")
