"""Pushes of migrations in code: the graph is judged on what a branch becomes."""

from pathlib import Path
from shlex import quote

import pytest

from tests.hooks.world import CONFIGURATION, World

ALEMBIC = CONFIGURATION.replace('path = "db"', 'path = "versions"').replace("plain", "alembic")


def revision(name: str, *down: str, body: str = "op.execute('SELECT 1')") -> str:
    parents = repr(down[0] if len(down) == 1 else down or None)
    return (
        f"from alembic import op\nrevision = {name!r}\ndown_revision = {parents}\n"
        f"def upgrade():\n    {body}\ndef downgrade():\n    op.execute('SELECT 2')\n"
    )


def write(world: World, name: str, *down: str, body: str = "op.execute('SELECT 1')") -> None:
    world.play(f"write versions/{name}.py {quote(revision(name, *down, body=body))}")


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> World:
    world = World.made(tmp_path_factory.mktemp("graph"), configuration=ALEMBIC)
    write(world, "a")
    write(world, "b", "a")
    pushed = world.push("origin", "dev")
    assert pushed.accepted, pushed.words
    return world


@pytest.fixture
def world(template: World, tmp_path: Path) -> World:
    return template.copied(tmp_path)


def test_a_revision_upon_the_newest_is_accepted(world: World) -> None:
    write(world, "c", "b")

    pushed = world.push("origin", "dev")

    assert pushed.accepted, pushed.words


def test_two_branches_that_were_right_alone_are_two_heads_together(world: World) -> None:
    world.play("git switch -q -c feature")
    write(world, "c", "b")
    world.play("git switch -q dev")
    write(world, "d", "b")
    first = world.push("origin", "dev")
    world.play("git merge -q --no-edit feature")

    pushed = world.push("origin", "dev")

    assert first.accepted, first.words
    assert pushed.rules == {"multiple-heads"}, pushed.words
    assert "c and d are both the newest" in pushed.words
    assert "alembic merge heads" in pushed.words

    write(world, "e", "c", "d")
    joined = world.push("origin", "dev")
    assert joined.accepted, joined.words


def test_a_missing_parent_a_circle_and_a_twin_are_refused(world: World) -> None:
    write(world, "c", "nowhere")
    missing = world.push("origin", "dev")
    world.play("git reset -q --hard HEAD~1")
    write(world, "c", "d")
    write(world, "d", "c")
    circle = world.push("origin", "dev")
    world.play("git reset -q --hard HEAD~2")
    world.play(f"write versions/twin.py {quote(revision('b', 'a'))}")
    twin = world.push("origin", "dev")

    assert "missing-parent" in missing.rules, missing.words
    assert "circular-parents" in circle.rules, circle.words
    assert "duplicate-id" in twin.rules, twin.words


def test_a_change_put_below_one_that_ran_is_refused(world: World) -> None:
    write(world, "z", "a")
    write(world, "b", "z")

    pushed = world.push("origin", "dev")

    assert pushed.rules == {"inserted-below", "change-modified"}, pushed.words
    assert "z stands below b, which is there already" in pushed.words


def test_a_call_is_judged_as_the_sql_that_it_sends(world: World) -> None:
    write(world, "c", "b", body="op.drop_column('orders', 'note')")

    pushed = world.push("origin", "dev")

    assert "drop-column" in pushed.rules, pushed.words
    assert "versions/c.py:5" in pushed.words


def test_formatting_is_no_edit(world: World) -> None:
    text = revision("b", "a").replace("'", '"') + "\n# formatted\n"
    world.play(f"write versions/b.py {quote(text)}")

    pushed = world.push("origin", "dev")

    assert pushed.accepted, pushed.words


def test_hostile_python_is_refused_and_not_run(world: World, tmp_path: Path) -> None:
    mark = tmp_path / "ran"
    world.play(
        f"write versions/c.py {quote(f'open({str(mark)!r}, chr(119))' + chr(10) + '(' * 9999)}"
    )

    pushed = world.push("origin", "dev")

    assert "unreadable-change" in pushed.rules, pushed.words
    assert not mark.exists()
