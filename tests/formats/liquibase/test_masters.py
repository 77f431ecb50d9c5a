"""Changelogs in YAML, JSON and XML: as Liquibase ran them, and as nobody should."""

import base64
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from branchline.errors import ConfigError
from branchline.formats import FORMATS
from branchline.model.changelog import ChangeSet, Reversal
from branchline.model.effects import Engine
from branchline.model.settings import Changelog
from tests.formats.trees import Files

DATA = json.loads(
    (Path(__file__).parents[2] / "data/liquibase_vectors.json").read_text(encoding="utf-8")
)
LIQUIBASE = FORMATS["liquibase"]
ONE = "--liquibase formatted sql\n--changeset ada:1\nx;\n"
MADE_UP = {
    "changelogs/05_props.sql": "--liquibase formatted sql\n",
    "changelogs/sub/Z_c.sql": ONE,
    "sql/file1.sql": "select 1;",
    "sql/file2.sql": "select 2;",
}


def read(files: dict[str, bytes | str], path: str = "db") -> list[ChangeSet]:
    tree, spec = Files(files), Changelog("app", path, "liquibase", Engine("sqlite"))
    return [LIQUIBASE.read(tree, entry, spec) for entry in LIQUIBASE.outline(tree, spec)]


def flaws(master: str, name: str = "m.yaml", **others: str) -> list[str]:
    files: dict[str, bytes | str] = {f"db/{other}.sql": text for other, text in others.items()}
    return [one.flaw for one in read({f"db/{name}": master, **files}) if one.flaw]


def test_what_liquibase_ran_is_read_in_its_order_and_with_its_sums() -> None:
    files: dict[str, bytes | str] = {
        name: file if isinstance(file, str) else base64.b64decode(file["base64"])
        for name, file in DATA["files"].items()
    }

    found = {one.change: one for one in read({**files, **MADE_UP}, "")}

    rows = [
        (f"{row['FILENAME']}::{row['ID']}::{row['AUTHOR']}", row)
        for row in DATA["databasechangelog"]
        if row["FILENAME"] != "changelogs/sub/Z_c.sql"
    ]
    wanted = [name for name, _ in rows]
    assert [name for name in found if name in wanted] == wanted
    for name, row in rows:
        one = found[name]
        assert one.checksum == row["MD5SUM"]
        assert one.labels == (row["LABELS"] or "")
        assert one.contexts == (row["CONTEXTS"] or "").strip("()")
    assert found["root.yaml::y9::yam"].change == next(iter(found))
    assert found["root.yaml::y5::yam"].reversal is Reversal.AUTOMATIC
    assert ("change", "createTable") in found["root.yaml::y4::yam"].attributes
    assert not any(one.flaw for one in found.values())


XML = """<?xml version="1.0" encoding="UTF-8"?>
<databaseChangeLog xmlns="http://www.liquibase.org/xml/ns/dbchangelog" context="dev">
  <property name="t" value="carts"/>
  <changeSet id="1" author="ada" context="a,b" runInTransaction="false">
    <sql>
      create table ${t} (id int);
    </sql>
    <rollback>drop table ${t};</rollback>
  </changeSet>
  <changeSet id="2" author="ada"><dropTable tableName="x"/><rollback/></changeSet>
</databaseChangeLog>
"""


def test_xml_is_read_where_it_stands() -> None:
    first, second = read({"db/m.xml": XML})

    assert (first.change, first.entry.line) == ("db/m.xml::1::ada", 4)
    assert first.script is not None
    assert first.rollback is not None
    lines = ("\n" * (first.script.line - 1) + first.script.text).split("\n")
    assert lines[5].strip() == "create table carts (id int);"
    assert first.rollback.text.strip() == "drop table carts;"
    assert (first.contexts, first.transaction) == ("dev and (a or b)", False)
    assert second.reversal is Reversal.PRESENT
    assert ("change", "dropTable") in second.attributes


def test_yaml_and_json_say_the_same() -> None:
    said = {"id": "1", "author": "ada", "changes": [{"sql": {"sql": "x;"}}], "rollback": "y;"}
    changelog = {"databaseChangeLog": [{"changeSet": said}]}

    [one] = read({"db/m.json": json.dumps(changelog, indent=1)})
    [other] = read({"db/m.yaml": json.dumps(changelog)})

    assert one.checksum == other.checksum
    assert one.rollback is not None
    assert one.rollback.text.strip() == "y;"


