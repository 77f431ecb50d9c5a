import pytest

from branchline.model.changelog import ChangeSet, Entry, Order
from branchline.model.operations import Constraint, ConstraintKind, Name
from branchline.model.operations.tables import AddConstraint
from branchline.rules.constraints.fk_forbidden import fk_forbidden
from branchline.rules.constraints.fk_parent_not_unique import fk_parent_not_unique
from branchline.rules.constraints.fk_type_mismatch import fk_type_mismatch
from branchline.rules.constraints.fk_without_index import fk_without_index
from branchline.rules.constraints.multiple_fks import multiple_fks
from tests.rules.analysed import findings, messages
from tests.rules.statements import statement

ORDERS = "CREATE TABLE orders (id bigint PRIMARY KEY, code text, kind text);\n"
KEY = Constraint(ConstraintKind.FOREIGN_KEY, columns=("a",), references=Name("p"))
ADD = AddConstraint(Name("c"), KEY)


# --- fk-without-index ---


def test_the_way_out_is_an_index_on_the_columns_in_their_order() -> None:
    [second, first] = findings(
        fk_without_index,
        ORDERS
        + "CREATE TABLE items (id bigint PRIMARY KEY, order_id bigint REFERENCES orders);\n"
        + "-- changeset 2\nALTER TABLE items ADD COLUMN other_id bigint REFERENCES orders;",
    )

    assert first.message == (
        "no index of items begins with order_id: a DELETE from orders reads all of items"
    )
    assert first.hint == "CREATE INDEX ON items (order_id)"
    assert second.hint == "CREATE INDEX CONCURRENTLY ON items (other_id)"


@pytest.mark.parametrize(
    "index",
    [
        "(order_id) WHERE kind = 'a'",
        "(order_id) WHERE order_id IS NOT NULL AND id IS NOT NULL",
        "(order_id) WHERE order_id IS NOT NULL AND lower(kind) = 'a'",
        "USING gist (order_id)",
        "(id, order_id)",
        "((order_id + 1))",
    ],
)
def test_an_index_that_leaves_rows_out_or_begins_elsewhere_does_not_serve(index: str) -> None:
    table = "CREATE TABLE items (id bigint PRIMARY KEY, kind text, order_id bigint "
    sql = f"{table}REFERENCES orders);\nCREATE INDEX ON items {index};"

    assert len(messages(fk_without_index, sql)) == 1


def test_the_order_of_several_columns_does_not_matter() -> None:
    table = "CREATE TABLE c (a int, b int, FOREIGN KEY (a, b) REFERENCES p (a, b));\n"

    assert not messages(fk_without_index, f"{table}CREATE INDEX ON c (b, a);")


def test_a_table_is_followed_through_its_renames() -> None:
    sql = (
        "CREATE TABLE a (id bigint REFERENCES orders);\n"
        "ALTER TABLE a RENAME TO b;\nALTER TABLE b RENAME TO c;\nCREATE INDEX ON c (id);"
    )

    assert not messages(fk_without_index, sql)


def test_small_temporary_and_dropped_tables_need_no_index() -> None:
    small = "CREATE TABLE states (id bigint REFERENCES orders);"
    temporary = "CREATE TEMPORARY TABLE t (id bigint REFERENCES orders);"

    assert not messages(fk_without_index, small, small=("states",))
    assert not messages(fk_without_index, f"{temporary}\n{small}\nDROP TABLE states;")


def test_mysql_makes_the_index_itself() -> None:
    sql = "CREATE TABLE c (a int, FOREIGN KEY (a) REFERENCES p (a));"

    assert not messages(fk_without_index, sql, "mariadb")


def test_concludes_nothing_from_a_changeset_that_nobody_replayed() -> None:
    entry = Entry("1", "1", "1.sql", Order(0, (1,)))
    changeset = ChangeSet(entry, statements=(statement(ADD),))

    assert not [*fk_without_index(changeset), *fk_type_mismatch(changeset)]


# --- fk-type-mismatch ---


def test_says_both_types() -> None:
    sql = ORDERS + "CREATE TABLE c (a integer REFERENCES orders (id));"

    assert messages(fk_type_mismatch, sql) == [
        "c.a is integer and refers to orders.id, which is bigint"
    ]


def test_an_array_and_a_sign_make_another_type() -> None:
    parent = "CREATE TABLE p (a int unsigned PRIMARY KEY);\n"
    child = "CREATE TABLE c (a int, FOREIGN KEY (a) REFERENCES p (a));"
    arrays = "CREATE TABLE p (a int[] UNIQUE);\nCREATE TABLE c (a int REFERENCES p (a));"

    assert len(messages(fk_type_mismatch, parent + child, "mariadb")) == 1
    assert len(messages(fk_type_mismatch, arrays)) == 1


