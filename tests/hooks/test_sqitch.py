"""Pushes of Sqitch projects: what no engine notices in a plan before it deploys."""

from pathlib import Path

import pytest

from tests.hooks.world import CONFIGURATION, Pushed, World

HEAD = "%syntax-version=1.0.0\n%project=app\n\n"
SIGNED = "2026-01-01T00:00:00Z Ann Example <ann@example.com>"
CONFIGURED = CONFIGURATION.replace('path = "db"', 'path = "sq"').replace('"plain"', '"auto"')


class Project:
    """A clone's project, and the server that judges it."""

    def __init__(self, world: World) -> None:
        self.world = world

    def write(self, name: str, text: str) -> None:
        path = self.world.clone / "sq" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def scripts(self, *names: str) -> None:
        for name in names:
            table = name.replace("@", "_")
            self.write(
                f"deploy/{name}.sql",
                f"BEGIN;\nCREATE TABLE {table} (id bigint PRIMARY KEY);\nCOMMIT;\n",
            )
            self.write(
                f"revert/{name}.sql",
                f"BEGIN;\nSET LOCAL lock_timeout = '2s';\nDROP TABLE {table};\nCOMMIT;\n",
            )
            self.write(f"verify/{name}.sql", f"SELECT id FROM {table} WHERE false;\n")

    def plan(self, *lines: str) -> None:
        said = "".join(f"{line} {SIGNED}\n" if "#" not in line else f"{line}\n" for line in lines)
        self.write("sqitch.plan", HEAD + said)

    def push(self) -> Pushed:
        self.world.play("git add -A", "git commit -q --allow-empty -m change")
        return self.world.push("origin", "dev")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    made = Project(World.made(tmp_path, configuration=CONFIGURED))
    made.scripts("users", "orders")
    made.plan("users", "@v1", "orders [users]")
    pushed = made.push()
    assert pushed.accepted, pushed.words
    return made


def test_a_change_at_the_end_is_taken(project: Project) -> None:
    project.scripts("carts")
    project.plan("users", "@v1", "orders [users]", "carts [users orders]")

    pushed = project.push()

    assert pushed.accepted, pushed.words
    assert not pushed.rules


def test_a_change_above_others_moves_their_ids(project: Project) -> None:
    project.scripts("carts")
    project.plan("users", "@v1", "carts", "orders [users]")

    pushed = project.push()

    assert pushed.rules == {"out-of-order"}, pushed.words
    assert "move its line in the plan below that of orders" in pushed.words


@pytest.mark.parametrize(
    "lines",
    [
        ("users", "@v1", f"orders [users] {SIGNED} # said later"),
        ("users", "@v1", "orders"),
        (f"users {SIGNED.replace('2026', '2025')} #", "@v1", "orders [users]"),
    ],
)
def test_an_old_line_that_says_another_thing_is_refused(
    project: Project, lines: tuple[str, ...]
) -> None:
    project.plan(*lines)

    pushed = project.push()

    assert pushed.rules == {"lineage-changed"}, pushed.words


def test_two_old_lines_that_change_places_are_refused(project: Project) -> None:
    project.scripts("a", "b")
    project.plan("users", "@v1", "orders [users]", "a", "b")
    assert project.push().accepted

    project.plan("users", "@v1", "orders [users]", "b", "a")
    pushed = project.push()

    assert pushed.rules == {"lineage-changed"}, pushed.words
    assert "and so has the change after it" in pushed.words


def test_an_edited_deploy_script_is_refused_which_sqitch_deploys_without_a_word(
    project: Project,
) -> None:
    project.write("deploy/users.sql", "CREATE TABLE users (id bigint PRIMARY KEY, name text);\n")

    pushed = project.push()

    assert pushed.rules == {"change-modified"}, pushed.words


def test_an_edited_revert_script_is_taken(project: Project) -> None:
    project.write("revert/users.sql", "SET lock_timeout = '2s';\nDROP TABLE users;\n")

    pushed = project.push()

    assert pushed.accepted, pushed.words


def test_a_rework_is_a_new_change(project: Project) -> None:
    clone = project.world.clone / "sq"
    for folder in ("deploy", "revert", "verify"):
        (clone / folder / "users.sql").rename(clone / folder / "users@v1.sql")
    project.write("deploy/users.sql", "BEGIN;\nALTER TABLE users ADD name text;\nCOMMIT;\n")
    project.write("revert/users.sql", "BEGIN;\nALTER TABLE users DROP name;\nCOMMIT;\n")
    project.write("verify/users.sql", "SELECT name FROM users WHERE false;\n")
    project.plan("users", "@v1", "orders [users]", "users [users@v1]")

    pushed = project.push()

    assert not pushed.rules & {"change-modified", "change-renamed", "duplicate-id"}, pushed.words
    assert "1 change for dev" in pushed.words or pushed.accepted, pushed.words


def test_a_line_that_goes_is_a_change_that_goes(project: Project) -> None:
    for folder in ("deploy", "revert", "verify"):
        (project.world.clone / "sq" / folder / "users.sql").unlink()
    project.plan("orders")

    pushed = project.push()

    assert pushed.rules == {"change-removed"}, pushed.words


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (("users", "@v1", "orders [users]", "carts [items]"), "requires items, which the plan"),
        (("users", "@v1", "orders [users]", "carts [!users]"), "conflicts with users, which runs"),
        (("users", "@v1", "orders [users]", "carts", "carts"), "planned twice without a tag"),
        (("users", "@v1", "orders [users]", "carts", "@v1"), "has at line 8 the tag @v1 again"),
        (("users", "@v1", "orders [users]", "carts", "gone"), "has no script sq/deploy/gone.sql"),
    ],
)
def test_a_plan_that_sqitch_would_refuse_is_refused(
    project: Project, lines: tuple[str, ...], words: str
) -> None:
    project.scripts("carts")
    project.plan(*lines)

    pushed = project.push()

    assert pushed.rules == {"unreadable-change"}, pushed.words
    assert words in pushed.words


def test_a_script_that_no_line_names_never_runs(project: Project) -> None:
    project.scripts("carts")

    pushed = project.push()

    assert "deploy/carts.sql is in no line of sq/sqitch.plan" in pushed.words


def test_the_first_script_twice_is_what_the_registry_refuses(project: Project) -> None:
    project.scripts("carts")
    script = (project.world.clone / "sq/deploy/users.sql").read_text()
    project.write("deploy/carts.sql", script)
    project.plan("users", "@v1", "orders [users]", "carts")

    pushed = project.push()

    assert pushed.rules == {"unreadable-change"}, pushed.words
    assert "has the deploy script of users, byte for byte" in pushed.words


def test_promotes_a_plan_as_it_is(project: Project) -> None:
    project.world.play("git branch -f staging dev")

    pushed = project.world.push("origin", "staging")

    assert pushed.accepted, pushed.words
