"""`new` and `fix` in other tools' changelogs, where a real branch moved in a real repository."""

from pathlib import Path

import pytest

from branchline.cli import main
from branchline.formats import get
from branchline.formats.folder import FolderTree
from branchline.model.changelog import Outline
from branchline.model.settings import Changelog
from tests.fixes.worlds import git
from tests.formats.versioned import engines

PAIR = "-- migrate:up\nCREATE TABLE {0} (x);\n-- migrate:down\nDROP TABLE {0};\n"
GOOSE = PAIR.replace("migrate:up", "+goose Up").replace("migrate:down", "+goose Down")
TABLE = "CREATE TABLE {0} (x);\n"
COMMITTED = "--! Previous: -\n--! Hash: -\n\nCREATE TABLE {0} (x);\n"


def world(root: Path, format_: str, files: dict[str, str]) -> Path:
    """Make a repository whose branch `main` is an environment's; `feature` is checked out."""
    root.mkdir()
    git(root, "init", "-q", "-b", "main", ".")
    (root / "branchline.toml").write_text(
        f'[changelogs.app]\npath = "db"\nformat = "{format_}"\ndialect = "sqlite"\n'
        '[environments.dev]\nbranch = "main"\n'
    )
    commit(root, format_, files)
    git(root, "checkout", "-q", "-b", "feature")
    return root


def commit(root: Path, format_: str, files: dict[str, str]) -> None:
    """Commit files, and those that follow from them as the tool would write them."""
    for name, text in files.items():
        path = root / "db" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    derived = get(format_).derived
    for path_, text in derived(FolderTree(root), Changelog("app", "db")) if derived else ():
        (root / path_).write_text(text)
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "change")


def outline(root: Path, format_: str) -> Outline:
    return get(format_).outline(FolderTree(root), Changelog("app", "db", format_))


@pytest.mark.parametrize(
    ("format_", "names", "text"),
    [
        ("dbmate", ("1_a.sql", "2_b.sql", "3_c.sql", "4_b.sql"), PAIR),
        ("goose", ("1_a.sql", "9_b.sql", "10_c.sql", "11_b.sql"), GOOSE),
        ("golang-migrate", ("1_a.up.sql", "2_b.up.sql", "2_c.up.sql", "3_b.up.sql"), TABLE),
        ("atlas", ("1_a.sql", "2_b.sql", "3_c.sql", "4_b.sql"), TABLE),
        (
            "graphile-migrate",
            tuple(f"committed/00000{name}.sql" for name in ("1-a", "2-b", "2-c", "3-b")),
            COMMITTED,
        ),
    ],
)
def test_what_nobody_else_has_runs_after_what_others_have(
    tmp_path: Path,
    format_: str,
    names: tuple[str, str, str, str],
    text: str,
) -> None:
    first, late, newer, after = names
    root = world(tmp_path / "w", format_, {first: text.format("a")})
    git(root, "checkout", "-q", "main")
    commit(root, format_, {newer: text.format("c")})
    git(root, "checkout", "-q", "feature")
    commit(root, format_, {late: text.format("b")})
    (root / ".gitattributes").write_text("*.sum merge=ours\n")
    git(root, "merge", "-q", "-X", "ours", "main")

    assert main(["fix", "--repo", str(root)]) == 0

    found = outline(root, format_)
    assert [entry.path.removeprefix("db/") for entry in found] == [first, newer, after]
    assert found.strays == ()


def test_the_way_back_keeps_its_change_and_its_number(tmp_path: Path) -> None:
    root = world(tmp_path / "w", "golang-migrate", {"000001_a.up.sql": "SELECT 1;"})
    git(root, "checkout", "-q", "main")
    commit(root, "golang-migrate", {"000003_c.up.sql": "SELECT 1;"})
    git(root, "checkout", "-q", "feature")
    commit(root, "golang-migrate", {"000002_b.up.sql": "SELECT 1;", "2_b.down.sql": "SELECT 2;"})
    git(root, "merge", "-q", "main")

    main(["fix", "--repo", str(root)])

    last = outline(root, "golang-migrate").entries[-1]
    assert (last.id, last.path) == ("4", "db/000004_b.up.sql")
    assert [path for path, _ in last.companions] == ["db/000004_b.down.sql"]


