import json
import shutil

import pytest

from tests.deploy.conftest import Run
from tests.deploy.projects import CONFIGURATION, Project, rows


def insert(number: int) -> str:
    return f"INSERT INTO t VALUES ({number});\n-- rollback\nDELETE FROM t WHERE a = {number};\n"


def test_what_is_pending_runs_once(project: Project, run: Run) -> None:
    project.migrate(insert(2))

    first, again = run("deploy", "dev"), run("deploy", "dev")

    assert first == (
        0,
        (
            "dev/main: 0001_c: applied, 1 statement\ndev/main: 0002_c: applied, 1 statement\n"
            "dev/main: 2 changes applied\n"
        ),
    )
    assert again == (0, "dev/main: nothing to do\n")
    assert rows(project, "SELECT a FROM t") == [(2,)]


def test_what_ran_and_where_it_came_from_is_recorded(project: Project, run: Run) -> None:
    commit = project.git("rev-parse", "dev")

    run("deploy", "dev")

    [plan] = rows(project, "SELECT plan FROM branchline_deployments")
    assert str(plan[0]).startswith("sha256:")
    assert rows(
        project,
        "SELECT environment, instance, d.changelog, action, branch, commit_id, d.outcome, change"
        " FROM branchline_deployments d JOIN branchline_history h ON h.deployment = d.id",
    ) == [("dev", "main", "app", "deploy", "dev", commit, "applied", "0001_c")]


def test_nothing_to_do_writes_nothing(project: Project, run: Run) -> None:
    run("deploy", "dev")
    before = (project.path / "dev.db").read_bytes()

    run("deploy", "dev")
    run("plan", "dev")
    run("status")

    assert (project.path / "dev.db").read_bytes() == before
    assert rows(project, "SELECT count(*) FROM branchline_deployments") == [(1,)]


def test_a_plan_and_a_dry_run_leave_no_trace(project: Project, run: Run) -> None:
    code, said = run("plan", "dev", "--sql")
    dry = run("deploy", "dev", "--dry-run")

    lines = "dev/main: 1 change to run\n  0001_c: 1 statement, in one transaction\n"
    assert (code, said.partition("\n")[2]) == (0, f"{lines}      CREATE TABLE t (a);\n")
    assert dry == (0, f"{lines}      CREATE TABLE t (a);\n")
    assert not (project.path / "dev.db").exists()


def test_a_refused_statement_is_named_and_what_came_before_it_stays(
    project: Project, run: Run
) -> None:
    project.migrate("INSERT INTO t VALUES (2);\n\nINSERT INTO nowhere\n  VALUES (2);\n")

    code, said = run("deploy", "dev")

    assert code == 4
    assert said.endswith(
        "branchline: dev/main: db/0002_c.sql:3: statement 2 of 2 was refused:"
        " no such table: nowhere\n"
        "    INSERT INTO nowhere VALUES (2)\n"
        "  hint: 1 of 2 changes applied, and it stays; mend what it met there, or the file where"
        " promotion.immutable_from lets you, then: branchline deploy dev\n"
    )
    assert rows(project, "SELECT a FROM t") == []
    assert rows(project, "SELECT outcome, error > '' FROM branchline_deployments") == [
        ("failed", 1)
    ]


def test_a_failed_change_is_mended_and_deployed_again(project: Project, run: Run) -> None:
    project.migrate("INSERT INTO nowhere VALUES (2);\n")
    failed, _ = run("deploy", "dev")
    project.commit({"db/0002_c.sql": insert(2)})

    mended = run("deploy", "dev")

    assert failed == 4
    assert mended[0] == 0
    assert rows(project, "SELECT a FROM t") == [(2,)]


def test_a_change_that_left_the_branch_stops_the_deploy_and_the_hint_can_be_run(
    project: Project, run: Run
) -> None:
    run("deploy", "dev")
    project.commit({"db/0001_c.sql": ""})

    code, said = run("deploy", "dev")
    command = said.rpartition("roll it back: branchline ")[2].split()
    undone = run(*command)

    assert (code, command) == (4, ["rollback", "dev", "--only", "main", "--change", "0001_c"])
    assert undone[0] == 0
    assert run("deploy", "dev") == (0, "dev/main: nothing to do\n")


