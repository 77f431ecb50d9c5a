"""Hooks beside those that were there, and the proof that they run."""

import sys
from pathlib import Path

import pytest

from branchline.cli import main
from branchline.errors import UsageError
from branchline.git.objects import Repository
from branchline.install import quick
from branchline.install.places import clone
from branchline.install.scripts import script
from tests.hooks.world import CONFIGURATION, EMERGENCY, World, run


def command(world: World, *words: str) -> int:
    return main([*words, "--server", str(world.server)])


def existing(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return path


@pytest.mark.parametrize("name", ["pre-push", "pre-receive"])
def test_a_script_names_its_interpreter_alone_and_its_version(name: str) -> None:
    first, second, *_ = script(name).splitlines()

    assert first == f"#!{sys.executable} -I" or quick.named(script(name)) == sys.executable
    assert second.startswith("# branchline ")


@pytest.mark.parametrize("folder", ["with blank", "x" * 130])
def test_an_interpreter_in_an_odd_place_is_run_by_a_shell(
    world: World, tmp_path: Path, folder: str
) -> None:
    wrapper = existing(tmp_path / folder / "python", f'exec "{sys.executable}" "$@"')
    (world.server / "hooks/pre-receive").write_text(script("pre-receive", str(wrapper)))
    world.play("git switch -q staging", "add 0009")

    pushed = world.push("origin", "staging")

    assert pushed.rules == {"not-in-source"}


def test_a_hook_that_was_there_still_runs_and_may_refuse(world: World) -> None:
    existing(world.server / "hooks/pre-receive", "cat >seen; echo told >&2; exit 1")
    command(world, "hooks", "install")
    world.play("add 0004")

    pushed = world.push("origin", "dev")

    assert not pushed.accepted
    assert "told" in pushed.words
    assert (world.server / "seen").read_text().endswith(" refs/heads/dev\n")


def test_a_hook_that_was_there_does_not_see_what_we_refuse(world: World) -> None:
    existing(world.server / "hooks/pre-receive", "touch seen")
    command(world, "hooks", "install")
    world.play("git switch -q staging", "add 0009")

    pushed = world.push("origin", "staging")

    assert pushed.rules == {"not-in-source"}
    assert not (world.server / "seen").exists()


def test_installing_twice_changes_nothing(world: World) -> None:
    existing(world.server / "hooks/pre-receive", "exit 0")
    command(world, "hooks", "install")
    before = sorted(path.name for path in (world.server / "hooks").iterdir())

    command(world, "hooks", "install")

    assert sorted(path.name for path in (world.server / "hooks").iterdir()) == before


def test_uninstalling_brings_back_what_was_there(world: World) -> None:
    text = existing(world.server / "hooks/pre-receive", "exit 0").read_text()
    before = (world.server / "config").read_text()
    command(world, "hooks", "install", "--config", "ref:dev", "--observe")

    command(world, "hooks", "uninstall")

    assert (world.server / "hooks/pre-receive").read_text() == text
    assert not (world.server / "hooks/post-receive").exists()
    assert set((world.server / "config").read_text().split()) <= {*before.split(), "[branchline]"}


@pytest.mark.parametrize(("before", "after"), [(None, "true"), ("false", "false")])
def test_installing_makes_git_look_at_objects_unless_somebody_decided(
    world: World, before: str | None, after: str
) -> None:
    key = "receive.fsckObjects"
    git = ("git", "-C", str(world.server), "config")
    run(*git, *((key, before) if before else ("--unset", key)))

    command(world, "hooks", "install")

    assert run(*git, key) == after


def test_uninstalling_leaves_the_look_at_objects_as_it_was(world: World) -> None:
    run("git", "-C", str(world.server), "config", "--unset", "receive.fsckObjects")
    command(world, "hooks", "install")

    command(world, "hooks", "uninstall")

    assert "fsckobjects" not in run("git", "-C", str(world.server), "config", "--list")


def test_observing_tells_and_accepts(world: World) -> None:
    command(world, "hooks", "install", "--observe")
    world.play("git switch -q staging", "add 0009")

    pushed = world.push("origin", "staging")

    assert pushed.accepted
    assert pushed.rules == {"not-in-source"}


def test_says_where_the_configuration_is_read_from(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    command(world, "hooks", "install")
    command(world, "hooks", "install", "--config", "ref:refs/heads/policy")
    command(world, "hooks", "install")

    told = [line for line in capsys.readouterr().out.splitlines() if "is read from" in line]
    pinned = (
        "the configuration is read from ref:refs/heads/policy,"
        " which holds no branchline.toml: push one there first"
    )
    assert told[0].startswith("the configuration is read from each branch")
    assert told[1:] == [pinned, pinned]


def test_a_configuration_that_means_nothing_is_not_pinned(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "bad.toml"
    file.write_text("strategy = 7")

    code = command(world, "hooks", "install", "--config", str(file))

    assert code == 2
    assert "bad.toml" in capsys.readouterr().err


def test_a_folder_of_hooks_that_others_share_is_left_alone(world: World, tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    world.play(f"git config core.hooksPath {shared}")

    with (
        Repository.discover(world.clone) as repository,
        pytest.raises(UsageError, match="outside of this repository"),
    ):
        clone(repository)


def test_the_doctor_is_content_with_hooks_that_run(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    code = command(world, "doctor")

    words = capsys.readouterr().out
    assert code == 0, words
    assert "was refused by branchline" in words
    assert "a push of a commit that changes nothing was accepted" in words


def broken_mode(world: World) -> None:
    (world.server / "hooks/pre-receive").chmod(0o644)


def broken_interpreter(world: World) -> None:
    path = world.server / "hooks/pre-receive"
    path.write_text(path.read_text().replace(sys.executable, "/nowhere/python"))


def another_version(world: World) -> None:
    path = world.server / "hooks/pre-receive"
    path.write_text("#!/bin/sh\nexit 0\n# from branchline.hook import\n")


def without_options(world: World) -> None:
    pinned = world.root / "emergency.toml"
    pinned.write_text(CONFIGURATION + EMERGENCY)
    run("git", "-C", str(world.server), "config", "branchline.config", str(pinned))
    run("git", "-C", str(world.server), "config", "receive.advertisePushOptions", "false")


def without_a_look_at_objects(world: World) -> None:
    run("git", "-C", str(world.server), "config", "receive.fsckObjects", "false")


def without_branch(world: World) -> None:
    run("git", "-C", str(world.server), "branch", "-D", "prod")


def observing(world: World) -> None:
    run("git", "-C", str(world.server), "config", "branchline.observe", "true")


def switched_off(world: World) -> None:
    run("git", "-C", str(world.server), "config", "hook.pre-receive.enabled", "false")


def led_elsewhere(world: World) -> None:
    run("git", "-C", str(world.server), "config", "core.hooksPath", str(world.root / "none"))


def led_nowhere(world: World) -> None:
    run("git", "-C", str(world.server), "config", "core.hooksPath", "/dev/null")


def from_before(world: World) -> None:
    path = world.server / "hooks/pre-receive"
    path.write_text(path.read_text().replace("# branchline ", "# branchline 0.0.", 1))


def ahead(world: World) -> None:
    tree = run("git", "-C", str(world.server), "rev-parse", "dev^{tree}")
    git = ("env", "GIT_COMMITTER_DATE=@4102444800 +0000", "git", "-C", str(world.server))
    commit = run(*git, "commit-tree", tree, "-p", "dev", "-m", "late")
    run(*git, "update-ref", "refs/heads/dev", commit)


def without_a_url(world: World) -> None:
    pinned = world.root / "instances.toml"
    url = '[environments.dev.instances.main]\nurl = "env:NO_SUCH_URL"\n'
    pinned.write_text(
        CONFIGURATION.replace("[environments.staging]", f"{url}[environments.staging]")
    )
    run("git", "-C", str(world.server), "config", "branchline.config", str(pinned))


def without_any_branch(world: World) -> None:
    for ref in run("git", "-C", str(world.server), "for-each-ref", "--format=%(refname)").split():
        run("git", "-C", str(world.server), "update-ref", "-d", ref)


def cut_off(world: World) -> None:
    (world.server / "shallow").write_text(f"{world.tip('prod')}\n")


@pytest.mark.parametrize(
    ("ill", "words"),
    [
        (switched_off, "hook.pre-receive.enabled is false"),
        (led_elsewhere, "hooks/pre-receive is there, and Git does not run it"),
        (led_nowhere, "core.hooksPath is /dev/null"),
        (from_before, "is from branchline 0.0."),
        (ahead, "the newest commit of dev is"),
        (without_a_url, "dev/main is not configured here"),
        (without_any_branch, "no branch is here yet"),
        (cut_off, "the history is cut off"),
        (broken_mode, "is not executable, so Git ignores it"),
        (broken_mode, "was accepted: the hooks do not run"),
        (broken_interpreter, "runs /nowhere/python, which has no branchline"),
        (another_version, "was accepted: the hooks do not run"),
        (without_options, "nobody can break the glass"),
        (without_a_look_at_objects, "a tree with one name twice can hide a change"),
        (without_branch, "prod is deployed from prod, which does not exist"),
        (observing, "every push is accepted"),
    ],
)
def test_the_doctor_finds_what_is_ill(
    world: World, ill: object, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert callable(ill)
    ill(world)

    code = command(world, "doctor")

    assert code == 1
    assert words in capsys.readouterr().out


def test_the_doctor_leaves_the_repository_as_it_is(world: World) -> None:
    before = run("git", "-C", str(world.server), "for-each-ref")

    command(world, "doctor")

    assert run("git", "-C", str(world.server), "for-each-ref") == before
    assert not list((world.server / "objects").glob("tmp_objdir*"))


def test_the_doctor_looks_at_a_clone(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    first = main(["doctor", "--repo", str(world.clone)])
    main(["hooks", "install", "--repo", str(world.clone)])
    capsys.readouterr()

    second = main(["doctor", "--repo", str(world.clone)])

    assert (first, second) == (1, 0)


def test_the_doctor_deploys_nothing_and_wakes_nobody(world: World) -> None:
    for name in ("pre-receive", "post-receive"):
        existing(
            Path(f"{world.server}/hooks/{name}.branchline-previous"), f"touch {world.root}/{name}"
        )

    command(world, "doctor")

    assert not (world.root / "pre-receive").exists()
    assert not (world.root / "post-receive").exists()


def test_the_doctor_does_not_ask_for_push_options_that_nobody_needs(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    run("git", "-C", str(world.server), "config", "receive.advertisePushOptions", "false")

    assert command(world, "doctor") == 0
    assert "no emergency is enabled" in capsys.readouterr().out
