"""The shell before the hooks: it accepts what Python would, and leaves everything else to it."""

import os
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from branchline.hook.known import seen
from branchline.install.quick import named
from tests.hooks.scenarios import SCENARIOS, Scenario
from tests.hooks.test_post_receive import CHANGE, SQLITE
from tests.hooks.world import World, run

LONG_AGO = (0, 0)
NAMES = ("pre-receive", "post-receive")


def known(world: World, branch: str = "dev") -> str:
    """The tip that is written down for a branch; empty without one."""
    path = world.server / f"branchline/known/refs/heads/{branch}..tip"
    return path.read_text().split()[0] if path.exists() else ""


def judged_ahead(world: World) -> None:
    """Judge the next promotions now, as a server does in the background."""
    run(sys.executable, "-I", "-c", AHEAD, str(world.server))


AHEAD = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from branchline.git.objects import Repository
from branchline.hook.ahead import ahead
with Repository.discover(Path(sys.argv[1])) as repository:
    ahead(repository, "refs/heads/dev", datetime.now(UTC).date())
"""


def without_python(world: World) -> World:
    """Break what the scripts start: what is accepted now, the shell alone accepts."""
    for name in NAMES:
        path = world.server / "hooks" / name
        text = path.read_text()
        path.write_text(text.replace('"$python" -I', "/bin/false"))
    return world


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> World:
    """A server that judged the newest push to dev and to staging, and was set up long ago."""
    made = World.made(tmp_path_factory.mktemp("known"))
    first = run("git", "rev-list", "--max-parents=0", "dev", cwd=made.clone)
    for branch in ("dev", "staging"):
        run("git", "-C", str(made.server), "update-ref", f"refs/heads/{branch}", first)
    run("git", "-C", str(made.server), "config", "branchline.ahead", "false")
    os.utime(made.server / "config", LONG_AGO)
    for branch in ("dev", "staging"):
        pushed = made.push("origin", branch)
        assert pushed.accepted, pushed.words
        assert known(made, branch) == made.tip(branch)
    judged_ahead(made)
    return made


@pytest.fixture
def world(template: World, tmp_path: Path) -> World:
    made = template.copied(tmp_path)
    for facts in made.server.glob("branchline/known/refs/heads/*..facts"):
        seen_again(facts, made.server)
    return made


def seen_again(facts: Path, server: Path) -> None:
    """Write down the files of a copied server, which are others than those of its template."""
    before, lines = facts.stat(), facts.read_text().splitlines()
    paths = [line[2:] for line in lines if line.startswith("? ")]
    kept = [line for line in lines if not line.startswith("! ")]
    at = kept.index("look")
    kept[at:at] = [f"! {line}" for line in seen(paths, server)]
    facts.write_text("\n".join([*kept, ""]))
    os.utime(facts, ns=(before.st_atime_ns, before.st_mtime_ns))


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.name)
def test_a_push_is_judged_as_without_the_shell(scenario: Scenario, world: World) -> None:
    world.play(*scenario.steps)

    pushed = world.push("origin", *scenario.push)

    assert pushed.rules == scenario.rules, pushed.words
    assert pushed.accepted == (not scenario.rules), pushed.words


def test_code_alone_needs_no_python(world: World) -> None:
    without_python(world)

    for number in range(3):
        world.play(f"write app.txt {number}", f"write src/{number}.py x")
        pushed = world.push("origin", "dev")
        assert pushed.accepted, pushed.words
        assert known(world) == world.tip("dev")


LEFT_TO_PYTHON = {
    "a change": ("add 0004",),
    "a change that came and went": ("add 0004", "git revert --no-edit HEAD"),
    "the configuration": ("write branchline.toml 'x = 1'",),
    "attributes": ("write .gitattributes '* text\\n'",),
    "a merge": (
        "git switch -q -c side dev~1",
        "write x.txt x",
        "git switch -q dev",
        "git merge -q --no-ff -m merge side",
    ),
    "a merge of nothing": (
        "git switch -q -c side dev~1",
        "add 0009",
        "git switch -q dev",
        "git merge -q -s ours -m ours side",
    ),
    "no new commit": ("git reset -q --hard HEAD~1",),
    "another history": ("git reset -q --hard HEAD~1", "write y.txt y"),
    "a history of its own": (
        "git switch -q --orphan other",
        "write z.txt z",
        "git switch -q dev",
        "git reset -q --hard other",
    ),
    "many commits": tuple(f"write app.txt {number}" for number in range(40)),
}


@pytest.mark.parametrize("steps", LEFT_TO_PYTHON.values(), ids=LEFT_TO_PYTHON)
def test_what_is_not_code_alone_is_left_to_python(world: World, steps: tuple[str, ...]) -> None:
    without_python(world).play(*steps)

    assert not world.push("-f", "origin", "dev").accepted


@pytest.mark.parametrize(
    "words",
    [
        ("origin", "dev", "dev:refs/heads/feature"),
        ("origin", "dev:refs/heads/feature"),
        ("origin", "dev:refs/tags/v1"),
        ("-o", "branchline.reason=none", "origin", "dev"),
        ("origin", ":staging"),
    ],
    ids=["two refs", "a new branch", "a tag", "options", "a deletion"],
)
def test_pushes_of_another_kind_are_left_to_python(world: World, words: tuple[str, ...]) -> None:
    without_python(world).play("write app.txt x")

    assert not world.push(*words).accepted


def test_a_tag_on_a_branch_is_left_to_python(world: World) -> None:
    without_python(world).play("write app.txt x", "git tag -a v1 -m v1")

    assert not world.push("origin", "v1:dev").accepted


def test_what_python_needs_reaches_it(world: World) -> None:
    world.play("write app.txt x", "git switch -q staging", "add 0009")

    pushed = world.push("origin", "dev", "staging", "dev:refs/heads/feature")

    assert pushed.rules == {"not-in-source"}, pushed.words


@pytest.mark.parametrize("what", ["pinned", "a hook from before", "half written", "gone"])
def test_what_is_written_down_holds_no_longer(world: World, what: str) -> None:
    without_python(world).play("write app.txt x")
    facts = world.server / "branchline/known/refs/heads/dev..facts"
    match what:
        case "pinned":
            run("git", "-C", str(world.server), "config", "branchline.config", "ref:refs/heads/x")
        case "a hook from before":
            path = world.server / "hooks/pre-receive.branchline-previous"
            path.write_text("#!/bin/sh\nexit 1\n")
            path.chmod(0o755)
        case "half written":
            before = facts.stat()
            facts.write_text(facts.read_text().removesuffix("end\n"))
            os.utime(facts, (before.st_atime, before.st_mtime))
        case _:
            facts.unlink()

    assert not world.push("origin", "dev").accepted


@pytest.mark.parametrize("what", ["put in place", "included", "everybody's", "another Python"])
def test_a_server_that_changed_without_looking_newer_is_asked_again(
    world: World, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    config, hook = world.server / "config", world.server / "hooks/pre-receive"
    other = world.root / "other"
    match what:
        case "put in place":  # as by `cp -p`, a backup or a new image
            other.write_bytes(config.read_bytes() + b"[x]\ny = z\n")
            os.utime(other, LONG_AGO)
            other.replace(config)
        case "included":
            config.write_text(f"{config.read_text()}[include]\npath = {other}\n")
            os.utime(config, LONG_AGO)
            for facts in world.server.glob("branchline/known/refs/heads/*..facts"):
                seen_again(facts, world.server)
            other.write_text("[branchline]\nconfig = ref:refs/heads/x\n")
        case "everybody's":
            (world.root / ".gitconfig").write_text("[branchline]\nconfig = ref:refs/heads/x\n")
            os.utime(world.root / ".gitconfig", LONG_AGO)
            identity = {"GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@b"}
            identity |= {"GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@b"}
            for name, text in identity.items():
                monkeypatch.setenv(name, text)
            monkeypatch.delenv("GIT_CONFIG_GLOBAL", raising=False)
            monkeypatch.setenv("HOME", str(world.root))
        case _:
            text = hook.read_text()
            hook.write_text(text.replace(named(text), "/another/python"))
    without_python(world).play("write app.txt x")

    assert not world.push("origin", "dev").accepted
    assert not world.push("origin", "dev~1:staging").accepted


def test_a_promise_from_before_something_changed_does_not_come_back(world: World) -> None:
    promise = world.server / "branchline/known/refs/heads/staging..ahead"
    os.utime(promise, LONG_AGO)

    assert not without_python(world).push("origin", "dev:staging").accepted


def test_a_replaced_commit_hides_nothing(world: World) -> None:
    world.play("add 0004")
    fake = run("git", "commit-tree", "dev~1^{tree}", "-p", "dev~1", "-m", "fake", cwd=world.clone)
    world.play(
        f"git push -q origin {fake}:refs/replace/{run('git', 'rev-parse', 'dev', cwd=world.clone)}"
    )
    without_python(world)

    assert not world.push("origin", "dev").accepted


def test_nothing_is_written_down_where_somebody_pinned_the_configuration(tmp_path: Path) -> None:
    world = World.made(tmp_path)
    pin = tmp_path / "pinned.toml"
    pin.write_text((world.clone / "branchline.toml").read_text())
    run("git", "-C", str(world.server), "config", "branchline.config", str(pin))
    os.utime(world.server / "config", LONG_AGO)
    world.play("write app.txt x")

    assert world.push("origin", "dev").accepted
    assert known(world) == ""


def test_a_server_that_was_just_set_up_is_asked_again(tmp_path: Path) -> None:
    world = World.made(tmp_path)
    world.play("write app.txt x")

    assert world.push("origin", "dev").accepted
    assert known(world) == ""


def test_a_branch_with_databases_wakes_their_deploy(world: World) -> None:
    url = "sqlite:///data/dev.db"
    world.play(
        "write branchline.toml '"
        + (world.clone / "branchline.toml").read_text().replace("\n", "\\n").replace('"', '\\"')
        + f'[environments.dev.instances.main]\\nurl = \\"{url}\\"\\n\''
    )
    first = world.push("origin", "dev")
    world.play("write app.txt x")
    second = world.push("origin", "dev")
    world.play("write app.txt y")

    third = world.push("origin", "dev")

    for pushed in (first, second, third):
        assert pushed.accepted, pushed.words
        assert "deploying dev" in pushed.words
    assert known(world) == world.tip("dev")


@pytest.fixture
def deploying(tmp_path: Path) -> World:
    """A server set up long ago that deploys dev; its last reconcile had nothing to do."""
    world = World.made(tmp_path, configuration=SQLITE)
    os.utime(world.server / "config", LONG_AGO)
    world.play(f"add 0004 {CHANGE}")
    for number in range(2):
        pushed = world.push("origin", "dev")
        assert "deploying dev" in pushed.words
        world.play(f"write app.txt {number}")
    assert "nothing to do" in pushed.words
    return world


def test_code_alone_wakes_nobody_where_all_is_deployed(deploying: World) -> None:
    without_python(deploying)

    for number in range(2):
        pushed = deploying.push("origin", "dev")
        assert pushed.accepted, pushed.words
        assert "deploying" not in pushed.words
        assert settled(deploying) == deploying.tip("dev")
        deploying.play(f"write app.txt again{number}")


def test_a_change_wakes_the_deploy_again(deploying: World) -> None:
    deploying.push("origin", "dev")
    deploying.play(f"add 0005 {CHANGE.replace('4', '5')}")

    pushed = deploying.push("origin", "dev")

    assert "0005: applied" in pushed.words
    assert settled(deploying) == ""


def test_a_deploy_that_was_lost_is_caught_by_the_next_push(deploying: World) -> None:
    post = deploying.server / "hooks/post-receive"
    text = post.read_text()
    post.write_text("#!/bin/sh\n")
    deploying.play(f"add 0005 {CHANGE.replace('4', '5')}")
    lost = deploying.push("origin", "dev")
    post.write_text(text)
    deploying.play("write app.txt more")

    pushed = deploying.push("origin", "dev")

    assert "deploying" not in lost.words
    assert "0005: applied" in pushed.words


def settled(world: World) -> str:
    """The tip of dev that every database is known to have; empty without one."""
    path = world.server / "branchline/known/refs/heads/dev..settled"
    return path.read_text().strip() if path.exists() else ""


PROMISED = {
    "the source as it is": (),
    "a merge of it": ("git merge -q --no-ff -m merge dev",),
    "with code that came since": (
        "git switch -q dev",
        "write app.txt x",
        "git push -q origin dev",
        "git switch -q staging",
    ),
    "a merge with code that came since": (
        "git switch -q dev",
        "write app.txt x",
        "git push -q origin dev",
        "git switch -q staging",
        "git merge -q --no-ff -m merge dev",
    ),
}


@pytest.mark.parametrize("steps", PROMISED.values(), ids=PROMISED)
def test_a_promotion_that_was_judged_before_needs_no_python(
    world: World, steps: tuple[str, ...]
) -> None:
    without_python(world).play("git switch -q staging", *steps)
    world.play("git merge -q --ff dev")

    pushed = world.push("origin", "staging")

    assert pushed.accepted, pushed.words
    assert known(world) == world.tip("dev")
    assert known(world, "staging") == world.tip("staging")


def test_each_environment_is_judged_ahead(world: World) -> None:
    without_python(world).play("git switch -q prod", "git merge -q --no-ff -m merge staging")

    assert world.push("origin", "prod").accepted


NOT_PROMISED = {
    "a change of its own": ("git merge -q --no-ff -m merge dev", "add 0009"),
    "a change inside the merge": (
        "git merge -q --no-ff --no-commit dev",
        "edit 0003",
    ),
    "a merge without its changes": ("git merge -q --no-ff -s ours -m merge dev",),
    "what its source has only here": (
        "git switch -q dev",
        "add 0004",
        "git switch -q staging",
        "git merge -q --ff dev",
    ),
    "code that its source has only here": (
        "git switch -q dev",
        "write app.txt x",
        "git switch -q staging",
        "git merge -q --ff dev",
    ),
    "other parents": (
        "git switch -q -c side staging~1",
        "git switch -q staging",
        "git merge -q --ff dev",
        "git switch -q -c other side",
        "write x.txt x",
        "git switch -q staging",
        "git merge -q --no-ff -m merge other",
    ),
    "attributes": ("git merge -q --no-ff -m merge dev", "write .gitattributes '* text\\n'"),
    "another configuration": (
        "git merge -q --no-ff --no-commit dev",
        "write branchline.toml '[changelogs.app]\\npath = \"other\"\\n'",
    ),
    "a history of its own": (
        "git switch -q --orphan other",
        "git checkout -q dev -- .",
        "write z.txt z",
        "git branch -q -f staging other",
        "git switch -q staging",
    ),
}


@pytest.mark.parametrize("steps", NOT_PROMISED.values(), ids=NOT_PROMISED)
def test_any_other_promotion_is_left_to_python(world: World, steps: tuple[str, ...]) -> None:
    without_python(world).play("git switch -q staging", *steps)

    assert not world.push("-f", "origin", "staging").accepted


def test_an_octopus_is_left_to_python(world: World) -> None:
    without_python(world).play(
        "git switch -q -c side staging~1",
        "write x.txt x",
        "git switch -q staging",
        "git merge -q --no-ff -m merge dev side",
    )

    assert not world.push("origin", "staging").accepted


@pytest.mark.parametrize("what", ["yesterday", "an upper", "the branch", "the source", "cut"])
def test_a_promise_holds_for_what_was_there(world: World, what: str) -> None:
    server, promise = str(world.server), world.server / "branchline/known/refs/heads/staging..ahead"
    text = promise.read_text()
    match what:
        case "yesterday":
            day = datetime.now(UTC).date().isoformat()
            promise.write_text(text.replace(f"day {day}", "day 2020-01-01"))
        case "an upper":
            run("git", "-C", server, "update-ref", "refs/heads/prod", world.tip("staging"))
        case "the branch":
            run("git", "-C", server, "update-ref", "refs/heads/staging", world.tip("prod"))
        case "the source":
            world.play("add 0004", "git push -q origin dev", "git reset -q --hard HEAD~1")
        case _:
            promise.write_text(text.removesuffix("yes\n"))

    assert not without_python(world).push("origin", "dev:staging").accepted


def test_what_anything_is_said_about_is_not_promised(world: World) -> None:
    world.play("git switch -q staging", "add 0009", "git push -q origin dev:refs/heads/x")
    world.play("git push -q origin staging:refs/heads/y")
    run("git", "-C", str(world.server), "update-ref", "refs/heads/staging", world.tip("y"))
    judged_ahead(world)
    promise = world.server / "branchline/known/refs/heads/staging..ahead"

    assert promise.read_text().endswith("no\n")
    assert not without_python(world).push("-f", "origin", "dev:staging").accepted


def test_a_push_that_brought_something_has_the_next_one_judged(world: World) -> None:
    post = world.server / "hooks/post-receive"
    said = world.root / "said"
    os.mkfifo(said)
    scribe = world.root / "scribe"
    scribe.write_text(f'#!/bin/sh\nshift 2\necho "$@" >{said}\n')
    scribe.chmod(0o755)
    judging = '"$python" -I "$0" --ahead'
    post.write_text(post.read_text().replace(judging, f'{scribe} -I "$0" --ahead'))
    world.play("add 0004")

    assert world.push("origin", "dev").accepted
    assert said.read_text() == "--ahead refs/heads/dev\n"


def test_the_hook_itself_judges_ahead(world: World) -> None:
    promise = world.server / "branchline/known/refs/heads/staging..ahead"
    promise.unlink()
    config = ("git", "-C", str(world.server), "config", "branchline.ahead")
    script = f"cd {world.server} && GIT_DIR=. {sys.executable} -I hooks/post-receive --ahead"

    run("sh", "-c", f"{script} refs/heads/dev")
    assert not promise.exists()
    run(*config, "true")
    os.utime(world.server / "config", LONG_AGO)
    run("sh", "-c", f"{script} refs/heads/dev")

    assert promise.read_text().endswith("yes\n")
