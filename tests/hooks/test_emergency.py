"""Hotfixes: past the gates, on the record, and then merged back."""

import json
import shlex
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from branchline.cli import main
from tests.hooks.world import CONFIGURATION, EMERGENCY, Pushed, World, sql

GLASS = ("-o", "branchline.break-glass=INC-1", "-o", "branchline.reason=prod is down")


@pytest.fixture(scope="module")
def lenient(tmp_path_factory: pytest.TempPathFactory) -> World:
    return World.made(tmp_path_factory.mktemp("emergency"), configuration=CONFIGURATION + EMERGENCY)


@pytest.fixture
def burning(lenient: World, tmp_path: Path) -> World:
    """A world where prod has a hotfix that is not pushed yet."""
    world = lenient.copied(tmp_path)
    world.play("git switch -q prod", "add 0099")
    return world


def register(world: World) -> list[dict[str, object]]:
    path = world.server / "branchline" / "register.jsonl"
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


def hotfix(world: World) -> Pushed:
    return world.push(*GLASS, "origin", "prod")


def test_a_hotfix_is_refused_without_an_emergency(burning: World) -> None:
    pushed = burning.push("origin", "prod")

    assert pushed.rules == {"not-in-source"}
    assert not register(burning)


def test_a_hotfix_passes_in_an_emergency_and_is_written_down(burning: World) -> None:
    old = burning.tip("prod")

    pushed = burning.push(*GLASS, "origin", "prod", environ={"GL_USERNAME": "ada"})

    assert pushed.accepted
    assert "accepted in an emergency" in pushed.words
    [entry] = register(burning)
    assert {key: entry[key] for key in entry if key not in {"time", "due"}} == {
        "pusher": "ada",
        "environment": "prod",
        "ref": "refs/heads/prod",
        "old": old,
        "new": burning.tip("prod"),
        "ticket": "INC-1",
        "reason": "prod is down",
        "changes": ["0099"],
        "lifted": [{"rule": "not-in-source", "message": "0099 reaches prod before staging"}],
    }


@pytest.mark.parametrize(
    ("options", "flaw"),
    [
        (("-o", "branchline.break-glass=INC-1"), "no reason is given"),
        (("-o", "branchline.break-glass=", "-o", "branchline.reason=x"), "no ticket is given"),
    ],
)
def test_an_emergency_needs_a_ticket_and_a_reason(
    burning: World, options: tuple[str, ...], flaw: str
) -> None:
    pushed = burning.push(*options, "origin", "prod")

    assert pushed.rules == {"not-in-source", "break-glass-incomplete"}
    assert flaw in pushed.words


def test_an_option_without_a_value_is_nobodys_consent(burning: World) -> None:
    pushed = burning.push("-o", "branchline.break-glass", "origin", "prod")

    assert pushed.rules == {"not-in-source"}


@pytest.mark.parametrize(
    ("rules", "flaw"),
    [
        ("", "promotion.break_glass is not enabled"),
        (EMERGENCY + 'users = ["root"]', "ada is not among those who may"),
        (EMERGENCY + 'environments = ["staging"]', "it is only for staging"),
    ],
)
def test_an_emergency_is_for_those_who_may_and_where_they_may(
    tmp_path: Path, rules: str, flaw: str
) -> None:
    world = World.made(tmp_path, configuration=CONFIGURATION + rules)
    world.play("git switch -q prod", "add 0099")

    pushed = world.push(*GLASS, "origin", "prod", environ={"GL_USERNAME": "ada"})

    assert pushed.rules == {"not-in-source", "break-glass-incomplete"}
    assert flaw in pushed.words


@pytest.mark.parametrize(
    ("step", "rule"),
    [("edit 0001", "change-modified"), ("remove 0001", "change-removed")],
)
def test_no_emergency_rewrites_history(burning: World, step: str, rule: str) -> None:
    burning.play(step)

    pushed = hotfix(burning)

    assert not pushed.accepted
    assert rule in pushed.rules
    assert not register(burning)


