"""Two processes say what one says."""

import os
from pathlib import Path

import pytest

from branchline.cli import main
from branchline.gather import sharing
from branchline.gather.stored import packed as packed_as_it_is

pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="needs os.fork"),
    pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning"),  # of pytest-xdist's threads
]

KINDS = (
    "CREATE TABLE t{n} (id bigint PRIMARY KEY, note varchar(20) NOT NULL);\n",
    "ALTER TABLE t{m} ADD COLUMN c{n} integer NOT NULL DEFAULT 0;\n-- rollback\nDROP TABLE t{m};\n",
    "CREATE INDEX i{n} ON t{m} (note);\nALTER TABLE t{m} ALTER COLUMN note TYPE text;\n",
    "-- branchline: dbms mysql\nALTER TABLE t{m} ADD COLUMN d{n} int;\n",
    "CREATE TABL t{n};\n-- branchline: allow drop-table: nobody reads it\nDROP TABLE t{m};\n",
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("many")
    for n in range(1000):
        text = KINDS[n % len(KINDS)].format(n=n, m=n // 7 * 5 % (n + 1) // 5 * 5)
        (place / f"{n:05}_a.sql").write_text(text)
    (place / "00007_again.sql").write_text("SELECT 1;\n")
    (place / "words.sql").write_text("SELECT 1;\n")
    return place


@pytest.fixture
def alone(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> tuple[int, str]:
    with monkeypatch.context() as patch:
        patch.setattr(sharing, "is_possible", lambda: False)
        return lint(folder, capsys)


def lint(folder: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    code = main(["lint", "--format", "json", str(folder)])
    return code, capsys.readouterr().out


def test_two_processes_say_what_one_says(
    folder: Path,
    alone: tuple[int, str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(sharing, "is_possible", lambda: True)
    forks: list[int] = []
    fork = os.fork

    def counted() -> int:
        forks.append(1)
        return fork()

    monkeypatch.setattr(os, "fork", counted)

    assert lint(folder, capsys) == alone
    assert forks == [1]


def test_a_second_process_that_fails_is_not_missed(
    folder: Path,
    alone: tuple[int, str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(sharing, "is_possible", lambda: True)
    monkeypatch.setattr(sharing, "unpacked", lambda data: 1 / len(data[:0]))

    assert lint(folder, capsys) == alone


def test_a_second_process_that_is_gone_is_not_missed(
    folder: Path,
    alone: tuple[int, str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(sharing, "is_possible", lambda: True)
    monkeypatch.setattr(sharing, "_far", lambda *_: os._exit(9))
    monkeypatch.setattr(sharing, "packed", lambda catalog: packed_as_it_is(catalog) * 1000)

    assert lint(folder, capsys) == alone
