"""Atlas's files and the sum over them; the sums are those of Atlas's own test data."""

import pytest

from branchline.formats import get
from branchline.formats.versioned import atlas
from branchline.model.changelog import Kind, Oddity, Outline
from branchline.model.settings import Changelog
from tests.formats.trees import Files

SPEC = Changelog("app", "db", "atlas")
TABLES = [f"create table `tbl_{n}` (`col` int);\n" for n in (1, 2, 3, 4)]
SQL = {
    "1_first.sql": TABLES[0],
    "2_second.sql": TABLES[1],
    "3_checkpoint.sql": f"-- atlas:checkpoint\n\n{TABLES[0]}{TABLES[1]}".replace("create", "CREATE")
    .replace("table", "TABLE"),
    "4_fourth.sql": TABLES[2],
}  # fmt: skip
SQL["5_checkpoint.sql"] = f"{SQL['3_checkpoint.sql']}{TABLES[2]}"
SQL["6_sixth.sql"] = TABLES[3].replace("create table", "CREATE TABLE")
SUMS = """\
h1:POfbsH2G2GIXAZQ2CdPa5ufTxcLpcnperz/gX0Vw6Uk=
1_first.sql h1:uJ2MyyeTqXx4rCqtRMQAvRrfsvdwmvsZ3LcadVvCdOc=
2_second.sql h1:TLO00GtsqSi8o0ySoaofBqxemrElL8fHOs3IRnqYvB8=
3_checkpoint.sql h1:LR4UjDYVtrRuHLN5GQwLAYnXrSf/iO70psY8hTmLmjw=
4_fourth.sql h1:QvaneqKxg+3R+zNzCP/wW43XkECdHkUwEpxJKPICEP8=
5_checkpoint.sql h1:syyuaJb/hoMRO7MJlv4AMhYqMCoSb8ZgcHENO8RqN3I=
6_sixth.sql h1:JNhpyBtH7XKqGBNRHQ+AvM9IDpO08C3G/swWPHfLkfw=
"""


def tree(sums: str | None = SUMS, **others: str | None) -> Files:
    files = {**SQL, **others, "atlas.sum": sums}
    return Files({f"db/{name}": text for name, text in files.items() if text is not None})


def outline(files: Files) -> Outline:
    return get("atlas").outline(files, SPEC)


def stale(files: Files) -> list[tuple[str, int, str]]:
    strays = outline(files).strays
    assert all(stray.what is Oddity.STALE for stray in strays)
    return [(stray.place.path, stray.place.line, stray.detail) for stray in strays]


def test_sums_are_those_of_atlas() -> None:
    found = atlas.sums((name, text.encode()) for name, text in SQL.items())

    assert atlas.written(found) == SUMS
    assert not stale(tree())


def test_a_file_that_asks_for_it_counts_by_its_name_alone() -> None:
    ignored = [("1.sql", b"-- atlas:sum ignore\n\nselect 1;"), ("2.sql", b"select 2;")]
    edited = [(ignored[0][0], ignored[0][1] + b"select 3;"), ignored[1]]

    assert [*atlas.sums(ignored)] == [*atlas.sums(edited)]
    assert [line.name for line in atlas.sums(ignored)] == ["2.sql"]


def test_a_checkpoint_is_where_a_fresh_database_begins() -> None:
    for sums in (SUMS, None):
        kinds = [entry.kind for entry in outline(tree(sums))]

        assert [n for n, kind in enumerate(kinds, 1) if kind is Kind.BASELINE] == [3, 5]


@pytest.mark.parametrize(
    ("files", "line", "detail"),
    [
        (tree(None), 0, "is not there, and Atlas runs nothing without it"),
        (tree("words\nand words\n"), 1, "is not written as Atlas writes it"),
        (tree(**{"7_new.sql": "select 1;"}), 8, "is out of date: 7_new.sql is not in it"),
        (tree(**{"2_b.sql": "select 1;"}), 3, "is out of date: 2_b.sql is not in it"),
        (
            tree(**{"6_sixth.sql": None}),
            7,
            "is out of date: it has 6_sixth.sql, which is not there",
        ),
        (
            tree(**{"4_fourth.sql": "select 1;"}),
            5,
            "is out of date: 4_fourth.sql is not as it was when it was summed",
        ),
        (
            tree(SUMS.replace("h1:POf", "h1:QOf")),
            1,
            "is out of date: its first line does not fit the others, as after a merge by hand",
        ),
    ],
)
def test_says_where_the_sum_and_the_files_part(files: Files, line: int, detail: str) -> None:
    assert stale(files) == [("db/atlas.sum", line, detail)]


def test_lines_in_another_order_are_said() -> None:
    first, *lines = SUMS.splitlines()
    moved = "\n".join((first, lines[1], lines[0], *lines[2:], ""))

    assert stale(tree(moved)) == [
        ("db/atlas.sum", 2, "is out of date: it has 2_second.sql where 1_first.sql belongs")
    ]


def test_an_empty_folder_needs_no_sum() -> None:
    assert not outline(Files({"db/README": ""})).strays


def test_what_should_be_there_is_what_atlas_would_write() -> None:
    derived = get("atlas").derived

    assert derived
    assert derived(tree("h1:x\n"), SPEC) == (("db/atlas.sum", SUMS),)


@pytest.mark.parametrize(
    ("text", "transaction", "flaw"),
    [
        ("-- atlas:txmode none\n\nselect 1;\n", False, False),
        ("-- atlas:txmode file\n\nselect 1;\n", True, False),
        ("-- atlas:txmode none\nselect 1;\n", True, False),  # part of the statement's own comments
        ("select 1;\n", True, False),
        ("-- atlas:txmode never\n\nselect 1;\n", True, True),
    ],
)
def test_directives_count_at_the_top_before_an_empty_line(
    text: str, *, transaction: bool, flaw: bool
) -> None:
    files = Files({"db/1_a.sql": text})
    [entry] = outline(files)

    changeset = get("atlas").read(files, entry, SPEC)

    assert changeset.transaction is transaction
    assert bool(changeset.flaw) is flaw


def test_files_are_ordered_by_name_letter_by_letter() -> None:
    names = ("10_a.sql", "1_b.sql", "2.10.x-20_c.sql", "2_a.sql", "3.sql", "20240101_a.sql")
    found = outline(Files(dict.fromkeys((f"db/{name}" for name in names), "")))

    assert [entry.path.removeprefix("db/") for entry in found] == sorted(names)
    assert {entry.id for entry in found} == {"10", "1", "2.10.x-20", "2", "3", "20240101"}


@pytest.mark.parametrize(
    ("line", "runner"), [("-- end", "atlas"), (";", ""), ("\\n\\n\\n", "atlas")]
)
def test_what_is_cut_at_other_marks_is_atlas_own_to_run(line: str, runner: str) -> None:
    files = Files({"db/1_a.sql": f"-- atlas:delimiter {line}\n\nselect 1;\n"})
    [entry] = outline(files)

    assert get("atlas").read(files, entry, SPEC).runner == runner
