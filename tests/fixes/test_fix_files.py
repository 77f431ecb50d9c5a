"""The rest of a file stays byte for byte, and every format gets its own files."""

import json
import subprocess
from pathlib import Path

import pytest

from branchline.cli import main
from tests.fixes import worlds

Output = pytest.CaptureFixture[str]

TABLE = "SET lock_timeout = '2s';\nCREATE TABLE orders (id bigint, note text, total int);\n"
INDEX = "CREATE INDEX i ON orders (note);"
COLUMN = "ALTER TABLE orders ADD COLUMN x int;"
GONE = "ALTER TABLE orders DROP COLUMN x;"
LIMIT = "SET LOCAL lock_timeout = '2s';"


@pytest.fixture(autouse=True)
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    worlds.write(tmp_path, {"0001_orders.sql": TABLE})
    return tmp_path


def fixed(root: Path, text: str, *words: str, **others: str) -> dict[str, str]:
    """Fix one change after the table, and return all files but that."""
    worlds.write(root, {"0002_x.sql": text} | others)
    worlds.fix(root, *words, "db/0002_x.sql")
    files = worlds.read(root)
    del files["0001_orders.sql"]
    return files


def test_line_ends_and_a_byte_order_mark_stay(root: Path) -> None:
    text = (
        f"\ufeff-- Größe ☃\r\n\r\n{COLUMN}\r\n\r\n{INDEX}\r\n\r\n-- rollback\r\nDROP INDEX i;\r\n"
    )

    files = fixed(root, text)

    assert files == {
        "0002_x.sql": f"\ufeff-- Größe ☃\r\n\r\n{LIMIT}\r\n{COLUMN}\r\n\r\n-- rollback\r\n",
        "0003_create_i.sql": (
            "-- branchline: no-transaction\r\nCREATE INDEX CONCURRENTLY i ON orders (note);\r\n"
            "\r\n-- rollback\r\nDROP INDEX CONCURRENTLY i;\r\n"
        ),
    }


def test_a_change_without_a_transaction_says_so_after_a_byte_order_mark(root: Path) -> None:
    assert fixed(root, f"\ufeff{INDEX}\n") == {
        "0002_x.sql": (
            "\ufeff-- branchline: no-transaction\nCREATE INDEX CONCURRENTLY i ON orders (note);\n"
        )
    }


def test_comments_go_with_their_statement(root: Path) -> None:
    text = (
        "-- branchline: contexts dev\n-- about x\n"
        f"{COLUMN} -- x\n/* about i */\n-- more about i\n  {INDEX} -- i\n"
    )

    files = fixed(root, text)

    assert files["0002_x.sql"] == (
        f"-- branchline: contexts dev\n{LIMIT}\n-- about x\n{COLUMN} -- x\n"
    )
    assert files["0003_create_i.sql"].startswith(
        "-- branchline: no-transaction\n-- branchline: contexts dev\n"
        "/* about i */\n-- more about i\nCREATE INDEX CONCURRENTLY i ON orders (note); -- i\n"
    )


def test_what_is_allowed_stays(root: Path) -> None:
    text = f"{LIMIT}\n-- branchline: allow index-not-concurrent: it is tiny\n{INDEX}\n"

    assert fixed(root, text) == {"0002_x.sql": text}


def test_an_allowance_keeps_its_statement(root: Path) -> None:
    text = f"-- branchline: allow drop-column: nobody reads it\n{GONE}\n"

    assert fixed(root, text) == {"0002_x.sql": f"{LIMIT}\n{text}"}


def test_a_file_beside_it_holds_the_way_back(root: Path) -> None:
    down = f"-- undo\nDROP INDEX i;\n{GONE}\n"

    files = fixed(root, f"{COLUMN}\n{INDEX}\n", **{"0002_x.rollback.sql": down})

    assert files == {
        "0002_x.sql": f"{LIMIT}\n{COLUMN}\n",
        "0002_x.rollback.sql": f"{LIMIT}\nALTER TABLE orders DROP COLUMN x;\n",
        "0003_create_i.sql": (
            "-- branchline: no-transaction\nCREATE INDEX CONCURRENTLY i ON orders (note);\n"
        ),
        "0003_create_i.rollback.sql": "-- undo\nDROP INDEX CONCURRENTLY i;\n",
    }


