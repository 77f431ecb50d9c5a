"""Style is looked at where people write, and never where they push to."""

import subprocess
from pathlib import Path

import pytest

from branchline.cli import main
from tests.hooks.world import CONFIGURATION, World, sql

STYLED = f'{CONFIGURATION}[policy.rules]\nsqlfluff = "error"\n'
UGLY = sql("0004").replace("(id", "(   id")


@pytest.fixture
def styled(tmp_path: Path) -> World:
    """A server and a clone whose policy refuses what sqlfluff minds."""
    return World.made(tmp_path, configuration=STYLED)


def test_a_commit_that_looks_wrong_is_not_made(styled: World) -> None:
    main(["hooks", "install", "--repo", str(styled.clone)])
    (styled.clone / "db/0004.sql").write_text(UGLY)
    subprocess.run(["git", "-C", str(styled.clone), "add", "-A"], check=True)

    done = subprocess.run(
        ["git", "-C", str(styled.clone), "commit", "-qm", "x"],
        capture_output=True,
        check=False,
        text=True,
    )

    assert done.returncode == 1
    assert " error sqlfluff/LT01: " in done.stderr


def test_check_says_what_looks_wrong(styled: World, capsys: pytest.CaptureFixture[str]) -> None:
    styled.play(f"write db/0004.sql '{UGLY.replace(chr(39), chr(92) + 'x27')}'")

    code = main(["check", "--repo", str(styled.clone), "--base", "origin/dev"])

    assert code == 1
    assert " error sqlfluff/LT01: " in capsys.readouterr().out


def test_a_server_does_not_look(styled: World) -> None:
    # It would run what a templater says, and refuse what it cannot read.
    styled.play("write .sqlfluff '[sqlfluff]\\ntemplater = nope\\n'")
    styled.play(f"write db/0004.sql '{UGLY.replace(chr(39), chr(92) + 'x27')}'")

    pushed = styled.push("origin", "dev")

    assert pushed.accepted, pushed.words
    assert "sqlfluff" not in pushed.words
