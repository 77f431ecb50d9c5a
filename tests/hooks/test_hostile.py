"""Pushes that are made to crash, stall or fool the judge; and a judge that fails."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from branchline.hook.guard import SECONDS, SECONDS_ON_GITHUB, allowed
from tests.hooks.world import CONFIGURATION, World, run


@pytest.fixture(scope="session")
def sha256_world(tmp_path_factory: pytest.TempPathFactory) -> World:
    return World.made(tmp_path_factory.mktemp("sha256"), "--object-format=sha256")


def test_a_repository_of_sha256_is_judged_alike(sha256_world: World, tmp_path: Path) -> None:
    world = sha256_world.copied(tmp_path)
    world.play("git switch -q prod", "git merge -q dev")
    refused = world.push("origin", "prod")
    world.play("git switch -q staging", "git merge -q dev")

    accepted = world.push("origin", "staging")

    assert refused.rules == {"skips-environment"}
    assert accepted.accepted
    assert world.push("origin", ":staging").rules == {"branch-deleted"}


def test_a_tag_called_as_the_source_is_not_the_source(world: World) -> None:
    world.play("git switch -q staging", "add 0009", "git tag dev", "git push -q origin tag dev")

    pushed = world.push("origin", "staging")

    assert pushed.rules == {"not-in-source"}


@pytest.mark.parametrize(
    "name", ["db/0004\x1b[2J.sql", "db/0004\n0005.sql", "db/-rf.sql", "db/0004\u202elqs.sql"]
)
def test_a_file_may_be_called_anything(world: World, name: str) -> None:
    path = world.clone / name
    path.write_text("SELECT 1;")
    world.play("git add -A", "git commit -qm odd")

    pushed = world.push("origin", "dev")

    assert "\x1b" not in pushed.words
    assert "fault" not in pushed.words


def test_a_file_name_that_is_not_text_is_no_fault(world: World) -> None:
    (world.clone / os.fsdecode(b"db/0004_\xff.sql")).write_text("SELECT 1;")
    world.play("git add -A", "git commit -qm odd")

    pushed = world.push("origin", "dev")

    assert "fault" not in pushed.words
    assert r"0004_\xff.sql" in pushed.words


def test_a_file_that_is_too_large_is_not_read(world: World) -> None:
    (world.clone / "db/0004.sql").write_bytes(b"-- x\n" * (4 << 20))
    world.play("git add -A", "git commit -qm large")

    pushed = world.push("origin", "dev")

    assert pushed.rules == {"unreadable-change"}


def test_deep_sql_neither_crashes_nor_passes_unseen(world: World) -> None:
    (world.clone / "db/0004.sql").write_text("SELECT " + "(" * 50_000 + "1" + ")" * 50_000 + ";")
    world.play("git add -A", "git commit -qm deep")

    pushed = world.push("origin", "dev")

    assert not pushed.accepted
    assert "fault" not in pushed.words


def test_a_changelog_that_becomes_a_file_has_lost_its_changes(world: World) -> None:
    world.play("git rm -q -r db", "write db.sql x", "git mv db.sql db", "git commit -qm file")

    pushed = world.push("origin", "dev")

    assert "change-removed" in pushed.rules


def test_a_replaced_commit_fools_nobody(world: World) -> None:
    world.play("add 0004", "git push -q origin dev:good", "git reset -q --hard HEAD~1")
    world.play("add 0004 'DROP TABLE t_0001;'", "git push -q origin HEAD:bad")
    tips = [world.tip(name) for name in ("bad", "good")]
    run("git", "-C", str(world.server), "replace", *tips)

    pushed = world.push("origin", "dev")

    assert pushed.rules == {"drop-table"}


def test_hundreds_of_findings_are_cut_and_counted(world: World) -> None:
    for number in range(100, 150):
        (world.clone / f"db/0{number}.sql").write_text("DROP TABLE t_0001;")
    world.play("git add -A", "git commit -qm many")

    pushed = world.push("origin", "dev")

    assert "more, none graver" in pushed.words
    assert len(pushed.words.splitlines()) < 60


def test_a_person_who_runs_the_hook_is_told_how(world: World) -> None:
    done = subprocess.run(
        [world.server / "hooks/pre-receive"],
        stdin=subprocess.DEVNULL,
        cwd=world.server,
        capture_output=True,
        check=False,
    )

    assert done.returncode == 2
    assert b"a server hook is run by git" in done.stderr


def test_a_push_that_git_words_in_another_way_is_refused(world: World) -> None:
    done = subprocess.run(
        [world.server / "hooks/pre-receive"],
        input=b"one two\n",
        cwd=world.server,
        capture_output=True,
        check=False,
    )

    assert done.returncode == 3


def test_a_shallow_server_refuses_what_it_cannot_know(world: World) -> None:
    world.play("git reset -q --hard HEAD~1", "add 0004")
    (world.server / "shallow").write_text(world.tip("staging") + "\n")

    pushed = world.push("-f", "origin", "dev")

    assert not pushed.accepted
    assert "the repository is shallow" in pushed.words


@pytest.mark.parametrize(
    ("work", "end"),
    [
        ("while True: pass", 3),
        ("sum(iter(int, 1))", -signal.SIGPROF),  # in C, where Python handles no signal
        ("import time; time.sleep(60)", 3),
    ],
)
def test_time_that_runs_out_refuses(world: World, work: str, end: int) -> None:
    script = f"""
