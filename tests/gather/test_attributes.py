"""Attributes are read as Git reads them."""

from pathlib import Path

import pytest

from branchline.gather.attributes import Attributes, loose
from branchline.git.objects import Repository
from tests.hooks.world import run

FILES = ("db/0001_a.sql", "db/sub/0002_b.SQL", "db/master.yaml", "x.sql")

TEXTS = (
    "*.sql merge=union\n",
    "db/* merge=union\n",
    "/db/** merge=union text eol=lf\n",
    "db/**/*.sql -text\n**/sub/* merge=ours\n",
    "*.sql merge=union\n*.sql -merge\n",
    "*.sql binary\n# *.sql merge=union\n",
    "sub/*.SQL merge=union\n0001* !merge merge=a\n",
    "db merge=union\ndb/ merge=union\n",
    "!*.sql merge=union\n[attr]x merge=union\n*.sql eol=crlf\n",
    "d?/0001_[ab].sql merge\n",
)


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("place", ["", "db/"])
def test_git_says_the_same(tmp_path: Path, text: str, place: str) -> None:
    run("git", "init", "-q", "--template=", str(tmp_path))
    (tmp_path / "db/sub").mkdir(parents=True)
    (tmp_path / f"{place}.gitattributes").write_text(text)
    run("git", "add", "-A", cwd=tmp_path)
    run("git", "commit", "-qm", "all", cwd=tmp_path)
    commit = run("git", "rev-parse", "HEAD", cwd=tmp_path)
    asked = ("merge", "text", "eol")

    with Repository.discover(tmp_path) as repository:
        attributes = Attributes(repository, commit)
        ours = {
            (path, name): attributes.of(path)[name].value if name in attributes.of(path) else ""
            for path in FILES
            for name in asked
        }

    lines = run("git", "check-attr", *asked, "--", *FILES, cwd=tmp_path).splitlines()
    theirs = [tuple(line.split(": ")) for line in lines]
    words = {"set": "true", "unset": "false", "unspecified": ""}
    ours = {key: value.removesuffix("unspecified") for key, value in ours.items()}
    assert ours == {(path, name): words.get(value, value) for path, name, value in theirs}


def test_a_hostile_pattern_takes_no_time(tmp_path: Path) -> None:
    run("git", "init", "-q", "--template=", str(tmp_path))
    pattern = "**/" * 300 + "*a" * 60 + "b"
    (tmp_path / ".gitattributes").write_text(f"{pattern} merge=union\n" * 50)
    run("git", "add", "-A", cwd=tmp_path)
    run("git", "commit", "-qm", "all", cwd=tmp_path)
    commit = run("git", "rev-parse", "HEAD", cwd=tmp_path)

    with Repository.discover(tmp_path) as repository:
        path = "/".join(["a" * 200] * 40)
        assert loose([path], Attributes(repository, commit)) == path