def test_an_emergency_that_lifts_nothing_is_not_written_down(burning: World) -> None:
    burning.play("git switch -q dev", "add 0004")

    pushed = burning.push(*GLASS, "origin", "dev")

    assert pushed.accepted
    assert not register(burning)


def test_an_emergency_lifts_policy_and_order(burning: World) -> None:
    burning.play("git switch -q dev", "add 0002.5 'DROP TABLE t_0001;'")

    pushed = burning.push(*GLASS, "origin", "dev")

    assert pushed.accepted
    [entry] = register(burning)
    lifted = entry["lifted"]
    assert isinstance(lifted, list)
    assert {each["rule"] for each in lifted} >= {"drop-table", "out-of-order"}


def test_no_promotion_follows_a_hotfix_that_is_not_merged_back(burning: World) -> None:
    hotfix(burning)
    burning.play("git merge -q staging")

    pushed = burning.push("origin", "prod")

    assert pushed.rules == {"back-merge-required"}


def test_code_without_changes_follows_a_hotfix(burning: World) -> None:
    hotfix(burning)
    burning.play("write app.txt hello")

    pushed = burning.push("origin", "prod")

    assert pushed.accepted


def test_a_hotfix_is_merged_back_step_by_step_and_then_promotions_go_on(burning: World) -> None:
    hotfix(burning)
    burning.play("git switch -q staging", "git merge -q prod")
    to_staging = burning.push("origin", "staging")
    burning.play("git switch -q dev", "git merge -q staging")
    to_dev = burning.push("origin", "dev")
    burning.play("git switch -q prod", "git merge -q staging")

    promoted = burning.push("origin", "prod")

    assert to_staging.accepted, to_staging.words
    assert to_dev.accepted, to_dev.words
    assert promoted.accepted, promoted.words


def test_a_hotfix_may_be_merged_back_by_a_cherry_pick(burning: World) -> None:
    hotfix(burning)
    burning.play("git switch -q dev", "git cherry-pick prod")

    pushed = burning.push("origin", "dev")

    assert pushed.accepted, pushed.words


def test_a_hotfixs_number_is_taken_for_everyone(burning: World) -> None:
    hotfix(burning)
    burning.play("git switch -q dev", "add 0099_orders")

    pushed = burning.push("origin", "dev")

    assert pushed.rules == {"checksum-mismatch"}
    assert "0099_orders has the id of 0099, which prod holds" in pushed.words


def test_a_hotfix_that_cannot_be_written_down_is_not_accepted(burning: World) -> None:
    (burning.server / "branchline").write_text("in the way")

    pushed = hotfix(burning)

    assert not pushed.accepted
    assert "the emergency cannot be written down" in pushed.words


