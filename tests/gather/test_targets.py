from pathlib import Path

import pytest

from branchline.errors import ConfigError, UsageError
from branchline.formats.folder import FolderTree
from branchline.gather.scopes import Scope
from branchline.gather.targets import STDIN, Targets
from branchline.model.effects import Engine
from branchline.model.settings import Changelog

APP = Changelog("app", "db/migrations", "plain")
POSTGRES = Engine()


def test_a_file_is_judged_in_its_configured_changelog(tmp_path: Path) -> None:
    write(tmp_path, "db/migrations/0001_a.sql", "db/migrations/0002_b.sql")

    [scope] = named(tmp_path, "db/migrations/0002_b.sql", changelogs=(APP,))

    assert judged(scope) == ["0002_b"]
    assert [entry.change for entry in scope.outline] == ["0001_a", "0002_b"]


@pytest.mark.parametrize("path", [".", "db", "db/migrations"])
def test_a_folder_around_a_changelog_means_all_of_it(tmp_path: Path, path: str) -> None:
    write(tmp_path, "db/migrations/0001_a.sql", "db/migrations/sub/0002_b.sql")

    [scope] = named(tmp_path, path, changelogs=(APP,))

    assert judged(scope) == ["0001_a", "sub/0002_b"]


def test_a_folder_inside_a_changelog_means_its_part(tmp_path: Path) -> None:
    write(tmp_path, "db/migrations/0001_a.sql", "db/migrations/sub/0002_b.sql")

    [scope] = named(tmp_path, "db/migrations/sub", changelogs=(APP,))

    assert judged(scope) == ["sub/0002_b"]


def test_a_way_back_means_its_change(tmp_path: Path) -> None:
    write(tmp_path, "db/migrations/0001_a.sql", "db/migrations/0001_a.down.sql")

    [scope] = named(tmp_path, "db/migrations/0001_a.down.sql", changelogs=(APP,))

    assert judged(scope) == ["0001_a"]


def test_sql_without_a_version_in_a_changelog_is_judged_by_itself(tmp_path: Path) -> None:
    write(tmp_path, "db/migrations/0001_a.sql", "db/migrations/seed.sql")

    [changelog, script] = named(tmp_path, "db/migrations/seed.sql", changelogs=(APP,))

    assert [stray.place.path for stray in changelog.strays()] == ["db/migrations/seed.sql"]
    assert script.is_script
    assert judged(script) == ["seed"]


def test_neighbours_explain_a_file_that_is_not_configured(tmp_path: Path) -> None:
    write(tmp_path, "sql/V1__a.sql", "sql/V2__b.sql", "sql/deeper/V3__c.sql")

    [scope] = named(tmp_path, "sql/V2__b.sql", "sql/V1__a.sql")

    assert scope.spec == Changelog("sql", "sql", "flyway")
    assert judged(scope) == ["V1__a", "V2__b"]
    assert len(scope.outline.entries) == 2


def test_a_file_that_nothing_explains_is_a_script(tmp_path: Path) -> None:
    write(tmp_path, "cleanup.sql", "other.sql")

    [scope] = named(tmp_path, "cleanup.sql", engine=Engine("sqlite"))

    assert scope.is_script
    assert scope.spec.engine == Engine("sqlite")


def test_a_script_among_changes_is_not_called_a_stray(tmp_path: Path) -> None:
    write(tmp_path, "0001_a.sql", "0002_b.sql", "x.sql")

    [scope] = named(tmp_path, "x.sql")

    assert scope.is_script


def test_a_folder_of_changelogs_is_all_of_them(tmp_path: Path) -> None:
    write(tmp_path, "a/shop/0001_a.sql", "a/bills/V1__b.sql")

    scopes = named(tmp_path, "a")

    assert [scope.spec.name for scope in scopes] == ["a/bills", "a/shop"]


def test_a_folder_of_scripts_is_each_of_them(tmp_path: Path) -> None:
    write(tmp_path, "jobs/clean.sql", "jobs/fill.sql", "jobs/README.md")

    scopes = named(tmp_path, "jobs")

    assert [scope.spec.path for scope in scopes] == ["jobs/clean.sql", "jobs/fill.sql"]


def test_a_file_elsewhere_is_found_from_its_own_folder(tmp_path: Path) -> None:
    write(tmp_path, "repo/0001_a.sql", "else/0001_b.sql")

    [scope] = named(tmp_path / "repo", "../else/0001_b.sql")

    assert judged(scope) == ["0001_b"]


def test_the_folders_below_a_lone_file_are_not_searched(tmp_path: Path) -> None:
    write(tmp_path, "x.sql", "closed/0001_a.sql")
    (tmp_path / "closed").chmod(0)

    [scope] = named(tmp_path, "x.sql")

    (tmp_path / "closed").chmod(0o700)
    assert scope.is_script


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("none.sql", "none.sql: no such file or folder"),
        ("README.md", "README.md is not SQL"),
        ("empty", "empty holds no migrations"),
    ],
)
def test_what_cannot_be_judged_is_one_sentence(tmp_path: Path, path: str, message: str) -> None:
    write(tmp_path, "README.md")
    (tmp_path / "empty").mkdir()

    with pytest.raises(UsageError) as caught:
        named(tmp_path, path)

    assert caught.value.message == message


def test_another_tools_folder_is_not_misread(tmp_path: Path) -> None:
    write(tmp_path, "db/20240101120000_a.sql", text="-- +migrate Up\nselect 1;\n")

    with pytest.raises(ConfigError, match="db belongs to sql-migrate"):
        named(tmp_path, "db")


def test_without_configuration_everything_is_what_looks_like_a_changelog(tmp_path: Path) -> None:
    write(tmp_path, "db/migrations/0001_a.sql", "docs/x.sql")

    [scope] = Targets(tmp_path).everything(FolderTree(tmp_path))

    assert scope.spec == Changelog("db/migrations", "db/migrations", "plain")


def test_nothing_to_judge_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nothing to judge"):
        [*Targets(tmp_path).everything(FolderTree(tmp_path))]


def test_what_comes_by_a_pipe_is_a_script(tmp_path: Path) -> None:
    scope = Targets(tmp_path).given(b"select 1;")

    [entry] = scope.judged()
    assert entry.path == STDIN
    assert scope.read(entry).script


@pytest.mark.parametrize(
    ("paths", "changes"),
    [
        ([], ["0001_a", "sub/0002_b"]),
        (["db/migrations/sub"], ["sub/0002_b"]),
        (["db/migrations/0001_a.sql"], ["0001_a"]),
        (["elsewhere.sql"], []),
        (["../x.sql"], []),
    ],
)
def test_a_changelog_is_narrowed_to_paths(
    tmp_path: Path, paths: list[str], changes: list[str]
) -> None:
    write(tmp_path, "db/migrations/0001_a.sql", "db/migrations/sub/0002_b.sql")
    targets = Targets(tmp_path, (APP,))
    [scope] = targets.everything(FolderTree(tmp_path))

    part = targets.narrowed(scope, [placed(tmp_path, path) for path in paths])

    assert judged(part) == changes


def named(
    root: Path, *paths: str, changelogs: tuple[Changelog, ...] = (), engine: Engine = POSTGRES
) -> list[Scope]:
    targets = Targets(root, changelogs, engine)
    return [*targets.named([placed(root, path) for path in paths])]


def placed(root: Path, path: str) -> Path:
    return root.parent / path[3:] if path.startswith("../") else root / path


def judged(scope: Scope) -> list[str]:
    return [entry.change for entry in scope.judged()]


def write(root: Path, *paths: str, text: str = "select 1;\n") -> None:
    for path in paths:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
