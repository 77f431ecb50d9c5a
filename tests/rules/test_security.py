"""Who may do what, as whom, and what everybody can read."""

import pytest

from branchline.rules.security.any_grant_revoke import any_grant_revoke
from branchline.rules.security.default_privileges import default_privileges
from branchline.rules.security.definer_no_search_path import definer_no_search_path
from branchline.rules.security.definer_view import definer_view
from branchline.rules.security.extension_or_language import extension_or_language
from branchline.rules.security.function_execute_public import function_execute_public
from branchline.rules.security.grant_all import grant_all
from branchline.rules.security.grant_option import grant_option
from branchline.rules.security.grant_public import grant_public
from branchline.rules.security.os_or_network_access import os_or_network_access
from branchline.rules.security.owner_change import owner_change
from branchline.rules.security.password_literal import password_literal
from branchline.rules.security.policy_always_true import policy_always_true
from branchline.rules.security.policy_without_rls import policy_without_rls
from branchline.rules.security.powerful_role import powerful_role
from branchline.rules.security.rls_off import rls_off
from branchline.rules.security.role_ddl import role_ddl
from branchline.rules.security.sensitive_column import sensitive_column
from branchline.rules.security.server_config import server_config
from tests.rules.judged import found


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        ("GRANT SELECT ON a, b TO PUBLIC", " on a and b"),
        ("GRANT USAGE ON SCHEMA s TO PUBLIC", " on s"),
        ("GRANT SELECT ON ALL TABLES IN SCHEMA s TO PUBLIC", " on all tables in schema s"),
        ("ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC", " on every new table"),
    ],
)
def test_what_everybody_gets_is_named(sql: str, message: str) -> None:
    [finding] = found(grant_public, f"{sql};")

    assert finding.message == f"everybody who can connect gets privileges{message}"


def test_a_policy_may_open_schemas() -> None:
    sql = "GRANT USAGE ON SCHEMA s TO PUBLIC; GRANT CREATE ON SCHEMA s TO PUBLIC;"

    assert len(found(grant_public, sql)) == 2
    assert len(found(grant_public, sql, schema_usage=True)) == 1


def test_all_privileges_of_new_roles_are_theirs() -> None:
    [finding] = found(grant_all, "CREATE ROLE r; GRANT ALL ON t TO r, s; GRANT SELECT ON t TO u;")

    assert finding.message == "s may do everything on t"


def test_who_may_hand_on_is_named() -> None:
    [finding] = found(grant_option, "GRANT a TO b, c WITH ADMIN OPTION;")

    assert finding.message == "b and c may hand on privileges to anybody"


def test_a_repeatable_file_is_where_privileges_are_kept() -> None:
    assert found(any_grant_revoke, "GRANT SELECT ON t TO r;")
    assert not found(any_grant_revoke, "GRANT SELECT ON t TO r;", repeatable=True)


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        ("CREATE USER r", "makes role r"),
        ("DROP ROLE r", "drops role r"),
        ("ALTER ROLE r LOGIN", "alters role r"),
        ("ALTER ROLE r RENAME TO s", "renames role r"),
    ],
)
def test_what_happens_to_a_role_is_said(sql: str, words: str) -> None:
    [finding] = found(role_ddl, f"{sql};")

    assert finding.message == f"{words}, and all databases of the server with it"


def test_powers_are_listed() -> None:
    sql = "CREATE ROLE r SUPERUSER CREATEROLE NOBYPASSRLS REPLICATION CREATEDB; CREATE SEQUENCE s;"

    [finding] = found(powerful_role, sql)

    assert finding.message == (
        "r gets SUPERUSER, CREATEROLE and REPLICATION, which goes past every privilege"
    )


