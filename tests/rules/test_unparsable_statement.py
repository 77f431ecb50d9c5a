from branchline.model.effects import Engine
from branchline.model.statement import Statement
from branchline.rules.failing.unparsable_statement import unparsable_statement


def test_repeats_the_complaint_of_the_parser() -> None:
    wrong = Statement("DORP TABLE t", error='syntax error at or near "DORP"', engine=Engine())

    [problem] = unparsable_statement(wrong)

    assert problem.message == (
        'postgres does not understand this statement: syntax error at or near "DORP"'
    )


def test_leaves_markers_and_commands_to_rules_that_say_it_better() -> None:
    assert not [*unparsable_statement(Statement("<<<<<<< HEAD\nSELECT 1", error="syntax error"))]
    assert not [*unparsable_statement(Statement("\\i x.sql", error="client command"))]
