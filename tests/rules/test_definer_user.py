import pytest

from branchline.rules.security.definer_user import definer_user
from branchline.rules.security.definer_view import definer_view
from tests.rules.judged import found

VIEW = "CREATE DEFINER={} VIEW v AS SELECT 1"


@pytest.mark.parametrize(
    ("sql", "runs_as"),
    [
        (VIEW.format("`root`@`localhost`"), "root@localhost"),
        (VIEW.format("'ROOT'@'%'"), "ROOT@%"),
        (VIEW.format("root@localhost"), "root@localhost"),
        ("CREATE DEFINER=root PROCEDURE p() SELECT 1", "root"),
        ("CREATE OR REPLACE DEFINER=`root`@`%` FUNCTION f() RETURNS int RETURN 1", "root@%"),
        ("CREATE DEFINER=root EVENT e ON SCHEDULE EVERY 1 DAY DO DELETE FROM t", "root"),
        (VIEW.format("`mysql.sys`@`localhost`"), "mysql.sys@localhost"),
        ("ALTER DEFINER=root VIEW v AS SELECT 1", "root"),
    ],
)
def test_says_as_whom_it_runs(sql: str, runs_as: str) -> None:
    [finding] = found(definer_user, sql, engine="mariadb 10.11")

    assert finding.message == f"it runs as {runs_as}, whoever calls it"


@pytest.mark.parametrize(
    "sql",
    [
        "CREATE VIEW v AS SELECT 1",
        VIEW.format("CURRENT_USER"),
        VIEW.format("CURRENT_USER()"),
        VIEW.format("`app`@`%`"),
        "CREATE TABLE root (id int)",
    ],
)
def test_other_accounts_and_none_pass(sql: str) -> None:
    assert found(definer_user, sql, engine="mysql 8.0") == []


def test_with_a_list_every_other_account_is_one_too_many() -> None:
    sql = ";".join(VIEW.format(user) for user in ("app", "`app`@`%`", "owner", "`dba`@`10.%`"))

    findings = found(definer_user, sql, engine="mysql 8.0", allowed=("app", "dba@10.%"))

    assert [one.message for one in findings] == ["it runs as owner, whoever calls it"]


def test_a_view_of_mysql_that_says_definer_is_meant_so() -> None:
    said = "CREATE SQL SECURITY DEFINER VIEW v AS SELECT 1"

    [finding] = found(definer_view, said, engine="mysql 8.0")

    assert "rights of its definer" in finding.message
    assert found(definer_view, said.replace("DEFINER", "INVOKER"), engine="mysql 8.0") == []
