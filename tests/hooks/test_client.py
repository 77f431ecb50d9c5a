"""What a clone says before the server does."""

import subprocess
from pathlib import Path

import pytest

from branchline.cli import main
from tests.hooks.world import CONFIGURATION, EMERGENCY, World, named_rules, sql


@pytest.fixture
def hooked(world: World) -> World:
    """A clone with hooks, and a server without."""
    main(["hooks", "install", "--repo", str(world.clone)])
    for name in ("pre-receive", "post-receive"):
        (world.server / "hooks" / name).unlink()
    return world


def git(world: World, *words: str) -> tuple[int, str]:
    done = subprocess.run(["git", "-C", str(world.clone), *words], capture_output=True, check=False)
    return done.returncode, (done.stdout + done.stderr).decode("utf-8", "replace")


def stage(world: World, name: str, text: str = "") -> None:
    path = world.clone / f"db/{name}.sql"
    path.write_text(text or sql(name))
    git(world, "add", "-A")


def test_a_commit_of_a_good_change_is_made(hooked: World) -> None:
    stage(hooked, "0004")

    code, words = git(hooked, "commit", "-m", "good")

    assert code == 0, words


def test_a_commit_that_touches_no_changelog_is_made(hooked: World) -> None:
    (hooked.clone / "app.txt").write_text("hello")
    git(hooked, "add", "-A")

    code, words = git(hooked, "commit", "-m", "code")

    assert code == 0, words


def test_a_commit_that_policy_refuses_is_not_made(hooked: World) -> None:
    stage(hooked, "0004", "DROP TABLE t_0001;")

    code, words = git(hooked, "commit", "-m", "bad")

    assert code == 1
    assert named_rules(words) == {"drop-table"}


def test_what_an_environment_holds_may_not_be_edited(hooked: World) -> None:
    git(hooked, "switch", "-q", "-c", "feature")
    stage(hooked, "0002", "SELECT 2;")

    _, words = git(hooked, "commit", "-m", "edit")

    assert "change-modified" in named_rules(words)


def test_what_nobody_holds_may_be_edited(hooked: World) -> None:
    git(hooked, "switch", "-q", "-c", "feature")
    stage(hooked, "0004")
    git(hooked, "commit", "-q", "-m", "new")
    stage(hooked, "0004", sql("0004_other"))

    code, words = git(hooked, "commit", "-m", "edit")

    assert code == 0, words


def test_a_merge_into_an_environment_past_its_source_is_not_committed(hooked: World) -> None:
    git(hooked, "switch", "-q", "-c", "feature", "staging")
    stage(hooked, "0009")
    git(hooked, "commit", "-q", "-m", "new")
    git(hooked, "switch", "-q", "staging")

    code, words = git(hooked, "merge", "--no-ff", "-m", "merge", "feature")

    assert code != 0
    assert named_rules(words) == {"not-in-source"}


def test_a_merge_from_the_source_is_committed(hooked: World) -> None:
    git(hooked, "switch", "-q", "staging")

    code, words = git(hooked, "merge", "--no-ff", "-m", "merge", "dev")

    assert code == 0, words
    assert "this merge brought 0003" in words


def test_a_merge_of_what_others_took_earlier_is_in_order(hooked: World) -> None:
    git(hooked, "switch", "-q", "-c", "feature", "dev~1")
    stage(hooked, "0009")
    git(hooked, "commit", "-q", "-m", "new")

    code, words = git(hooked, "merge", "--no-ff", "-m", "merge", "dev")

    assert code == 0, words


@pytest.fixture
def by_ancestry(tmp_path: Path) -> World:
    """A clone with hooks, where a promotion is a merge and nothing else."""
    world = World.made(tmp_path, configuration=f'{CONFIGURATION}[promotion]\nmode = "ancestry"\n')
    main(["hooks", "install", "--repo", str(world.clone)])
    return world


def objects(world: World) -> set[Path]:
    return {path for path in (world.clone / ".git/objects").rglob("*") if path.is_file()}


