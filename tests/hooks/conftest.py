"""Worlds to push in: made once, copied for each test."""

from pathlib import Path

import pytest

from tests.hooks.world import World


@pytest.fixture(scope="session")
def sha1_world(tmp_path_factory: pytest.TempPathFactory) -> World:
    return World.made(tmp_path_factory.mktemp("sha1"))


@pytest.fixture
def world(sha1_world: World, tmp_path: Path) -> World:
    """A server with dev, staging and prod, and a clone of it."""
    return sha1_world.copied(tmp_path)
