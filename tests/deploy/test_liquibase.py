"""Formatted SQL of Liquibase, deployed by branchline itself."""

from dataclasses import replace
from pathlib import Path

import pytest

from branchline.deploy.tree import changesets
from branchline.formats.liquibase.outlines import Listed
from branchline.formats.selection import MalformedError, why_not
from branchline.git.objects import Repository
from branchline.model.changelog import ChangeSet, Order
from branchline.model.settings import Changelog
from tests.deploy.projects import Project
from tests.deploy.values import MAIN

ENTRY = Listed("a", "a", "db/a.sql", Order(0, (1,), "a"))


@pytest.mark.parametrize(
    ("contexts", "given", "why"),
    [
        ("", (), ""),
        ("dev", (), "context dev"),
        ("!prod", (), "context !prod"),
        ("!prod", ("dev",), ""),
        ("@!prod", ("dev",), ""),
        ("@not dev", ("dev",), "context @not dev"),
        ("dev and @test", ("dev", "test"), ""),
    ],
)
def test_contexts_are_liquibases_own_where_any_is_given(
    contexts: str, given: tuple[str, ...], why: str
) -> None:
    instance = replace(MAIN, contexts=given)

    assert why_not(ChangeSet(ENTRY, contexts=contexts), instance, "sqlite") == why


def test_what_is_to_be_ignored_does_not_run() -> None:
    ignored = ChangeSet(ENTRY, attributes=(("ignore", "true"),))

    assert why_not(ignored, MAIN, "sqlite") == "ignore:true"


def test_an_expression_that_liquibase_cannot_read_is_no_guess() -> None:
    instance = replace(MAIN, contexts=("a",))

    with pytest.raises(MalformedError, match="a comma in parentheses does that"):
        why_not(ChangeSet(ENTRY, contexts="(a,b)"), instance, "sqlite")


@pytest.mark.parametrize(
    ("said", "flaw"),
    [
        ("1 runOnChange:false\nx;", ""),
        ("1 runAlways:true\nx;", "says runAlways, which a deploy does not weigh yet"),
        (
            "1\n--preconditions onFail:MARK_RAN\nx;",
            "says preconditions, which a deploy does not weigh yet",
        ),
    ],
)
def test_what_is_decided_at_run_time_is_refused(tmp_path: Path, said: str, flaw: str) -> None:
    project = Project(tmp_path / "clone")
    commit = project.commit({"db/a.sql": f"--liquibase formatted sql\n--changeset ada:{said}\n"})
    spec = Changelog("app", "db", "auto")

    with Repository.discover(project.path) as repository:
        [found] = changesets(repository, commit or "HEAD", spec)

    assert found.flaw == flaw
