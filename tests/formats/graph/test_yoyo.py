"""Migrations of yoyo: the same order as its own, and what each of them runs."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yoyo
from hypothesis import given
from hypothesis import strategies as st
from yoyo.exceptions import BadMigration
from yoyo.migrations import topological_sort

from branchline.formats import detect
from branchline.formats.folder import FolderTree
from branchline.formats.yoyo import YOYO
from branchline.model.changelog import ChangeSet, Oddity, Reversal
from branchline.model.settings import Changelog
from tests.formats.trees import Files

SPEC = Changelog("app", "db", "yoyo")


def read(files: Mapping[str, str]) -> list[ChangeSet]:
    tree = Files({f"db/{name}": text for name, text in files.items()})
    return [YOYO.read(tree, entry, SPEC) for entry in YOYO.outline(tree, SPEC)]


@st.composite
def folders(draw: st.DrawFn) -> dict[str, str]:
    found: dict[str, str] = {}
    ids: list[str] = []
    for number in range(draw(st.integers(1, 8))):
        name = f"{draw(st.sampled_from('abcdxyz'))}{number}"
        needs = draw(st.lists(st.sampled_from(ids), max_size=2, unique=True)) if ids else []
        if draw(st.booleans()):
            said = f"-- depends: {' '.join(needs)}\n" if needs else ""
            found[f"{name}.sql"] = f"-- words\n{said}SELECT 1;\n"
        else:
            found[f"{name}.py"] = f"from yoyo import step\n__depends__ = {set(needs) or '{}'}\n"
        ids.append(name)
    return found


def test_order_is_yoyos_own(tmp_path_factory: pytest.TempPathFactory) -> None:
    root = tmp_path_factory.mktemp("yoyo")

    @given(folders())
    def compare(files: dict[str, str]) -> None:
        place = root / str(len(list(root.iterdir())))
        place.mkdir()
        for name, text in files.items():
            (place / name).write_text(text)

        found = YOYO.outline(FolderTree(place), Changelog("app", "", "yoyo"))

        theirs = topological_sort(yoyo.read_migrations(str(place)))
        assert [entry.id for entry in found] == [each.id for each in theirs]

    compare()


def test_what_yoyo_says_of_a_file_of_sql(tmp_path: Path) -> None:
    (tmp_path / "a.sql").write_text("SELECT 1;\n")
    (tmp_path / "b.sql").write_text("-- x\n-- depends: a\n-- transactional: false\nSELECT 2;\n")
    (tmp_path / "c.sql").write_text("SELECT 3;\n-- depends: nothing\n")
    theirs = {each.id: each for each in yoyo.read_migrations(str(tmp_path))}
    tree, spec = FolderTree(tmp_path), Changelog("app", "", "yoyo")

    found = {e.id: YOYO.read(tree, e, spec) for e in YOYO.outline(tree, spec)}

    for id_, each in found.items():
        assert set(each.entry.parents) == {needed.id for needed in theirs[id_].depends}
        assert each.transaction == theirs[id_].use_transactions


def test_a_missing_dependency_is_an_error_to_both(tmp_path: Path) -> None:
    (tmp_path / "b.sql").write_text("-- depends: a-that-nobody-has\nSELECT 2;\n")

    [entry] = YOYO.outline(FolderTree(tmp_path), Changelog("app", "", "yoyo"))
    [theirs] = yoyo.read_migrations(str(tmp_path))

    assert entry.parents == ("a-that-nobody-has",)
    with pytest.raises(BadMigration):
        theirs.load()


def test_a_way_back_stands_beside_sql_and_behind_a_step() -> None:
    sql, code, half = read(
        {
            "a.sql": "DROP TABLE a;",
            "a.rollback.sql": "CREATE TABLE a (id int);",
            "b.py": 'from yoyo import step\nsteps = [\n  step(\n    "DROP TABLE b",\n'
            '    "CREATE TABLE b (id int)",\n  ),\n  step(run, undo),\n]\n',
            "c.py": 'from yoyo import step\n__transactional__ = False\nstep("DROP TABLE c")\n',
        }
    )

    assert (sql.reversal, sql.runner) == (Reversal.PRESENT, "")
    assert sql.entry.companions[0][0] == "db/a.rollback.sql"
    assert code.script
    assert code.script.text.split("\n")[3].strip() == "DROP TABLE b;"
    assert code.rollback
    assert code.rollback.text.split("\n")[4].strip() == "CREATE TABLE b (id int);"
    assert [each.place.line for each in code.code] == [7]
    assert (half.reversal, half.transaction, half.runner) == (Reversal.NONE, False, "yoyo")


def test_files_that_are_no_migrations_are_none() -> None:
    files = {
        "db/a.sql": "",
        "db/b.rollback.sql": "",
        "db/post-apply.sql": "",
        "db/sub/c.sql": "",
        "db/_tmp_yoyonewx.py": "",
    }

    found = YOYO.outline(Files(files), SPEC)

    assert [entry.id for entry in found] == ["a"]
    assert [(stray.place.path, stray.what) for stray in found.strays] == [
        ("db/b.rollback.sql", Oddity.ORPHAN),
        ("db/sub/c.sql", Oddity.UNMATCHED),
    ]


@pytest.mark.parametrize(
    ("name", "text", "flaw"),
    [
        ("a.sql", "-- transactional: no\nSELECT 1;", "says transactional: no"),
        ("a.py", "__depends__ = names()", "has __depends__ that only"),
        ("a.py", "(", "is not Python"),
    ],
)
def test_what_cannot_be_read_is_one_flaw(name: str, text: str, flaw: str) -> None:
    [found] = read({name: text})

    assert found.flaw.startswith(flaw)


def test_a_new_file_depends_on_what_nothing_else_does() -> None:
    tree = Files({"db/20260102_01_abcde-x.sql": "", "db/b.sql": "-- depends: 20260102_01_abcde-x"})

    path, text = YOYO.new_file(
        "Add x", YOYO.outline(tree, SPEC), SPEC, datetime(2026, 1, 2, tzinfo=UTC)
    )

    assert path.startswith("db/20260102_02_")
    assert path.endswith("-add-x.sql")
    assert text == "-- Add x\n-- depends: b\n\n"


def test_one_file_that_depends_shows_the_tool() -> None:
    tree = Files({"db/0001_a.sql": "SELECT 1;", "db/0002_b.sql": "-- depends: 0001_a\nSELECT 1;"})

    assert detect(tree, "db").format == "yoyo"
