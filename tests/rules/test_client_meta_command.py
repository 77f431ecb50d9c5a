from branchline.model.statement import Statement
from branchline.rules.robustness.client_meta_command import client_meta_command


def test_names_the_command() -> None:
    [problem] = client_meta_command(Statement("\\copy t FROM 'x'", error="client command"))

    assert problem.message == "\\copy is a command of a client, not of the server"
    assert problem.hint == "write it in SQL, or take it out"
