"""What a change will meet: environments above, other files' rules, sums that are vouched for.

Each is pushed for real and asked of `check` first: both say the same.
"""

from pathlib import Path
from shlex import quote

import pytest

from branchline.cli import main
from branchline.formats.liquibase.checksums import formatted_v9
from tests.hooks.world import CONFIGURATION, EMERGENCY, Pushed, World, named_rules

LIQUIBASE = CONFIGURATION.replace('path = "db"', 'path = "lb"').replace("plain", "liquibase")
GLASS = ("-o", "branchline.break-glass=INC-1", "-o", "branchline.reason=fire")


def changeset(name: str, column: str = "id", attributes: str = "", extra: str = "") -> str:
    return (
        f"--changeset ada:{name}{attributes}\n{extra}"
        f"CREATE TABLE t{name} ({column} bigint PRIMARY KEY);\n"
        f"--rollback SET LOCAL lock_timeout = '2s';\n"
        f"--rollback DROP TABLE t{name};\n"
    )


def write(world: World, *changesets: str, name: str = "0001", header: str = "") -> None:
    text = f"--liquibase formatted sql{header}\n" + "".join(changesets)
    world.play(f"write lb/{name}.sql {quote(text)}")


def both(world: World, branch: str, capsys: pytest.CaptureFixture[str]) -> Pushed:
    """Ask `check`, then push, and see that they agree."""
    main(["check", "--repo", str(world.clone), "--head", branch, "--into", branch])
    before = named_rules(capsys.readouterr().out)
    pushed = world.push("origin", branch)
    assert pushed.rules == before, pushed.words
    assert pushed.accepted == (not before), pushed.words
    return pushed


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> World:
    made = World.made(tmp_path_factory.mktemp("liquibase"), configuration=LIQUIBASE)
    write(made, changeset("1"), changeset("2"))
    assert made.push("origin", "dev").accepted
    made.play("git switch -q staging", "git merge -q dev")
    assert made.push("origin", "staging").accepted
    made.play("git switch -q dev")
    return made


@pytest.fixture
def liquibase(template: World, tmp_path: Path) -> World:
    """A world whose dev and staging hold two changesets of one file."""
    return template.copied(tmp_path)


@pytest.fixture(scope="module")
def burnt(tmp_path_factory: pytest.TempPathFactory) -> World:
    made = World.made(tmp_path_factory.mktemp("hotfix"), configuration=CONFIGURATION + EMERGENCY)
    made.play("git switch -q prod", "add 0099")
    assert made.push(*GLASS, "origin", "prod").accepted
    made.play("git switch -q dev")
    return made


@pytest.fixture
def hotfix(burnt: World, tmp_path: Path) -> World:
    """A world whose prod holds 0099, and no other environment does."""
    return burnt.copied(tmp_path)


def test_a_new_change_may_not_sort_before_what_prod_holds(
    hotfix: World, capsys: pytest.CaptureFixture[str]
) -> None:
    hotfix.play("add 0004")

    pushed = both(hotfix, "dev", capsys)

    assert pushed.rules == {"out-of-order"}
    assert "0004 sorts before 0099, which prod holds already" in pushed.words


