"""What the example policies of Harness say by patterns over text, said of what SQL means.

A file holds cases: `-- allow` or `-- deny RULE`, and the SQL that it is about,
as one changeset. `-- bundle NAME` and `-- dialect NAME` hold for what follows.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from branchline.check import check
from branchline.model.changelog import ChangeSet, Entry, Order, Script
from branchline.model.effects import Engine
from branchline.model.finding import Severity
from branchline.model.settings import PolicySettings, Settings
from branchline.policy.catalogue import by_id
from branchline.policy.resolve import policy
from branchline.rules import RULES
from branchline.sql.analyse import analyse

FOLDER = Path(__file__).parent / "harness_compat"
_DIRECTIVE = re.compile(r"-- (bundle|dialect|allow|deny) ?([\w-]*)").fullmatch


class Case(NamedTuple):
    """One changeset, and the rule that must refuse it; none when it is allowed."""

    name: str
    bundle: str
    dialect: str
    rule: str
    sql: str


def cases(file: Path) -> Iterator[Case]:
    said = {"bundle": "harness-compat", "dialect": "postgres"}
    lines = file.read_text(encoding="utf-8").splitlines()
    directives = [(at, found) for at, line in enumerate(lines) if (found := _DIRECTIVE(line))]
    ends = [at for at, _ in directives[1:]] + [len(lines)]
    for (at, found), end in zip(directives, ends, strict=True):
        if found[1] in said:
            said[found[1]] = found[2]
        else:
            sql = "\n".join(lines[at + 1 : end])
            yield Case(f"{file.stem}:{at + 1}", said["bundle"], said["dialect"], found[2], sql)


CASES = [case for file in sorted(FOLDER.glob("*.sql")) for case in cases(file)]


def refused(case: Case) -> set[str]:
    """The rules whose findings are errors."""
    entry = Entry("0001", "1", "0001.sql", Order(0, (1,)))
    changeset = ChangeSet(entry, script=Script(case.sql, "0001.sql"))
    settings = Settings(policy=PolicySettings(extends=(case.bundle,)))
    enabled = policy(settings, by_id(RULES), lambda _: None)
    judged = analyse([changeset], Engine(case.dialect))
    return {each.rule for each in check(judged, enabled) if each.severity is Severity.ERROR}


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_a_policy_refuses_what_it_means_and_nothing_else(case: Case) -> None:
    assert refused(case) == ({case.rule} if case.rule else set())


def test_every_policy_refuses_and_allows_something() -> None:
    by_file = {case.name.partition(":")[0]: set[bool]() for case in CASES}
    for case in CASES:
        by_file[case.name.partition(":")[0]].add(bool(case.rule))

    assert all(kinds == {True, False} for kinds in by_file.values())
