"""Pushes of changes whose contexts and properties fit no environment, or not all of them."""

from pathlib import Path

import pytest

from tests.hooks.world import World, sql

CONFIGURATION = """\
[changelogs.app]
path = "db"
format = "plain"
dialect = "postgres"
[environments.dev]
branch = "dev"
contexts = ["dev"]
properties = { role = "reader" }
[environments.staging]
branch = "staging"
from = "dev"
contexts = ["staging"]
properties = { role = "reader" }
[environments.prod]
branch = "prod"
from = "staging"
tier = "production"
contexts = ["prod"]
[policy]
extends = ["default", "environment-guard"]
"""


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World.made(tmp_path, configuration=CONFIGURATION)


def add(world: World, text: str) -> None:
    (world.clone / "db/0004.sql").write_text(text)
    world.play("git add -A", "git commit -q -m 0004")


def test_a_context_that_no_environment_has_is_refused_where_it_is_misspelt(world: World) -> None:
    add(world, f"-- branchline: contexts stagng\n{sql('0004')}")

    pushed = world.push("origin", "dev")

    assert pushed.rules == {"unknown-context"}, pushed.words
    assert "hint: did you mean 'staging'?" in pushed.words


def test_a_property_that_production_lacks_is_refused_before_it_gets_there(world: World) -> None:
    add(world, f"COMMENT ON TABLE t_0001 IS '${{role}}';\n{sql('0004')}")

    pushed = world.push("origin", "dev")

    assert pushed.rules == {"undefined-property"}, pushed.words
    assert "needs a value for ${role}, and prod has none" in pushed.words


def test_a_change_for_dev_is_carried_with_a_word(world: World) -> None:
    add(world, f"-- branchline: contexts dev\n{sql('0004')}")
    assert world.push("origin", "dev").accepted
    world.play("git switch -q staging", "git merge -q dev")

    pushed = world.push("origin", "staging")

    assert pushed.accepted, pushed.words
    assert "0004 is carried to staging, where nothing runs it (context dev)" in pushed.words


def test_made_up_rows_are_asked_about_and_pass(world: World) -> None:
    add(world, f"INSERT INTO mock_users (id) VALUES (1);\n{sql('0004')}")

    pushed = world.push("origin", "dev")

    assert pushed.accepted, pushed.words
    assert "warning sample-data: 0004 looks made for tests" in pushed.words
