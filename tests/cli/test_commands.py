"""What the golden cases do not show: odd arguments, odd places."""

import json
import subprocess
from pathlib import Path

import pytest

from branchline.cli import main

Output = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    (tmp_path / "top/deep").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "top")
    return tmp_path / "top"


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["lint", "--pg-version", "new", "."], 2, "'new' is not a version such as 15 or 10.11"),
        (["lint", "--report", "json", "."], 2, "'json' is not FORMAT:FILE"),
        (["lint", "--report", "cobol:x", "."], 2, "no format 'cobol'"),
        (["lint", "--report", "json:no/where", "a.sql"], 2, "--report json:no/where: No such"),
        (["lint", "--repo", "gone"], 2, "--repo gone: no such folder"),
        (["lint", "--config", "gone.toml"], 2, "--config gone.toml: no such file"),
        (["lint", "--since", "main"], 3, "not a git repository"),
        (["lint", "--staged"], 3, "not a git repository"),
        (["list", "--at", "main"], 3, "not a git repository"),
        (["list", "--instance", "prod/eu", "."], 2, "no instance 'prod/eu'"),
        (["new", "x"], 2, "no changelog is configured"),
        (["lint", "a\0b.sql"], 2, "no such file"),
        (["lint", ""], 2, "a path is empty"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(
    here: Path, words: list[str], code: int, message: str, capsys: Output
) -> None:
    (here / "a.sql").write_text("select 1;")

    ended = main(words)

    said = capsys.readouterr().err
    assert ended == code
    assert said.startswith("branchline: ")
    assert message in said


def test_a_repository_elsewhere_is_worked_in(here: Path, capsys: Output) -> None:
    (here / "deep/0001_a.sql").write_text("drop table a;")

    code = main(["lint", "--repo", "deep", "0001_a.sql", "--format", "json"])

    document = json.loads(capsys.readouterr().out)
    assert code == 1
    assert {finding["path"] for finding in document["findings"]} == {"0001_a.sql"}


def test_paths_start_at_the_top_wherever_the_command_runs(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    (here / "branchline.toml").write_text('[changelogs.app]\npath = "deep"\n')
    (here / "deep/0001_a.sql").write_text("drop table a;")
    monkeypatch.chdir(here / "deep")

    main(["lint", "0001_a.sql"])

    assert "deep/0001_a.sql:1:1 error drop-table" in capsys.readouterr().out


def test_the_dialect_of_the_command_line_wins(here: Path, capsys: Output) -> None:
    (here / "branchline.toml").write_text(
        '[changelogs.app]\npath = "deep"\ndialect = "sqlite"\nversion = "3"\n'
    )
    (here / "deep/0001_a.sql").write_text("create table a (id int);")
    (here / "deep/0002_a.sql").write_text("create index i on a (id);")

    main(["lint", "--dialect", "postgres", "deep/0002_a.sql"])

    assert "index-not-concurrent" in capsys.readouterr().out


def test_several_changelogs_must_be_named(here: Path, capsys: Output) -> None:
    for name in ("one", "two"):
        (here / name).mkdir()
        (here / name / "0001_a.sql").write_text("select 1;")
    (here / "branchline.toml").write_text(
        '[changelogs.one]\npath = "one"\n[changelogs.two]\npath = "two"\n'
    )

    codes = [main(["list"]), main(["list", "three"]), main(["list", "two"]), main(["new", "x"])]

    shown = capsys.readouterr()
    assert codes == [2, 2, 0, 2]
    assert "there are several changelogs\n  hint: name one of: 'one', 'two'" in shown.err
    assert "1 change in two, plain" in shown.out


def test_an_instance_selects_by_its_contexts(here: Path, capsys: Output) -> None:
    (here / "branchline.toml").write_text(
        '[changelogs.app]\npath = "deep"\n[environments.dev]\nbranch = "dev"\n'
        'contexts = ["dev"]\n[environments.dev.instances.main]\nurl = "env:X"\n'
        'labels = "red"\n'
    )
    (here / "deep/0001_a.sql").write_text("-- contexts: prod\nselect 1;")
    (here / "deep/0002_b.sql").write_text("-- labels: blue\nselect 1;")
    (here / "deep/0003_c.sql").write_text("-- contexts: dev and (\nselect 1;")
    (here / "deep/0004_d.sql").write_text("-- contexts: dev\n-- labels: red, blue\nselect 1;")

    main(["list", "--instance", "dev/main", "--format", "json"])

    rows = json.loads(capsys.readouterr().out)["changesets"]
    assert [row["why"] for row in rows] == [
        "contexts prod",
        "labels blue",
        "a name is missing in 'dev and ('",
        None,
    ]


def test_a_changelog_is_listed_as_it_was(here: Path, capsys: Output) -> None:
    (here / "deep/0001_a.sql").write_text("select 1;")
    for words in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "one"]):
        subprocess.run(["git", *words], check=True)
    (here / "deep/0002_b.sql").write_text("select 1;")

    main(["list", "--at", "HEAD", "--format", "json"])
    main(["list", "deep", "--at", "HEAD", "--format", "json"])
    main(["list", "--format", "json"])

    texts = capsys.readouterr().out.replace("}\n{", "}\0{").split("\0")
    counts = [len(json.loads(text)["changesets"]) for text in texts]
    assert counts == [1, 1, 2]


def test_a_new_file_never_replaces_one(here: Path, capsys: Output) -> None:
    (here / "branchline.toml").write_text('[changelogs.app]\npath = "deep"\n')

    codes = [main(["new", "one"]), main(["new", "one"]), main(["new", "!!"])]

    assert codes == [0, 0, 2]
    assert capsys.readouterr().out == "deep/0001_one.sql\ndeep/0002_one.sql\n"


