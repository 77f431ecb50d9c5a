"""`replay` says of the past what the hook would say today, and changes nothing."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from branchline.cli import main
from tests.hooks.world import CONFIGURATION, EMERGENCY, World, run


def at(world: World, when: str, *steps: str) -> None:
    """Play steps at a time of day: commit dates are what a replay goes by."""
    with pytest.MonkeyPatch.context() as patch:
        for role in ("AUTHOR", "COMMITTER"):
            patch.setenv(f"GIT_{role}_DATE", f"2026-02-03T{when}:00+00:00")
        world.play(*steps)


def unguarded(world: World) -> None:
    run("git", "-C", str(world.server), "config", "branchline.observe", "true")


def told(world: World, capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    capsys.readouterr()
    main(["replay", str(world.server), "--format", "json", *words])
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def refused(shown: dict[str, Any]) -> list[tuple[str, str, set[str]]]:
    return [
        (push["environment"], push["subject"], {each["rule"] for each in push["findings"]})
        for push in shown["told"]
        if push["verdict"] == "fail"
    ]


def test_it_says_what_would_have_been_refused_and_by_which_rule(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    unguarded(world)
    at(world, "08:00", "git switch -q prod", "add 0009", "git push -q origin prod")
    at(world, "09:00", "git switch -q dev", "edit 0002", "git push -q origin dev")

    code = main(["replay", str(world.server), "--last", "2"])
    text = capsys.readouterr().out
    shown = told(world, capsys, "--last", "2")

    assert code == 1
    assert "0 would pass, 2 would be refused" in text.splitlines()[0]
    assert "2026-02-03 08:00 prod " in text
    assert "what this cannot know:" in text
    assert shown["pushes"] == 2
    assert refused(shown) == [
        ("prod", "add 0009", {"not-in-source"}),
        ("dev", "edit 0002", {"change-modified"}),
    ]
    assert shown["rules"]["not-in-source"] == 1


def test_a_source_is_taken_as_it_was_then(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    unguarded(world)
    at(world, "08:00", "git switch -q staging", "add 0004", "git push -q origin staging")
    at(world, "09:00", "git switch -q dev", "git merge -q --no-ff -m late staging")
    world.play("git push -q origin dev")

    shown = told(world, capsys)

    assert refused(shown) == [("staging", "add 0004", {"not-in-source"})]


def test_a_promotion_passes_and_so_does_code_alone(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    at(world, "08:00", "write app.txt hello", "add 0004", "git push -q origin dev")
    at(world, "09:00", "git switch -q staging", "git merge -q --no-ff -m promotion dev")
    world.play("git push -q origin staging")

    shown = told(world, capsys)

    assert not refused(shown)
    assert shown["pushes"] > 2
    assert shown["passed_over"]["prod"] == 1  # what it began with is dev's own, too
    assert main(["replay", str(world.server)]) == 0


def test_a_policy_that_is_not_there_yet_is_tried_on_the_past(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    at(world, "08:00", "add 0004 'DROP TABLE t_0001;'")
    unguarded(world)
    world.play("git push -q origin dev")
    lenient = tmp_path / "lenient.toml"
    lenient.write_text(f'{CONFIGURATION}[policy.rules]\ndrop-table = "off"\n')

    strict = told(world, capsys, "--last", "1")
    new = told(world, capsys, "--last", "1", "--config", str(lenient))

    assert "drop-table" in strict["rules"]
    assert "drop-table" not in new["rules"]


def test_an_allowance_that_has_ended_since_held_then(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "-- branchline: allow drop-table: moved away until 2026-02-04\nDROP TABLE t_0001;\n"
    (world.clone / "db/0004.sql").write_text(text)
    unguarded(world)
    at(world, "08:00", "git add -A", "git commit -qm drop", "git push -q origin dev")

    shown = told(world, capsys, "--last", "1")

    assert "drop-table" not in shown["rules"]
    assert "allowance-expired" not in shown["rules"]


def test_what_no_hook_could_judge_is_counted_apart(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    (world.server / "hooks" / "pre-receive").unlink()
    text = CONFIGURATION.replace('"plain"', '"auto"')
    (world.clone / "branchline.toml").write_text(text)
    at(world, "08:00", "git commit -qam auto", "git push -q origin dev")
    at(world, "09:00", "git rm -qr db", r"write db/V1__a.sql 'SELECT 1;\n'")
    world.play("git push -q origin dev")

    shown = told(world, capsys, "--last", "1")

    assert shown["unjudged"] == 1
    assert "would be read as flyway" in shown["told"][0]["why"]


def test_an_emergency_is_known_where_the_register_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    world = World.made(tmp_path, configuration=CONFIGURATION + EMERGENCY)
    at(world, "08:00", "git switch -q prod", "add 0099")
    glass = ("-o", "branchline.break-glass=INC-1", "-o", "branchline.reason=down")
    assert world.push(*glass, "origin", "prod").accepted

    shown = told(world, capsys, "--last", "1")
    code = main(["replay", str(world.server), "--last", "1"])

    text = capsys.readouterr().out
    assert (shown["refused"], shown["emergencies"], code) == (0, 1, 0)
    assert [(each["verdict"], each["ticket"]) for each in shown["told"]] == [("override", "INC-1")]
    assert "0 would be refused, 1 passed in an emergency" in text.splitlines()[0]
    assert "  passed in an emergency: INC-1\n" in text


def test_nothing_is_written(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    before = sorted(
        (str(path), path.stat().st_mtime_ns) for path in world.server.rglob("*") if path.is_file()
    )
    cache = os.environ["XDG_CACHE_HOME"]
    notes = sorted(map(str, Path(cache).rglob("*")))

    told(world, capsys)

    after = sorted(
        (str(path), path.stat().st_mtime_ns) for path in world.server.rglob("*") if path.is_file()
    )
    assert after == before
    assert os.environ["XDG_CACHE_HOME"] == cache
    assert sorted(map(str, Path(cache).rglob("*"))) == notes


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--last", "many"), 2, "is no number of pushes"),
        (("--config", "nowhere.toml"), 2, "no such file"),
    ],
)
def test_what_cannot_be_replayed_is_said_in_a_sentence(
    world: World, words: tuple[str, ...], code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    ended = main(["replay", str(world.server), *words])

    assert ended == code
    assert said in capsys.readouterr().err


def test_a_repository_without_a_configuration_says_what_to_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("git", "init", "-q", "--bare", str(tmp_path / "empty.git"))

    code = main(["replay", str(tmp_path / "empty.git")])

    assert code == 2
    assert "name one: --config FILE" in capsys.readouterr().err
