from pathlib import Path

from branchline.gather.folders import changelog_folders


def test_folders_with_numbered_sql_are_found(tmp_path: Path) -> None:
    write(
        tmp_path,
        "db/migrations/0001_init.sql",
        "billing/sql/V1__init.sql",
        "docs/example.sql",
        "reports/2024.txt",
    )

    assert changelog_folders(tmp_path) == ("billing/sql", "db/migrations")


def test_a_folder_per_year_is_one_changelog(tmp_path: Path) -> None:
    write(tmp_path, "db/migrations/2024/0001_a.sql", "db/migrations/2025/0002_b.sql")

    assert changelog_folders(tmp_path) == ("db/migrations",)


def test_what_others_wrote_is_left_alone(tmp_path: Path) -> None:
    write(tmp_path, "node_modules/x/migrations/1_a.sql", ".venv/migrations/1_a.sql")

    assert changelog_folders(tmp_path) == ()


def test_a_numbered_script_at_the_top_is_not_the_changelog(tmp_path: Path) -> None:
    write(tmp_path, "1_x.sql", "db/0001_a.sql", "it's/0001_a.sql")

    assert changelog_folders(tmp_path) == ("db",)


def test_the_repository_itself_may_be_one(tmp_path: Path) -> None:
    write(tmp_path, "0001_init.sql")

    assert changelog_folders(tmp_path) == ("",)


def test_a_plan_of_sqitch_says_what_its_folder_is(tmp_path: Path) -> None:
    write(tmp_path, "db/sqitch.plan", "db/deploy/1_a.sql", "db/revert/1_a.sql", "other/1_b.sql")

    assert changelog_folders(tmp_path) == ("db", "other")


def write(root: Path, *paths: str) -> None:
    for path in paths:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text("select 1;")