def test_every_rule_is_listed_with_what_this_configuration_says(here: Path, capsys: Output) -> None:
    (here / "branchline.toml").write_text(
        '[changelogs.app]\npath = "deep"\n[policy.rules]\ndrop-table = "off"\n'
    )

    main(["rules", "--format", "json"])

    rows = {row["id"]: row for row in json.loads(capsys.readouterr().out)["rules"]}
    assert rows["drop-table"]["severity"] == "off"
    assert "default" in rows["drop-table"]["bundles"]
    assert rows["truncate"]["enabled_by"] == ["default"]
    assert rows["gap"]["scope"] == "push"


def test_a_rule_of_ones_own_has_a_page(here: Path, capsys: Output) -> None:
    (here / "branchline.toml").write_text(
        '[changelogs.app]\npath = "deep"\n[[policy.custom]]\nid = "no-grants"\n'
        'when = { operation = "grant" }\nmessage = "grants belong to the platform team"\n'
    )

    assert main(["explain", "no-grants"]) == 0
    assert capsys.readouterr().out.startswith("no-grants\n\n")


def test_options_of_a_rule_are_explained(capsys: Output) -> None:
    assert main(["explain", "missing-lock-timeout"]) == 0
    assert capsys.readouterr().out


def test_init_leaves_out_what_it_cannot_read(here: Path, capsys: Output) -> None:
    (here / "deep/20240101120000_a.sql").write_text("-- +migrate Up\nselect 1;\n")

    assert main(["init"]) == 0

    assert "left out deep: deep belongs to sql-migrate" in capsys.readouterr().out
    assert 'path = "db/migrations"' in (here / "branchline.toml").read_text()


def test_init_names_several_changelogs_by_their_folders(here: Path) -> None:
    for name in ("shop/sql", "bills.d"):
        (here / name).mkdir(parents=True)
        (here / name / "V1__a.sql").write_text("create table a (b int) engine=innodb;")

    assert main(["init"]) == 0

    text = (here / "branchline.toml").read_text()
    assert "[changelogs.shop-sql]" in text
    assert "[changelogs.bills-d]" in text
    assert 'dialect = "mysql"  # because of ENGINE=INNODB' in text


def test_init_takes_the_branch_that_has_no_commit_yet(here: Path, capsys: Output) -> None:
    subprocess.run(["git", "init", "-qb", "dev"], check=True)

    assert main(["init"]) == 0

    assert "found environments: dev\n" in capsys.readouterr().out
    assert '[environments.dev]\nbranch = "dev"' in (here / "branchline.toml").read_text()


def test_init_shows_the_hook_that_it_cannot_write(here: Path, capsys: Output) -> None:
    (here / ".pre-commit-config.yaml").write_text("repos: []\n")

    assert main(["init"]) == 0

    assert "its shape is unusual, so add the hook yourself:" in capsys.readouterr().out
    assert (here / ".pre-commit-config.yaml").read_text() == "repos: []\n"


def test_init_keeps_bytes_that_it_does_not_understand(here: Path) -> None:
    (here / ".gitattributes").write_bytes(b"caf\xe9 binary\r\n")

    assert main(["init"]) == 0

    assert (here / ".gitattributes").read_bytes() == (
        b"caf\xe9 binary\r\ndb/migrations/**/*.sql text eol=lf\n"
    )


def test_a_bare_repository_is_read_by_its_own_configuration(here: Path, capsys: Output) -> None:
    (here / "branchline.toml").write_text(
        '[changelogs.app]\npath = "deep"\n[environments.main]\nbranch = "main"\n'
        '[policy]\nextends = ["mine.toml"]\n'
    )
    (here / "mine.toml").write_text('[rules]\ndrop-table = "info"\n')
    (here / "deep/0001_a.sql").write_text("select 1;")
    for words in (["init", "-qb", "main"], ["add", "-A"], ["commit", "-qm", "one"]):
        subprocess.run(["git", *words], check=True)
    subprocess.run(["git", "clone", "-q", "--bare", ".", "../bare.git"], check=True)

    codes = [
        main(["list", "--repo", "../bare.git", "--at", "main"]),
        main(["rules", "--repo", "../bare.git", "--format", "json"]),
    ]

    shown = capsys.readouterr().out
    assert codes == [0, 0]
    assert "1 change in deep, plain" in shown
    assert '"enabled_by": [\n        "mine.toml"\n      ]' in shown


def test_init_says_nothing_of_a_file_that_it_neither_finds_nor_writes(
    here: Path, capsys: Output
) -> None:
    (here / "alembic/versions").mkdir(parents=True)
    (here / "alembic/env.py").touch()
    (here / "alembic/versions/1a.py").write_text(
        'revision = "1a"\ndown_revision = None\n\n\ndef upgrade():\n    pass\n'
    )

    assert main(["init"]) == 0

    shown = capsys.readouterr().out
    assert "taken for postgres, nothing in the SQL says otherwise" in shown
    assert ".gitattributes" not in shown
    assert not (here / ".gitattributes").exists()


def test_a_new_file_that_a_master_has_to_include_is_said(here: Path, capsys: Output) -> None:
    (here / "branchline.toml").write_text(
        '[changelogs.app]\npath = "db"\nformat = "liquibase"\n[environments.dev]\nbranch = "dev"\n'
    )
    (here / "db").mkdir()
    (here / "db/001_a.sql").write_text("--liquibase formatted sql\n--changeset a:1\nSELECT 1;\n")
    (here / "db/master.yaml").write_text("databaseChangeLog: [include: {file: db/001_a.sql}]\n")

    assert main(["new", "total"]) == 0

    shown = capsys.readouterr()
    assert shown.out == "db/002_total.sql\n"
    assert shown.err == (
        "next: db/002_total.sql is included by no changelog: name it where the others are\n"
    )