@pytest.mark.parametrize(
    ("own", "theirs", "differ"),
    [
        ("int", "bigint", False),
        ("varchar(9)", "text", False),
        ("text", "integer", True),
        ("blob", "integer", True),
        ("real", "double", False),
        ("decimal", "numeric", False),
        ("", "integer", False),
    ],
)
def test_sqlite_compares_how_values_are_stored(own: str, theirs: str, *, differ: bool) -> None:
    sql = f"CREATE TABLE p (a {theirs} UNIQUE);\nCREATE TABLE c (a {own} REFERENCES p (a));"

    assert bool(messages(fk_type_mismatch, sql, "sqlite")) is differ


# --- fk-parent-not-unique ---


def test_says_what_is_not_unique_and_what_is_missing() -> None:
    sql = (
        "CREATE TABLE p (a int, b int);\n"
        "CREATE TABLE c (a int REFERENCES p (a));\n"
        "CREATE TABLE d (a int REFERENCES p);"
    )

    assert messages(fk_parent_not_unique, sql) == [
        "a foreign key of c refers to a of p, which is not unique",
        "a foreign key of d refers to p, which has no primary key",
    ]


@pytest.mark.parametrize(
    "parent",
    [
        "CREATE TABLE p (a int);\nCREATE UNIQUE INDEX ON p (a) WHERE a > 0;",
        "CREATE TABLE p (a int UNIQUE DEFERRABLE);",
        "CREATE TABLE p (a int, b int, UNIQUE (a, b));",
        "CREATE TABLE p (a int);\nCREATE INDEX ON p (a);",
    ],
)
def test_a_key_of_other_columns_or_for_some_rows_is_none(parent: str) -> None:
    assert (
        len(messages(fk_parent_not_unique, f"{parent}\nCREATE TABLE c (a int REFERENCES p(a));"))
        == 1
    )


def test_a_key_in_the_same_statement_is_one() -> None:
    sql = (
        "CREATE TABLE p (a int UNIQUE, b int REFERENCES p (a));\n"
        "CREATE TABLE q (a int, b int);\n"
        "ALTER TABLE q ADD UNIQUE (a), ADD FOREIGN KEY (b) REFERENCES q (a);"
    )

    assert not messages(fk_parent_not_unique, sql)


def test_tables_that_are_not_known_whole_may_have_any_key() -> None:
    sql = (
        "CREATE TABLE p AS SELECT 1 AS a;\nCREATE TABLE c (a int REFERENCES p (a));\n"
        "CREATE TABLE l (LIKE p, b int REFERENCES l (a));"
    )

    assert not messages(fk_parent_not_unique, sql)


@pytest.mark.parametrize(
    ("keys", "refused"),
    [("key (a)", False), ("key (a, b)", False), ("key (b, a)", True), ("unique (a)", False)],
)
def test_mariadb_takes_any_index_that_begins_so(keys: str, *, refused: bool) -> None:
    sql = (
        f"CREATE TABLE p (a int, b int, {keys});\n"
        "CREATE TABLE c (a int, FOREIGN KEY (a) REFERENCES p (a));"
    )

    assert bool(messages(fk_parent_not_unique, sql, "mariadb")) is refused


def test_an_index_beside_the_key_serves_in_mariadb() -> None:
    sql = "CREATE TABLE p (a int, b int, KEY (a), FOREIGN KEY (b) REFERENCES p (a));"

    assert not messages(fk_parent_not_unique, sql, "mariadb")


# --- multiple-fks and fk-forbidden ---


def test_a_second_table_is_one_finding_for_the_transaction() -> None:
    sql = (
        "ALTER TABLE c ADD FOREIGN KEY (a) REFERENCES p;\n"
        "ALTER TABLE c ADD FOREIGN KEY (b) REFERENCES q;\n"
        "ALTER TABLE c ADD FOREIGN KEY (d) REFERENCES r;"
    )

    [finding] = findings(multiple_fks, sql)

    assert finding.place.line == 2
    assert finding.message == (
        "one transaction adds foreign keys to p and q: writers of all of them wait until it ends"
    )


def test_without_a_transaction_each_statement_is_its_own() -> None:
    sql = (
        "-- changeset 1 no-transaction\nALTER TABLE c ADD FOREIGN KEY (a) REFERENCES p;\n"
        "ALTER TABLE c ADD FOREIGN KEY (b) REFERENCES q;"
    )

    assert not messages(multiple_fks, sql)


def test_other_dialects_lock_otherwise() -> None:
    sql = "CREATE TABLE c (a int REFERENCES p (a), b int REFERENCES q (b));"

    assert not messages(multiple_fks, sql, "sqlite")


def test_a_rollback_may_have_foreign_keys() -> None:
    sql = "SELECT 1;\n-- rollback\nALTER TABLE c ADD FOREIGN KEY (a) REFERENCES p;"

    assert not messages(fk_forbidden, sql)
