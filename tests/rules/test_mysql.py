"""What the pages of MySQL's rules do not show: messages, ways out, and odd places."""

from dataclasses import replace

import pytest

from branchline.model.effects import Engine
from branchline.model.finding import Problem
from branchline.model.operations.tables import ModifyColumn
from branchline.model.statement import Part
from branchline.rules import mysql
from branchline.rules.mysql.modified import Change, change
from branchline.rules.mysql.servers import ticked
from tests.sql.units import judged

MYSQL, MARIADB = Engine("mysql", (8, 0)), Engine("mariadb", (10, 11))
RULES = {rule.id: rule for rule in mysql.RULES}


def problems(
    rule: str, sql: str, before: str = "", engine: Engine = MYSQL, **options: object
) -> list[Problem]:
    """What a rule says of a changeset."""
    found = RULES[rule]
    changeset = judged(sql, before=before, engine=engine)
    assert not [one.error for one in changeset.statements if one.error]
    subjects = (changeset,) if found.scope is type(changeset) else changeset.statements
    return [problem for subject in subjects for problem in found(subject, **options)]


def messages(rule: str, sql: str, before: str = "", engine: Engine = MYSQL) -> list[str]:
    """The messages of a rule."""
    return [problem.message for problem in problems(rule, sql, before, engine)]


def test_names_what_is_copied_and_for_which_columns() -> None:
    orders = "create table orders (id int primary key, net int, tax int)"
    change = "alter table orders modify net bigint, modify tax bigint"

    assert messages("alter-copies-table", change, orders) == [
        "orders is copied as a whole to change net and tax: writes wait"
    ]
    assert messages("alter-copies-table", "alter table x modify a bigint") == [
        (
            "the changelog does not tell the type of x.a before:"
            " x may be copied as a whole to change a: writes wait"
        )
    ]


@pytest.mark.parametrize(
    ("rule", "sql"),
    [
        ("drop-pk", "alter table t drop primary key"),
        ("drop-pk", "alter table t drop index `primary`"),
        ("drop-pk", "alter table t drop column id"),
        ("add-check-copy", "alter table t add check (a > 0)"),
        ("add-check-copy", "alter table t alter check c enforced"),
        ("add-fk-copy", "alter table t add foreign key (a) references p (id)"),
        ("add-stored-generated", "alter table t add x int as (a) stored"),
        ("expression-default", "alter table t add x varchar(36) default (uuid())"),
        ("convert-charset", "alter table t convert to character set latin1"),
        ("convert-charset", "alter table t modify b varchar(20) collate utf8mb4_bin"),
        ("varchar-byte-class", "alter table t modify b varchar(80)"),
        ("enum-set-not-append", "alter table t modify e enum('y','x')"),
        ("blocking-option", "alter table t add x int, algorithm = copy"),
        ("alter-copies-table", "alter table t modify a bigint"),
        ("alter-copies-table", "alter table t engine = myisam"),
        ("alter-copies-table", "alter table t order by a"),
        ("alter-copies-table", "alter table t remove partitioning"),
    ],
)
def test_one_rule_speaks_of_each_copy(rule: str, sql: str) -> None:
    table = "create table t (id int primary key, a int, b varchar(20), e enum('x','y'))"

    speaking = [name for name in COPYING if messages(name, sql, table)]

    assert speaking == [rule]


COPYING = (
    "add-check-copy",
    "add-fk-copy",
    "add-stored-generated",
    "alter-copies-table",
    "blocking-option",
    "convert-charset",
    "drop-pk",
    "enum-set-not-append",
    "expression-default",
    "varchar-byte-class",
)


def test_an_index_by_another_name_is_no_primary_key() -> None:
    assert not messages("drop-pk", "drop index k on t; alter table t drop column a")


def test_a_value_at_the_end_of_a_full_set_says_why() -> None:
    table = "create table t (e set('1','2','3','4','5','6','7','8'))"
    change = "alter table t modify e set('1','2','3','4','5','6','7','8','9')"

    [full] = problems("enum-set-not-append", change, table)
    [moved] = problems(
        "enum-set-not-append",
        "alter table t modify e set('x''y','1')",
        "create table t (e set('1'))",
    )

    assert full.message == (
        "t.e: its numbers need another byte, and every row is written anew: writes wait"
    )
    assert full.hint == "move the new values to a table of their own"
    assert moved.hint.endswith("ALTER TABLE t MODIFY e set('1', 'x''y')")


def test_asks_for_the_words_that_are_missing() -> None:
    missing = [
        problem.hint
        for problem in problems(
            "require-algorithm-lock",
            "alter table t add index (a); alter table t add x int;"
            "alter table t add index (a), lock = none; drop index k on t;"
            "alter table t add index (a), algorithm = inplace; optimize table t",
        )
    ]

    assert missing == [
        "put behind it ALGORITHM=INPLACE and LOCK=NONE",
        "put behind it ALGORITHM=INSTANT",
        "put behind it ALGORITHM=INPLACE",
        "put behind it ALGORITHM=INPLACE and LOCK=NONE",
        "put behind it LOCK=NONE",
    ]