def test_a_way_back_that_cannot_be_dealt_out_stays_whole(root: Path) -> None:
    text = (
        f"{LIMIT}\n{INDEX}\nCREATE INDEX j ON orders (total);\nUPDATE orders SET note = total;\n"
        "-- rollback\nDROP INDEX i, j;\n"
    )

    files = fixed(root, text)

    assert files == {"0002_x.sql": text.replace("-- rollback\n", f"-- rollback\n{LIMIT}\n")}


@pytest.mark.parametrize(
    "before",
    [
        "SET lock_timeout = 0;\n",
        "RESET ALL;\n",
        "DO $$ BEGIN SET lock_timeout = 0; END $$;\n",
    ],
)
def test_a_limit_that_somebody_decided_on_stays(root: Path, before: str) -> None:
    assert fixed(root, f"{before}{COLUMN}\n") == {"0002_x.sql": f"{before}{COLUMN}\n"}


def test_a_limit_stands_in_the_transaction_that_waits(root: Path) -> None:
    text = f"-- branchline: no-transaction\nSELECT 1;\nBEGIN;\n  {COLUMN}\nCOMMIT;\n"

    assert fixed(root, text)["0002_x.sql"] == text.replace("  ALTER", f"  {LIMIT}\n  ALTER")


def test_a_limit_outside_a_transaction_is_one_of_the_session(root: Path) -> None:
    text = f"-- branchline: no-transaction\n{COLUMN}\n"

    assert fixed(root, text)["0002_x.sql"] == (
        f"-- branchline: no-transaction\nSET lock_timeout = '2s';\n{COLUMN}\n"
    )


def test_one_rule_alone_is_fixed(root: Path) -> None:
    files = fixed(root, f"{COLUMN}\n{INDEX}\n", "--rule", "missing-lock-timeout")

    assert files == {"0002_x.sql": f"{LIMIT}\n{COLUMN}\n{INDEX}\n"}


def test_a_script_by_itself_is_not_split(root: Path) -> None:
    (root / "one.sql").write_text(f"{COLUMN}\n{INDEX}\n")
    (root / "two.sql").write_text(f"{INDEX}\n")

    worlds.fix(root, "one.sql", "two.sql")

    assert (root / "one.sql").read_text() == f"{LIMIT}\n{COLUMN}\n{INDEX}\n"
    assert (
        (root / "two.sql").read_text().startswith("-- branchline: no-transaction\nCREATE INDEX C")
    )


def test_flyway_is_told_in_files_of_its_own(root: Path) -> None:
    (root / "db/0001_orders.sql").unlink()
    worlds.write(
        root,
        {
            "V1__orders.sql": TABLE,
            "V1.1__more.sql": f"{COLUMN}\n{INDEX}\n",
            "U1.1__less.sql": f"DROP INDEX i;\n{GONE}\n",
            "V1.2__alone.sql": "CREATE INDEX j ON orders (total);\n",
            "V1.2__alone.sql.conf": "placeholderReplacement=false",
            "V1.3__again.sql": f"{COLUMN.replace('x', 'y')}\nCREATE INDEX k ON orders (total);\n",
            "V1.3__again.sql.conf": "executeInTransaction=true\nplaceholderReplacement=false\n",
        },
    )

    worlds.fix(root, "db")

    files = worlds.read(root)
    assert [*files] == [
        "U1.1.1__create_i.sql",
        "U1.1__less.sql",
        "V1.1.1__create_i.sql",
        "V1.1.1__create_i.sql.conf",
        "V1.1__more.sql",
        "V1.2__alone.sql",
        "V1.2__alone.sql.conf",
        "V1.3__again.sql",
        "V1.3__again.sql.conf",
        "V1.4__create_k.sql",
        "V1.4__create_k.sql.conf",
        "V1__orders.sql",
    ]
    assert files["V1.1.1__create_i.sql.conf"] == "executeInTransaction=false\n"
    assert files["U1.1.1__create_i.sql"] == "DROP INDEX CONCURRENTLY i;\n"
    assert files["V1.2__alone.sql.conf"] == (
        "placeholderReplacement=false\nexecuteInTransaction=false\n"
    )
    assert files["V1.3__again.sql.conf"].startswith("executeInTransaction=true\n")
    assert files["V1.4__create_k.sql.conf"] == (
        "executeInTransaction=false\nplaceholderReplacement=false\n"
    )
    assert not {rule for _, rule in worlds.found(root, "flyway")} & {
        "index-not-concurrent",
        "concurrent-in-transaction",
        "stray-file",
    }


