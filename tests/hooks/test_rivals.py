"""Other open branches: named before anybody lands, and never a reason to refuse."""

from collections.abc import Mapping
from pathlib import Path
from shlex import quote
from subprocess import Popen
from subprocess import run as start

import pytest

from branchline.cli import main
from branchline.gather import rivals
from branchline.git import command as git_command
from tests.hooks.test_reached import LIQUIBASE, changeset, write
from tests.hooks.world import Pushed, World, named_rules, run

INFO = " info branch-collision: "


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    """Commit at the time it is: how long ago a branch was touched is what counts here."""
    for who in ("AUTHOR", "COMMITTER"):
        monkeypatch.delenv(f"GIT_{who}_DATE", raising=False)


def feature(world: World, name: str, *steps: str, since: str = "dev") -> None:
    """Push a branch of somebody else's, and come back."""
    world.play(f"git switch -q -c {name} {since}", *steps, f"git push -q origin {name}")
    world.play("git switch -q dev")


def both(world: World, capsys: pytest.CaptureFixture[str]) -> Pushed:
    """Ask `check`, then push, and see that they say the same of other branches."""
    world.play("git fetch -q origin")
    code = main(["check", "--repo", str(world.clone), "--head", "dev", "--into", "dev"])
    asked = capsys.readouterr().out
    pushed = world.push("origin", "dev")
    assert code == 0, asked
    assert pushed.accepted, pushed.words
    assert not named_rules(pushed.words)
    assert said(asked) == said(pushed.words.replace("remote: ", ""))
    return pushed


def said(words: str) -> list[str]:
    found = (line.split(INFO)[1].strip() for line in words.splitlines() if INFO in line)
    return sorted(line.removesuffix(" [dev]") for line in found)


def test_a_branch_that_took_the_same_number_is_named(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    feature(world, "ada/carts", "add 0004_carts")
    world.play("add 0004_orders")

    pushed = both(world, capsys)

    assert said(pushed.words) == ["0004_carts on the branch ada/carts takes the id 4 as well"]
    assert pushed.words.count("db/0004_orders.sql:1") == 1


def test_a_branch_that_would_come_late_is_named(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    feature(world, "early", "add 0004", "add 0006")
    world.play("add 0005")

    pushed = both(world, capsys)

    assert said(pushed.words) == ["0004 on the branch early sorts before 0005, and would come late"]


def test_a_branch_that_changes_the_same_table_is_named(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    alter = "ALTER TABLE t_0001 ADD COLUMN {} text;\n-- rollback\n"
    feature(world, "b", f"add 0005 '{alter.format('b')}'")
    feature(world, "c", "add 0006")
    world.play(f"add 0004 '{alter.format('a')}'")

    pushed = both(world, capsys)

    assert said(pushed.words) == ["0005 on the branch b changes t_0001 too"]


@pytest.mark.parametrize(
    "steps",
    [
        ("git branch landed", "git push -q origin landed"),
        ("git switch -q -c old dev~1", "edit 0002", "git push -q origin old", "git switch -q dev"),
        ("git branch release staging", "git push -q origin release"),
    ],
    ids=["the branch that lands", "an older text of what is there", "what is behind"],
)
def test_branches_with_nothing_of_their_own_are_not_named(
    world: World, steps: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    world.play("add 0004", *steps)

    assert said(both(world, capsys).words) == []


def test_a_promotion_meets_nobody(world: World) -> None:
    feature(world, "late", "add 0004", since="staging")
    world.play("git switch -q staging", "git merge -q dev")

    pushed = world.push("origin", "staging")

    assert pushed.accepted
    assert INFO not in pushed.words


def test_a_branch_that_nobody_touches_is_left_out(
    world: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GIT_COMMITTER_DATE", "2001-01-01T00:00:00Z")
    feature(world, "forgotten", "add 0004_carts")
    monkeypatch.delenv("GIT_COMMITTER_DATE")
    world.play("add 0004_orders")

    assert said(both(world, capsys).words) == []


def test_how_many_were_left_out_is_said(world: World) -> None:
    world.play("add 0004")
    base = run("git", "rev-parse", "dev~1", cwd=world.clone)
    tree = run("git", "rev-parse", "dev^{tree}", cwd=world.clone)
    lines = []
    for number in range(rivals.BRANCHES + 7):
        words = ("git", "commit-tree", tree, "-p", base, "-m", str(number))
        lines.append(f"create refs/heads/x{number} {run(*words, cwd=world.clone)}\n")
    text = "".join(lines).encode()
    start(["git", "update-ref", "--stdin"], input=text, check=True, cwd=world.clone)
    run("git", "push", "-q", "origin", "refs/heads/x*:refs/heads/x*", cwd=world.clone)

    world.play("add 0005")
    pushed = world.push("origin", "dev")

    assert pushed.accepted
    assert said(pushed.words) == ["7 more branches were not compared: too many, or too different"]


def test_another_changeset_for_one_table_is_seen_in_one_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    world = World.made(tmp_path, configuration=LIQUIBASE)
    write(world, changeset("1"), changeset("2"))
    assert world.push("origin", "dev").accepted
    alter = "--changeset ada:{0}\nALTER TABLE t1 ADD COLUMN {0} text;\n--rollback empty\n"
    text = "--liquibase formatted sql\n" + alter.format("b")
    feature(world, "b", f"write lb/b.sql {quote(text)}")
    write(world, changeset("1"), changeset("2"), alter.format("a"))

    pushed = both(world, capsys)

    assert said(pushed.words) == ["lb/b.sql::b::ada on the branch b changes t1 too"]


def test_no_policy_refuses_for_another_branch(tmp_path: Path) -> None:
    from tests.hooks.world import CONFIGURATION

    strict = '[policy]\nextends = ["promotion"]\nfail_on = "warning"\n[policy.rules]\n'
    world = World.made(
        tmp_path, configuration=CONFIGURATION + strict + 'branch-collision = "error"\n'
    )
    feature(world, "b", "add 0004_b")
    world.play("add 0004_a")

    pushed = world.push("origin", "dev")

    assert pushed.accepted, pushed.words
    assert len(said(pushed.words)) == 1


@pytest.mark.parametrize("count", [2, 40])
def test_the_number_of_processes_does_not_follow_the_branches(
    world: World,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    count: int,
) -> None:
    for number in range(count):
        feature(world, f"b{number}", f"add 0004_b{number}")
    world.play("add 0004_a")
    world.play("git fetch -q origin")
    started = []

    def counting(command: tuple[str | bytes, ...], environ: Mapping[str, str]) -> Popen[bytes]:
        started.append(command)
        return popen(command, environ)

    popen = git_command._popen  # noqa: SLF001 - counted, and run all the same
    monkeypatch.setattr(git_command, "_popen", counting)

    main(["check", "--repo", str(world.clone), "--head", "dev", "--into", "dev"])

    assert len(said(capsys.readouterr().out)) == count
    assert len(started) < 25, started
