import pytest

from branchline.rules.constraints.constraint_left_not_valid import constraint_left_not_valid
from branchline.rules.constraints.drop_constraint import drop_constraint
from branchline.rules.constraints.drop_primary_key import drop_primary_key
from branchline.rules.constraints.no_primary_key import no_primary_key
from branchline.rules.constraints.short_pk import short_pk
from branchline.rules.constraints.unnamed_constraint import unnamed_constraint
from branchline.rules.constraints.using_index_ineligible import using_index_ineligible
from tests.rules.analysed import findings, messages

# --- no-primary-key ---


def test_names_the_table_and_a_key() -> None:
    [finding] = findings(no_primary_key, "CREATE TABLE app.events (body text);")

    assert finding.message == "table app.events has no primary key"
    assert finding.hint.startswith("give it one: ALTER TABLE app.events ADD COLUMN id bigint")


@pytest.mark.parametrize(
    ("pattern", "ignored"),
    [("staging_*", True), ("app.staging_*", True), ("staging", False), ("*", True), ("s.*", False)],
)
def test_tables_are_ignored_by_pattern(pattern: str, *, ignored: bool) -> None:
    sql = "CREATE TABLE app.staging_a (line text);"

    assert (messages(no_primary_key, sql, ignore=(pattern,)) == []) is ignored


def test_partitions_and_copies_of_a_definition_take_the_key_along() -> None:
    sql = (
        "CREATE TABLE p PARTITION OF events FOR VALUES IN (1);\n"
        "CREATE TABLE l (LIKE events INCLUDING ALL);\nCREATE FOREIGN TABLE f (a int) SERVER s;"
    )

    assert not messages(no_primary_key, sql)


# --- drop-primary-key and drop-constraint ---


def test_names_the_columns_of_the_key() -> None:
    sql = (
        'CREATE TABLE orders (id bigint, "No" int, CONSTRAINT k PRIMARY KEY (id, "No"));\n'
        "-- changeset 2\nALTER TABLE orders DROP CONSTRAINT k;"
    )

    [finding] = findings(drop_primary_key, sql)

    assert finding.message == "drops the primary key of orders: nothing tells its rows apart"
    assert finding.hint.endswith('ADD PRIMARY KEY (id, "No")')
    assert not messages(drop_constraint, sql)


def test_a_key_may_be_swapped_within_a_transaction_only() -> None:
    drop, add = "ALTER TABLE o DROP CONSTRAINT o_pkey;", "ALTER TABLE o ADD PRIMARY KEY (a);"
    bare = "-- changeset 1 no-transaction\n"

    assert not messages(drop_primary_key, f"{drop}\n{add}")
    assert len(messages(drop_primary_key, f"{bare}{drop}\n{add}")) == 1
    assert not messages(drop_primary_key, f"{bare}{drop[:-1]}, ADD PRIMARY KEY (a);")


def test_mysql_says_the_kind_instead_of_the_name() -> None:
    sql = (
        "CREATE TABLE t (a int PRIMARY KEY, CONSTRAINT f FOREIGN KEY (a) REFERENCES p (a));\n"
        "-- changeset 2\nALTER TABLE t DROP PRIMARY KEY;\nALTER TABLE t DROP FOREIGN KEY f;"
    )

    assert len(messages(drop_primary_key, sql, "mariadb")) == 1
    assert messages(drop_constraint, sql, "mariadb") == [
        "drops foreign key f of t: rows that break it can be written at once"
    ]


def test_a_constraint_that_nobody_knows_is_named_as_one() -> None:
    assert messages(drop_constraint, "ALTER TABLE t DROP CONSTRAINT c;") == [
        "drops constraint c of t: rows that break it can be written at once"
    ]


def test_the_same_promise_under_another_name_takes_its_place() -> None:
    table = "CREATE TABLE t (a int, CONSTRAINT u UNIQUE (a), CONSTRAINT c CHECK (a > 0));\n"
    swap = "ALTER TABLE t DROP CONSTRAINT {}, ADD {};"

    same = [
        table + "-- changeset 2\n" + swap.format("u", "UNIQUE (a)"),
        table + "-- changeset 2\n" + swap.format("c", "CHECK (a > 0)"),
    ]
    other = [
        table + "-- changeset 2\n" + swap.format("u", "UNIQUE (b)"),
        table + "-- changeset 2\n" + swap.format("c", "CHECK (a > 1)"),
        "ALTER TABLE t DROP CONSTRAINT c, ADD CONSTRAINT d CHECK (a > 0);",
    ]

    assert not [found for sql in same for found in messages(drop_constraint, sql)]
    assert all(messages(drop_constraint, sql) for sql in other)


# --- short-pk ---


def test_says_when_a_key_runs_out() -> None:
    [finding] = findings(short_pk, "CREATE TABLE t (id smallserial PRIMARY KEY);")

    assert finding.message == "primary key t.id is smallserial: it runs out at 32,767"
    assert finding.hint == "use bigint: id bigserial"


