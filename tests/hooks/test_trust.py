"""The configuration that judges a push is never the pushed one."""

import json
from hashlib import sha256
from pathlib import Path

import pytest

from branchline.cli import main
from branchline.config.trusted import Trust
from branchline.git.objects import Repository
from tests.hooks.world import CONFIGURATION, World, run

PERMISSIVE = CONFIGURATION.replace('branch = "staging"', 'branch = "elsewhere"')


@pytest.fixture
def empty(tmp_path: Path) -> World:
    """A server without a branch, and a clone with dev."""
    world = World(tmp_path)
    run("git", "init", "-q", "--bare", "--template=", str(world.server))
    run("git", "init", "-q", "-b", "dev", "--template=", str(world.clone))
    world.play(f"git remote add origin {world.server}")
    world.install()
    return world


def test_a_push_cannot_bring_the_configuration_it_is_judged_by(world: World) -> None:
    world.play("git switch -q staging", "add 0009")
    (world.clone / "branchline.toml").write_text(PERMISSIVE)
    world.play("git commit -qam loosen")

    pushed = world.push("origin", "staging")

    assert pushed.rules == {"not-in-source"}


def test_a_policy_in_a_file_comes_from_the_old_tip_too(world: World) -> None:
    (world.clone / "branchline.toml").write_text(
        CONFIGURATION + '[policy]\nextends = ["default", "policy.toml"]\n'
    )
    world.play(
        r"write policy.toml '[rules]\ndrop-table = \x22error\x22\n'", "git push -q origin dev"
    )
    world.play(
        r"write policy.toml '[rules]\ndrop-table = \x22off\x22\n'", "add 0004 'DROP TABLE x;'"
    )

    pushed = world.push("origin", "dev")

    assert pushed.rules == {"drop-table"}


def test_the_first_push_of_all_is_accepted_and_said_to_be_unjudged(empty: World) -> None:
    (empty.clone / "branchline.toml").write_text(CONFIGURATION)
    empty.play("git add -A", "add 0001", "git branch staging")

    pushed = empty.push("origin", "dev", "staging")

    assert pushed.accepted
    assert "no trusted configuration yet" in pushed.words


def test_the_first_push_of_all_is_refused_with_a_configuration_that_means_nothing(
    empty: World,
) -> None:
    (empty.clone / "branchline.toml").write_text("[environments.dev]\nbrunch = 'dev'\n")
    empty.play("git add -A", "add 0001")

    pushed = empty.push("origin", "dev")

    assert not pushed.accepted
    assert "brunch" in pushed.words


def test_a_new_branch_is_judged_by_what_its_source_says(empty: World) -> None:
    (empty.clone / "branchline.toml").write_text(CONFIGURATION)
    empty.play("git add -A", "add 0001", "git push -q origin dev")
    empty.play("git switch -q -c staging", "add 0002")

    pushed = empty.push("origin", "staging")

    assert pushed.rules == {"not-in-source"}


def test_a_new_branch_that_skips_its_source_is_refused(empty: World) -> None:
    (empty.clone / "branchline.toml").write_text(CONFIGURATION)
    empty.play("git add -A", "add 0001", "git push -q origin dev", "git branch prod")

    pushed = empty.push("origin", "prod")

    assert pushed.rules == {"source-missing"}


def test_a_new_branch_from_its_sources_tip_or_before_is_accepted(empty: World) -> None:
    (empty.clone / "branchline.toml").write_text(CONFIGURATION)
    empty.play("git add -A", "add 0001", "add 0002", "git push -q origin dev")

    tip = empty.push("origin", "dev:staging")
    older = empty.push("origin", "dev~1:refs/heads/prod")

    assert tip.accepted
    assert older.accepted
    assert not older.rules


def test_a_branch_without_a_configuration_is_judged_by_the_one_of_head(world: World) -> None:
    run("git", "-C", str(world.server), "symbolic-ref", "HEAD", "refs/heads/main")
    world.play("git push -q origin dev:main", "git switch -q --orphan bare", "add 0001")
    world.play("git rm -q --cached -r .", "git commit -q --allow-empty -m nothing")
    run("git", "-C", str(world.server), "fetch", "-q", str(world.clone), "bare:plain")
    toml = CONFIGURATION + '[environments.plain]\nbranch = "plain"\n'
    (world.clone / "branchline.toml").write_text(toml)
    world.play("git switch -q -f dev")
    (world.clone / "branchline.toml").write_text(toml)
    world.play("git commit -qam plain", "git push -q origin dev:main")

    pushed = world.push("origin", ":plain")

    assert pushed.rules == {"branch-deleted"}


def test_a_pinned_file_counts_whatever_branches_hold(world: World, tmp_path: Path) -> None:
    pinned = tmp_path / "server.toml"
    pinned.write_text(CONFIGURATION + '[policy.rules]\nempty-migration = "error"\n')
    code = main(["hooks", "install", "--server", str(world.server), "--config", str(pinned)])
    world.play("add 0004 '-- nothing'")

    pushed = world.push("origin", "dev")

    assert code == 0
    assert "empty-migration" in pushed.rules


