"""What the rules about Liquibase say, of text that its reader has read."""

import pytest

from branchline.formats.liquibase import LIQUIBASE
from branchline.model.changelog import ChangelogDiff, ChangeSet, Entry, Order, Outline, Reversal
from branchline.model.finding import Problem
from branchline.model.settings import Changelog
from branchline.rules.liquibase import RULES
from branchline.rules.liquibase.liquibase_case_duplicate import liquibase_case_duplicate
from branchline.rules.liquibase.liquibase_text_order import liquibase_text_order
from tests.formats.trees import Files

HEADER = "--liquibase formatted sql\n"
SPEC = Changelog("app", "db", "liquibase")


def problems(text: str) -> list[tuple[str, Problem]]:
    tree = Files({"db/a.sql": text})
    found = [LIQUIBASE.read(tree, entry, SPEC) for entry in LIQUIBASE.outline(tree, SPEC)]
    assert not [changeset.flaw for changeset in found if changeset.flaw]
    return [
        (rule.id, problem)
        for each in found
        for rule in RULES
        if rule.scope is ChangeSet
        for problem in rule(each)
    ]


def attributes(words: str) -> list[tuple[str, Problem]]:
    return problems(f"{HEADER}--changeset ada:1 {words}\nx;\n")


@pytest.mark.parametrize(
    ("words", "rule", "message"),
    [
        ("runOnchnge:true", "unknown-attribute", "knows no attribute 'runOnchnge:true'"),
        ("contexts:@a", "unknown-attribute", "knows no attribute 'contexts:@a'"),
        ("runAlways:1", "boolean-value", "'runAlways:1' is false"),
        ('ignore:"true"', "boolean-value", "'ignore:\"true\"' is left out"),
        ("context=@test", "value-cut", "'context=@test' is nothing to Liquibase"),
        ("context: @test", "value-cut", "'context' is empty"),
        ("labels:a and b", "value-cut", "reads 'labels:a', and nothing of what"),
        ("labels:a, b", "value-cut", "reads 'labels:a,', and nothing of what"),
        ("dbms:mysql, oracle", "value-cut", "reads 'dbms:mysql,', and nothing of what"),
        ('context:"(@a, b)"', "unreadable-context", "a comma in parentheses does that as well"),
        ("dbms:!sqlserver", "unknown-dbms", "knows no database 'sqlserver'"),
        ("labels:a labels:b", "repeated-attribute", "labels is said twice"),
        ("rollbackSplitStatements:false", "split-statements-leak", "decides about splitting"),
        ("context:!prod", "context-without-at", "whatever '!prod' says"),
    ],
)
def test_an_attribute_is_weighed(words: str, rule: str, message: str) -> None:
    [(found, problem)] = attributes(words)

    assert found == f"liquibase-{rule}"
    assert message in problem.message
    assert problem.hint
    assert problem.at is not None
    assert (problem.at.path, problem.at.line) == ("db/a.sql", 2)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "splitStatements:false stripComments:FALSE endDelimiter:// rollbackEndDelimiter:/",
        'context:"@a or @b" labels:"a, b" dbms:postgresql,!h2 logicalFilePath:a:b',
        "labels:a the first of them",
        "runOnChange:true, runAlways:off",
        "splitStatements:false rollbackSplitStatements:false",
        "dbms:${database} runWith:psql runWithSpoolFile:out.txt",
        "contextFilter:@a",
        "a = b",
        "replaceIfExists:true failOnError:true",
        r"stripComments:false endDelimiter:\n\s*/\s*\n|\n\s*/\s*$",
        "context:@any labels:c-any,o-view,on-PtAccountViewNoPL,fin-13659 endDelimiter:GO",
    ],
)
def test_what_liquibase_reads_as_it_stands_is_left_alone(words: str) -> None:
    assert attributes(words) == []


@pytest.mark.parametrize(("words", "doubtful"), [("jira:SHOP-1", True), ("runAlway:true", False)])
def test_an_unknown_word_is_doubted_and_a_misspelt_one_is_not(
    words: str, *, doubtful: bool
) -> None:
    [(_, problem)] = attributes(words)

    assert problem.doubtful is doubtful


def test_a_database_that_may_be_an_extensions_is_doubted() -> None:
    [(_, problem)] = attributes("dbms:quuxbase")

    assert problem.doubtful
    assert problem.hint == "write the name as Liquibase does: postgresql, mysql, …"


def test_names_what_was_meant() -> None:
    assert attributes("dbms:postgres")[0][1].hint == "write postgresql"
    assert attributes("dbms:'oracle'")[0][1].hint == "write oracle"
    assert attributes("runOrder:last")[0][1].hint.startswith("formatted SQL has none")


def test_a_context_that_nobody_would_mean_is_doubted() -> None:
    [(rule, problem)] = attributes('context:"test demo"')

    assert rule == "liquibase-unreadable-context"
    assert problem.doubtful
    assert "takes the context otherwise" in problem.message


def test_text_above_all_changesets_is_one_problem() -> None:
    text = f"{HEADER}a;\n-- b\nc;\n/* d\ne */\n--changeset ada:1\nx;\n"

    [(rule, problem)] = problems(text)

    assert rule == "liquibase-text-outside-changeset"
    assert "this line and 1 more below it" in problem.message
    assert problem.at is not None
    assert problem.at.line == 2


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("x;\n--rollback: y;\n", 4),
        ("x;\n--rollback\ty;\n", 4),
        ("x;\n/* liquibase rollback y; */\n", 4),
        ("x;\n--rollback\n--y;\n", 4),
        ("x;\n--rollback y\n--rollback\n--rollback z\n", 0),
        ("x;\n--rollback\n", 0),
        ("x;\n-- rollback of the old one\n", 0),
    ],
)
def test_a_way_back_that_is_a_comment_is_told_from_one_that_is_not(text: str, line: int) -> None:
    found = problems(f"{HEADER}--changeset ada:1\n{text}")

    assert [problem.at.line for _, problem in found if problem.at] == ([line] if line else [])


