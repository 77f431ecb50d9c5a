"""Modes that judge commits: what a refusal says, that its way out works, and what nobody knows."""

import re
import subprocess
from pathlib import Path
from shlex import quote

import pytest

from branchline.cli import main
from tests.hooks.world import CONFIGURATION, World, named_rules, run

ANCESTRY = CONFIGURATION + '[promotion]\nmode = "ancestry"\n'
STRICT = CONFIGURATION + '[promotion]\nmode = "strict"\n'


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> World:
    return World.made(tmp_path_factory.mktemp("strict"), configuration=STRICT)


@pytest.fixture
def strict(template: World, tmp_path: Path) -> World:
    return template.copied(tmp_path)


def hinted(words: str) -> list[str]:
    """The commands of the first hint."""
    text = words.replace("remote: ", "")
    hint = re.search(r"hint: (.+)", text)
    assert hint, words
    return [f"git {command.strip()}" for command in re.findall(r"git ([^&;]+)", hint[1])]


def test_a_squash_is_named_and_merging_again_mends_it(strict: World) -> None:
    strict.play("git switch -q staging", "git merge -q --squash dev", "git commit -qm everything")
    refused = strict.push("origin", "staging")

    assert refused.rules == {"not-in-source"}
    assert "'everything' reaches staging and is not in dev, which holds the same" in refused.words
    strict.play(*hinted(refused.words))
    assert strict.push("origin", "staging").accepted


def test_a_feature_goes_the_way_that_the_refusal_says(strict: World) -> None:
    strict.play("git switch -q -c feature staging", "add 0009", "git switch -q staging")
    strict.play("git merge -q --no-ff feature")
    refused = strict.push("origin", "staging")

    assert refused.rules == {"not-in-source"}
    first, second, *rest = hinted(refused.words)
    strict.play(first, second, "git push -q origin dev", *rest)
    assert strict.push("origin", "staging").accepted


def test_an_evil_merge_is_made_again_without_what_it_did(strict: World) -> None:
    strict.play("git switch -q staging", "git merge -q --no-ff --no-commit dev", "edit 0003")
    refused = strict.push("origin", "staging")

    assert refused.rules == {"evil-merge", "checksum-mismatch"}
    assert "edits db/0003.sql by itself" in refused.words
    strict.play(*hinted(refused.words[refused.words.index("evil-merge") :]))
    assert strict.push("origin", "staging").accepted


def test_a_foxtrot_is_merged_the_other_way_round(strict: World) -> None:
    strict.play("add 0004", "git push -q origin dev", "git switch -q staging")
    strict.play("git merge -q --no-ff dev~1", "git push -q origin staging")
    strict.play("git switch -q --detach dev", "git merge -q --no-ff staging")
    refused = strict.push("origin", "HEAD:staging")

    assert refused.rules == {"first-parent"}
    strict.play(*hinted(refused.words))
    assert strict.push("origin", "staging").accepted


def test_what_skips_a_level_goes_step_by_step(strict: World) -> None:
    strict.play("git switch -q prod", "git merge -q --no-ff dev")
    refused = strict.push("origin", "prod")

    assert refused.rules == {"skips-environment"}
    first, second, *rest = hinted(refused.words)
    strict.play(first, second, "git push -q origin staging", *rest)
    assert strict.push("origin", "prod").accepted