from branchline.hook import guard
guard.SECONDS = 0.05
def hook(deadline):
    {work}
guard.guarded(hook)
"""
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=world.server,
        capture_output=True,
        check=False,
        timeout=30,
    )

    assert done.returncode == end
    assert (b"out of time" in done.stderr) == (end == 3)


def test_a_fault_of_ours_refuses_and_names_its_report(world: World) -> None:
    script = """
import os, sys
from branchline.hook import guard
os.environ["GIT_DIR"] = "."
sys.exit(guard.guarded(lambda deadline: 1 // 0))
"""
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=world.server, capture_output=True, check=False
    )

    assert done.returncode == 5
    [report] = (world.server / "branchline/faults").iterdir()
    assert str(report).encode() in done.stderr
    assert b"Traceback" not in done.stderr
    assert "ZeroDivisionError" in report.read_text()


def test_changes_may_be_edited_before_the_environment_from_which_they_are_final(
    tmp_path: Path,
) -> None:
    rules = '[promotion]\nimmutable_from = "staging"\n'
    world = World.made(tmp_path, configuration=CONFIGURATION + rules)
    world.play("edit 0003")
    own = world.push("origin", "dev")
    world.play("edit 0002")

    promoted = world.push("origin", "dev")

    assert own.accepted, own.words
    assert promoted.rules == {"change-modified"}


def test_a_push_of_both_may_be_judged_as_a_chain(tmp_path: Path) -> None:
    world = World.made(tmp_path, configuration=CONFIGURATION + '[promotion]\nsame_push = "chain"\n')
    world.play("add 0004", "git switch -q staging", "git merge -q dev")

    pushed = world.push("origin", "staging", "dev")

    assert pushed.accepted, pushed.words


def test_the_ref_of_a_merge_queue_is_judged_as_its_branch(tmp_path: Path) -> None:
    refs = 'candidate_refs = ["refs/heads/gh-readonly-queue/{branch}/*"]'
    world = World.made(tmp_path, configuration=CONFIGURATION + f"[promotion]\n{refs}\n")
    world.play("git switch -q staging", "add 0009")

    pushed = world.push("origin", "staging:gh-readonly-queue/staging/pr-1")

    assert pushed.rules == {"not-in-source"}


def test_a_server_that_gives_less_time_gets_an_earlier_answer() -> None:
    assert allowed({"GITHUB_VIA": "merge"}) == SECONDS_ON_GITHUB
    assert allowed({}) == SECONDS


def test_a_folder_that_a_tree_names_twice_is_not_taken(world: World) -> None:
    """Git finds the first of the two by name, and lists the files of both."""
    hidden = _tree(world, [("100644", "0009.sql", _blob(world, b"DROP TABLE t_0001;"))])
    shown = run("git", "rev-parse", "HEAD:db", cwd=world.clone)
    file = run("git", "rev-parse", "HEAD:branchline.toml", cwd=world.clone)
    entries = [("100644", "branchline.toml", file), ("40000", "db", shown), ("40000", "db", hidden)]
    parent = ("-p", "HEAD", "-m", "twice")
    commit = run("git", "commit-tree", _tree(world, entries), *parent, cwd=world.clone)

    pushed = world.push("origin", f"{commit}:dev")

    assert not pushed.accepted
    assert "duplicateEntries" in pushed.words


def _blob(world: World, data: bytes) -> str:
    return _stored(world, "blob", data)


def _tree(world: World, entries: list[tuple[str, str, str]]) -> str:
    lines = [f"{mode} {name}".encode() + b"\0" + bytes.fromhex(oid) for mode, name, oid in entries]
    return _stored(world, "tree", b"".join(lines))


def _stored(world: World, kind: str, data: bytes) -> str:
    command = ["git", "hash-object", "-w", "-t", kind, "--literally", "--stdin"]
    done = subprocess.run(command, cwd=world.clone, input=data, capture_output=True, check=True)
    return done.stdout.decode().strip()


def test_memory_that_runs_out_refuses(world: World) -> None:
    script = """
import sys
from branchline.hook import guard
guard.MEMORY = 200 << 20
sys.exit(guard.guarded(lambda deadline: len(bytearray(400 << 20))))
"""
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=world.server, capture_output=True, check=False
    )

    assert done.returncode == 3
    assert b"out of memory, so nothing is accepted" in done.stderr
    assert b"Traceback" not in done.stderr


def test_a_lower_bound_of_memory_that_the_server_sets_stays(world: World) -> None:
    script = """
import resource, sys
resource.setrlimit(resource.RLIMIT_DATA, (300 << 20, 400 << 20))
from branchline.hook import guard
guard.guarded(lambda deadline: print(resource.getrlimit(resource.RLIMIT_DATA)) or 0)
"""
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=world.server, capture_output=True, check=True
    )

    assert done.stdout.decode().strip() == str((300 << 20, 400 << 20))


def test_a_word_of_a_megabyte_is_not_repeated_whole(world: World) -> None:
    (world.clone / "db/0004.sql").write_text("x" * (1 << 20))
    world.play("git add -A", "git commit -qm long")

    pushed = world.push("origin", "dev")

    assert pushed.rules == {"unparsable-statement"}
    assert len(pushed.words) < 10_000


def test_more_environments_than_anybody_has_cannot_be_pushed(world: World) -> None:
    """Each is held against each: the next push would have no time left to take them out."""
    tables = [f'[environments.e{n}]\nbranch = "e{n}"\nfrom = "prod"\n' for n in range(1000)]
    (world.clone / "branchline.toml").write_text(CONFIGURATION + "".join(tables))
    world.play("git commit -qam many")

    pushed = world.push("origin", "dev")

    assert not pushed.accepted
    assert "more than 200 environments" in pushed.words


NAMES = (
    "0004\nbranchline: accepted\n.sql",
    "0005\rremote: branchline: accepted.sql",
    "0006\x1b[2J\x1b[1A.sql",
    "0007\u202elqs.sql",
    "0008\u2028branchline: accepted.sql",
    "0009\x9b2K.sql",
)


def test_names_of_files_forge_no_line_of_the_report(world: World) -> None:
    for name in NAMES:
        (world.clone / "db" / name).write_text("DROP TABLE t_0001;")
    world.play("git add -A", "git commit -qm forged", "add 0010 'DROP TABLE t_0001;'")

    pushed = world.push("origin", "dev")

    lines = [line.strip() for line in pushed.words.split("\n")]
    assert pushed.rules == {"drop-table"}
    assert "remote: branchline: accepted" not in lines
    assert not {"\r", "\x1b", "\u202e", "\u2028", "\x9b"} & set(pushed.words.replace("\x1b[K", ""))
