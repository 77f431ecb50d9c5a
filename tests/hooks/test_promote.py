"""`promote` makes the merge that a person would make, and is refused as they would be."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from branchline.cli import main
from tests.hooks.world import CONFIGURATION, World, run, sql

WITH_GAPS = '[promotion]\ngaps = "allow"\n'
CONTEXTS = CONFIGURATION.replace('from = "dev"', 'from = "dev"\ncontexts = ["staging"]')


@pytest.fixture(scope="module")
def gappy(tmp_path_factory: pytest.TempPathFactory) -> World:
    return World.made(tmp_path_factory.mktemp("gappy"), configuration=CONFIGURATION + WITH_GAPS)


def promote(world: World, *words: str) -> int:
    return main(["promote", *words, "--repo", str(world.clone)])


def told(world: World, capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    capsys.readouterr()
    promote(world, *words, "--format", "json")
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def git(world: World, *words: str) -> str:
    return run("git", *words, cwd=world.clone)


def files(world: World, commit: str) -> list[str]:
    return git(world, "ls-tree", "--name-only", f"{commit}:db").split()


def forced(world: World, *steps: str) -> None:
    """Do what the hooks of the server would refuse, as its administrator may."""
    world.play(*steps)
    run("git", "-C", str(world.server), "config", "branchline.observe", "true")
    world.push("origin", "staging")
    run("git", "-C", str(world.server), "config", "branchline.observe", "false")


def test_a_promotion_is_a_merge_that_says_what_it_carries(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    source, target = world.tip("dev"), world.tip("staging")
    before = git(world, "status", "--porcelain"), git(world, "rev-parse", "HEAD")

    code = promote(world, "dev", "staging")

    shown = capsys.readouterr().out
    assert code == 0, shown
    assert "  0003  create-table\n" in shown
    assert shown.endswith("next: git push origin promote/dev-to-staging:staging\n")
    made = "promote/dev-to-staging"
    assert git(world, "log", "-1", "--format=%P", made).split() == [target, source]
    assert git(world, "log", "-1", "--format=%B", made) == (
        f"promote dev to staging: 0003\n\nPromoted-From: {source}\nChanges: 0003"
    )
    assert (git(world, "status", "--porcelain"), git(world, "rev-parse", "HEAD")) == before
    assert world.tip("staging") == target


def test_the_command_that_is_shown_is_accepted(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = told(world, capsys, "dev", "staging")

    pushed = world.push(*shown["next"].split()[2:])

    assert pushed.accepted, pushed.words
    assert world.tip("staging") == shown["commit"]


def test_it_is_pushed_where_that_is_asked_for(
    world: World, capfd: pytest.CaptureFixture[str]
) -> None:
    code = promote(world, "dev", "staging", "--push")

    shown = capfd.readouterr()
    assert code == 0, shown
    assert "-> staging" in shown.err
    assert shown.out.splitlines()[-1] == f"pushed {world.tip('staging')[:12]} to staging"
    assert not git(world, "branch", "--list", "promote/*")


def test_a_clone_that_is_behind_goes_by_the_server(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "other"
    run("git", "clone", "-q", str(world.server), str(other))
    world.play("add 0004", "git push -q origin dev")

    code = main(["promote", "dev", "staging", "--repo", str(other)])

    shown = capsys.readouterr().out
    assert code == 0, shown
    assert "  0004  create-table\n" in shown
    assert "your dev is 1 commit behind origin/dev, which is what counts" in shown


def test_what_is_not_pushed_is_not_promoted(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    world.play("add 0004")

    shown = told(world, capsys, "dev", "staging")

    assert [each["change"] for each in shown["carries"]] == ["0003"]
    assert shown["notes"] == [
        "your dev has 1 commit that origin has not: push before you promote them"
    ]


def test_a_remote_that_does_not_answer_is_said(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    world.play(f"git remote set-url origin {world.root}/nowhere.git")

    shown = told(world, capsys, "dev", "staging")

    assert shown["commit"]
    assert "does not answer" in shown["notes"][0]
    assert "last fetched" in shown["notes"][0]


@pytest.mark.parametrize(
    ("words", "rules"),
    [(("dev", "prod"), {"skips-environment"}), (("dev", "staging", "--without", "0003"), {"gap"})],
)
def test_it_is_refused_with_the_servers_own_reason(
    world: World, words: tuple[str, ...], rules: set[str], capsys: pytest.CaptureFixture[str]
) -> None:
    world.play("add 0004", "git push -q origin dev")

    shown = told(world, capsys, *words)
    refused = world.push("origin", f"{shown['commit']}:{words[1]}")

    assert {each["rule"] for each in shown["report"]["findings"]} == rules
    assert refused.rules == rules
    assert shown["branch"] is None
    assert promote(world, *words) == 1
    assert capsys.readouterr().out.startswith(f"refused: {words[1]} would not take this\n")


def test_a_change_is_left_behind_and_comes_with_the_next_promotion(
    gappy: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    world = gappy.copied(tmp_path)
    world.play("add 0004", "git push -q origin dev")

    first = told(world, capsys, "dev", "staging", "--without", "0003", "--push")
    held = files(world, "origin/staging")
    second = told(world, capsys, "dev", "staging")

    assert first["pushed"]
    assert first["left_behind"] == ["0003"]
    assert held == ["0001.sql", "0002.sql", "0004.sql"]
    assert [each["change"] for each in second["carries"]] == ["0003"]


def test_a_promotion_goes_no_further_than_asked(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    world.play("add 0004", "git push -q origin dev")

    code = promote(world, "dev", "staging", "--at", "dev~1")

    shown = capsys.readouterr().out
    assert code == 0
    assert "  waiting: 0004 is in dev, newer than dev~1\n" in shown
    assert "0004.sql" not in files(world, "promote/dev-to-staging")


def test_what_waits_further_below_is_said(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    shown = told(world, capsys, "staging", "prod")

    assert [each["change"] for each in shown["carries"]] == ["0002"]
    assert shown["waiting"] == [{"change": "0003", "in": "dev", "not_in": "staging"}]


def test_equal_contents_are_joined_after_a_squash(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    world.play("git switch -q staging", "git merge -q --squash dev", "git commit -qm squash")
    assert world.push("origin", "staging").accepted

    shown = told(world, capsys, "dev", "staging", "--push")

    run("git", "merge-base", "--is-ancestor", "origin/dev", "origin/staging", cwd=world.clone)
    assert shown["pushed"]
    assert not shown["carries"]
    assert promote(world, "dev", "staging") == 0
    assert "holds all of it already" in capsys.readouterr().out


def test_a_file_that_one_side_alone_changed_is_no_conflict_after_a_squash(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    world.play(r"write notes.txt 'a\n'", r"write notes.txt 'a\nb\n'", "git push -q origin dev")
    world.play("git switch -q staging", "git merge -q --squash dev", "git commit -qm squash")
    assert world.push("origin", "staging").accepted
    world.play("git switch -q dev", r"write notes.txt 'A\nb\nc\n'", "git push -q origin dev")

    shown = told(world, capsys, "dev", "staging")

    assert shown["merged_by_content"] == ["notes.txt"]
    assert git(world, "show", f"{shown['commit']}:notes.txt") == "A\nb\nc"


def test_a_conflict_is_named_and_nothing_is_made(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    world.play("write app.txt one", "git push -q origin dev", "git switch -q staging")
    world.play("write app.txt two", "git push -q origin staging")

    code = promote(world, "dev", "staging")

    said = capsys.readouterr().err
    assert code == 3
    assert "dev does not merge into staging, the two conflict in app.txt" in said
    assert "git switch -c by-hand origin/staging && git merge origin/dev" in said
    assert not git(world, "branch", "--list", "promote/*")


def test_a_promotion_that_was_reverted_is_found_and_restored(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    assert promote(world, "dev", "staging", "--push") == 0
    forced(world, "git switch -q -C staging origin/staging", "remove 0003")
    culprit = world.tip("staging")

    shown = told(world, capsys, "dev", "staging")
    code = promote(world, "dev", "staging")
    restored = told(world, capsys, "dev", "staging", "--restore", "--push")

    assert shown["commit"] is None
    assert shown["lost"] == [
        {"change": "0003", "path": "db/0003.sql", "by": culprit, "subject": "remove 0003"}
    ]
    assert code == 1
    assert restored["pushed"]
    assert restored["restored"] == ["0003"]
    assert files(world, world.tip("staging"))[-1] == "0003.sql"


def test_what_a_merge_dropped_comes_back_with_what_is_new(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    forced(world, "git switch -q staging", "git merge -q -s ours dev")
    world.play("git switch -q dev", "add 0004", "git push -q origin dev")

    shown = told(world, capsys, "dev", "staging")
    restored = told(world, capsys, "dev", "staging", "--restore", "--push")

    assert {each["rule"] for each in shown["report"]["findings"]} >= {"gap"}
    assert [each["by"] for each in shown["lost"]] == [None]
    assert restored["pushed"]
    assert files(world, world.tip("staging"))[-2:] == ["0003.sql", "0004.sql"]


def test_a_hotfix_is_merged_back_by_the_same_command(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    run("git", "-C", str(world.server), "config", "branchline.observe", "true")
    world.play("git switch -q prod", "add 0099")
    world.push("origin", "prod")
    run("git", "-C", str(world.server), "config", "branchline.observe", "false")

    staging = told(world, capsys, "prod", "staging", "--push")
    dev = told(world, capsys, "staging", "dev", "--push")

    assert (staging["pushed"], dev["pushed"]) == (True, True)
    subject = git(world, "log", "-1", "--format=%s", staging["commit"])
    assert subject == "merge back prod to staging: 0099"


def test_a_new_environment_begins_as_its_source_is(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    text = CONFIGURATION + '[environments.qa]\nbranch = "qa"\nfrom = "staging"\n'
    (world.clone / "branchline.toml").write_text(text)
    world.play("git commit -qam qa", "git push -q origin dev")

    shown = told(world, capsys, "staging", "qa", "--push")

    assert shown["pushed"]
    assert world.tip("qa") == world.tip("staging")


def test_what_its_contexts_skip_there_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = CONTEXTS.replace('"plain"', '"liquibase"').replace('"db"', '"db/log.sql"')
    world = World.made(tmp_path, configuration=text)
    change = "--liquibase formatted sql\n--changeset a:1 context:dev\n"
    (world.clone / "db/log.sql").write_text(change + sql("x").partition("-- rollback")[0])
    world.play("git add -A", "git commit -qm log", "git push -q origin dev")

    shown = told(world, capsys, "dev", "staging")

    [carried] = shown["carries"]
    assert carried["skipped"] == [{"on": "staging", "why": "context dev"}]


def test_a_person_s_own_branch_of_that_name_stays(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    world.play("git switch -q -c promote/dev-to-staging", "write mine.txt x", "git switch -q dev")
    before = git(world, "rev-parse", "promote/dev-to-staging")

    code = promote(world, "dev", "staging")

    assert code == 2
    assert "that no promotion made" in capsys.readouterr().err
    assert git(world, "rev-parse", "promote/dev-to-staging") == before


def test_a_promotion_that_is_checked_out_stays(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    promote(world, "dev", "staging")
    world.play("git switch -q promote/dev-to-staging")

    code = promote(world, "dev", "staging")

    assert code == 2
    assert "is checked out in" in capsys.readouterr().err


def test_a_repository_without_a_remote_promotes_its_own_branches(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    world.play("git remote remove origin")

    shown = told(world, capsys, "dev", "staging")
    run(*shown["next"].split(), cwd=world.clone)

    assert git(world, "rev-parse", "staging") == shown["commit"]
    assert promote(world, "staging", "prod", "--push") == 2


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("dev", "stagin"), 2, "did you mean 'staging'?"),
        (("dev", "dev"), 2, "name two environments"),
        (("dev", "staging", "--at", "nowhere"), 3, "no such commit"),
        (("staging", "prod", "--at", "dev"), 2, "is not a commit of origin/staging"),
        (("dev", "staging", "--without", "003"), 2, "did you mean '0003'?"),
        (("staging", "dev", "--without", "0003"), 2, "nothing new would reach dev"),
    ],
)
def test_what_cannot_be_promoted_is_said_in_a_sentence(
    world: World, words: tuple[str, ...], code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    ended = promote(world, *words)

    assert ended == code
    assert said in capsys.readouterr().err


@pytest.mark.parametrize("mode", ["ancestry", "strict"])
def test_where_commits_count_it_promotes_and_restores_and_leaves_nothing_behind(
    mode: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = f'{CONFIGURATION}[promotion]\nmode = "{mode}"\ngaps = "allow"\n'
    world = World.made(tmp_path, configuration=text)

    without = told(world, capsys, "dev", "staging", "--without", "0003")
    promoted = told(world, capsys, "dev", "staging", "--push")
    forced(world, "git switch -q -C staging origin/staging", "remove 0003")
    restored = told(world, capsys, "dev", "staging", "--restore", "--push")

    assert without["commit"] is None or without["report"]["verdict"] == "fail"
    assert promoted["pushed"]
    assert restored["pushed"], restored["report"]
    assert files(world, world.tip("staging"))[-1] == "0003.sql"


def test_names_that_are_not_utf8_come_along(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    (world.clone / os.fsdecode(b"caf\xe9 'x'.txt")).write_text("x")
    world.play("git add -A", "git commit -qm name", "add 0004", "git push -q origin dev")

    shown = told(world, capsys, "dev", "staging", "--push")

    tree = run("git", "-C", str(world.server), "ls-tree", "staging")
    assert shown["pushed"]
    assert "caf\\351" in tree


def test_what_the_server_says_to_a_push_is_shown(
    world: World, capfd: pytest.CaptureFixture[str]
) -> None:
    closed = world.server / "hooks" / "update"
    closed.write_text("#!/bin/sh\necho closed until Monday >&2\nexit 1\n")
    closed.chmod(0o755)
    before = world.tip("staging")

    code = promote(world, "dev", "staging", "--push")

    shown = capfd.readouterr()
    assert code == 1
    assert "remote: closed until Monday" in shown.err
    assert "not pushed: staging is as the server has it" in shown.out
    assert world.tip("staging") == before


def test_a_shallow_clone_cannot_know_and_says_so(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "shallow"
    url = f"file://{world.server}"
    run("git", "clone", "-q", "--depth", "1", "--no-single-branch", url, str(other))

    code = main(["promote", "dev", "staging", "--repo", str(other)])

    assert code == 3
    assert "git fetch --unshallow" in capsys.readouterr().err


def test_a_change_that_was_reverted_in_a_file_of_many_is_found_and_restored(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = CONFIGURATION.replace('"plain"', '"liquibase"').replace('"db"', '"db/log.sql"')
    world = World.made(tmp_path, configuration=text)
    log = world.clone / "db/log.sql"
    one = "--liquibase formatted sql\n--changeset a:1\nSELECT 1;\n--rollback empty\n"
    log.write_text(one)
    world.play("git add -A", "git commit -qm one")
    log.write_text(f"{one}--changeset a:2\nSELECT 2;\n--rollback empty\n")
    world.play("git add -A", "git commit -qm two", "git push -q origin dev")
    assert told(world, capsys, "dev", "staging", "--push")["pushed"]
    world.play("git switch -q -C staging origin/staging")
    log.write_text(one)
    forced(world, "git commit -qam revert")

    shown = told(world, capsys, "dev", "staging")
    restored = told(world, capsys, "dev", "staging", "--restore", "--push")

    [lost] = shown["lost"]
    assert (lost["change"], lost["by"]) == ("db/log.sql::2::a", git(world, "rev-parse", "staging"))
    assert restored["pushed"]
    assert "SELECT 2" in git(world, "show", "origin/staging:db/log.sql")
