"""The hooks of the manifest, run by pre-commit and prek themselves in a real clone.

Their environments are not made here, which needs the network: each hook's entry
is the installed command. `make packaging` has pre-commit make one.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from branchline.install.manifest import OFFERS
from tests.hooks.world import World, named_rules, sql

COMMAND = Path(sys.executable).with_name("branchline")
STAGES = dict.fromkeys(offer.stage for offer in OFFERS)
FRAMEWORKS = ("pre-commit", "prek")


def config() -> str:
    """What a user writes, but that the hooks are this checkout's."""
    hooks = [
        f"  - id: {offer.id}\n    name: {offer.id}\n    language: system\n"
        f"    entry: {COMMAND.parent / offer.entry}\n    stages: [{offer.stage}]\n"
        + ("    types: [sql]\n" if offer.id == "branchline-lint" else "")
        + ("" if offer.files else "    always_run: true\n    pass_filenames: false\n")
        for offer in OFFERS
    ]
    return f"repos:\n- repo: local\n  hooks:\n{''.join(hooks)}"


@pytest.fixture(params=FRAMEWORKS)
def hooked(request: pytest.FixtureRequest, world: World, tmp_path: Path) -> World:
    """A clone with a framework's hooks, and a server without."""
    name = str(request.param)
    found = Path(sys.executable).with_name(name)
    program = str(found) if found.exists() else shutil.which(name)
    if program is None:
        pytest.skip(f"{name} is not installed")
    (world.clone / ".pre-commit-config.yaml").write_text(config())
    git(world, "add", "-A")
    git(world, "commit", "-q", "-m", "hooks")
    git(world, "push", "-q", "origin", "dev")
    kinds = [word for stage in STAGES for word in ("--hook-type", stage)]
    done = subprocess.run(
        [program, "install", *kinds],
        cwd=world.clone,
        env=os.environ | {"PRE_COMMIT_HOME": str(tmp_path / "home")},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    for path in (world.server / "hooks").iterdir():
        path.unlink()
    return world


def git(world: World, *words: str) -> tuple[int, str]:
    done = subprocess.run(
        ["git", "-C", str(world.clone), *words],
        env=os.environ | {"PRE_COMMIT_HOME": str(world.root / "home")},
        capture_output=True,
        check=False,
    )
    return done.returncode, (done.stdout + done.stderr).decode("utf-8", "replace")


def test_a_change_that_goes_away_is_seen_though_no_framework_lists_it(hooked: World) -> None:
    (hooked.clone / "db/0002.sql").unlink()
    git(hooked, "add", "-A")

    code, words = git(hooked, "commit", "-m", "remove")

    assert code == 1
    assert "change-removed" in named_rules(words)


def test_a_good_commit_is_made_and_one_for_squashing_is_not(hooked: World) -> None:
    (hooked.clone / "db/0004.sql").write_text(sql("0004"))
    git(hooked, "add", "-A")

    squashing, told = git(hooked, "commit", "-m", "fixup! it")
    good, words = git(hooked, "commit", "-m", "add it")

    assert squashing == 1
    assert "can never be squashed here" in told
    assert good == 0, words


def test_a_merge_past_the_source_is_not_committed(hooked: World) -> None:
    git(hooked, "switch", "-q", "-c", "stray", "staging")
    (hooked.clone / "db/0009.sql").write_text(sql("0009"))
    git(hooked, "add", "-A")
    git(hooked, "commit", "-q", "--no-verify", "-m", "stray")
    git(hooked, "switch", "-q", "staging")
    (hooked.clone / ".pre-commit-config.yaml").write_text(config())
    git(hooked, "add", "-A")
    git(hooked, "commit", "-q", "--no-verify", "-m", "hooks")

    code, words = git(hooked, "merge", "--no-ff", "-m", "merge", "stray")

    assert code != 0
    assert named_rules(words) == {"not-in-source"}


def test_a_push_is_judged_and_the_rest_of_it_said_to_be_unseen(hooked: World) -> None:
    (hooked.clone / "db/0009.sql").write_text(sql("0009"))
    git(hooked, "add", "-A")
    git(hooked, "commit", "-q", "--no-verify", "-m", "stray")

    code, words = git(hooked, "push", "origin", "dev:prod")

    assert code != 0
    assert {"skips-environment", "not-in-source"} & named_rules(words)
    assert "of other refs in the same push, and of deletions" in words
