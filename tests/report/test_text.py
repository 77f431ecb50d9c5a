from branchline.model.changelog import Code
from branchline.model.effects import Blocks, Effect, Lock
from branchline.model.finding import Finding, Place, Severity
from branchline.model.operations.base import Name
from branchline.model.operations.tables import DropTable
from branchline.model.statement import Statement
from branchline.report import Coverage, Report, text

ERROR = Finding(
    "drop-table",
    Severity.ERROR,
    "drops table orders",
    "rename it now and drop it in a later release",
    Place("db/2.sql", 4, 1, 4, 18),
    "2",
)
WARNING = Finding("missing-rollback", Severity.WARNING, "no way back", place=Place("db/1.sql", 1))


def test_a_finding_is_a_line_with_a_hint_below() -> None:
    report = Report((ERROR,), "1 change in db")

    assert list(text.lines(report)) == [
        "db/2.sql:4:1 error drop-table: drops table orders",
        "  hint: rename it now and drop it in a later release",
        "checked 1 change in db: 1 error",
    ]


def test_a_clean_report_is_one_line() -> None:
    report = Report(checked="3 changes", coverage=Coverage(12, 12))

    assert list(text.lines(report)) == [
        "checked 3 changes: no findings; 12 of 12 statements understood"
    ]


def test_the_summary_names_what_was_not_understood() -> None:
    places = tuple(Place("a.sql", line) for line in range(1, 8))
    report = Report(checked="1 file", coverage=Coverage(9, 2, places))

    assert text.summary(report) == (
        "checked 1 file: no findings; 2 of 9 statements understood, "
        "not a.sql:1, a.sql:2, a.sql:3, a.sql:4, a.sql:5 and 2 more"
    )


def test_a_limit_cuts_the_least_important() -> None:
    report = Report((WARNING, ERROR, WARNING), "all")

    found = list(text.lines(report, most=1))

    assert found[0].startswith("db/2.sql:4:1 error")
    assert found[2:] == ["and 2 more, none graver", "checked all: 1 error, 2 warnings"]


def test_a_finding_without_a_file_stands_at_its_ref() -> None:
    finding = Finding("gap", Severity.ERROR, "skips 3", ref="refs/heads/prod", environment="prod")

    [line, _] = text.lines(Report((finding,), "1 ref"))

    assert line == "refs/heads/prod error gap: skips 3 [prod]"


def test_nothing_unprintable_reaches_the_terminal() -> None:
    place = Place("a\x1b[2J\udcff.sql", 1, 1)
    finding = Finding("drop-table", Severity.ERROR, "drops \u202etable\n", "x\r", place)

    found = "".join(text.lines(Report((finding,), "a\x07")))

    assert found.isprintable()
    assert r"a\x1b[2J\xff.sql:1:1 error drop-table: drops \u202etable\n" in found


def test_colour_stands_around_severity_and_hint() -> None:
    [head, hint, _] = text.lines(Report((ERROR,), "all"), colour=True)

    assert head == "db/2.sql:4:1 \x1b[31merror\x1b[0m drop-table: drops table orders"
    assert hint.startswith("  \x1b[2mhint: ")


def test_an_override_is_said() -> None:
    report = Report((ERROR,), "1 push", overridden=True)

    assert text.summary(report) == "checked 1 push: 1 error, overridden"


def test_effects_say_what_a_statement_costs() -> None:
    operation = DropTable(Name("orders"))
    effect = Effect(
        (("orders", Lock.ACCESS_EXCLUSIVE),),
        Blocks.READS,
        rewrites=("orders",),
        scans=("orders",),
        transactional=False,
        may_fail_on_data=True,
    )
    statement = Statement("drop table orders", Place("a.sql", 1, 1), (operation,), effect=effect)

    assert text.effect_words(statement) == (
        "drop-table: AccessExclusive on orders, blocks reads and writes, rewrites orders, "
        "scans orders, not in a transaction, may fail on existing rows"
    )


def test_effects_of_other_engines_speak_their_words() -> None:
    statement = Statement("x", effect=Effect(algorithm="INPLACE", lock="NONE"))

    assert text.effect_words(statement) == "nothing: INPLACE, LOCK=NONE"


def test_effects_of_a_statement_nobody_understands_are_unknown() -> None:
    assert text.effect_words(Statement("x", error="syntax error")) == "not understood"


def test_code_counts_as_what_was_not_understood() -> None:
    code = Code("op.bulk_insert", Place("a.py", 9))

    assert Coverage.of((), (code,)) == Coverage(1, 0, (Place("a.py", 9),))