@pytest.mark.parametrize(
    "steps",
    [
        ("add 0100",),
        ("git merge -q prod",),
        ("git merge -q prod", "add 0100"),
    ],
    ids=["after it", "the hotfix itself", "both"],
)
def test_what_sorts_after_a_hotfix_passes(
    hotfix: World, steps: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    hotfix.play(*steps)

    assert both(hotfix, "dev", capsys).accepted


def test_a_hotfix_that_is_merged_back_covers_nothing_else(
    hotfix: World, capsys: pytest.CaptureFixture[str]
) -> None:
    hotfix.play("git merge -q prod", "add 0004")

    assert both(hotfix, "dev", capsys).rules == {"out-of-order"}


def test_a_number_that_a_hotfix_took_is_taken(
    hotfix: World, capsys: pytest.CaptureFixture[str]
) -> None:
    hotfix.play("add 0099_other")

    assert both(hotfix, "dev", capsys).rules == {"checksum-mismatch"}


def test_an_edit_does_not_excuse_itself_by_run_on_change(
    liquibase: World, capsys: pytest.CaptureFixture[str]
) -> None:
    write(liquibase, changeset("1"), changeset("2", "key", " runOnChange:true"))

    assert both(liquibase, "dev", capsys).rules == {"change-modified"}


@pytest.mark.parametrize(
    ("sums", "rules"),
    [
        (formatted_v9("CREATE TABLE t2 (id bigint PRIMARY KEY);"), set()),
        ("ANY", set()),
        ("9:00000000000000000000000000000000", {"change-modified"}),
    ],
    ids=["of what ran", "any", "of nothing"],
)
def test_an_edit_may_be_vouched_for_by_the_sum_of_what_ran(
    liquibase: World, sums: str, rules: set[str], capsys: pytest.CaptureFixture[str]
) -> None:
    vouched = changeset("2", "key", extra=f"--validCheckSum: {sums}\n")
    write(liquibase, changeset("1"), vouched)

    assert both(liquibase, "dev", capsys).rules == rules


def test_an_older_text_of_a_change_that_runs_on_change_is_promoted(
    liquibase: World, capsys: pytest.CaptureFixture[str]
) -> None:
    again = changeset("3", attributes=" runOnChange:true")
    write(liquibase, changeset("1"), changeset("2"), again)
    liquibase.play("git push -q origin dev", "git push -q origin dev:staging")
    write(liquibase, changeset("1"), changeset("2"), again, changeset("4"))
    liquibase.play("git tag older")
    edited = again.replace("(id", "(key")
    write(liquibase, changeset("1"), changeset("2"), edited, changeset("4"))
    liquibase.play("git push -q origin dev", "git switch -q staging", "git merge -q older")

    assert both(liquibase, "staging", capsys).accepted


def test_a_file_may_move_when_its_logical_path_stays(
    liquibase: World, capsys: pytest.CaptureFixture[str]
) -> None:
    write(liquibase, changeset("7"), name="0002", header=" logicalFilePath:stable.sql")
    liquibase.play("git push -q origin dev", "git mv lb/0002.sql lb/0002_more.sql")
    liquibase.play("git commit -qm moved")

    assert both(liquibase, "dev", capsys).accepted
    liquibase.play("git switch -q staging", "git merge -q dev")
    assert both(liquibase, "staging", capsys).accepted


def test_a_file_that_moves_takes_its_changes_identities_along(
    liquibase: World, capsys: pytest.CaptureFixture[str]
) -> None:
    liquibase.play("git mv lb/0001.sql lb/0002.sql", "git commit -qm moved")

    assert both(liquibase, "dev", capsys).rules == {"change-renamed"}


def test_a_changeset_that_its_master_no_longer_includes_is_gone(
    liquibase: World, capsys: pytest.CaptureFixture[str]
) -> None:
    write(liquibase, changeset("3"), name="0002")
    names = ("0001", "0002")
    lines = [f"- include: {{file: {n}.sql, relativeToChangelogFile: true}}\n" for n in names]
    liquibase.play(f"write lb/master.yaml {quote('databaseChangeLog:' + chr(10) + ''.join(lines))}")
    assert both(liquibase, "dev", capsys).accepted
    liquibase.play(f"write lb/master.yaml {quote('databaseChangeLog:' + chr(10) + lines[0])}")

    pushed = both(liquibase, "dev", capsys)

    assert pushed.rules == {"change-removed"}
    assert "lb/0002.sql is included by no changelog" in pushed.words


def test_files_that_differ_by_case_are_one_file_elsewhere(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    world.play("write db/0004_Carts.sql 'SELECT 1;'", "write db/0004_carts.sql 'SELECT 1;'")

    pushed = both(world, "dev", capsys)

    assert pushed.rules == {"case-collision", "duplicate-id"}
    assert pushed.words.count("case-collision") == 1


@pytest.mark.parametrize(
    "line", ["db/* merge=union", "*.sql merge=ours", "db/** text merge=binary\\n*.sql merge=union"]
)
def test_a_driver_may_not_merge_a_changelog(
    world: World, line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    world.play(f"write .gitattributes '{line}\\n'")

    pushed = both(world, "dev", capsys)

    assert pushed.rules == {"merge-driver"}
    assert pushed.words.count("merge-driver") == 1


@pytest.mark.parametrize("line", ["db/* -merge", "*.md merge=union", "db/* binary", "*.sql merge"])
def test_attributes_that_ask_a_person_pass(
    world: World, line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    world.play(f"write .gitattributes '{line}\\n'")

    pushed = both(world, "dev", capsys)

    assert pushed.accepted
    assert "merge-driver" not in pushed.words


def test_a_driver_that_was_there_is_a_warning(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    world = World.made(tmp_path, configuration=CONFIGURATION)
    hooks = world.server / "hooks"
    hooks.rename(hooks.with_name("away"))
    world.play("write .gitattributes 'db/* merge=union\\n'", "git push -q origin dev")
    hooks.with_name("away").rename(hooks)
    world.play("add 0004")

    pushed = both(world, "dev", capsys)

    assert pushed.accepted
    assert " warning merge-driver: " in pushed.words


@pytest.mark.parametrize(
    ("line", "warned"), [("*.md text", True), ("db/** text eol=lf", False), ("* -text", False)]
)
def test_line_ends_are_pinned_where_sums_count_them(
    tmp_path: Path, line: str, capsys: pytest.CaptureFixture[str], *, warned: bool
) -> None:
    raw = CONFIGURATION + '[promotion]\nchecksum = "raw"\n'
    world = World.made(tmp_path, configuration=raw)
    world.play(f"write .gitattributes '{line}\\n'", "add 0004")

    pushed = both(world, "dev", capsys)

    assert pushed.accepted
    assert pushed.words.count("line-ends-unpinned") == (1 if warned else 0)
    assert ("add to .gitattributes: db/** text eol=lf" in pushed.words) == warned