def test_dbmates_letters_decide_what_is_newest(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = world(tmp_path / "w", "dbmate", {"8_a.sql": PAIR.format("a")})
    git(root, "checkout", "-q", "main")
    commit(root, "dbmate", {"9_c.sql": PAIR.format("c")})
    git(root, "checkout", "-q", "feature")
    commit(root, "dbmate", {"10_b.sql": PAIR.format("b")})
    git(root, "merge", "-q", "main")

    assert main(["fix", "--repo", str(root)]) == 1
    assert main(["new", "more", "--repo", str(root)]) == 2

    names = [entry.path.removeprefix("db/") for entry in outline(root, "dbmate")]
    assert names == ["10_b.sql", "8_a.sql", "9_c.sql"]
    assert engines.pending(root / "db") == tuple(names)
    said = capsys.readouterr()
    assert "10_b sorts before 9_c" in said.out
    assert "no number runs after 9: dbmate orders names letter by letter" in said.err


def test_a_stale_sum_is_made_anew_for_what_is_ones_own(tmp_path: Path) -> None:
    root = world(tmp_path / "w", "atlas", {"1_a.sql": "SELECT 1;"})
    (root / "db/2_b.sql").write_text("SELECT 2;")

    assert main(["fix", "--repo", str(root), "--rule", "integrity-file-stale"]) == 0

    assert outline(root, "atlas").strays == ()


def test_a_sum_is_not_made_anew_over_an_edit_of_what_others_have(tmp_path: Path) -> None:
    root = world(tmp_path / "w", "atlas", {"1_a.sql": "SELECT 1;"})
    (root / "db/1_a.sql").write_text("SELECT 3;")
    (root / "db/2_b.sql").write_text("SELECT 2;")
    before = (root / "db/atlas.sum").read_text()

    assert main(["fix", "--repo", str(root)]) == 1

    assert (root / "db/atlas.sum").read_text() == before


@pytest.mark.parametrize(
    ("format_", "first", "paths"),
    [
        ("dbmate", {"1_a.sql": PAIR.format("a")}, ["db/2_add_b.sql"]),
        ("dbmate", {"0099_a.sql": PAIR.format("a")}, ["db/0100_add_b.sql"]),
        ("goose", {"00009_a.sql": GOOSE.format("a")}, ["db/00010_add_b.sql"]),
        ("atlas", {"1_a.sql": "SELECT 1;"}, ["db/2_add_b.sql", "db/atlas.sum"]),
        ("atlas", {"a1_a.sql": "SELECT 1;"}, ["db/a2_add_b.sql", "db/atlas.sum"]),
        ("graphile-migrate", {"committed/000001.sql": COMMITTED}, ["db/current.sql"]),
        ("golang-migrate", {}, ["db/000001_add_b.up.sql", "db/000001_add_b.down.sql"]),
    ],
)
def test_a_new_change_is_what_the_tool_itself_would_make(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    format_: str,
    first: dict[str, str],
    paths: list[str],
) -> None:
    root = world(tmp_path / "w", format_, first)
    if format_ == "graphile-migrate":
        (root / "db/current.sql").touch()

    assert main(["new", "add b", "--repo", str(root)]) == 0

    assert capsys.readouterr().out.splitlines() == paths
    found = outline(root, format_)
    assert found.strays == ()
    spec = Changelog("app", "db", format_)
    assert not any(get(format_).read(FolderTree(root), e, spec).flaw for e in found)


def test_without_any_a_new_change_has_the_time(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = world(tmp_path / "w", "dbmate", {})

    main(["new", "add b", "--repo", str(root)])

    assert len(capsys.readouterr().out.removeprefix("db/").partition("_")[0]) == 14


def test_what_is_in_the_making_is_not_written_over(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = world(tmp_path / "w", "graphile-migrate", {"current.sql": "SELECT 1;"})

    assert main(["new", "add b", "--repo", str(root)]) == 2
    assert "db/current.sql is there already" in capsys.readouterr().err