@pytest.mark.parametrize(
    ("lines", "count"),
    [
        ("a\nb", 1),
        ("a;\nb", 0),
        ("a \nb", 0),
        ("a\n\nb", 0),
        ("-- a\nb;", 1),
        ("a; -- a\n", 0),
        ("a '--'\n b", 0),
        ("a", 0),
    ],
)
def test_lines_of_a_block_that_flow_together_are_told(lines: str, count: int) -> None:
    text = f"{HEADER}--changeset ada:1\nx;\n/* liquibase rollback\n{lines}\n*/\n"

    assert [rule for rule, _ in problems(text)] == ["liquibase-joined-rollback"] * count


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("x; /*\n--changeset ada:2\ny;\n*/\n", 1),
        ("x; /*\n--comment y\n*/\n", 1),
        ("x; /* a */\n--changeset ada:2\ny;\n", 0),
        ("x '/*';\n--changeset ada:2\ny;\n", 0),
        ("x '\n/*';\n--changeset ada:2\ny;\n", 0),
        ("-- it's /*\n--changeset ada:2\ny;\n", 0),
        ("x 'don';\n# don't /*\n--changeset ada:2\ny;\n", 0),
    ],
)
def test_a_directive_in_a_comment_is_told(text: str, count: int) -> None:
    found = problems(f"{HEADER}--changeset ada:1\n{text}")

    assert [rule for rule, _ in found] == ["liquibase-directive-in-comment"] * count


def test_ignored_lines_and_licences_and_properties_are_told() -> None:
    text = (
        f"{HEADER}--property name:a value:1\n--changeset ada:1\nx;\n--property name:A value:2\n"
        "--property name:a value:1\n--property name:a value:3 context:b\n"
        "--tagDatabase: v1\n--ignoreLines:start\ny;\n--ignoreLines:END\n"
    )

    found = {rule: problem.message for rule, problem in problems(text)}

    assert found == {
        "liquibase-unclosed-ignore": (
            "Liquibase drops the 2 lines below: no --ignoreLines:end follows"
        ),
        "liquibase-property-redefined": (
            "the property 'A' has a value already, and Liquibase keeps the first"
        ),
        "liquibase-licensed-directive": (
            "'--tagDatabase: v1' is a comment to Liquibase without a licence,"
            " and refused from 5.0 on"
        ),
    }


@pytest.mark.parametrize("text", ["x;\n" + HEADER, "-- a\n--changeset ada:1\nx;\n"])
def test_directives_without_a_header_on_top_are_told(text: str) -> None:
    [(rule, _)] = problems(text)

    assert rule == "liquibase-header-missing"


def test_a_rollback_by_another_changeset_is_one() -> None:
    text = f"{HEADER}--changeset a:1\nx;\n--rollback changeSetId:0 changeSetAuthor:a\n"
    tree = Files({"db/a.sql": text})
    [entry] = LIQUIBASE.outline(tree, SPEC)

    assert LIQUIBASE.read(tree, entry, SPEC).reversal is Reversal.AUTOMATIC
    assert problems(text) == []


def test_a_rollback_by_another_changeset_names_it_and_its_author() -> None:
    tree = Files({"db/a.sql": f"{HEADER}--changeset a:1\nx;\n--rollback changeSetId:0\n"})
    [entry] = LIQUIBASE.outline(tree, SPEC)

    assert "without changeSetAuthor" in LIQUIBASE.read(tree, entry, SPEC).flaw


def test_sql_that_liquibase_made_is_no_changelog() -> None:
    assert problems("-- Changeset db/root.xml::0::flowable\nx;\n") == []


def test_a_changeset_of_another_tool_has_no_traps() -> None:
    assert not ChangeSet.__dict__["traps"]


def test_a_master_may_list_files_in_the_order_of_their_numbers() -> None:
    ninth, tenth = (
        Entry(f"{path}::1::ada", f"{path}::1::ada", path, Order(0, (place,)))
        for place, path in enumerate(("db/9_a.sql", "db/10_b.sql"))
    )
    diff = ChangelogDiff(applied=Outline((ninth,)), added=(ChangeSet(tenth),))

    assert not [*liquibase_text_order(diff)]


def test_case_counts_in_a_path() -> None:
    lower, upper = (
        Entry(f"{path}::1::ada", f"{path}::1::ada", path, Order(0, (), path))
        for path in ("db/a.sql", "db/A.sql")
    )
    diff = ChangelogDiff(applied=Outline((lower,)), added=(ChangeSet(upper),))

    assert not [*liquibase_case_duplicate(diff)]


def test_of_two_new_ones_that_differ_by_case_the_later_one_is_named() -> None:
    first, second = (
        Entry(f"a.sql::{id_}::ada", f"a.sql::{id_}::ada", "a.sql", Order(0, (), id_), line=line)
        for line, id_ in enumerate(("x", "X"), 2)
    )
    diff = ChangelogDiff(added=(ChangeSet(first), ChangeSet(second)))

    [problem] = liquibase_case_duplicate(diff)

    assert problem.change == second.change
    assert problem.hint == "give a.sql an id of its own"
