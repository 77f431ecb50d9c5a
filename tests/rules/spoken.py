"""What a rule says of SQL, without a file: a changelog as the fences of the pages write it."""

from branchline.model.changelog import ChangeSet
from branchline.model.effects import Engine
from branchline.model.finding import Problem
from branchline.rule import Rule
from branchline.sql.analyse import analyse
from branchline.testing.sql import TODAY, read


def problems(rule: Rule, text: str, dialect: str = "postgres", *version: int) -> list[Problem]:
    """Return what `rule` finds in every changeset of a changelog, in order."""
    changesets, _ = read(text)
    found: list[Problem] = []
    for changeset in analyse(changesets, Engine(dialect, version), today=TODAY):
        subjects = (
            (changeset,) if rule.scope is ChangeSet else (*changeset.statements, *changeset.undo)
        )
        found += [problem for subject in subjects for problem in rule(subject)]
    return found
