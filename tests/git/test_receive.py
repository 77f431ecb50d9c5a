import io
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import branchline.errors
from branchline.errors import RepositoryError, UsageError
from branchline.git.receive import Push, Received, push_options, pusher, read_push, read_received
from tests.git.conftest import Init, Sandbox

A, B, ZERO = "a" * 40, "b" * 40, "0" * 40

HOOK = """#!{python}
import os, sys
from pathlib import Path
sys.path.insert(0, {source!r})
from branchline.git.objects import Repository, is_zero
from branchline.git.receive import read_push

push = read_push(sys.stdin.buffer, os.environ)
with Repository.from_hook(os.environ, Path.cwd()) as repository:
    os.chdir("/")
    for old, new, ref in push.received:
        print(ref, repository.ref(ref) == (None if is_zero(old) else old), push.options)
        for change in repository.changed(old, new):
            before = None if is_zero(change.old) else repository.read(change.old).data
            print(change.status, change.path, before, repository.read(change.new).data)
        if not is_zero(old):
            print(repository.is_ancestor(old, new), repository.merge_bases(old, new) == (old,))
        print([commit.subject for commit in repository.introduced(new, repository.refs().values())])
raise SystemExit(1)
"""


def test_reads_lines() -> None:
    stream = io.BytesIO(f"{A} {B} refs/heads/dev\n{ZERO} {A} refs/heads/prod\n".encode())

    received = read_received(stream)

    assert received == (Received(A, B, "refs/heads/dev"), Received(ZERO, A, "refs/heads/prod"))
    assert [line.creates for line in received] == [False, True]


def test_knows_creation_and_deletion_of_any_width() -> None:
    wide = "0" * 64
    lines = [
        Received(wide, "a" * 64, "r"),
        Received("a" * 64, wide, "r"),
        Received(wide, wide, "r"),
    ]

    assert [line.creates for line in lines] == [True, False, False]
    assert [line.deletes for line in lines] == [False, True, True]


def test_ref_names_may_be_any_bytes() -> None:
    [received] = read_received(io.BytesIO(f"{A} {B} ".encode() + b"refs/heads/caf\xe9\n"))

    assert received.ref == "refs/heads/caf\udce9"


@pytest.mark.parametrize(
    "line",
    [
        f"{A} {B}",
        f"{A} {B} ",
        f"{A}  {B} refs/heads/dev",
        f"{A} {B} refs/heads/a b",
        f"{A} {B} refs/heads/a\r",
        f"{A} {B * 2} refs/heads/dev",
        f"{A} {'b' * 64} refs/heads/dev",
        f"{A.upper()} {B} refs/heads/dev",
        "hello",
        "\0",
        "",
    ],
)
def test_refuses_lines_of_another_form(line: str) -> None:
    stream = io.BytesIO(f"{A} {B} refs/heads/dev\n{line}\n{A} {B} refs/heads/prod\n".encode())

    with pytest.raises(RepositoryError, match=r"line 2 of the hook's input") as caught:
        read_received(stream)

    assert "\n" not in caught.value.message


@given(st.binary())
def test_any_input_is_read_or_refused(data: bytes) -> None:
    try:
        received = read_received(io.BytesIO(data))
    except (RepositoryError, UsageError):
        return

    assert received


@pytest.mark.parametrize("data", [b"", b"\n", b"\n\n"])
def test_says_who_runs_the_hook_when_nothing_is_said(data: bytes) -> None:
    with pytest.raises(UsageError, match="run by git") as caught:
        read_received(io.BytesIO(data))

    assert "hooks/pre-receive" in caught.value.hint


def test_does_not_wait_for_a_person_to_type() -> None:
    keyboard, terminal = pty.openpty()

    with (
        os.fdopen(keyboard, "rb", buffering=0),
        os.fdopen(terminal, "rb", buffering=0) as stream,
        pytest.raises(UsageError, match="run by git"),
    ):
        read_received(stream)


def test_takes_its_own_options_with_a_value() -> None:
    given = [
        "branchline.break-glass=OPS-1",
        "branchline.reason=it's = on fire",
        "branchline.break-glass",
        "ci.skip=true",
        "branchline.empty=",
        "branchline.break-glass=OPS-2",
    ]
    environ = {f"GIT_PUSH_OPTION_{number}": option for number, option in enumerate(given)}

    options = push_options({**environ, "GIT_PUSH_OPTION_COUNT": "6"})

    assert options == {"break-glass": "OPS-2", "reason": "it's = on fire", "empty": ""}


@pytest.mark.parametrize("count", ["", "0", "-1", "x", "²", "9" * 5000])
def test_a_strange_count_of_options_is_none(count: str) -> None:
    assert push_options({"GIT_PUSH_OPTION_COUNT": count}) == {}
    assert push_options({}) == {}


@pytest.mark.parametrize(
    ("environ", "who"),
    [
        ({"GL_USERNAME": "ada", "GL_USER": "bob", "USER": "git"}, "ada"),
        ({"GITHUB_USER_LOGIN": "ada", "USER": "git"}, "ada"),
        ({"GITEA_PUSHER_NAME": "ada", "USER": "git"}, "ada"),
        ({"GL_USER": "ada", "USER": "git"}, "ada"),
        ({"GL_USER": " ", "REMOTE_USER": "ada"}, "ada"),
        ({"USER": "ada"}, "ada"),
    ],
)
def test_knows_who_pushes(environ: dict[str, str], who: str) -> None:
    assert pusher(environ) == who


def test_somebody_always_pushes() -> None:
    assert pusher({})


def test_puts_a_push_together() -> None:
    environ = {
        "GIT_PUSH_OPTION_COUNT": "1",
        "GIT_PUSH_OPTION_0": "branchline.reason=x",
        "GL_USERNAME": "ada",
    }

    push = read_push(io.BytesIO(f"{A} {B} refs/heads/dev\n".encode()), environ)

    assert push == Push((Received(A, B, "refs/heads/dev"),), {"reason": "x"}, "ada")


def test_reads_old_and_new_objects_while_a_push_waits(sandbox: Sandbox, init: Init) -> None:
    server = init("server.git", "--bare", f"--object-format={_format(sandbox)}")
    server.git("config", "receive.advertisePushOptions", "true")
    sandbox.commit({"db/1.sql": b"old"})
    sandbox.git("push", "-q", str(server.path), "main")
    _install(server.path / "hooks" / "pre-receive")
    sandbox.commit({"db/1.sql": b"new", "db/2.sql": b"two"}, "second")
    refs = ("main", "main:refs/heads/prod")

    said = _refused(sandbox, "-o", "branchline.reason=try", str(server.path), *refs)

    assert "refs/heads/main True {'reason': 'try'}" in said
    assert "M b'db/1.sql' b'old' b'new'" in said
    assert "A b'db/2.sql' None b'two'" in said
    assert "True True" in said
    assert "['second']" in said
    assert "refs/heads/prod True" in said
    assert "A b'db/1.sql' None b'new'" in said
    assert "pre-receive hook declined" in said


def _format(sandbox: Sandbox) -> str:
    return sandbox.git("rev-parse", "--show-object-format")


def _install(hook: Path) -> None:
    source = str(Path(branchline.errors.__file__).parents[1])
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(HOOK.format(python=sys.executable, source=source))
    hook.chmod(0o755)


def _refused(sandbox: Sandbox, *arguments: str) -> str:
    command = ["git", "-C", str(sandbox.path), "push", *arguments]
    done = subprocess.run(command, capture_output=True, check=False)
    assert done.returncode == 1
    return done.stderr.decode()
