"""Listing only what differs gives the verdict that listing everything gives."""

import random
from pathlib import Path

import pytest

from branchline.formats import get
from branchline.gather.promotions import Sides, promotion
from branchline.gather.states import States
from branchline.git.objects import Repository
from branchline.model.changelog import Outline
from branchline.model.environments import Environment
from branchline.model.refs import Promotion
from branchline.model.settings import Changelog, PromotionSettings
from tests.hooks.world import run

SPEC = Changelog("app", "db", "plain")
NAMES = ("old", "new", "source", "upper", "base")


def commit(folder: Path, chance: random.Random) -> str:
    """Commit a random changelog: few names and few texts, so that all cases come up."""
    run("git", "rm", "-rq", "--ignore-unmatch", "db", cwd=folder)
    (folder / "db").mkdir(exist_ok=True)
    for number in range(1, 9):
        for suffix in ("", "_a", ".down"):
            if chance.random() < (0.8 if not suffix else 0.15):
                text = f"SELECT {chance.choice('112')};\n"
                (folder / f"db/{number:04}{suffix}.sql").write_text(text)
    run("git", "add", "-A", cwd=folder)
    run("git", "commit", "-q", "--allow-empty", "-m", "random", cwd=folder)
    return run("git", "rev-parse", "HEAD", cwd=folder)


def facts(found: Promotion) -> tuple[object, ...]:
    """What a promotion says about changes; of a listing in part the companions may be missing."""
    carried = [(c.entry.path, c.was_here, c.upper, c.lower) for c in found.carried]
    return (
        [entry.path for entry in found.fresh],
        carried,
        [(clash.entry.path, clash.other.path, clash.environment) for clash in found.clashes],
        [entry.path for entry in found.missing],
        [entry.path for entry in found.lost],
    )


def compared(held: dict[str, Outline], commits: dict[str, str], states: States) -> Promotion:
    old, new, source, upper, base = (held[commits[name]] for name in NAMES)
    sides = Sides(old, new, Environment("dev"), source, uppers=(("prod", upper),), bases=(base,))
    return promotion("app", sides, states.same(PromotionSettings()))


def names(folder: Path, format_: str) -> None:
    """Give the files of a plain changelog the names that another format reads."""
    for path in sorted((folder / "db").glob("*.sql")) if format_ == "flyway" else ():
        number, *rest = path.name.split(".")
        prefix = "U" if rest[0] == "down" else "V"
        path.rename(path.with_name(f"{prefix}{number.replace('_', '__')}__x.sql"))


@pytest.mark.parametrize("format_", ["plain", "flyway"])
@pytest.mark.parametrize("seed", range(12))
def test_what_follows_from_another_commit_is_what_is_listed(
    tmp_path: Path, seed: int, format_: str
) -> None:
    chance = random.Random(seed)  # noqa: S311 - a seed makes the case, not a secret
    run("git", "init", "-q", "--template=", str(tmp_path))
    commits = []
    for _ in range(3):
        commit(tmp_path, chance)
        names(tmp_path, format_)
        run("git", "add", "-A", cwd=tmp_path)
        run("git", "commit", "-q", "--allow-empty", "-m", "named", cwd=tmp_path)
        commits.append(run("git", "rev-parse", "HEAD", cwd=tmp_path))
    spec = Changelog("app", "db", format_)

    with Repository.discover(tmp_path) as repository:
        states, fresh = (States(repository, spec, get(format_)) for _ in range(2))
        states.whole(commits[0])
        states.different(commits[0], commits)

        for each in commits:
            assert states.whole(each) == fresh.whole(each)


def test_a_long_outline_is_noted_for_the_tree_that_it_is_of(tmp_path: Path) -> None:
    run("git", "init", "-q", "--template=", str(tmp_path))
    (tmp_path / "db").mkdir()
    for number in range(600):
        (tmp_path / f"db/{number:04}.sql").write_text("SELECT 1;\n")
    commits = []
    for name in ("one", "two"):
        (tmp_path / f"db/9999_{name}.sql").write_text("SELECT 1;\n")
        run("git", "add", "-A", cwd=tmp_path)
        run("git", "commit", "-q", "-m", name, cwd=tmp_path)
        commits.append(run("git", "rev-parse", "HEAD", cwd=tmp_path))

    with Repository.discover(tmp_path) as repository:
        listed = [States(repository, SPEC, get("plain")).whole(each) for each in commits]
        first, second = (States(repository, SPEC, get("plain")) for _ in range(2))
        first.whole(commits[0])
        first.remember(commits[0], "here")
        for each in commits:
            second.recall([each], "here")

        assert second.known == {commits[0]}
        second.different(commits[1], [commits[0]])  # what follows from it is not listed again
        assert [second.whole(each) for each in commits] == listed


@pytest.mark.parametrize("seed", range(12))
def test_what_is_equal_everywhere_decides_nothing(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - a seed makes the case, not a secret
    run("git", "init", "-q", "--template=", str(tmp_path))
    commits = {name: commit(tmp_path, chance) for name in NAMES}

    with Repository.discover(tmp_path) as repository:
        states = States(repository, SPEC, get("plain"))
        part = states.different(commits["new"], commits.values())
        whole = {each: states.whole(each) for each in commits.values()}

        assert facts(compared(part, commits, states)) == facts(compared(whole, commits, states))