def test_a_pinned_ref_is_read_as_it_was_before_the_push(world: World) -> None:
    main(["hooks", "install", "--server", str(world.server), "--config", "ref:dev"])
    (world.clone / "branchline.toml").write_text(PERMISSIVE)
    world.play("git commit -qam loosen", "git switch -q staging", "add 0009")

    pushed = world.push("origin", "dev", "staging")

    assert pushed.rules == {"not-in-source"}


def test_a_pinned_file_that_is_gone_refuses_everything(world: World, tmp_path: Path) -> None:
    pinned = tmp_path / "server.toml"
    pinned.write_text(CONFIGURATION)
    main(["hooks", "install", "--server", str(world.server), "--config", str(pinned)])
    pinned.unlink()
    world.play("add 0004")

    pushed = world.push("origin", "dev")

    assert not pushed.accepted
    assert "branchline.config names" in pushed.words
    assert "hint: pin it again" in pushed.words


def test_a_configuration_that_means_nothing_cannot_be_pushed(world: World) -> None:
    world.play(r"write branchline.toml 'strategy = 7\n'")

    pushed = world.push("origin", "dev")

    assert not pushed.accepted
    assert "branchline.toml of dev as pushed:" in pushed.words


def test_a_branch_cannot_lose_the_configuration_that_judges_it(world: World) -> None:
    world.play("git switch -q dev", "git rm -q branchline.toml", "git commit -qm less")

    pushed = world.push("origin", "dev")

    assert not pushed.accepted
    assert "refs/heads/dev would lose its branchline.toml" in pushed.words


def test_elsewhere_it_can(world: World) -> None:
    world.play("git switch -q -c draft", r"write branchline.toml 'strategy = 7\n'")
    first = world.push("origin", "draft")
    world.play("add 0004")

    second = world.push("origin", "draft")

    assert first.accepted
    assert second.accepted


def test_a_policy_in_a_file_that_means_nothing_cannot_be_pushed(world: World) -> None:
    """The next push, the one that repairs it, would have nothing to be judged by."""
    (world.clone / "branchline.toml").write_text(
        CONFIGURATION + '[policy]\nextends = ["default", "policy.toml"]\n'
    )
    world.play(r"write policy.toml '[rules]\n'", "git push -q origin dev")
    world.play(r"write policy.toml '[rules\n'")

    pushed = world.push("origin", "dev")

    assert not pushed.accepted
    assert "policy.toml:1" in pushed.words


def test_a_policy_in_a_file_counts_after_pushes_that_the_shell_let_pass(world: World) -> None:
    """What is written down for the shell names the files that a policy is in."""
    (world.clone / "branchline.toml").write_text(
        CONFIGURATION + '[policy]\nextends = ["default", "policy.toml"]\n'
    )
    world.play(r"write policy.toml '[rules]\n'", "git push -q origin dev")
    world.play("write readme x", "git push -q origin dev")
    world.play(r"write policy.toml '[rules\n'")

    pushed = world.push("origin", "dev")

    assert not pushed.accepted


def shared_policy(world: World, text: str, tag: str = "policy-3") -> str:
    """Bring a central bundle to the server as its administrator does, and return its pin."""
    central = world.root / "central"
    run("git", "init", "-q", "-b", "main", "--template=", str(central))
    (central / "online.toml").write_text(text)
    run("git", "add", "-A", cwd=central)
    run("git", "commit", "-qm", "policy", cwd=central)
    run("git", "tag", "-a", "-m", "three", tag, cwd=central)
    for repository in (world.server, world.clone):
        run("git", "fetch", "-q", str(central), f"refs/tags/{tag}:refs/tags/{tag}", cwd=repository)
    return f"git:{tag}:online.toml@sha256:{sha256(text.encode()).hexdigest()}"


def test_a_central_policy_is_pinned_by_revision_and_content(world: World) -> None:
    name = shared_policy(world, "[rules]\nempty-migration = 'error'\n")
    toml = CONFIGURATION + f'[policy]\nextends = ["default", "{name}"]\n'
    (world.clone / "branchline.toml").write_text(toml)
    world.play("git commit -qam central", "git push -q origin dev", "add 0004 '-- nothing'")

    pushed = world.push("origin", "dev")

    assert "empty-migration" in pushed.rules


def test_a_tag_that_somebody_moved_cannot_weaken_a_central_policy(world: World) -> None:
    name = shared_policy(world, "[rules]\nempty-migration = 'error'\n")
    toml = CONFIGURATION + f'[policy]\nextends = ["default", "{name}"]\n'
    (world.clone / "branchline.toml").write_text(toml)
    world.play("git commit -qam central", "git push -q origin dev")
    world.play("git rm -q -r db", r"write online.toml '[rules]\n'", "git tag -f policy-3")
    world.play("git push -q -f origin tag policy-3", "git reset -q --hard origin/dev")
    world.play("add 0004 '-- nothing'")

    pushed = world.push("origin", "dev")

    assert not pushed.accepted
    assert "is not what was pinned" in pushed.words