def test_a_way_to_find_rows_that_refer_to_nothing() -> None:
    [problem] = problems(
        "add-fk-copy",
        "set foreign_key_checks = off; alter table t add foreign key (`order`) references p (id)",
    )

    assert problem.hint == (
        "look for them first: SELECT * FROM t c WHERE c.`order` IS NOT NULL"
        " AND NOT EXISTS (SELECT 1 FROM p p WHERE p.id = c.`order`)"
    )


def test_references_beside_a_column_count_where_the_server_makes_a_key() -> None:
    add = "alter table t add x int references p (id)"

    assert not problems("add-fk-copy", add)
    assert problems("add-fk-copy", add, engine=Engine("mysql", (9, 0)))
    assert problems("add-fk-copy", add, engine=MARIADB)
    assert not problems("add-fk-copy", "alter table t add x int unique", engine=MARIADB)
    assert not problems("add-fk-copy", "alter table t add unique (x)", engine=MARIADB)


def test_says_what_old_rows_silently_get() -> None:
    add = "alter table t add a int not null, add b date not null, add e enum('x','y') not null"

    assert messages("implicit-default", add) == [
        "every row of t silently gets 0 in a, '' in b and 'x' in e"
    ]


def test_settings_that_are_managed_elsewhere_are_not_asked_for() -> None:
    assert not problems("missing-lock-wait-timeout", "create table t (a int, key (a)); select 1")
    assert not problems(
        "missing-lock-wait-timeout", "alter table t add x int", engine=Engine("sqlite")
    )


def test_a_mode_that_cannot_be_read_is_taken_to_be_strict() -> None:
    change = "alter table t modify a int not null"

    assert not messages("non-strict-mode", change)
    assert messages("non-strict-mode", f"set sql_mode = 'ansi'; {change}") == [
        "values that do not fit are cut or replaced from here on, without an error",
        "NULL in t.a becomes 0 or an empty text: the session is not strict",
    ]
    known = "create table t (a int not null)"
    assert len(messages("non-strict-mode", f"set sql_mode = ''; {change}", known)) == 1


def test_options_say_what_a_project_allows() -> None:
    hits = "create table t (id int primary key) engine = aria row_format = compact charset utf8mb4"

    assert not problems("engine", hits, engines=("Aria",))
    assert not problems("compression", hits, formats=("compact",))
    assert not problems("pk-type", "create table t (c char(9) primary key)", types=("char",))
    assert problems("charset-collation", f"{hits} collate utf8mb4_bin", collations=("x",))
    assert not problems("charset-collation", "alter table t convert to character set default")
    counting = "create table t (id bigint auto_increment primary key)"
    assert not problems("autoinc-policy", counting, unsigned=False)
    assert problems("autoinc-policy", counting, types=())[0].hint == "make it an integer"
    assert problems("autoinc-policy", counting, types=("int",), unsigned=False)[0].hint == (
        "make it int"
    )
    assert problems("compression", hits, formats=())[0].hint == "use ROW_FORMAT = DYNAMIC"
    assert not problems("compression", "create temporary table t (a int) row_format = compressed")
    assert not problems("pk-type", "create temporary table t (c char(9) primary key)")


def test_what_costs_nothing_is_not_spoken_of() -> None:
    table = "create table t (id int primary key, a int, b int)"

    assert not problems("column-position", "alter table t modify b int after a", table)
    online = Engine("mariadb", (11, 4))
    key = "alter table t add foreign key (a) references p (id)"
    assert not problems("add-fk-copy", "alter table t add unique (a)", table)
    assert not problems("add-fk-copy", key, table, online)
    assert not problems("autoinc-policy", "alter table t modify b int", table)
    assert not problems("drop-pk", "alter table t drop foreign key f", table)
    assert not problems("drop-pk", "create table n (id int primary key); drop index `primary` on n")
    assert not problems("engine", "alter table t comment = 'x'")
    assert not problems("rebuild-command", "create table n (a int); optimize table n")
    assert not problems("rebuild-command", "alter table t auto_increment = 5")
    assert not problems("set-global", "flush tables")
    assert not problems("set-global", "set global foreign_key_checks = 1")
    assert not problems("charset-collation", "alter table t auto_increment = 5")
    assert not problems("implicit-default", "create table n (a int)")
    assert not problems("add-check-copy", "alter table t add x int as (a) stored", table, MARIADB)
    assert not problems("autoinc-policy", "alter table t modify b int unsigned auto_increment")


def test_a_column_that_nobody_told_of_changes_nobody_knows_how() -> None:
    [modify] = judged("alter table x modify a int", engine=MYSQL).statements

    assert change(modify, modify.of(ModifyColumn)[0][0]) is Change.UNKNOWN


def test_a_way_back_is_not_asked_for_its_defaults() -> None:
    [up] = judged("alter table t add x int not null", engine=MYSQL).statements

    assert [*RULES["implicit-default"](up)]
    assert not [*RULES["implicit-default"](replace(up, part=Part.DOWN))]


def test_other_servers_are_none_of_their_business() -> None:
    sqlite = Engine("sqlite")

    for name in RULES:
        assert not problems(name, "create table t (a int); drop table t", engine=sqlite)


def test_names_that_the_grammar_wants_are_quoted() -> None:
    assert [ticked(name) for name in ("orders", "order", "a b", "x`y")] == [
        "orders",
        "`order`",
        "`a b`",
        "`x``y`",
    ]