@pytest.mark.parametrize(
    ("line", "flaw"),
    [
        ("include: {file: db/m.yaml}", "includes db/m.yaml at line 2, which includes it"),
        ("include: {file: no.sql}", "names 'no.sql' at line 2, which is not in"),
        ("include: {file: ../../etc/passwd}", "names '../../etc/passwd' at line 2, which is not"),
        ("include: {file: /etc/passwd}", "names '/etc/passwd' at line 2, which is not in"),
        ("includeAll: {path: nowhere}", "includes all of 'nowhere' at line 2: nothing is there"),
        ("includeAll: {path: db, filter: com.Evil}", "says 'filter' at line 2"),
        ("includeAll: {path: db, maxDepth: x}", "says maxDepth 'x' at line 2, which is no number"),
        ("includeAll: {path: db, maxDepth: 0}", "includes all of 'db' at line 2: nothing is there"),
        ("property: {file: x.properties}", "names 'x.properties' at line 2, which is not in"),
        ("foo: {a: b}", "says 'foo' at line 2, which is not read"),
        ("changeSet: {id: 1, id: 2}", "says 'id' twice at line 2"),
        (
            "changeSet: {id: 1, changes: [{insert: {columns: [{column: {nme: a}}]}}]}",
            "has a column with 'nme' at line 2: Liquibase refuses it",
        ),
        ("changeSet: {author: ada}", "has a changeSet without id at line 2"),
        ("changeSet: {id: 1, changes: [{sqlFile: {path: no.sql}}]}", "names 'no.sql' at line 2"),
        ("include: &a [*a]", "has an alias of itself at line 2: *a"),
        ("x: !!python/object/apply:os.system [id]", "has the YAML tag 'tag:yaml.org,2002:python"),
        ("x: " + "[" * 500, "has more than 100 levels at line 2"),
        ("x: {", "is not well-formed at line"),
        ("? [a]\n  : b", "has a key that is no word at line 2"),
    ],
)
def test_what_is_wrong_is_one_flaw_with_a_line(line: str, flaw: str) -> None:
    [found] = flaws(f"databaseChangeLog:\n- {line}\n", a=ONE)

    assert found.startswith(flaw)


@pytest.mark.parametrize(
    "text",
    [
        '<!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><databaseChangeLog>&b;',
        '<!DOCTYPE d SYSTEM "file:///etc/passwd"><databaseChangeLog/>',
    ],
)
def test_entities_are_refused(text: str) -> None:
    assert flaws(text, "m.xml") == ["has a document type or an entity at line 1"]


def test_xml_that_does_not_end_has_a_flaw() -> None:
    assert flaws("<databaseChangeLog>\n<a>", "m.xml") == ["is not well-formed at line 2"]
    assert flaws("<databaseChangeLog>" + "<a>" * 200, "m.xml") == [
        "has more than 100 levels at line 1"
    ]


def test_a_file_is_included_once_and_what_follows_stays() -> None:
    line = "- include: {file: a.sql, relativeToChangelogFile: true}\n"
    found = read({"db/m.yaml": f"databaseChangeLog:\n{line * 3}", "db/a.sql": ONE})

    assert [one.flaw for one in found] == ["", "includes db/a.sql at line 3, a second time"]


def test_a_long_chain_of_changelogs_ends() -> None:
    files: dict[str, bytes | str] = {
        f"db/{'m' if at == 0 else f'x/{at}'}.yaml": "databaseChangeLog:\n"
        f"- include: {{file: db/x/{at + 1}.yaml}}\n"
        for at in range(2000)
    }

    [found] = read(files)

    assert found.flaw == "is more than 40 changelogs deep at line 2"


@pytest.mark.parametrize(
    "line",
    [
        "- includeAll: {path: nowhere}\n" * 20_000,
        "- changeSet: {id: 1, changes: ["
        + "{sqlFile: {path: db/big.sql}}," * 2_000
        + "{sql: x}]}\n",
        "- changeSet: {id: 1, changes: [" + "sql: x," * 50_000 + "sql: y]}\n",
        f"- property: {{name: a, value: {'a' * 60_000}}}\n"
        "- changeSet: {id: 1, changes: [" + "{sql: '${a}${a}'}," * 5_000 + "]}\n",
    ],
    ids=["folders", "files", "pieces", "properties"],
)
def test_a_hostile_changelog_takes_no_more_than_it_is(line: str) -> None:
    files: dict[str, bytes | str] = {f"db/x{at}.md": "" for at in range(200)}
    files |= {"db/m.yaml": f"databaseChangeLog:\n{line}", "db/big.sql": "x" * (8 << 20)}

    assert read(files)


def test_what_no_changelog_includes_is_set_aside() -> None:
    tree = Files({"db/m.yaml": "databaseChangeLog: []", "db/a.sql": ONE})

    found = LIQUIBASE.outline(tree, Changelog("app", "db", "liquibase"))

    assert [stray.detail for stray in found.strays] == ["is included by no changelog"]


def test_two_masters_are_two_changelogs() -> None:
    with pytest.raises(ConfigError, match="db holds 2 changelogs that no other includes"):
        read({"db/a.yaml": "databaseChangeLog: []", "db/b.yaml": "databaseChangeLog: []"})


@given(
    st.text(alphabet="[]{}:-,&*!|>'\" \n\tab#%@", max_size=60), st.sampled_from(["yaml", "json"])
)
def test_any_yaml_is_read_or_has_a_flaw(text: str, kind: str) -> None:
    read({f"db/m.{kind}": f"databaseChangeLog:\n{text}"})


@given(st.text(alphabet="<>/&;!?[]ab=\"' \n-", max_size=60))
def test_any_xml_is_read_or_has_a_flaw(text: str) -> None:
    read({"db/m.xml": f"<databaseChangeLog>{text}</databaseChangeLog>"})