def test_an_edited_change_stops_the_deploy(project: Project, run: Run) -> None:
    run("deploy", "dev")
    project.commit({"db/0001_c.sql": "CREATE TABLE t (b);\n"})
    project.migrate(insert(2))

    code, said = run("deploy", "dev")
    planned, shown = run("plan", "dev")

    assert (code, planned) == (4, 4)
    assert "nothing was run, the database and the branch disagree: 0001_c is edited" in said
    assert "  stops the deploy: 0001_c is edited: ran as sha256:" in shown
    assert rows(project, "SELECT a FROM t") == []


def test_a_verify_query_that_does_not_hold_fails_the_deploy(project: Project, run: Run) -> None:
    query = 'branch = "dev"\nverify = "SELECT count(*) FROM t"'
    project.commit({"branchline.toml": CONFIGURATION.replace('branch = "dev"', query)})

    code, said = run("deploy", "dev")

    assert code == 4
    assert "the verify query does not hold: SELECT count(*) FROM t" in said
    assert rows(project, "SELECT outcome FROM branchline_history") == [("applied",)]


def test_another_revision_may_be_named(project: Project, run: Run) -> None:
    project.migrate(insert(2))

    code, _ = run("deploy", "dev", "--at", "dev~1")

    assert code == 0
    assert rows(project, "SELECT change FROM branchline_history") == [("0001_c",)]


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (("deploy", "deb"), 2, "no environment 'deb'\n  hint: did you mean 'dev'?"),
        (("deploy", "dev", "--only", "mian"), 2, "environment 'dev' has no instance 'mian'"),
        (("deploy", "dev", "--at", "v9"), 3, "'v9' is no commit of this repository"),
        (("rollback", "dev", "--count", "0"), 2, "argument --count: '0' is no number of changes"),
        (("rollback", "dev", "--count", "1"), 2, "only 0 changes can be rolled back here"),
        (("rollback", "dev", "--change", "x"), 2, "no change 'x' is applied here"),
        (("rollback", "dev"), 2, "one of the arguments --to --count --change is required"),
        (("reconcile", "--every", "soon"), 2, "argument --every: is no duration: 'soon'"),
    ],
)
def test_what_cannot_be_done_is_said(run: Run, words: list[str], code: int, message: str) -> None:
    ended, said = run(*words)

    assert ended == code
    assert said.startswith(f"branchline: {message}")


def test_a_branch_that_is_not_there_is_said(project: Project, run: Run) -> None:
    project.git("branch", "-D", "staging")

    code, said = run("deploy", "staging")

    assert code == 3
    assert "environment 'staging' has no branch 'staging' here" in said


def test_the_last_changes_are_rolled_back_newest_first(project: Project, run: Run) -> None:
    project.migrate(insert(2), insert(3))
    run("deploy", "dev")

    shown = run("rollback", "dev", "--count", "2", "--dry-run")
    done = run("rollback", "dev", "--count", "2")

    assert shown[1].splitlines()[1::2] == [
        "  0003_c: 1 statement, in one transaction",
        "  0002_c: 1 statement, in one transaction",
    ]
    assert done == (
        0,
        (
            "dev/main: 0003_c: rolled back, 1 statement\n"
            "dev/main: 0002_c: rolled back, 1 statement\n"
            "dev/main: 2 changes rolled back\n"
        ),
    )
    assert rows(project, "SELECT a FROM t") == []


def test_going_back_to_a_commit_leaves_what_it_has(project: Project, run: Run) -> None:
    project.git("tag", "v1")
    project.migrate(insert(2), insert(3))
    run("deploy", "dev")

    planned = run("plan", "dev", "--rollback-to", "v1", "--format", "json")
    done = run("rollback", "dev", "--to", "v1")

    [instance] = json.loads(planned[1])["instances"]
    assert [step["change"] for step in instance["steps"]] == ["0003_c", "0002_c"]
    assert done[0] == 0
    assert rows(project, "SELECT a FROM t") == []


def test_what_was_rolled_back_waits_until_a_person_deploys(project: Project, run: Run) -> None:
    project.migrate(insert(2))
    run("deploy", "dev")
    run("rollback", "dev", "--change", "0002_c")

    left = run("reconcile", "--env", "dev")
    kept = rows(project, "SELECT a FROM t")
    asked = run("deploy", "dev")

    assert left == (0, "dev/main: nothing to do\n")
    assert kept == []
    assert asked[0] == 0
    assert rows(project, "SELECT a FROM t") == [(2,)]
    assert rows(project, "SELECT outcome FROM branchline_history WHERE change = '0002_c'") == [
        ("applied",),
        ("rolled back",),
        ("applied",),
    ]