KEY = "BEGIN RSA " + "PRIVATE KEY"


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        ("CREATE ROLE r PASSWORD 'x'", "the password of r"),
        ("ALTER ROLE r PASSWORD 'x'", "the password of r"),
        (
            "CREATE SUBSCRIPTION s CONNECTION 'host=h password=x' PUBLICATION p",
            "a password of s",
        ),
        ("INSERT INTO t VALUES ('https://u:p@h/')", "an address with a password"),
        ("UPDATE t SET a = 'AKIA" + "A" * 16 + "' WHERE b = 1", "an access key of AWS"),
        ("ALTER TABLE t ALTER a SET DEFAULT 'ghp_" + "a" * 36 + "'", "a token of GitHub"),
        ("ALTER TABLE t ADD a text DEFAULT 'xoxb-" + "1" * 20 + "'", "a token of Slack"),
        ("CREATE TABLE t (a text DEFAULT 'sk_live_" + "a" * 20 + "')", "a secret key of Stripe"),
        (f"INSERT INTO t VALUES ('-----{KEY}-----')", "a private key"),
    ],
)
def test_secrets_are_told_and_not_shown(sql: str, words: str) -> None:
    [finding] = found(password_literal, f"{sql};")

    assert finding.message == f"{words} stands in the changelog, where everybody can read it"


@pytest.mark.parametrize(
    "sql",
    [
        "CREATE TABLE t (a text, b text DEFAULT 'x')",
        "CREATE SUBSCRIPTION s CONNECTION 'host=h password=${p}' PUBLICATION p",
        "CREATE ROLE r PASSWORD '{{ secret }}'",
        "INSERT INTO t VALUES ('https://h:8080/a@b')",
        "DROP ROLE r",
    ],
)
def test_other_texts_are_no_secrets(sql: str) -> None:
    assert not found(password_literal, f"{sql};")


@pytest.mark.parametrize(
    ("path", "safe"),
    [
        ("SET search_path = app, pg_temp", True),
        ("SET search_path = pg_catalog, public, pg_temp", True),
        ("SET search_path FROM CURRENT", True),
        ("SET search_path = public, pg_catalog, pg_temp", False),
        ('SET search_path = "$user", pg_temp', False),
        ("SET search_path = pg_catalog", False),
        ("SET work_mem = '1MB'", False),
    ],
)
def test_a_search_path_is_safe_or_not(path: str, safe: bool) -> None:  # noqa: FBT001 - a column
    sql = f"CREATE FUNCTION f() RETURNS int LANGUAGE sql SECURITY DEFINER {path} AS 'SELECT 1';"

    assert bool(found(definer_no_search_path, sql)) is not safe


def test_a_function_that_becomes_a_definer_needs_a_path() -> None:
    [finding] = found(definer_no_search_path, "ALTER FUNCTION a.f() SECURITY DEFINER;")

    assert finding.message == "a.f runs as its owner with the search path of whoever calls it"
    assert finding.hint == "ALTER FUNCTION a.f SET search_path = ..., pg_temp"
    assert not found(definer_no_search_path, "ALTER FUNCTION f() SECURITY INVOKER;")


def test_a_path_set_later_counts_for_its_function_only() -> None:
    made = "CREATE FUNCTION f() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1';"

    assert not found(definer_no_search_path, f"{made} ALTER FUNCTION f() SET search_path = '';")
    assert found(definer_no_search_path, f"{made} ALTER FUNCTION g() SET search_path = '';")
    assert found(definer_no_search_path, f"{made} ALTER FUNCTION f() STABLE;")


RLS = "CREATE TABLE t (a int); ALTER TABLE t ENABLE ROW LEVEL SECURITY;"


def test_a_view_looks_past_policies_unless_it_says_otherwise() -> None:
    view = f"{RLS} CREATE VIEW v AS SELECT a FROM t, u;"

    [finding] = found(definer_view, view)

    assert finding.message == "who may read v sees every row of t, whatever its policies say"
    assert not found(definer_view, view, engine="postgres 14")
    assert not found(definer_view, f"{view} ALTER VIEW v SET (security_invoker = on);")
    assert found(definer_view, f"{view} ALTER VIEW w SET (security_invoker = on);")
    assert not found(definer_view, view.replace("VIEW", "MATERIALIZED VIEW"))
    assert not found(
        definer_view,
        view.replace("CREATE VIEW", "ALTER TABLE t DISABLE ROW LEVEL SECURITY; CREATE VIEW"),
    )


def test_exposed_schemas_need_policies() -> None:
    sql = "CREATE TABLE t (a int); CREATE TABLE app.t (a int); CREATE TEMPORARY TABLE s (a int);"

    [finding] = found(rls_off, sql, schemas=("public",))

    assert finding.message == "t can be reached from outside, and no policy keeps its rows apart"
    assert not found(rls_off, RLS, schemas=("public",))
    assert not found(rls_off, sql)
    assert not found(rls_off, "SELECT 1;", down="ALTER TABLE t DISABLE ROW LEVEL SECURITY;")


