"""dbmate's files, as dbmate itself reads them."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from branchline.deploy.plan import statements
from branchline.formats import get
from branchline.formats.folder import FolderTree
from branchline.model.changelog import ChangeSet, Reversal
from branchline.model.effects import Engine
from branchline.model.environments import Instance
from branchline.model.settings import Changelog
from branchline.sql.analyse import analyse
from tests.formats.versioned import engines

SPEC = Changelog("app", "db", "dbmate", Engine("sqlite"))
BODY = "-- migrate:up\nSELECT 1;\n-- migrate:down\nSELECT 2;\n"


def folder_of(root: Path, files: dict[str, str]) -> Path:
    folder = root / "db"
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    return folder


def changesets(root: Path) -> tuple[ChangeSet, ...]:
    tree = FolderTree(root)
    format_ = get("dbmate")
    return tuple(format_.read(tree, entry, SPEC) for entry in format_.outline(tree, SPEC))


@pytest.mark.parametrize(
    "text",
    [
        "-- migrate:up\nCREATE TABLE a (x);\n-- migrate:down\nDROP TABLE a;\n",
        "--migrate:up\nCREATE TABLE a (x);\n--migrate:down\n",
        "-- words\n\n  -- more\n-- migrate:up\nCREATE TABLE a (x);\n-- migrate:down",
        "-- migrate:up words of a person\nCREATE TABLE a (x);\n-- migrate:down\n",
        "-- migrate:up\r\nCREATE TABLE a (x);\r\n-- migrate:down\r\n",
        "-- migrate:up\n-- migrate:down\n",
        2 * "-- migrate:up\nSELECT 1;\n-- migrate:down\nSELECT 2;\n",
        # What dbmate refuses.
        "",
        "CREATE TABLE a (x);\n",
        "-- migrate:up\nCREATE TABLE a (x);\n",
        "-- migrate:down\n-- migrate:up\nCREATE TABLE a (x);\n",
        "-- migrate:up\nSELECT 1;\n-- migrate:up\nSELECT 2;\n-- migrate:down\n",
        "-- migrate:up\nSELECT 1;\n-- migrate:down\n-- migrate:down\n",
        "-- migrate:up\nSELECT 1;\n-- migrate:down\n-- migrate:up\n",
        "CREATE TABLE z (x);\n-- migrate:up\n-- migrate:down\n",
        "/* words */\n-- migrate:up\nSELECT 1;\n-- migrate:down\n",
        " -- migrate:up\nSELECT 1;\n-- migrate:down\n",
        "-- MIGRATE:UP\nSELECT 1;\n-- migrate:down\n",
        "-- migrate:upwards\nSELECT 1;\n-- migrate:down\n",
        "-- migrate : up\nSELECT 1;\n-- migrate:down\n",
        "\ufeff-- migrate:up\nSELECT 1;\n-- migrate:down\n",
    ],
)
def test_refuses_what_dbmate_refuses(tmp_path: Path, text: str) -> None:
    folder = folder_of(tmp_path, {"1_a.sql": text})

    [changeset] = changesets(tmp_path)

    assert bool(changeset.flaw) == bool(engines.up(folder).error), changeset.flaw


@pytest.mark.parametrize(
    ("line", "transaction"),
    [
        ("", True),
        (" transaction:false", False),
        (" transaction:false transaction:true", True),
        (" a:b transaction:false c", False),
        (" transaction:FALSE", True),
        (" transaction: false", True),
        ("\ttransaction:false\r", False),
    ],
)
def test_knows_where_dbmate_opens_no_transaction(
    tmp_path: Path, line: str, *, transaction: bool
) -> None:
    text = f"-- migrate:up{line}\nVACUUM;\n-- migrate:down\n"
    folder = folder_of(tmp_path, {"1_a.sql": text})

    [changeset] = changesets(tmp_path)

    assert changeset.transaction is transaction
    assert bool(engines.up(folder).error) is transaction  # SQLite refuses VACUUM in one


def test_order_and_versions_are_those_of_dbmate(tmp_path: Path) -> None:
    names = ("1.sql", "10_a.sql", "001_z.sql", "2x.sql", "3_a.SQL", "4_a.up.sql", "5-a.sql")
    folder = folder_of(tmp_path, dict.fromkeys((*names, "b_6.sql", "sub/7_x.sql"), BODY))
    outline = get("dbmate").outline(FolderTree(tmp_path), SPEC)

    assert tuple(entry.path.removeprefix("db/") for entry in outline) == engines.pending(folder)
    assert tuple(entry.id for entry in outline) == engines.up(folder).versions
    assert {stray.place.path for stray in outline.strays} == {
        "db/3_a.SQL", "db/b_6.sql", "db/sub/7_x.sql"
    }  # fmt: skip


def test_the_second_of_two_with_one_version_never_runs_and_both_have_one_id(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, {"1_a.sql": BODY})
    engines.up(folder)
    folder_of(tmp_path, {"1_b.sql": BODY})

    first, second = changesets(tmp_path)

    assert engines.up(folder) == (("1",), "", ())
    assert first.entry.id == second.entry.id == "1"
    assert first.entry.order[:2] == second.entry.order[:2]


def test_ways_back_of_several_pairs_run_in_reverse(tmp_path: Path) -> None:
    parts = [
        f"-- migrate:up\nSELECT {n};\n-- migrate:down\nINSERT INTO log VALUES ({n});\n"
        for n in (2, 3)
    ]
    first = "-- migrate:up\nCREATE TABLE log (n);\n-- migrate:down\nINSERT INTO log VALUES (1);\n"
    folder_of(tmp_path, {"1_a.sql": "".join((first, *parts))})

    [changeset] = changesets(tmp_path)

    [judged] = analyse([changeset], Engine("sqlite"))
    assert [each.text for each in judged.statements] == [
        "CREATE TABLE log (n)", "SELECT 2", "SELECT 3"
    ]  # fmt: skip
    assert [(each.text, each.place.line) for each in judged.undo] == [
        (f"INSERT INTO log VALUES ({n})", 4 * n) for n in (3, 2, 1)
    ]
    run = statements(changeset.rollback, "sqlite", Instance("main", "app", "sqlite:///x.db"))
    assert run == tuple(each.text for each in judged.undo)


def test_an_allowance_of_one_of_several_pairs_stays_with_it(tmp_path: Path) -> None:
    pair = "-- migrate:up\nSELECT 1;\n-- migrate:down\n"
    allowed = "-- branchline: allow drop-table: nobody reads it\nDROP TABLE b;\n"
    folder_of(tmp_path, {"1_a.sql": f"{pair}DROP TABLE a;\n{pair}{allowed}"})

    [judged] = analyse(changesets(tmp_path), Engine("sqlite"))

    assert [(each.text, each.place.line) for each in judged.undo] == [
        ("DROP TABLE b", 9), ("DROP TABLE a", 4)
    ]  # fmt: skip
    assert [each.place.line for each in judged.allowances] == [8]


def test_statements_keep_their_lines(tmp_path: Path) -> None:
    folder_of(tmp_path, {"1_a.sql": f"-- words\n\n{BODY}"})

    [changeset] = changesets(tmp_path)

    assert changeset.script
    assert changeset.rollback
    assert changeset.script.text.splitlines()[3] == "SELECT 1;"
    assert changeset.rollback.text.splitlines()[5] == "SELECT 2;"
    assert changeset.reversal is Reversal.PRESENT


def test_the_way_back_may_be_mended_without_editing_history(tmp_path: Path) -> None:
    folder_of(tmp_path, {"1_a.sql": BODY, "2_a.sql": BODY.replace("SELECT 2", "SELECT 3")})
    folder_of(tmp_path, {"3_a.sql": BODY.replace("SELECT 1", "SELECT 3")})

    one, mended, other = (changeset.checksum for changeset in changesets(tmp_path))

    assert one == mended != other


def test_what_branchline_alone_would_know_is_refused(tmp_path: Path) -> None:
    folder_of(
        tmp_path, {"1_a.sql": BODY.replace("SELECT 1", "-- branchline: contexts dev\nSELECT 1")}
    )
    folder_of(
        tmp_path,
        {"2_a.sql": f"-- branchline: irreversible: gone\n{BODY}"},
    )

    first, second = changesets(tmp_path)

    assert first.flaw == "says 'branchline: contexts', which dbmate does not know"
    assert (second.reversal, second.reason) == (Reversal.IRREVERSIBLE, "gone")


_LINES = st.sampled_from(
    [
        "-- migrate:up", "-- migrate:down", "--migrate:up", "--  migrate:down", "-- migrate:",
        "-- migrate:up transaction:false", "-- migrate:down x", "SELECT 1;", "-- a comment", "",
        "  ", " -- migrate:up", "-- migrate:upp", "/* x */", "--", "-- migrate:down a:b y:z",
    ]
)  # fmt: skip


@settings(deadline=None, max_examples=40)
@given(files=st.dictionaries(
    st.from_regex(r"[0-9]{1,2}[_a.-][a-c]{0,2}\.sql", fullmatch=True),
    st.tuples(st.lists(_LINES, max_size=6), st.sampled_from(["\n", "\r\n"])),
    min_size=1, max_size=4,
))  # fmt: skip
def test_any_folder_is_read_as_dbmate_reads_it(files: dict[str, tuple[list[str], str]]) -> None:
    with tempfile.TemporaryDirectory() as place:
        root = Path(place)
        folder = folder_of(root, {n: end.join([*lines, ""]) for n, (lines, end) in files.items()})

        found = changesets(root)

        assert tuple(c.entry.path.removeprefix("db/") for c in found) == engines.pending(folder)
        ran = engines.up(folder)
        good: list[str] = []
        for changeset in found:
            if changeset.flaw or changeset.entry.id in good:
                assert ran.error
                break
            good.append(changeset.entry.id)
        else:
            assert not ran.error
        assert ran.versions == tuple(good)