def test_no_way_back_is_found_before_anything_runs(project: Project, run: Run) -> None:
    project.migrate("-- irreversible: the data is gone\nDELETE FROM t;\n", insert(3))
    run("deploy", "dev")

    code, said = run("rollback", "dev", "--count", "2")

    assert code == 4
    assert "nothing was run: 0002_c has no rollback script (the data is gone)" in said
    assert rows(project, "SELECT a FROM t") == [(3,)]


@pytest.mark.parametrize("text", ["", "INSERT INTO t VALUES (9);\n-- rollback\nDROP TABLE t;\n"])
def test_the_way_back_of_a_change_that_the_branch_lost_is_found_where_it_came_from(
    project: Project, run: Run, text: str
) -> None:
    project.migrate(insert(2))
    run("deploy", "dev")
    project.commit({"db/0002_c.sql": text})

    code, _ = run("rollback", "dev", "--change", "0002_c")

    assert code == 0
    assert rows(project, "SELECT a FROM t") == []


def test_a_rollback_that_is_refused_leaves_the_change_applied(project: Project, run: Run) -> None:
    project.migrate("INSERT INTO t VALUES (2);\n-- rollback\nDELETE FROM t;\nDROP TABLE nowhere;\n")
    run("deploy", "dev")

    code, said = run("rollback", "dev", "--count", "1")

    assert code == 4
    assert "db/0002_c.sql: statement 2 of 2 was refused: no such table: nowhere" in said
    assert rows(project, "SELECT a FROM t") == [(2,)]
    assert run("deploy", "dev") == (0, "dev/main: nothing to do\n")


def test_instances_are_deployed_in_turn_and_the_first_that_fails_stops_the_rest(
    project: Project, run: Run
) -> None:
    more = (
        '[environments.dev.instances.second]\nurl = "sqlite:///nowhere/dev.db"\n'
        '[environments.dev.instances.third]\nurl = "sqlite:///third.db"\n'
    )
    project.commit({"branchline.toml": CONFIGURATION + more})

    code, said = run("deploy", "dev")

    assert code == 4
    assert f"dev/second: {project.path}/nowhere/dev.db: its folder does not exist" in said
    assert rows(project, "SELECT change FROM branchline_history") == [("0001_c",)]
    assert not (project.path / "third.db").exists()


def test_contexts_choose_what_an_instance_runs(project: Project, run: Run) -> None:
    contexts = 'branch = "staging"\ncontexts = ["staging"]'
    text = CONFIGURATION.replace('branch = "staging"', contexts)
    project.migrate("-- contexts: staging\nINSERT INTO t VALUES (2);\n")
    project.commit({"branchline.toml": text})
    project.git("branch", "-f", "staging", "dev")

    run("reconcile")

    assert rows(project, "SELECT a FROM t") == []
    assert rows(project, "SELECT a FROM t", "staging.db") == [(2,)]


def test_a_copy_of_a_database_knows_what_it_has(project: Project, run: Run) -> None:
    run("deploy", "dev")
    shutil.copy(project.path / "dev.db", project.path / "staging.db")

    assert run("deploy", "staging") == (0, "staging/main: nothing to do\n")


def test_what_half_a_change_stands_on_is_not_rolled_back_below_it(
    project: Project, run: Run
) -> None:
    start = "-- no-transaction\nALTER TABLE t ADD COLUMN b;\n"
    undo = "-- rollback\nALTER TABLE t DROP COLUMN b;\n"
    project.migrate(insert(2), f"{start}INSERT INTO nowhere VALUES (3);\n{undo}")
    failed, _ = run("deploy", "dev")

    code, said = run("rollback", "dev", "--count", "1")
    standing = rows(project, "SELECT a FROM t")
    project.commit({"db/0003_c.sql": f"{start}INSERT INTO t VALUES (3, 4);\n{undo}"})
    mended, _ = run("deploy", "dev")
    undone = run("rollback", "dev", "--count", "1")

    assert (failed, code, standing, mended) == (4, 4, [(2,)], 0)
    assert said == (
        "branchline: nothing was run: 0003_c stopped half way, 1 statement done, and no way"
        " back takes half a change away\n"
        "  hint: mend what stopped it, then: branchline deploy dev; and roll back\n"
    )
    assert "0003_c: rolled back" in undone[1]
