"""What sqlfluff says reaches the statements it is about, by the settings that stand there."""

import subprocess
import sys
from pathlib import Path

import pytest

from branchline.errors import ConfigError
from branchline.gather.style import Style
from branchline.model.changelog import ChangeSet, Entry, Order, Remark, Script
from branchline.model.effects import Engine
from branchline.sql.analyse import analyse
from branchline.sql.style import Stylist

UGLY = "SELECT a  ,b FROM orders;\n"


@pytest.fixture(autouse=True)
def cached(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "top/db").mkdir(parents=True)
    return tmp_path / "cache/branchline"


def changeset(
    text: str, path: str = "db/0001.sql", line: int = 1, rollback: str = "", dialect: str = ""
) -> ChangeSet:
    down = Script(rollback, path, 90) if rollback else None
    made = ChangeSet(
        Entry("0001", "1", path, Order(0, (1,))),
        script=Script(text, path, line),
        rollback=down,
    )
    [judged] = analyse([made], Engine(dialect or "postgres"))
    return judged


def remarks(root: Path, text: str, **facts: object) -> list[Remark]:
    with Style(root / "top") as style:
        return [*style.changeset(changeset(text, **facts)).remarks]  # type: ignore[arg-type]


def codes(root: Path, text: str, **facts: object) -> set[str]:
    return {remark.code for remark in remarks(root, text, **facts)}


def test_a_remark_stands_where_its_text_does(tmp_path: Path) -> None:
    first, *_ = remarks(tmp_path, UGLY, line=7)

    assert (first.code, first.place.path, first.place.line) == ("LT09", "db/0001.sql", 7)
    assert (first.place.column, first.place.end_line, first.place.end_column) == (1, 7, 12)


def test_the_way_back_is_looked_at_too(tmp_path: Path) -> None:
    found = remarks(tmp_path, "SELECT 1;\n", rollback=UGLY)

    assert {remark.place.line for remark in found} == {90}


def test_what_is_no_statement_is_passed_over(tmp_path: Path) -> None:
    assert codes(tmp_path, "--   header   \n\n\n\n\n\nSELECT 1;") == set()


@pytest.mark.parametrize("path", ["db/0001.xml", "db/0001_a.py", "db/master.yaml"])
def test_what_was_not_written_as_sql_is_passed_over(tmp_path: Path, path: str) -> None:
    assert codes(tmp_path, UGLY, path=path) == set()


def test_settings_count_from_the_top_down_to_the_file(tmp_path: Path) -> None:
    (tmp_path / ".sqlfluff").write_text("[sqlfluff]\nrules = nothing_above_the_top_counts\n")
    (tmp_path / "top/.sqlfluff").write_text("[sqlfluff]\nrules = LT01, CP01\n")
    (tmp_path / "top/db/.sqlfluff").write_text("[sqlfluff]\nrules = CP01\n")

    top = codes(tmp_path, "SELECT a  ,b FROM orders where true;\n", path="0001.sql")
    below = codes(tmp_path, "SELECT a  ,b FROM orders where true;\n", path="db/gone/0001.sql")

    assert (top, below) == ({"LT01", "CP01"}, {"CP01"})


def test_without_settings_the_dialect_is_the_changelogs(tmp_path: Path) -> None:
    text = "ALTER TABLE orders MODIFY COLUMN note text;\n"

    assert codes(tmp_path, text, dialect="mysql") == set()
    assert "PRS" in codes(tmp_path, text)


def test_what_cannot_be_parsed_is_a_remark(tmp_path: Path) -> None:
    found = remarks(tmp_path, "SELECT 1;\n\nSELEC 2;\n", line=5)

    assert [(remark.code, remark.place.line) for remark in found] == [("PRS", 7)]
    assert found[0].message.startswith("Found unparsable section: 'SELEC 2;'")
    assert "Line" not in found[0].message


def test_text_that_looks_like_a_template_is_text(tmp_path: Path) -> None:
    assert codes(tmp_path, "SELECT '{{ name }}';\n") == set()


def test_an_answer_is_remembered_until_something_changes(tmp_path: Path, cached: Path) -> None:
    first = remarks(tmp_path, UGLY)
    [note] = cached.iterdir()
    note.write_bytes(note.read_bytes().replace(b"LT01", b"MINE"))

    again = codes(tmp_path, UGLY)
    (tmp_path / "top/.sqlfluff").write_text("[sqlfluff]\n")
    changed = remarks(tmp_path, UGLY)

    assert "MINE" in again
    assert changed == first


@pytest.mark.parametrize("note", [b"{", b"[]", b'{"%s": 1}', b'{"%s": [[1]]}'])
def test_a_note_that_is_none_costs_time_only(tmp_path: Path, cached: Path, note: bytes) -> None:
    first = remarks(tmp_path, UGLY)
    [file] = cached.iterdir()
    key = file.read_bytes().split(b'"')[1]
    file.write_bytes(note.replace(b"%s", key))

    assert remarks(tmp_path, UGLY) == first


def test_the_answer_of_a_templater_is_not_remembered(tmp_path: Path, cached: Path) -> None:
    (tmp_path / "top/.sqlfluff").write_text("[sqlfluff]\ntemplater = jinja\n")

    assert codes(tmp_path, "SELECT {{ x }};\n") >= {"TMP"}
    assert not cached.exists()


def test_what_is_too_large_for_it_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "top/.sqlfluff").write_text("[sqlfluff]\nlarge_file_skip_byte_limit = 20\n")

    assert codes(tmp_path, UGLY) == set()


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ("[sqlfluff]\ndialect = pstgres\n", "Unknown dialect"),
        ("[sqlfluff]\ntemplater = nope\n", "'nope'"),
        ("xx[[", "xx[["),
    ],
)
def test_settings_that_are_wrong_are_one_sentence(
    tmp_path: Path, settings: str, words: str
) -> None:
    (tmp_path / "top/.sqlfluff").write_text(settings)

    with pytest.raises(ConfigError) as raised:
        remarks(tmp_path, UGLY)

    assert "sqlfluff does not take the settings found from here up: " in raised.value.message
    assert words in raised.value.message


@pytest.mark.parametrize("text", ["(" * 3000, "\0\udcff", "SELECT '", "\r\n\r\n;;", "{% for"])
def test_odd_texts_are_answered(text: str) -> None:
    assert {found.code for found in Stylist((), "postgres").violations(text)}


def test_without_sqlfluff_it_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "sqlfluff.py").write_text("raise ImportError('gone')")
    (tmp_path / "0001_a.sql").write_text("SELECT 1;")
    (tmp_path / "style.toml").write_text(
        '[changelogs.app]\npath = "0001_a.sql"\n[policy]\nextends = ["style"]\n'
    )
    words = "import sys; sys.path.insert(0, '.'); from branchline.cli import main; "
    script = f"{words}raise SystemExit(main(['lint', '0001_a.sql', '--config', 'style.toml']))"

    done = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, capture_output=True, check=False, text=True
    )

    assert done.returncode == 2
    assert done.stderr.startswith(
        "branchline: the policy asks for style, and sqlfluff cannot be imported: gone\n"
    )
