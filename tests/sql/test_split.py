"""Cutting: values in, values out."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from branchline.sql.split import Comment, Piece, comments, cut, end, split

DIALECTS = ("postgres", "sqlite", "mysql", "mariadb", "tsql", "oracle", "ansi")


def texts(text: str, dialect: str = "postgres") -> list[str]:
    return [piece.text for piece in split(text, dialect)]


def problems(text: str, dialect: str = "postgres") -> list[tuple[str, str]]:
    return [(piece.text, piece.problem) for piece in split(text, dialect)]


# --- statements and places


def test_a_piece_says_where_it_is() -> None:
    [first, second] = split("create table t (a int);\n\n  drop table t")

    assert (first.offset, first.line, first.column, first.terminated) == (0, 1, 1, True)
    assert (second.offset, second.line, second.column, second.terminated) == (27, 3, 3, False)


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end_counts(line_end: str) -> None:
    text = line_end.join(["-- one", "select 1;", "select 2;"])

    assert [piece.line for piece in split(text)] == [2, 3]


def test_a_byte_order_mark_takes_no_column() -> None:
    [piece] = split("\ufeffselect 1;")

    assert (piece.text, piece.offset, piece.line, piece.column) == ("select 1", 1, 1, 1)


def test_empty_statements_are_none() -> None:
    assert texts(";; ;\n;select 1;;") == ["select 1"]
    assert texts("") == []


def test_end_is_the_last_character() -> None:
    [one, two] = split("select 1; select\n  22;")

    assert end(one) == (1, 8)
    assert end(two) == (2, 4)


# --- comments


def test_comments_go_with_the_statement_they_are_at() -> None:
    text = "-- before\nselect /* in */ 1; -- behind\n-- next\nselect 2;"

    [first, second] = split(text)

    assert [comment.text for comment in first.comments] == ["before", "in", "behind"]
    assert second.comments == (Comment("next", 3, 1, 39),)


def test_a_comment_between_statements_on_one_line_goes_with_the_next() -> None:
    [first, second] = split("select 1; /* two */ select 2;")

    assert first.comments == ()
    assert [comment.text for comment in second.comments] == ["two"]


def test_a_statement_ends_before_the_comments_behind_it() -> None:
    whole = cut("select 1 -- one\n-- two\n")

    assert whole.pieces[0].text == "select 1"
    assert [comment.text for comment in whole.pieces[0].comments] == ["one"]
    assert [comment.text for comment in whole.trailing] == ["two"]


def test_comments_of_a_text_without_statements_are_not_lost() -> None:
    assert [found.text for found in comments("-- a\n/* b */\n;")] == ["a", "b"]


def test_a_semicolon_in_a_comment_ends_nothing() -> None:
    assert texts("select 1 -- a; b\n+ 2 /* c; */;") == ["select 1 -- a; b\n+ 2"]


def test_postgres_and_tsql_nest_comments_and_others_do_not() -> None:
    text = "/* a /* b */ select 1; */ select 2;"

    assert texts(text) == texts(text, "tsql") == ["select 2"]
    assert texts(text, "sqlite") == ["select 1", "*/ select 2"]


def test_mysql_comments() -> None:
    text = "select 1 # a; b\n;select 5--3;select 2 -- c;\n;"

    assert texts(text, "mysql") == ["select 1", "select 5--3", "select 2"]


def test_a_hash_is_an_operator_elsewhere() -> None:
    assert texts("select 1 # 2; select 3;") == ["select 1 # 2", "select 3"]


@pytest.mark.parametrize("mark", ["!40101", "!", "M!100100"])
def test_a_versioned_comment_is_code(mark: str) -> None:
    text = f"/*{mark} SET NAMES utf8 */; /*{mark} DROP TABLE t; */ select 1;"

    assert texts(text, "mariadb") == [
        f"/*{mark} SET NAMES utf8 */",
        f"/*{mark} DROP TABLE t",
        "select 1",
    ]


def test_only_a_line_feed_ends_a_line_comment_in_mysql() -> None:
    text = "-- a\r/* \nselect 1; -- */"

    assert texts(text, "mysql") == ["select 1"]
    assert texts(text) == []


# --- quotes


@pytest.mark.parametrize(
    ("statement", "dialect"),
    [
        ("select 'a;''b;'", "postgres"),
        (r"select E'a\';', 'b\'", "postgres"),
        ("select E'a'\n  'b\\';'", "postgres"),
        (r"select e'\\', ';'", "postgres"),
        (r"select U&'\0061;'", "postgres"),
        ('select "a;""b;"', "postgres"),
        ("select $$a;$$", "postgres"),
        ("select $a$ $b$ ; $$ $a$", "postgres"),
        ("select 'a\\', ';'", "sqlite"),
        ("select `a;``b`, [c;]", "sqlite"),
        (r"select 'a\';', " + r'"b\";", `c;\`', "mysql"),
        ("select [a;]]b], 'c;'", "tsql"),
        ("select q'[it's; ]', nq'!x';!', Q'{;'}'", "oracle"),
        ("select 'a;''b', \"c;\"", "ansi"),
    ],
)
def test_a_semicolon_in_quotes_ends_nothing(statement: str, dialect: str) -> None:
    assert texts(f"{statement};\nselect 2;", dialect) == [statement, "select 2"]


def test_parameters_and_names_with_dollars_are_no_quotes() -> None:
    assert texts("select $1; select a$b$c; select x$$; select 2$$;") == [
        "select $1",
        "select a$b$c",
        "select x$$",
        "select 2$$",
    ]


def test_a_name_that_ends_in_e_does_not_start_an_escape_string() -> None:
    assert texts(r"select type'\';select 2;") == [r"select type'\'", "select 2"]


def test_an_escape_string_may_open_the_text() -> None:
    assert texts(r"E'\';'; select 2") == [r"E'\';'", "select 2"]


@pytest.mark.parametrize(
    ("line", "dialect", "problem"),
    [
        ("select 'oops;", "postgres", "unterminated string"),
        ("select E'oops\\';", "postgres", "unterminated string"),
        ('select "oops;', "postgres", "unterminated identifier"),
        ("select $x$ oops;", "postgres", "unterminated dollar quote"),
        ("select 1 /* oops;", "postgres", "unterminated comment"),
        ("/* oops /* ", "postgres", "unterminated comment"),
        ("select `oops;", "mysql", "unterminated identifier"),
        ("select [oops;", "tsql", "unterminated identifier"),
        ("select q'[oops;", "oracle", "unterminated string"),
    ],
)
def test_a_quote_that_never_ends_costs_its_line(line: str, dialect: str, problem: str) -> None:
    text = f"select 1;\n{line}\ndrop table t;"

    assert problems(text, dialect) == [
        ("select 1", ""),
        (line.strip(), problem),
        ("drop table t", ""),
    ]


def test_a_nested_comment_that_never_ends_is_read_as_a_plain_one() -> None:
    text = "/* a /* b\n c */\ndrop table t;"

    assert problems(text) == [("/* a /* b\n c */", "unterminated comment"), ("drop table t", "")]


# --- bodies

BODIES = [
    (
        "postgres",
        (
            "create or replace function f(a int) returns int begin atomic\n"
            "  select case when a > 1 then 2 end;\n  select 2;\nend"
        ),
    ),
    ("postgres", "create procedure p() language sql begin atomic end"),
    ("postgres", "create function f() returns int language sql as $$ select 1; $$"),
    ("postgres", "do $do$ begin perform 1; end; $do$"),
    (
        "postgres",
        "create rule r as on insert to t do also (\ninsert into a values (1);\nselect 2;)",
    ),
    ("sqlite", "create trigger t after insert on x begin select 1; delete from y; end"),
    (
        "sqlite",
        (
            "create temp trigger t update of a on x when new.a > 1 begin\n"
            "  update y set z = case when new.end then 1 else 2 end;\n"
            "  insert into w (start, end) values (1, 2);\nend"
        ),
    ),
    ("mysql", "create procedure p() begin if a then select 1; end if; begin end; end"),
    (
        "mysql",
        (
            "create definer=`a`@`%` procedure p(in x int) comment 'c;' begin\n"
            "  declare exit handler for sqlexception begin rollback; end;\n"
            "  l: loop leave l; end loop l;\n  while x do set x = if(x, 1, 2); end while;\n"
            "  repeat set x = repeat('a', 2); until x end repeat;\n"
            "  case x when 1 then select case x when 1 then 2 end; else begin end; end case;\nend"
        ),
    ),
    ("mysql", "create trigger t before insert on x for each row if new.a then set @a = 1; end if"),
    (
        "mysql",
        (
            "create trigger t before insert on x for each row\n"
            "if (new.a) then if b then set @a = 1; end if; while c do set @b = 1; end while; end if"
        ),
    ),
    ("mysql", "create event e on schedule every 1 day ends '2030-01-01' do begin select 1; end"),
    ("mysql", "create definer=root@localhost function f() returns int deterministic return 1"),
    (
        "mysql",
        (
            "/*!50003 CREATE*/ /*!50017 DEFINER=`a`@`b`*/ /*!50003 TRIGGER t AFTER INSERT ON x"
            " FOR EACH ROW BEGIN SET @a = 1; END */"
        ),
    ),
    ("mariadb", "begin not atomic declare x int; select 1; end"),
    ("mariadb", "if a then select 1; else select 2; end if"),
    ("mariadb", "for i in 1..2 do select 1; end for"),
    ("mariadb", "create or replace procedure if not exists p() select 1"),
    ("tsql", "if exists (select 1) begin drop table a; select case 1 when 1 then 2 end; end"),
    ("tsql", "begin try select 1; end try begin catch throw; end catch"),
    ("ansi", "create trigger t after insert on x begin atomic set a = 1; end"),
]


@pytest.mark.parametrize(("dialect", "statement"), BODIES)
@pytest.mark.parametrize("upper", [False, True])
def test_a_body_stays_in_its_statement(dialect: str, statement: str, *, upper: bool) -> None:
    statement = statement.upper() if upper else statement

    assert texts(f"{statement};\nselect 2;", dialect) == [statement, "select 2"]


UNITS = [
    "begin null; end;",
    "declare x number; begin if x then y; end if; loop exit; end loop; end;",
    "create procedure p is x number; begin begin null; end; end p;",
    (
        "create or replace function f(a in number default 1) return number is\n"
        "  cursor c is select 1 from dual;\n"
        "  function g return number is begin return case when 1 is null then 2 end; end g;\n"
        "  procedure h;\nbegin\n  for i in 1..2 loop null; end loop;\n"
        "  case a when 1 then null; end case;\n  return 1;\nend f;"
    ),
    "create package p as procedure a; function b return number; end p;",
    (
        "create or replace package body p is\n  procedure a is begin null; end;\n"
        "  function b return number is external name 'x';\nbegin\n  null;\nend p;"
    ),
    (
        "create editionable trigger t before insert on x for each row when (new.a is null)\n"
        "declare y number; begin null; end;"
    ),
    (
        "create trigger t for insert on x compound trigger\n  y number;\n"
        "  before statement is begin null; end before statement;\nend t;"
    ),
    "create type body t as member function f return number is begin return 1; end; end;",
]


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize(("slash", "terminated"), [("\n/\n", True), ("\n", False)])
def test_a_plsql_unit_keeps_its_semicolon(unit: str, slash: str, *, terminated: bool) -> None:
    [first, second] = split(f"{unit}{slash}drop table t;", "oracle")

    assert (first.text, first.terminated, first.problem) == (unit, terminated, "")
    assert (second.text, second.terminated) == ("drop table t", True)


@pytest.mark.parametrize(
    ("dialect", "begin"),
    [
        *((dialect, "begin") for dialect in ("postgres", "sqlite", "mysql", "mariadb", "ansi")),
        *((dialect, "BEGIN transaction") for dialect in ("postgres", "sqlite", "tsql")),
        ("tsql", "begin tran x"),
        ("mysql", "begin work"),
    ],
)
def test_a_plain_begin_opens_no_body(begin: str, dialect: str) -> None:
    assert texts(f"{begin}; select 1; commit;", dialect) == [begin, "select 1", "commit"]


def test_begin_immediate_is_a_statement() -> None:
    assert texts("BEGIN IMMEDIATE; SELECT 1; END;", "sqlite") == [
        "BEGIN IMMEDIATE",
        "SELECT 1",
        "END",
    ]


@pytest.mark.parametrize(
    ("dialect", "broken", "following"),
    [
        ("postgres", "create function f() begin atomic select 1", "drop table t"),
        ("postgres", "create rule r as on insert to t do (select 1", "drop table t"),
        ("sqlite", "create trigger t after insert on x begin select 1", "drop table t"),
        ("mysql", "create procedure p() begin select 1", "create procedure q() select 1"),
        ("mysql", "create procedure p() begin select 1", "drop table t"),
        ("tsql", "if 1 = 1 begin select 1", "drop table t"),
        ("oracle", "begin null", "drop table t"),
    ],
)
def test_a_body_that_never_closes_costs_one_statement(
    dialect: str, broken: str, following: str
) -> None:
    [first, second, third] = problems(f"{broken};\n{following};\nselect 2;", dialect)

    assert first[0] == broken
    assert first[1] in {"unterminated block", "unbalanced parenthesis"}
    assert [second, third] == [(following, ""), ("select 2", "")]


def test_an_unbalanced_parenthesis_costs_one_statement() -> None:
    assert texts("create table a (b int;\ndrop table c;") == [
        "create table a (b int",
        "drop table c",
    ]


# --- clients


def test_a_delimiter_of_ones_own() -> None:
    text = (
        "select 0;\nDELIMITER //\ncreate procedure p() begin select 1; end//\n"
        "create procedure q() begin select '//'; -- //\nend //\n"
        "delimiter ;\nselect 2;"
    )

    assert texts(text, "mysql") == [
        "select 0",
        "create procedure p() begin select 1; end",
        "create procedure q() begin select '//'; -- //\nend",
        "select 2",
    ]


@pytest.mark.parametrize("delimiter", ["$$", ";;", "|", "EOF", "'@'"])
def test_any_delimiter(delimiter: str) -> None:
    bare = delimiter.strip("'")
    text = f"delimiter {delimiter}\ncreate event e do begin select 1; end {bare}\nselect 2{bare}\n"

    assert texts(text, "mariadb") == ["create event e do begin select 1; end", "select 2"]


def test_a_delimiter_does_not_join_what_the_server_takes_apart() -> None:
    text = "delimiter //\nselect 1; drop table t //"

    assert texts(text, "mysql") == ["select 1", "drop table t"]


def test_a_delimiter_line_ends_a_statement_that_lacks_its_own() -> None:
    text = "delimiter //\ncreate procedure p() begin end\ndelimiter ;\nselect 1;"

    assert [(p.text, p.terminated) for p in split(text, "mysql")] == [
        ("create procedure p() begin end", False),
        ("select 1", True),
    ]


def test_go_ends_a_batch() -> None:
    text = (
        "create table a (b int)\ngo\ncreate procedure p as begin select 1; end; select 2;\n"
        " GO 5 -- again\nselect 'x\nGO\n'\n/*\nGO\n*/\nGO"
    )

    assert texts(text, "tsql") == [
        "create table a (b int)",
        "create procedure p as begin select 1; end; select 2;",
        "select 'x\nGO\n'",
    ]


def test_go_within_a_line_is_a_name() -> None:
    assert texts("select 1 as\n go_on, go from t;", "tsql") == ["select 1 as\n go_on, go from t"]


def test_a_slash_on_its_own_line_ends_a_statement_in_oracle() -> None:
    assert texts("select 4\n/\nselect 4 / 2 from dual;\n/\n", "oracle") == [
        "select 4",
        "select 4 / 2 from dual",
    ]


@pytest.mark.parametrize(
    ("dialect", "command"),
    [
        ("postgres", "\\set it's"),
        ("postgres", "\\i other.sql"),
        ("sqlite", ".read it's"),
        ("mysql", "source it's"),
        ("tsql", ":r it's"),
        ("oracle", "PROMPT it's;"),
        ("oracle", "set define off"),
    ],
)
def test_a_command_of_the_client_is_a_piece_of_its_own(dialect: str, command: str) -> None:
    text = f"select 1;\n{command}\ndrop table t;"

    assert problems(text, dialect) == [
        ("select 1", ""),
        (command, "client command"),
        ("drop table t", ""),
    ]


def test_a_command_behind_a_statement_ends_it() -> None:
    assert texts("select 1 \\gset\ndrop table t;") == ["select 1", "\\gset", "drop table t"]


def test_set_of_sql_is_no_command_of_the_client() -> None:
    assert problems("set role r; set transaction read only;", "oracle") == [
        ("set role r", ""),
        ("set transaction read only", ""),
    ]


@pytest.mark.parametrize("statement", ["COPY t (a) FROM stdin", "\\copy t from stdin"])
def test_data_of_a_copy_is_not_read_as_sql(statement: str) -> None:
    [copy, drop] = split(f"{statement};\n1\tit's; $$\n-- \\.\n\\.\ndrop table t;")

    assert copy.data == "1\tit's; $$\n-- \\.\n"
    assert (drop.text, drop.line) == ("drop table t", 5)


def test_a_copy_without_its_data_hides_nothing() -> None:
    assert problems("copy t from stdin;\ndrop table t;") == [
        ("copy t from stdin", "unterminated copy data"),
        ("drop table t", ""),
    ]


def test_a_copy_from_a_file_has_no_data() -> None:
    assert problems("copy t from 'stdin'; select 1;") == [
        ("copy t from 'stdin'", ""),
        ("select 1", ""),
    ]


# --- properties

SCRAPS = st.sampled_from(
    [
        *(
            ";",
            "'",
            '"',
            "`",
            "[",
            "]",
            "(",
            ")",
            "$$",
            "$a$",
            "$1",
            "E'",
            "q'[",
            "]'",
            "\\",
            "\\.",
        ),
        *(
            "--",
            "#",
            "/*",
            "*/",
            "/*!",
            "/*M!1 ",
            "\n",
            "\r\n",
            "\r",
            " ",
            "\t",
            "\ufeff",
            "\0",
            "é",
        ),
        *(
            "create ",
            "function ",
            "trigger ",
            "procedure f ",
            "package ",
            "begin ",
            "atomic ",
            "end ",
        ),
        *(
            "case ",
            "if ",
            "loop ",
            "is ",
            "declare ",
            "copy t from stdin",
            "rule ",
            "\nGO\n",
            "\n/\n",
        ),
        *(
            "\ndelimiter //\n",
            "\ndelimiter ;\n",
            "//",
            "drop table t",
            "select 1",
            "\ncreate table t",
        ),
    ]
)
HOSTILE = st.lists(SCRAPS | st.text(max_size=3), max_size=40).map("".join)


@given(HOSTILE | st.text(), st.sampled_from(DIALECTS))
def test_any_text_is_cut_into_ordered_pieces_of_itself(text: str, dialect: str) -> None:
    whole = cut(text, dialect)

    for piece in whole.pieces:
        assert piece.text == text[piece.offset : piece.offset + len(piece.text)]
        assert piece.text == piece.text.strip(" \t\r\n\f\v") != ""
        assert place(text, piece.offset) == (piece.line, piece.column)
        assert place(text, piece.offset + len(piece.text) - 1) == end(piece)
    for before, after in pairwise(whole.pieces):
        assert before.offset + len(before.text) <= after.offset


@given(HOSTILE, st.sampled_from(DIALECTS))
def test_comments_are_in_order_and_say_where_they_are(text: str, dialect: str) -> None:
    found = comments(text, dialect)

    assert [comment.offset for comment in found] == sorted({comment.offset for comment in found})
    assert all(place(text, comment.offset) == (comment.line, comment.column) for comment in found)


@given(HOSTILE, st.sampled_from(DIALECTS))
def test_nothing_is_dropped_but_what_separates(text: str, dialect: str) -> None:
    whole = cut(text, dialect)
    spans = [(piece.offset, len(piece.text)) for piece in whole.pieces]
    left = "".join(
        text[start + size : following]
        for (start, size), (following, _) in pairwise([(0, 0), *spans, (len(text), 0)])
    )

    assert "drop" not in without_comments(left, text, dialect, whole.pieces)


PLAIN = ("select 1", "create table t (a int)", "insert into t values ('a;''b')", 'drop table "x;y"')
WELL_FORMED = {
    dialect: [*PLAIN, *(statement for other, statement in BODIES if other == dialect)]
    for dialect in DIALECTS
    if dialect != "oracle"
}
GAPS = st.lists(
    st.sampled_from(["\n", " ", "\t", "\r\n", "-- it's; a\n", '/* b; " */', ";"]), max_size=4
).map("".join)


@given(st.data(), st.sampled_from(sorted(WELL_FORMED)))
def test_well_formed_statements_come_back_as_they_went_in(
    data: st.DataObject, dialect: str
) -> None:
    statements = data.draw(st.lists(st.sampled_from(WELL_FORMED[dialect]), max_size=6))
    text = "".join(f"{data.draw(GAPS)}{statement};" for statement in statements)

    found = list(split(text + data.draw(GAPS), dialect))

    assert [(piece.text, piece.problem) for piece in found] == [(text, "") for text in statements]


def place(text: str, offset: int) -> tuple[int, int]:
    before = text[:offset].removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1


def without_comments(left: str, text: str, dialect: str, pieces: tuple[Piece, ...]) -> str:
    for comment in comments(text, dialect):
        left = left.replace(comment.text, "", 1)
    for piece in pieces:
        left = left.replace(piece.data, "", 1)
    return left