def test_a_shallow_clone_knows_nothing_of_ancestry(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    world = World.made(tmp_path, configuration=ANCESTRY)
    world.play("git switch -q staging", "git merge -q --no-ff dev", "git push -q origin staging")
    world.play("git switch -q dev", "add 0004", "git push -q origin dev")
    shallow = tmp_path / "shallow"
    run(
        "git",
        "clone",
        "-q",
        "--depth=1",
        "--no-single-branch",
        f"file://{world.server}",
        str(shallow),
    )

    code = main(["check", "--repo", str(shallow), "--head", "origin/dev", "--into", "staging"])

    assert code == 3
    assert "fetch-depth: 0" in capsys.readouterr().err


def test_a_shallow_pusher_is_judged_by_the_whole_history(tmp_path: Path) -> None:
    world = World.made(tmp_path, configuration=ANCESTRY)
    shallow = tmp_path / "shallow"
    run(
        "git",
        "clone",
        "-q",
        "--depth=2",
        "--no-single-branch",
        f"file://{world.server}",
        str(shallow),
    )
    here = World(tmp_path)
    here.clone = shallow
    here.play("git switch -q staging", "git merge -q --no-ff origin/dev")

    accepted = here.push("origin", "staging")
    here.play("write app.txt hello")
    refused = here.push("origin", "staging")

    assert accepted.accepted, accepted.words
    assert refused.rules == {"not-in-source"}


@pytest.mark.parametrize("option", ["--object-format=sha256", "--ref-format=reftable"])
def test_other_repositories_are_judged_alike(tmp_path: Path, option: str) -> None:
    probe = run_quietly("git", "init", "-q", option, str(tmp_path / "probe"))
    if probe:
        pytest.skip(f"this Git has no {option}")
    world = World.made(tmp_path, option, configuration=STRICT)
    world.play("git switch -q staging", "git merge -q --no-ff --no-commit dev", "add 0009")
    evil = world.push("origin", "staging")
    world.play("git reset -q --hard HEAD~1", "git merge -q --squash dev", "git commit -qm squash")
    squash = world.push("origin", "staging")
    world.play("git reset -q --hard HEAD~1", "git merge -q --no-ff dev")

    merge = world.push("origin", "staging")

    assert evil.rules == {"evil-merge", "not-in-source"}, evil.words
    assert squash.rules == {"not-in-source"}, squash.words
    assert merge.accepted, merge.words


def run_quietly(*command: str) -> int:
    return subprocess.run(command, capture_output=True, check=False).returncode


LIQUIBASE = STRICT.replace('"plain"', '"liquibase"').replace('path = "db"', 'path = "lb"')
HEAD = "--liquibase formatted sql\n"


def changeset(name: str) -> str:
    table = f"CREATE TABLE t_{name} (id bigint PRIMARY KEY);\n"
    return f"--changeset ada:{name}\n{table}--rollback SET LOCAL lock_timeout = '2s';\n\
--rollback DROP TABLE t_{name};\n"


def write(world: World, *names: str) -> None:
    text = HEAD + "".join(map(changeset, names))
    world.play(f"write lb/all.sql {quote(text)}")


@pytest.fixture
def one_file(tmp_path: Path) -> World:
    """All changes stand in one file; staging holds a hotfix at its end, and dev a change."""
    world = World.made(tmp_path, configuration=LIQUIBASE + "break_glass = { enabled = true }\n")
    write(world, "a")
    world.play("git push -q origin dev", "git switch -q staging", "git merge -q dev")
    world.play("git push -q origin staging")
    write(world, "a", "hot")
    glass = "-o branchline.break-glass=INC-1 -o branchline.reason=down"
    world.play(f"git push -q {glass} origin staging", "git switch -q dev")
    write(world, "a", "b")
    world.play("git push -q origin dev")
    return world


@pytest.mark.parametrize(
    ("names", "rules"),
    [
        (("a", "hot", "b"), set()),
        (("a", "b", "hot"), set()),
        (("a", "hot", "b", "c"), {"evil-merge", "not-in-source"}),
        (("a", "b"), {"evil-merge", "change-removed"}),
        (("a", "hot"), {"evil-merge", "phantom-promotion"}),
    ],
)
def test_changes_that_share_a_file_are_counted_one_by_one(
    one_file: World, names: tuple[str, ...], rules: set[str]
) -> None:
    one_file.play("git switch -q staging")
    with pytest.raises(RuntimeError, match="CONFLICT"):
        one_file.play("git merge -q --no-ff dev")
    write(one_file, *names)

    pushed = one_file.push("origin", "staging")

    # the hotfix is not merged back, which is another matter
    assert pushed.rules - {"back-merge-required", "out-of-order"} == rules, pushed.words


def test_what_git_merges_by_itself_in_one_file_is_no_evil(one_file: World) -> None:
    one_file.play("git switch -q staging")
    one_file.play("git merge -q --no-ff -X ours dev~1")
    assert not named_rules(one_file.push("origin", "staging").words)
