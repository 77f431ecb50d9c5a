"""Pushes of Rails migrations through the real hook."""

from pathlib import Path
from shlex import quote

import pytest

from tests.hooks.world import CONFIGURATION, World

RAILS = CONFIGURATION.replace('path = "db"', 'path = "db/migrate"').replace("plain", "rails")


def write(world: World, name: str, body: str) -> None:
    words = "".join(word.capitalize() for word in name.split("_")[1:])
    text = f"class {words} < ActiveRecord::Migration[7.1]\n  def change\n    {body}\n  end\nend\n"
    world.play(f"write db/migrate/{name}.rb {quote(text)}")


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> World:
    world = World.made(tmp_path_factory.mktemp("rails"), configuration=RAILS)
    write(world, "20260101120000_create_orders", "create_table(:orders) { |t| t.string :note }")
    pushed = world.push("origin", "dev")
    assert pushed.accepted, pushed.words
    return world


@pytest.fixture
def world(template: World, tmp_path: Path) -> World:
    return template.copied(tmp_path)


def test_a_later_migration_is_accepted(world: World) -> None:
    write(world, "20260102120000_add_state", "add_column :orders, :state, :string")

    pushed = world.push("origin", "dev")

    assert pushed.accepted, pushed.words


def test_a_lost_column_is_named_at_its_line(world: World) -> None:
    write(world, "20260102120000_drop_note", "remove_column :orders, :note, :string")

    pushed = world.push("origin", "dev")

    assert "drop-column" in pushed.rules, pushed.words
    assert "20260102120000_drop_note.rb:3:5" in pushed.words


def test_an_earlier_version_and_one_twice_are_refused(world: World) -> None:
    write(world, "20250101120000_early", "add_column :orders, :a, :string")
    early = world.push("origin", "dev")
    world.play("git reset -q --hard HEAD~1")
    write(world, "20260101120000_twin", "add_column :orders, :a, :string")
    twin = world.push("origin", "dev")

    assert "out-of-order" in early.rules, early.words
    assert "duplicate-id" in twin.rules, twin.words


def test_an_edit_is_refused_and_formatting_is_none(world: World) -> None:
    write(world, "20260101120000_create_orders", "create_table(:orders) { |t|  t.string :note }")
    same = world.push("origin", "dev")
    write(world, "20260101120000_create_orders", "create_table(:orders) { |t| t.text :note }")
    edit = world.push("origin", "dev")

    assert same.accepted, same.words
    assert edit.rules == {"change-modified"}, edit.words


def test_two_files_of_one_class_are_said(world: World) -> None:
    write(world, "20260102120000_create_orders", "add_column :orders, :a, :string")

    pushed = world.push("origin", "dev")

    assert "has the class CreateOrders of db/migrate/20260101120000_create_orders.rb" in (
        pushed.words
    )
