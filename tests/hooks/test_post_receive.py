"""A push that is accepted wakes the deploy of what moved."""

from pathlib import Path

import pytest

from tests.hooks.world import CONFIGURATION, World, run

INSTANCES = """\
[environments.dev.instances.main]
url = "sqlite:///dev.db"
[environments.prod.instances.main]
url = "sqlite:///prod.db"
"""
SQLITE = CONFIGURATION.replace('"postgres"', '"sqlite"') + INSTANCES
CHANGE = "'CREATE TABLE t_0004 (id integer PRIMARY KEY);'"


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> World:
    return World.made(tmp_path_factory.mktemp("deploying"), configuration=SQLITE)


@pytest.fixture
def deploying(template: World, tmp_path: Path) -> World:
    """A world where dev and prod have a database."""
    return template.copied(tmp_path)


def test_the_pusher_sees_what_is_deployed(deploying: World) -> None:
    deploying.play(f"add 0004 {CHANGE}")

    pushed = deploying.push("origin", "dev")

    assert pushed.accepted
    assert "deploying dev" in pushed.words
    assert "0004: applied" in pushed.words
    assert (deploying.server / "dev.db").exists()


def test_an_environment_that_did_not_move_is_not_deployed(deploying: World) -> None:
    deploying.play(f"add 0004 {CHANGE}")

    deploying.push("origin", "dev")

    assert not (deploying.server / "prod.db").exists()


def test_an_environment_without_databases_wakes_nothing(deploying: World) -> None:
    deploying.play("git switch -q staging", "write app.txt hello")

    pushed = deploying.push("origin", "staging")

    assert pushed.accepted
    assert "deploying" not in pushed.words


def test_a_push_that_is_refused_deploys_nothing(deploying: World) -> None:
    deploying.play("git switch -q prod", "add 0009")

    pushed = deploying.push("origin", "prod")

    assert not pushed.accepted
    assert not (deploying.server / "prod.db").exists()


def test_a_pusher_who_does_not_wait_leaves_the_deploy_alone(tmp_path: Path) -> None:
    world = World.made(tmp_path, configuration=SQLITE + '[deploy]\nwait = "0s"\n')
    world.play(f"add 0004 {CHANGE}")

    pushed = world.push("origin", "dev")

    assert pushed.accepted
    assert "the deploy goes on alone" in pushed.words


def test_a_push_to_a_pinned_ref_runs_no_command(deploying: World, tmp_path: Path) -> None:
    run("git", "-C", str(deploying.server), "config", "branchline.config", "ref:refs/heads/dev")
    trace = tmp_path / "trace"
    (deploying.clone / "branchline.toml").write_text(
        SQLITE.replace("sqlite:///dev.db", f"exec:touch {trace}")
    )
    deploying.play("git add branchline.toml", f"add 0004 {CHANGE}")

    pushed = deploying.push("origin", "dev")

    assert "its URL comes from a command, and pushes can change which" in pushed.words
    assert not trace.exists()


def test_a_repeatable_change_may_go_and_the_deploy_goes_on(tmp_path: Path) -> None:
    flyway = SQLITE.replace('"plain"', '"flyway"').replace('"db"', '"flyway"')
    world = World.made(tmp_path, configuration=flyway)
    world.play("write flyway/V1__a.sql 'CREATE TABLE a (id integer PRIMARY KEY);'")
    world.play("write flyway/R__v.sql 'CREATE VIEW IF NOT EXISTS v AS SELECT id FROM a;'")
    world.push("origin", "dev")
    world.play("git rm -q flyway/R__v.sql", "git commit -qm gone")
    world.play("write flyway/V2__b.sql 'CREATE TABLE b (id integer PRIMARY KEY);'")

    pushed = world.push("origin", "dev")

    assert pushed.accepted
    assert "V2__b: applied" in pushed.words