class Counting(Repository):
    """A repository that counts how often it is asked for HEAD, which costs a process."""

    asked = 0

    def head(self) -> str | None:
        self.asked += 1
        return super().head()


def test_a_push_of_thousands_of_branches_asks_for_head_once(world: World) -> None:
    with Counting.discover(world.server) as repository:
        trust = Trust(repository, lambda: repository.refs("refs/heads/"))

        found = {id(trust.of(f"refs/heads/f/{number}", "")) for number in range(1000)}

        assert len(found) == 1
        assert repository.asked == 1


def register(world: World) -> list[dict[str, object]]:
    path = world.server / "branchline" / "register.jsonl"
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


def test_a_push_that_makes_the_next_one_easier_says_so_and_is_written_down(world: World) -> None:
    """It takes two pushes to get past a rule, and the first cannot be a quiet one."""
    weaker = CONFIGURATION + '[policy.rules]\ndrop-table = "off"\n[promotion]\ngaps = "allow"\n'
    old = world.tip("dev")
    (world.clone / "branchline.toml").write_text(weaker)
    world.play("git commit -qam weaken")

    first = world.push("origin", "dev", environ={"GL_USERNAME": "ada"})
    world.play("add 0004 'DROP TABLE t_0001;'")
    second = world.push("origin", "dev")

    assert first.accepted
    assert "warning policy-weakened: the next push to dev would be judged by less" in first.words
    assert "drop-table is off instead of error" in first.words
    assert "promotion.gaps is allow instead of refuse" in first.words
    assert second.accepted
    [entry] = register(world)
    assert {key: entry[key] for key in entry if key != "time"} == {
        "pusher": "ada",
        "environment": "dev",
        "ref": "refs/heads/dev",
        "old": old,
        "new": world.tip("dev~1"),
        "weakened": [
            "promotion.gaps is allow instead of refuse",
            "drop-table is off instead of error",
        ],
    }


def test_a_push_that_only_adds_to_the_configuration_weakens_nothing(world: World) -> None:
    stricter = '[policy]\nfail_on = "warning"\n[policy.rules]\nempty-migration = "error"\n'
    (world.clone / "branchline.toml").write_text(CONFIGURATION + stricter)
    world.play("git commit -qam strengthen")

    pushed = world.push("origin", "dev")

    assert pushed.accepted
    assert "policy-weakened" not in pushed.words
    assert not register(world)


def test_a_policy_that_weighs_it_as_an_error_refuses_to_be_weakened(tmp_path: Path) -> None:
    rules = '[policy.rules]\npolicy-weakened = "error"\n'
    world = World.made(tmp_path, configuration=CONFIGURATION + rules)
    (world.clone / "branchline.toml").write_text(CONFIGURATION)
    world.play("git commit -qam weaken")

    pushed = world.push("origin", "dev")

    assert pushed.rules == {"policy-weakened"}
    assert not register(world)


def test_a_policy_file_that_gets_weaker_is_said_too(world: World) -> None:
    (world.clone / "branchline.toml").write_text(
        CONFIGURATION + '[policy]\nextends = ["default", "policy.toml"]\n'
    )
    strict = r"[rules]\ndrop-table = \x22error\x22\n"
    world.play(f"write policy.toml '{strict}'", "git push -q origin dev")
    world.play(
        "write readme x", "git push -q origin dev", "write readme y", "git push -q origin dev"
    )
    world.play(r"write policy.toml '[rules]\ndrop-table = \x22warning\x22\n'")

    pushed = world.push("origin", "dev")

    assert "drop-table is warning instead of error" in pushed.words


def test_a_pinned_branch_says_what_it_guards_less(world: World) -> None:
    world.play("git push -q origin dev:config")
    main(["hooks", "install", "--server", str(world.server), "--config", "ref:config"])
    (world.clone / "branchline.toml").write_text(PERMISSIVE)
    world.play("git commit -qam loosen")

    elsewhere = world.push("origin", "dev")
    pinned = world.push("origin", "dev:config")

    assert "policy-weakened" not in elsewhere.words
    assert "from now on environments.staging.branch is elsewhere instead of staging" in pinned.words
    assert [entry["ref"] for entry in register(world)] == ["refs/heads/config"]


@pytest.mark.parametrize(
    "step", [r"write branchline.toml 'strategy = 7\n'", "git rm -q -f branchline.toml"]
)
def test_a_pinned_branch_takes_in_no_configuration_that_cannot_be_used(
    world: World, step: str
) -> None:
    """Nothing could be pushed after it, nor what repairs it."""
    world.play("git push -q origin dev:config")
    main(["hooks", "install", "--server", str(world.server), "--config", "ref:config"])
    world.play(step, "git commit -q --allow-empty -am broken")

    broken = world.push("origin", "dev:config")
    gone = world.push("origin", ":config")

    assert not broken.accepted
    assert not gone.accepted
    assert "cannot be deleted" in gone.words
