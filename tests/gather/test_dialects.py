import pytest

from branchline.gather.dialects import dialect_of


@pytest.mark.parametrize(
    ("text", "dialect", "signs"),
    [
        ("CREATE TABLE a (id bigserial, j jsonb)", "postgres", "BIGSERIAL, JSONB"),
        ("create table a (id int unsigned auto_increment) engine = InnoDB", "mysql", None),
        ("CREATE TABLE a (id integer primary key autoincrement)", "sqlite", "AUTOINCREMENT"),
        ("CREATE TABLE [dbo].[a] (b nvarchar(9))\nGO\n", "tsql", "GO, NVARCHAR, [DBO]"),
        ("create table a (b varchar2(9), c number(9))", "oracle", "NUMBER(9, VARCHAR2"),
        ("create table a (b integer)", "postgres", ""),
        ("", "postgres", ""),
    ],
)
def test_words_of_one_server_give_it_away(text: str, dialect: str, signs: str | None) -> None:
    found, why = dialect_of([text])

    assert found == dialect
    assert signs is None or why == signs


def test_most_signs_win_over_all_files() -> None:
    texts = ["select 1::int", "create table a (b int) engine=innodb", "x int auto_increment"]

    assert dialect_of(texts)[0] == "mysql"
