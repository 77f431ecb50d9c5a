"""What others have is never touched, and what sorts before it gets a new number."""

from pathlib import Path

import pytest

from tests.fixes import worlds

Output = pytest.CaptureFixture[str]

LIMIT = "SET lock_timeout = '2s';\n"
ORDERS = f"{LIMIT}CREATE TABLE orders (id bigint PRIMARY KEY, note text);\n"
INDEX = "CREATE INDEX orders_note_idx ON orders (note);\n"
COLUMN = "ALTER TABLE orders ADD COLUMN {} int;\n"
CONFIG = '[changelogs.app]\npath = "db"\n[environments.dev]\nbranch = "dev"\n'


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A clone on a branch of its own, that left dev when it had one change."""
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    root = tmp_path / "clone"
    root.mkdir()
    worlds.git(root, "init", "-q", "-b", "dev")
    (root / "branchline.toml").write_text(CONFIG)
    worlds.write(root, {"0001_orders.sql": ORDERS})
    commit(root)
    worlds.git(root, "switch", "-q", "-c", "feature")
    return root


def commit(root: Path) -> None:
    worlds.git(root, "add", "-A")
    worlds.git(root, "commit", "-qm", "x")


def on_dev(root: Path, files: dict[str, str]) -> None:
    """Commit files on dev, and come back."""
    worlds.git(root, "switch", "-q", "dev")
    worlds.write(root, files)
    worlds.git(root, "add", *(f"db/{name}" for name in files))
    worlds.git(root, "commit", "-qm", "x")
    worlds.git(root, "switch", "-q", "feature")


def test_what_an_environment_has_stays(repository: Path, capsys: Output) -> None:
    on_dev(repository, {"0002_index.sql": INDEX})
    worlds.git(repository, "merge", "-q", "dev")
    before = worlds.read(repository)

    codes = [
        worlds.fix(repository),
        worlds.fix(repository, "db/0002_index.sql"),
        worlds.fix(repository, "--rule", "index-not-concurrent", "db"),
    ]

    assert worlds.read(repository) == before
    assert codes == [0, 0, 0]
    assert "kept db/0002_index.sql: dev has it" in capsys.readouterr().out


def test_what_an_environment_has_stays_however_it_was_edited(repository: Path) -> None:
    on_dev(repository, {"0002_index.sql": ORDERS})
    worlds.write(repository, {"0002_index.sql": INDEX})

    worlds.fix(repository)

    assert worlds.read(repository)["0002_index.sql"] == INDEX


def test_what_was_pushed_to_be_looked_at_is_ones_own(repository: Path, tmp_path: Path) -> None:
    worlds.write(repository, {"0002_index.sql": INDEX})
    commit(repository)
    worlds.git(tmp_path, "init", "-q", "--bare", "server.git")
    worlds.git(repository, "remote", "add", "origin", "../server.git")
    worlds.git(repository, "push", "-q", "-u", "origin", "dev", "feature")

    worlds.fix(repository)

    assert "CONCURRENTLY" in worlds.read(repository)["0002_index.sql"]


def test_what_the_branch_is_built_on_stays(repository: Path, tmp_path: Path) -> None:
    worlds.write(repository, {"0002_index.sql": INDEX})
    commit(repository)
    worlds.git(tmp_path, "init", "-q", "--bare", "server.git")
    worlds.git(repository, "remote", "add", "origin", "../server.git")
    worlds.git(repository, "push", "-q", "origin", "feature")
    worlds.git(repository, "fetch", "-q")
    worlds.git(repository, "switch", "-q", "-c", "mine", "--track", "origin/feature")
    worlds.git(repository, "branch", "-q", "-D", "feature")
    worlds.write(repository, {"0003_more.sql": "CREATE INDEX i ON orders (note, id);\n"})

    worlds.fix(repository)

    files = worlds.read(repository)
    assert files["0002_index.sql"] == INDEX
    assert "CONCURRENTLY" in files["0003_more.sql"]


def test_without_environments_what_is_upstream_stays(repository: Path, tmp_path: Path) -> None:
    worlds.git(repository, "switch", "-q", "-c", "topic")
    worlds.git(repository, "branch", "-q", "-D", "dev", "feature")
    (repository / "branchline.toml").write_text('[changelogs.app]\npath = "db"\n')
    worlds.write(repository, {"0002_index.sql": INDEX})
    commit(repository)
    worlds.git(tmp_path, "init", "-q", "--bare", "server.git")
    worlds.git(repository, "remote", "add", "origin", "../server.git")
    worlds.git(repository, "push", "-q", "-u", "origin", "topic")
    worlds.write(repository, {"0003_more.sql": "CREATE INDEX i ON orders (note, id);\n"})

    worlds.fix(repository, "db")

    files = worlds.read(repository)
    assert files["0002_index.sql"] == INDEX
    assert "CONCURRENTLY" in files["0003_more.sql"]


def test_what_a_remote_environment_has_stays(repository: Path, tmp_path: Path) -> None:
    worlds.git(tmp_path, "init", "-q", "--bare", "server.git")
    worlds.git(repository, "remote", "add", "origin", "../server.git")
    worlds.write(repository, {"0002_index.sql": INDEX})
    commit(repository)
    worlds.git(repository, "push", "-q", "origin", "feature:dev")

    worlds.fix(repository, "db")

    assert worlds.read(repository)["0002_index.sql"] == INDEX


def test_what_waits_on_the_branch_of_an_environment_is_ones_own(
    repository: Path, tmp_path: Path
) -> None:
    worlds.git(tmp_path, "init", "-q", "--bare", "server.git")
    worlds.git(repository, "remote", "add", "origin", "../server.git")
    worlds.git(repository, "switch", "-q", "dev")
    worlds.git(repository, "push", "-q", "-u", "origin", "dev")
    worlds.write(repository, {"0002_index.sql": INDEX})
    commit(repository)

    worlds.fix(repository)

    assert "CONCURRENTLY" in worlds.read(repository)["0002_index.sql"]


def test_a_number_that_others_passed_is_given_up(repository: Path) -> None:
    worlds.write(
        repository,
        {
            "0002_a.sql": LIMIT + COLUMN.format("a"),
            "0002_a.down.sql": LIMIT + "ALTER TABLE orders DROP COLUMN a;\n",
            "0003_b.sql": LIMIT + COLUMN.format("b"),
        },
    )
    commit(repository)
    on_dev(repository, {f"000{n}_dev{n}.sql": "SELECT 1;\n" for n in (2, 3, 4)})

    worlds.fix(repository)

    assert [*worlds.read(repository)] == [
        "0001_orders.sql",
        "0005_a.down.sql",
        "0005_a.sql",
        "0006_b.sql",
    ]
    assert worlds.git(repository, "status", "--short").splitlines() == [
        "R  db/0002_a.down.sql -> db/0005_a.down.sql",
        "R  db/0002_a.sql -> db/0005_a.sql",
        "R  db/0003_b.sql -> db/0006_b.sql",
    ]


def test_changes_in_each_others_way_are_renamed(repository: Path) -> None:
    worlds.write(repository, {f"000{n}_x.sql": LIMIT + COLUMN.format(f"c{n}") for n in (2, 3, 4)})
    on_dev(repository, {"0002_dev.sql": "SELECT 1;\n"})
    before = worlds.read(repository)

    worlds.fix(repository)

    after = worlds.read(repository)
    assert [*after] == ["0001_orders.sql", "0003_x.sql", "0004_x.sql", "0005_x.sql"]
    assert [*after.values()] == [*before.values()]


def test_of_two_with_one_number_the_later_moves(repository: Path) -> None:
    worlds.write(
        repository, {f"0002_{name}.sql": LIMIT + COLUMN.format(name) for name in ("a", "b")}
    )

    worlds.fix(repository)

    assert [*worlds.read(repository)] == ["0001_orders.sql", "0002_a.sql", "0003_b.sql"]


def test_a_number_is_kept_where_the_order_does_not_matter(repository: Path) -> None:
    (repository / "branchline.toml").write_text(CONFIG + '[promotion]\norder = "allow"\n')
    worlds.write(repository, {"0002_a.sql": LIMIT + COLUMN.format("a")})
    on_dev(repository, {"0003_dev.sql": "SELECT 1;\n"})

    worlds.fix(repository)

    assert "0002_a.sql" in worlds.read(repository)


def test_a_renumbered_change_is_judged_in_its_new_place(repository: Path) -> None:
    worlds.write(repository, {"0002_index.sql": INDEX})
    on_dev(repository, {"0003_dev.sql": "SELECT 1;\n", "0004_dev.sql": "SELECT 1;\n"})
    worlds.git(repository, "merge", "-q", "dev")

    worlds.fix(repository)

    text = worlds.read(repository)["0005_index.sql"]
    assert text == f"-- branchline: no-transaction\n{INDEX.replace('INDEX', 'INDEX CONCURRENTLY')}"


def test_what_follows_a_change_comes_before_the_next_one(repository: Path) -> None:
    worlds.write(
        repository,
        {
            "0002_note.sql": LIMIT + COLUMN.format("x") + INDEX,
            "0003_next.sql": LIMIT + "COMMENT ON INDEX orders_note_idx IS 'x';\n",
        },
    )

    worlds.fix(repository)

    assert [*worlds.read(repository)] == [
        "0001_orders.sql",
        "0002.1_create_orders_note_idx.sql",
        "0002_note.sql",
        "0003_next.sql",
    ]
    assert [change.change for change in worlds.changesets(repository)] == [
        "0001_orders",
        "0002_note",
        "0002.1_create_orders_note_idx",
        "0003_next",
    ]


def test_a_number_taken_elsewhere_is_not_taken(repository: Path) -> None:
    worlds.write(repository, {"0003_note.sql": LIMIT + COLUMN.format("x") + INDEX})
    on_dev(repository, {"0002_dev.sql": "SELECT 1;\n"})

    worlds.fix(repository)

    assert "0004_create_orders_note_idx.sql" in worlds.read(repository)


@pytest.mark.parametrize("branch", ["main", "dev", "master"])
def test_without_a_configuration_branches_are_known_by_their_names(
    repository: Path, branch: str
) -> None:
    (repository / "branchline.toml").unlink()
    worlds.git(repository, "branch", "-m", "dev", branch)
    worlds.write(repository, {"0002_index.sql": INDEX})
    (repository / "db/0001_orders.sql").write_text(ORDERS + INDEX)

    worlds.fix(repository)

    files = worlds.read(repository)
    assert files["0001_orders.sql"] == ORDERS + INDEX
    assert "CONCURRENTLY" in files["0002_index.sql"]


def test_what_is_shared_must_be_known(repository: Path, capsys: Output) -> None:
    (repository / "branchline.toml").unlink()
    worlds.git(repository, "branch", "-D", "dev")
    worlds.write(repository, {"0002_index.sql": INDEX})

    codes = [worlds.fix(repository), worlds.fix(repository, "db/0002_index.sql")]

    said = capsys.readouterr()
    assert codes == [2, 0]
    assert "what others have is not known: there is no branch of an environment here" in said.err
    assert worlds.read(repository)["0001_orders.sql"] == ORDERS


def test_before_the_first_commit_all_is_ones_own(tmp_path: Path) -> None:
    worlds.git(tmp_path, "init", "-q", "-b", "main")
    worlds.write(tmp_path, {"0001_orders.sql": ORDERS, "0002_index.sql": INDEX})

    worlds.fix(tmp_path)

    assert "CONCURRENTLY" in worlds.read(tmp_path)["0002_index.sql"]


def test_without_git_paths_say_what_is_ones_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    worlds.write(tmp_path, {"0001_a.sql": INDEX, "0002_b.sql": INDEX})

    codes = [worlds.fix(tmp_path), worlds.fix(tmp_path, "db/0002_b.sql")]

    files = worlds.read(tmp_path)
    assert codes == [2, 0]
    assert "what others have is not known without Git" in capsys.readouterr().err
    assert files["0001_a.sql"] == INDEX
    assert "CONCURRENTLY" in files["0002_b.sql"]


def test_a_number_taken_twice_without_git_goes_to_the_end(tmp_path: Path) -> None:
    (tmp_path / "branchline.toml").write_text('[changelogs.app]\npath = "db"\n')
    worlds.write(
        tmp_path,
        {f"{name}.sql": "SELECT 1;\n" for name in ("0001_a", "0002_b", "0002_c", "0003_d")},
    )

    worlds.fix(tmp_path, "db/0002_c.sql")

    assert [*worlds.read(tmp_path)] == ["0001_a.sql", "0002_b.sql", "0003_d.sql", "0004_c.sql"]