def test_a_patch_does_what_the_command_would(root: Path, capsys: Output) -> None:
    text = f"-- Größe\r\n{COLUMN}\r\n{INDEX}"
    worlds.write(root, {"0002_x.sql": text, "0002_y.sql": f"{LIMIT}\n{COLUMN}\n"})

    code = main(["fix", "--repo", str(root), "--diff", "db"])

    patch = capsys.readouterr().out
    assert code == 1
    assert worlds.read(root)["0002_x.sql"] == text
    worlds.git(root, "init", "-q")
    subprocess.run(["git", "apply", "-"], cwd=root, input=patch.encode(), check=True)
    patched = worlds.read(root)
    worlds.write(root, {"0001_orders.sql": TABLE, "0002_x.sql": text})
    for name in patched.keys() - {"0001_orders.sql", "0002_x.sql"}:
        (root / "db" / name).unlink()
    worlds.write(root, {"0002_y.sql": f"{LIMIT}\n{COLUMN}\n"})
    worlds.fix(root, "db")
    assert worlds.read(root) == patched


def test_programs_are_told_what_was_done(root: Path, capsys: Output) -> None:
    fixed(root, f"{COLUMN}\n{INDEX}\nDROP TABLE orders;\n", "--format", "json")

    document = json.loads(capsys.readouterr().out)
    assert document["schema"] == "branchline/fix/v1"
    assert document["rules"] == ["index-not-concurrent", "missing-lock-timeout"]
    assert {(file["change"], file["path"]) for file in document["files"]} == {
        ("changed", "db/0002_x.sql"),
        ("new", "db/0003_create_i.sql"),
        ("new", "db/0004_x_rest.sql"),
    }
    assert "drop-table" in {each["rule"] for each in document["left"]}


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--rule", "drop-table"], "drop-table has no safe rewrite"),
        (["--rule", "index-not-concurent"], "did you mean 'index-not-concurrent'?"),
        (["-"], "fix takes files and folders"),
        (["gone.sql"], "gone.sql: no such file or folder"),
    ],
)
def test_what_cannot_be_asked_is_one_sentence(
    root: Path, words: list[str], message: str, capsys: Output
) -> None:
    code = worlds.fix(root, *words)

    assert code == 2
    assert message in capsys.readouterr().err


def test_a_file_in_the_way_is_not_replaced(root: Path, capsys: Output) -> None:
    (root / "branchline.toml").write_text('[changelogs.app]\npath = "db"\nformat = "plain"\n')
    worlds.write(root, {"0002_a.sql": "SELECT 1;\n", "0002_b.sql": "SELECT 1;\n"})
    (root / "db/0003_b.sql").mkdir()

    code = worlds.fix(root, "db/0002_b.sql")

    assert code == 2
    assert "0003_b.sql: is there already" in capsys.readouterr().err
    assert (root / "db/0002_b.sql").exists()


def test_what_cannot_be_read_stays(root: Path) -> None:
    (root / "db/0002_x.sql").write_bytes(b"CREATE INDEX \xff ON orders (note);")
    worlds.write(root, {"0003_y.sql": f"{INDEX}\nCREATE TABEL;\n"})

    code = worlds.fix(root, "db/0002_x.sql", "db/0003_y.sql")

    assert code == 1
    assert worlds.read(root)["0003_y.sql"] == f"{LIMIT}\n{INDEX}\nCREATE TABEL;\n"
