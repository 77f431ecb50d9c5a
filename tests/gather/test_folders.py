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


def test_migrations_in_code_are_found_where_their_tool_writes_them(tmp_path: Path) -> None:
    write(tmp_path, "al/alembic/env.py", "al/alembic/versions/13c6_first.py", "al/versions/x.py",
          "yo/steps/first.sql", "yo/steps/first.rollback.sql")  # fmt: skip

    assert changelog_folders(tmp_path) == ("al/alembic/versions", "yo/steps")


def test_apps_of_django_are_one_changelog(tmp_path: Path) -> None:
    shop = ("web/shop/migrations/__init__.py", "web/shop/migrations/0001_initial.py")
    write(tmp_path, *shop, "web/shop/models.py", "tools/migrations/0001_words.py")

    one = changelog_folders(tmp_path)
    write(tmp_path, *(name.replace("shop", "users") for name in shop))

    assert one == ("web/shop/migrations",)
    assert changelog_folders(tmp_path) == ("web",)


def test_a_numbered_script_at_the_top_is_not_the_changelog(tmp_path: Path) -> None:
    write(tmp_path, "1_x.sql", "db/0001_a.sql", "it's/0001_a.sql")

    assert changelog_folders(tmp_path) == ("db",)


def test_the_repository_itself_may_be_one(tmp_path: Path) -> None:
    write(tmp_path, "0001_init.sql")

    assert changelog_folders(tmp_path) == ("",)


def test_migrations_of_rails_and_of_its_engines(tmp_path: Path) -> None:
    write(tmp_path, "db/migrate/20260101120000_a.rb", "engines/x/db/migrate/20260101120001_b.rb")
    write(tmp_path, "lib/20260101_notes.rb", "app/models/order.rb")

    assert changelog_folders(tmp_path) == ("db/migrate", "engines/x/db/migrate")


def test_a_plan_of_sqitch_says_what_its_folder_is(tmp_path: Path) -> None:
    write(tmp_path, "db/sqitch.plan", "db/deploy/1_a.sql", "db/revert/1_a.sql", "other/1_b.sql")

    assert changelog_folders(tmp_path) == ("db", "other")


def write(root: Path, *paths: str) -> None:
    for path in paths:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text("select 1;")