def test_a_merge_past_the_source_is_seen_by_its_parents(by_ancestry: World) -> None:
    git(by_ancestry, "switch", "-q", "-c", "copy", "staging")
    git(by_ancestry, "cherry-pick", "-x", "dev")  # what dev holds, and not dev's commit
    git(by_ancestry, "switch", "-q", "staging")
    before = objects(by_ancestry)

    code, words = git(by_ancestry, "merge", "--no-ff", "-m", "merge", "copy")

    assert code != 0
    assert named_rules(words) == {"not-in-source"}
    after = {path for path in objects(by_ancestry) - before if path.parent.name != "pack"}
    assert len(after) <= 1  # the tree, which Git writes before it asks


def test_a_merge_of_the_source_is_in_order_by_its_parents(by_ancestry: World) -> None:
    git(by_ancestry, "switch", "-q", "staging")

    code, words = git(by_ancestry, "merge", "--no-ff", "-m", "merge", "dev")

    assert code == 0, words


def test_a_merge_that_ends_a_conflict_is_judged_as_a_merge(by_ancestry: World) -> None:
    git(by_ancestry, "switch", "-q", "staging")
    (by_ancestry.clone / "app.txt").write_text("staging")
    git(by_ancestry, "add", "-A")
    git(by_ancestry, "commit", "-q", "--no-verify", "-m", "app")
    git(by_ancestry, "switch", "-q", "-c", "copy", "dev")
    (by_ancestry.clone / "app.txt").write_text("dev")
    git(by_ancestry, "add", "-A")
    git(by_ancestry, "commit", "-q", "-m", "app")
    git(by_ancestry, "switch", "-q", "staging")
    git(by_ancestry, "merge", "copy")
    (by_ancestry.clone / "app.txt").write_text("both")
    stage(by_ancestry, "0077")

    code, words = git(by_ancestry, "commit", "-m", "both")

    assert code != 0
    assert "evil-merge" in named_rules(words)


def test_an_environments_branch_takes_no_commit_to_be_squashed(hooked: World) -> None:
    (hooked.clone / "app.txt").write_text("hello")
    git(hooked, "add", "-A")

    code, words = git(hooked, "commit", "-m", "fixup! that")

    assert code == 1
    assert "can never be squashed here" in words


def test_every_ref_of_a_push_is_judged_before_it_leaves(hooked: World) -> None:
    stage(hooked, "0004")
    git(hooked, "commit", "-q", "-m", "new")
    git(hooked, "switch", "-q", "-c", "feature", "prod")
    stage(hooked, "0009")
    git(hooked, "commit", "-q", "-m", "stray")

    code, words = git(hooked, "push", "origin", "dev", "feature:prod", ":staging")

    assert code != 0
    assert named_rules(words) == {"not-in-source", "branch-deleted"}


def test_a_push_of_what_is_fine_leaves(hooked: World) -> None:
    stage(hooked, "0004")
    git(hooked, "commit", "-q", "-m", "new")

    code, words = git(hooked, "push", "origin", "dev")

    assert code == 0, words


def test_an_emergency_is_the_servers_to_decide(tmp_path: Path) -> None:
    world = World.made(tmp_path, configuration=CONFIGURATION + EMERGENCY)
    main(["hooks", "install", "--repo", str(world.clone)])
    git(world, "switch", "-q", "prod")
    stage(world, "0099")
    git(world, "commit", "-q", "--no-verify", "-m", "hotfix")
    glass = ("-o", "branchline.break-glass=INC-1", "-o", "branchline.reason=fire")

    without, _ = git(world, "push", "origin", "prod")
    code, words = git(world, "push", *glass, "origin", "prod")

    assert without != 0
    assert code == 0, words


def test_a_hook_that_was_there_still_runs(world: World) -> None:
    path = world.clone / ".git/hooks/pre-commit"
    path.parent.mkdir(exist_ok=True)
    path.write_text("#!/bin/sh\necho told >&2\nexit 1\n")
    path.chmod(0o755)
    main(["hooks", "install", "--repo", str(world.clone)])
    stage(world, "0004")

    code, words = git(world, "commit", "-m", "good")

    assert code == 1
    assert "told" in words


def test_a_repository_without_a_configuration_is_left_alone(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.clone.mkdir()
    git(world, "init", "-q", "-b", "dev", "--template=")
    main(["hooks", "install", "--repo", str(world.clone)])
    (world.clone / "db").mkdir()
    stage(world, "0001", "DROP TABLE x;")

    code, words = git(world, "commit", "-m", "first")

    assert code == 0, words
