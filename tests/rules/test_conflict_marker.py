import pytest

from branchline.model.statement import Statement
from branchline.rules.robustness.conflict_marker import conflict_marker


@pytest.mark.parametrize("line", ["<<<<<<< HEAD", "=======", ">>>>>>> topic", "||||||| base"])
def test_names_the_line(line: str) -> None:
    [problem] = conflict_marker(Statement(f"SELECT\n{line}\n1", error="syntax error"))

    assert problem.message == f"a merge conflict was left behind: {line!r}"


def test_longer_rules_are_no_markers() -> None:
    assert not [*conflict_marker(Statement("SELECT\n==========\n1", error="syntax error"))]