def status(world: World, capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    capsys.readouterr()
    assert main(["status", "--repo", str(world.server), "--format", "json"]) == 0
    found: list[dict[str, object]] = json.loads(capsys.readouterr().out)["debt"]
    return found


def registered(world: World, **changed: object) -> None:
    """Rewrite the newest line of the register, as if the emergency had been another one."""
    path = world.server / "branchline" / "register.jsonl"
    path.write_text("no line of ours\n[1]\n" + json.dumps(register(world)[-1] | changed) + "\n")


def test_an_emergency_says_what_it_leaves_to_be_done_and_by_when(burning: World) -> None:
    pushed = hotfix(burning)

    [entry] = register(burning)
    due = datetime.fromisoformat(str(entry["due"]))
    assert due - datetime.fromisoformat(str(entry["time"])) == timedelta(days=3)
    assert f"debt: 0099 must be in staging and dev as well by {due.date()}" in pushed.words
    assert "next: branchline promote prod staging --push" in pushed.words


def test_debt_has_an_age_a_deadline_and_a_ticket(
    burning: World, capsys: pytest.CaptureFixture[str]
) -> None:
    hotfix(burning)

    [debt] = status(burning, capsys)
    registered(burning, time="2026-01-01T10:00:00+00:00")
    [late] = status(burning, capsys)

    assert (debt["change"], debt["held_by"], debt["ticket"]) == ("0099", "prod", "INC-1")
    assert debt["overdue"] is False
    assert (late["since"], late["due"], late["overdue"]) == ("2026-01-01", "2026-01-04", True)


@pytest.mark.parametrize("changed", [{"time": "yesterday"}, {"changes": []}, {"changes": None}])
def test_without_a_line_that_can_be_read_the_commit_says_since_when(
    burning: World, changed: dict[str, object], capsys: pytest.CaptureFixture[str]
) -> None:
    hotfix(burning)
    registered(burning, **changed)

    [debt] = status(burning, capsys)

    assert (debt["since"], debt["ticket"]) == ("2026-01-02", None)  # as every commit of a test


def test_a_refusal_says_since_when_the_debt_is(burning: World) -> None:
    hotfix(burning)
    registered(burning, time="2026-01-01T10:00:00+00:00")
    burning.play("git merge -q staging")

    pushed = burning.push("origin", "prod")

    assert pushed.rules == {"back-merge-required"}
    assert "owed since 2026-01-01 (INC-1), due 2026-01-04, which has passed" in pushed.words


def retyped() -> str:
    """The hotfix as another person types it: other blanks, letters' case and comments."""
    text = sql("0099").replace("CREATE TABLE", "create  table").replace("bigint", "BIGINT")
    return f"SET LOCAL lock_timeout = '1s';\n-- again\n{text}"


def test_a_hotfix_that_was_typed_again_below_is_paid(
    burning: World, capsys: pytest.CaptureFixture[str]
) -> None:
    hotfix(burning)
    burning.play("git switch -q dev", f"add 0100_again {shlex.quote(retyped())}")
    burning.play("git push -q origin dev", "git switch -q staging", "git merge -q --no-ff dev")
    burning.play("git push -q origin staging", "git switch -q prod", "git merge -q --no-ff staging")

    pushed = burning.push("origin", "prod")

    assert pushed.accepted, pushed.words
    assert (
        "0100_again says what 0099 did on prod: the debt is paid, and it would run a second time"
        in pushed.words
    )
    assert not status(burning, capsys)


def test_what_says_something_else_pays_nothing(burning: World) -> None:
    hotfix(burning)
    other = retyped().replace("t_0099", "t_0098")
    burning.play("git switch -q dev", f"add 0100_again {shlex.quote(other)}")
    burning.play("git push -q origin dev", "git switch -q staging", "git merge -q --no-ff dev")
    burning.play("git push -q origin staging", "git switch -q prod", "git merge -q --no-ff staging")

    pushed = burning.push("origin", "prod")

    assert pushed.rules == {"back-merge-required"}


def test_one_of_many_in_a_file_is_owed_since_it_came(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = CONFIGURATION.replace('"plain"', '"liquibase"').replace('"db"', '"db/log.sql"')
    world = World.made(tmp_path, configuration=text + EMERGENCY)
    log = world.clone / "db/log.sql"
    log.write_text("--liquibase formatted sql\n--changeset a:1\nSELECT 1;\n--rollback empty\n")
    world.play("git add -A", "git commit -qm one", "git push -q origin dev")
    for environment in ("staging", "prod"):
        world.play(f"git push -q origin dev:{environment}")
    log.write_text(f"{log.read_text()}--changeset a:2\nSELECT 2;\n--rollback empty\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GIT_COMMITTER_DATE", "2026-01-10T00:00:00+00:00")
        world.play("git switch -q --detach", "git add -A", "git commit -qm two")
    pushed = world.push(*GLASS, "origin", "HEAD:prod")
    (world.server / "branchline" / "register.jsonl").unlink()

    [debt] = status(world, capsys)

    assert pushed.accepted, pushed.words
    assert (debt["since"], debt["due"]) == ("2026-01-10", "2026-01-13")
