"""Files that are not called as a team calls them."""

from collections.abc import Iterator

from branchline.model.changelog import ChangeSet
from branchline.model.finding import Problem, Severity
from branchline.rule import rule
from branchline.rules.patterns import compiled


@rule("file-name", severity=Severity.WARNING)
def file_name(changeset: ChangeSet, *, pattern: str = r"[A-Za-z0-9_.+-]+") -> Iterator[Problem]:
    """The name of a file does not match the pattern of the policy.

    `pattern` is a regular expression for the whole name, without folders. Out
    of the box it allows ASCII letters, digits and `_.+-`: nothing that a shell
    or a file system takes for something else. No bundle asks for this.

    ```sql
    -- changeset 0001_straße -- finding
    CREATE TABLE streets (id bigint PRIMARY KEY);
    ```

    Rename it while no environment has it.

    ```sql
    -- changeset 0001_streets
    CREATE TABLE streets (id bigint PRIMARY KEY);
    ```

    Does not fire on the folders above it.

    Known elsewhere as: Flyway RG18, liquibase-linter file-name-no-spaces.
    """
    name = changeset.entry.path.rpartition("/")[2]
    wanted = compiled(pattern)
    if wanted is None:
        hint = "correct it in the policy"
        yield Problem(f"{pattern!r} of file-name is no regular expression", hint)
    elif not wanted.fullmatch(name):
        yield Problem(
            f"{name} is not called as the policy wants: {pattern}",
            "rename it while no environment has it",
        )