def test_a_policy_needs_row_level_security() -> None:
    [finding] = found(policy_without_rls, "CREATE TABLE t (a int); CREATE POLICY p ON t;")

    assert finding.message == "policy p does nothing: t has no row level security"
    assert not found(policy_without_rls, f"{RLS} CREATE POLICY p ON t; CREATE SEQUENCE s;")


def test_a_changed_policy_may_open_everything_too() -> None:
    [finding] = found(policy_always_true, "ALTER POLICY p ON t USING (true);")

    assert finding.message == "policy p lets everybody it is for write every row of t"


def test_extensions_are_trusted_since_postgres_13() -> None:
    assert found(extension_or_language, "CREATE EXTENSION hstore;", engine="postgres 12")
    assert not found(extension_or_language, "CREATE EXTENSION postgis;", allow=("postgis*",))
    assert found(extension_or_language, "CREATE EXTENSION plpython3u;")
    assert not found(extension_or_language, "CREATE FUNCTION f() RETURNS int AS 'SELECT 1';")


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        ("COPY t TO PROGRAM 'x'", "runs a program on the server"),
        ("COPY t FROM '/x'", "moves rows by a file of the server, '/x'"),
        ("INSERT INTO t SELECT lo_import('/x')", "leaves the database by lo_import()"),
    ],
)
def test_ways_out_are_named(sql: str, message: str) -> None:
    [finding] = found(os_or_network_access, f"{sql};")

    assert finding.message == f"{message}, with the rights of the server itself"
    assert not found(os_or_network_access, "COPY t TO STDOUT; SELECT now();")


def test_settings_of_others_are_named() -> None:
    [database] = found(server_config, "ALTER DATABASE d RESET work_mem;")

    assert database.message == "changes work_mem for other sessions as well"
    assert not found(server_config, "ALTER ROLE r LOGIN; SET work_mem = '1MB';")


def test_privileges_on_what_is_to_come_are_told() -> None:
    sql = "ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;"

    [finding] = found(default_privileges, sql)

    assert finding.message == ("decides who may use each new function that this role will make")


def test_owners_of_a_policy_are_fine() -> None:
    sql = "ALTER TABLE t OWNER TO r; ALTER VIEW v OWNER TO s; ALTER TABLE t SET UNLOGGED;"

    assert len(found(owner_change, sql)) == 2
    assert not found(owner_change, sql, owners=("r", "s"))


def test_sensitive_columns_are_listed() -> None:
    sql = """CREATE TABLE t (ssn text, iban text, note text);
    COMMENT ON COLUMN t.note IS 'x'; COMMENT ON COLUMN u.ssn IS 'x'; COMMENT ON TABLE t IS 'x';"""

    [finding] = found(sensitive_column, sql)

    assert finding.message == "ssn and iban of t sound sensitive, and nobody says what is in it"
    assert not found(sensitive_column, "ALTER TABLE t ALTER COLUMN ssn TYPE text;")


DEFINER = "CREATE {} f() {} LANGUAGE sql SECURITY DEFINER AS 'SELECT 1';"


@pytest.mark.parametrize(
    ("revoke", "closed"),
    [
        ("REVOKE ALL ON FUNCTION f() FROM PUBLIC", True),
        ("REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA public FROM PUBLIC", True),
        ("ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC", True),
        ("REVOKE EXECUTE ON FUNCTION g() FROM PUBLIC", False),
        ("REVOKE EXECUTE ON FUNCTION f() FROM r", False),
        ("REVOKE SELECT ON t FROM PUBLIC", False),
    ],
)
def test_who_may_call_a_definer_is_decided(revoke: str, closed: bool) -> None:  # noqa: FBT001 - a column
    sql = f"{DEFINER.format('FUNCTION', 'RETURNS int')} {revoke};"

    assert bool(found(function_execute_public, sql)) is not closed


def test_a_procedure_is_called_so() -> None:
    [finding] = found(function_execute_public, DEFINER.format("PROCEDURE", ""))

    assert finding.hint == "REVOKE EXECUTE ON PROCEDURE f FROM PUBLIC"