@pytest.mark.parametrize(
    ("sql", "short"),
    [
        ("CREATE TABLE t (a int, b serial, PRIMARY KEY (a, b));", ["b"]),
        ("CREATE TABLE t (a int);\nALTER TABLE t ADD PRIMARY KEY (a);", ["a"]),
        ("ALTER TABLE t ADD COLUMN a int PRIMARY KEY;", ["a"]),
        ("ALTER TABLE t ADD COLUMN a int, ADD PRIMARY KEY (a);", ["a"]),
        ("ALTER TABLE t ADD PRIMARY KEY (a);", []),
        ("ALTER TABLE t ADD CHECK (a > 0);", []),
        ("CREATE TABLE t (a int[] PRIMARY KEY);", []),
        ("CREATE TABLE states (a int PRIMARY KEY);", []),
    ],
)
def test_keys_are_found_wherever_they_stand(sql: str, short: list[str]) -> None:
    found = messages(short_pk, sql, small=("states",))

    assert [message.split(".")[1].split()[0] for message in found] == short


def test_every_integer_of_sqlite_is_long() -> None:
    assert not messages(short_pk, "CREATE TABLE t (id integer PRIMARY KEY);", "sqlite")


# --- unnamed-constraint ---


def test_says_which_have_no_name_in_one_finding() -> None:
    sql = "CREATE TABLE t (a int UNIQUE, b int CHECK (b > 0), CHECK (a < b), PRIMARY KEY (a));"

    [message] = messages(unnamed_constraint, sql)

    assert message == (
        "check (a, b), unique (a) and check (b) of t have no name: the server makes one up"
    )


def test_primary_keys_are_asked_for_by_an_option() -> None:
    sql = "CREATE TABLE t (a int PRIMARY KEY);"

    assert messages(unnamed_constraint, sql, primary_keys=True) == [
        "primary key (a) of t has no name: the server makes one up"
    ]


def test_sqlite_drops_no_constraint_by_name() -> None:
    assert not messages(unnamed_constraint, "CREATE TABLE t (a int UNIQUE);", "sqlite")


# --- constraint-left-not-valid ---

LEFT = (
    "CREATE TABLE t (a int);\nALTER TABLE t ADD CONSTRAINT c CHECK (a > 0) NOT VALID;\n"
    "-- changeset 2\n"
)


def test_is_said_once_in_a_changeset() -> None:
    sql = LEFT + "ALTER TABLE t ADD COLUMN b int;\nALTER TABLE t ADD COLUMN d int;"

    [finding] = findings(constraint_left_not_valid, sql)

    assert finding.message == "c of t is still NOT VALID: old rows may break it"
    assert finding.hint == "ALTER TABLE t VALIDATE CONSTRAINT c"


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE t SET a = 1;",
        "DROP TABLE t;",
        "ALTER TABLE t ADD COLUMN b int;\nALTER TABLE t VALIDATE CONSTRAINT c;",
        "ALTER TABLE t DROP CONSTRAINT c;",
        "ALTER TABLE other ADD COLUMN b int;",
    ],
)
def test_other_rows_and_what_is_mended_are_left_alone(change: str) -> None:
    assert not messages(constraint_left_not_valid, LEFT + change)


# --- using-index-ineligible ---


@pytest.mark.parametrize(
    ("index", "flaw"),
    [
        ("CREATE UNIQUE INDEX i ON t (a DESC)", "does not sort by default"),
        ("CREATE UNIQUE INDEX i ON t (b text_pattern_ops)", "does not sort by default"),
        ('CREATE UNIQUE INDEX i ON t (b COLLATE "C")', "does not sort by default"),
        ("CREATE UNIQUE INDEX i ON t (lower(b))", "is over an expression"),
        ("CREATE UNIQUE INDEX i ON other (a)", "belongs to another table"),
        ("ALTER TABLE t ADD CONSTRAINT i UNIQUE (a)", "serves i"),
    ],
)
def test_says_why_an_index_is_not_taken(index: str, flaw: str) -> None:
    sql = (
        f"CREATE TABLE t (a int, b text);\nCREATE TABLE other (a int);\n{index};\n"
        "ALTER TABLE t ADD CONSTRAINT c UNIQUE USING INDEX i;"
    )

    assert messages(using_index_ineligible, sql) == [
        f"index i cannot become a constraint of t: it {flaw}"
    ]


def test_the_index_lies_in_the_schema_of_the_table() -> None:
    sql = (
        "CREATE TABLE app.t (a int);\nCREATE INDEX i ON app.t (a);\n"
        "ALTER TABLE app.t ADD CONSTRAINT c UNIQUE USING INDEX i;"
    )

    assert messages(using_index_ineligible, sql) == [
        "index i cannot become a constraint of app.t: it is not unique"
    ]
