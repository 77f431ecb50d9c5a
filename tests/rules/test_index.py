"""Finding rules by their index changes no verdict."""

import subprocess
import sys
from collections.abc import Iterator

import pytest

from branchline.check import check
from branchline.model.changelog import ChangelogDiff
from branchline.model.effects import Engine
from branchline.model.finding import Problem
from branchline.model.operations.tables import DropTable
from branchline.model.refs import RefUpdate
from branchline.model.statement import Statement
from branchline.rule import ERROR, Enabled, Rule, kinds_of, rule
from branchline.rules import RULES
from branchline.rules.indexed import indexed
from branchline.sql.analyse import analyse
from branchline.testing import Example, examples
from branchline.testing.index import kinds
from branchline.testing.sql import TODAY, read

EXAMPLES = [each for rule_ in RULES for each in examples(rule_) if each.language == "sql"]
WHOLE = [Enabled(rule_, rule_.severity) for rule_ in RULES]
BY_INDEX = [Enabled(rule_, rule_.severity) for rule_ in indexed()]


def test_the_index_tells_of_every_rule_what_a_policy_asks() -> None:
    found = [*indexed()]

    assert [(r.id, r.scope, r.severity) for r in found] == [
        (r.id, r.scope, r.severity) for r in RULES
    ]
    assert [(r.judge, r.options, r.annotations) for r in found] == [
        (r.judge, r.options, r.annotations) for r in RULES
    ]
    assert [r.page for r in found] == [r.page for r in RULES]


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_all_rules_find_the_same_by_the_index(example: Example) -> None:
    dialect, version = (*example.options, "", "")[:2]
    engine = Engine(dialect or "postgres", tuple(int(part) for part in version.split(".") if part))
    judged = [*analyse(read(example.text)[0], engine, today=TODAY)]

    assert check(judged, BY_INDEX) == check(judged, WHOLE)


def test_what_a_rule_asks_for_is_what_it_needs() -> None:
    @rule("asks")
    def asks(statement: Statement) -> Iterator[Problem]:
        if statement.error or statement.in_transaction:
            return
        for drop, _ in statement.of(DropTable):
            yield Problem(str(drop.table))

    assert kinds(asks) == {"DropTable", ERROR}


def test_what_a_rule_asks_for_may_depend_on_the_dialect() -> None:
    @rule("depends")
    def depends(statement: Statement) -> Iterator[Problem]:
        if statement.engine.dialect == "oracle" and statement.text:
            yield Problem("has a text")
        if statement.engine.dialect == "sqlite":
            yield Problem("is of SQLite")
        yield from (Problem("drops") for _ in statement.of(DropTable, dialect="mysql"))

    assert kinds(depends) == {"mysql:DropTable", "oracle:*", "sqlite:*"}


def test_a_rule_of_another_scope_may_need_a_field() -> None:
    @rule("removes")
    def removes(diff: ChangelogDiff) -> Iterator[Problem]:
        yield from (Problem(entry.change) for entry in diff.removed)

    @rule("names")
    def names(diff: ChangelogDiff) -> Iterator[Problem]:
        if diff.changelog in {one.change for one in diff.entries_after()}:
            yield Problem("is called as its changelog")

    @rule("forward")
    def forward(update: RefUpdate) -> Iterator[Problem]:
        if update.forward is False:
            yield Problem("goes back")

    assert (kinds(removes), kinds(names)) == (frozenset({"removed"}), frozenset())
    assert kinds(forward) <= kinds_of(RefUpdate("refs/heads/a", forward=False))
    assert kinds(forward).isdisjoint(kinds_of(RefUpdate("refs/heads/a")))


def test_a_dialect_that_no_index_knows_is_judged_by_every_rule() -> None:
    asked = Rule("x", lambda _: [Problem("is asked")], Statement, kinds=frozenset({"DropTable"}))

    assert check([Statement("", engine=Engine("h2"))], [Enabled(asked)])
    assert not check([Statement("", engine=Engine("sqlite"))], [Enabled(asked)])


def test_a_rule_that_looks_further_is_always_asked() -> None:
    @rule("text")
    def text(statement: Statement) -> Iterator[Problem]:
        if statement.text:
            yield Problem("has a text")

    @rule("operations")
    def operations(statement: Statement) -> Iterator[Problem]:
        yield from (Problem("does something") for _ in statement)

    @rule("version")
    def version(statement: Statement) -> Iterator[Problem]:
        if statement.engine.version > (9,) and [*statement.of(DropTable)]:
            yield Problem("drops")

    @rule("always")
    def always(statement: Statement) -> Iterator[Problem]:
        yield Problem(statement.engine.dialect)

    @rule("optional")
    def optional(statement: Statement, *, strict: bool = False) -> Iterator[Problem]:
        if strict and statement.of(DropTable):
            yield Problem("drops")

    asked: list[Rule] = [text, operations, version, always, optional]
    assert [kinds(each) for each in asked] == [frozenset()] * 5


def test_linting_imports_only_the_rules_that_it_asks() -> None:
    code = """
import sys
from branchline.rules.indexed import indexed
[drop] = [rule for rule in indexed() if rule.id == "drop-table"]
drop.page
loaded = {name for name in sys.modules if name.startswith("branchline.rules.")}
assert "branchline.rules.data_loss.drop_table" in loaded, loaded
assert "branchline.rules.data_loss.drop_schema" not in loaded, loaded
from branchline.rules import data_loss
assert data_loss.drop_schema.id == "drop-schema"
assert data_loss.drop_table.id == "drop-table"
"""

    subprocess.run([sys.executable, "-c", code], check=True)
