from branchline.model.changelog import ChangeSet, Code, Entry, Order, Script
from branchline.model.finding import Place
from branchline.rules.robustness.empty_migration import empty_migration

ENTRY = Entry("0001_orders", "1", "0001_orders.sql", Order(0, (1,)))


def test_names_the_change() -> None:
    [problem] = empty_migration(ChangeSet(ENTRY, script=Script("", ENTRY.path)))

    assert problem.message == "0001_orders has no statement to run"
    assert problem.hint == "write it, or remove the file while no environment has it"


def test_a_file_that_cannot_be_read_is_not_called_empty() -> None:
    assert not [*empty_migration(ChangeSet(ENTRY, flaw="is not UTF-8"))]


def test_what_only_code_does_is_not_called_empty() -> None:
    code = (Code("User.update_all", Place(ENTRY.path, 3)),)

    assert not [*empty_migration(ChangeSet(ENTRY, script=Script("", ENTRY.path), code=code))]


def test_what_is_for_engines_that_nobody_named_is_not_called_empty() -> None:
    script = Script("SELECT now()", ENTRY.path)

    assert not [*empty_migration(ChangeSet(ENTRY, script=script, dbms="!sqlite"))]
