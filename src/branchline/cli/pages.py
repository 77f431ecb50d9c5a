"""Writes the pages of the rules, and their index: `python -m branchline.cli.pages docs/rules`.

The pages are the docstrings. They are written into the repository so that they
can be read and linked there; a test says when they are stale.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from branchline.model.changelog import ChangelogDiff, ChangeSet
from branchline.model.finding import Allowance
from branchline.model.plan import Plan
from branchline.model.refs import RefUpdate
from branchline.model.statement import Statement
from branchline.rule import Rule
from branchline.rules import RULES


def write(folder: Path) -> None:
    """Write the page of every rule, and their list, into `folder`; remove other pages."""
    folder.mkdir(parents=True, exist_ok=True)
    wanted = pages()
    for path in folder.glob("*.md"):
        if path.name not in wanted:
            path.unlink()
    for name, text in wanted.items():
        (folder / name).write_text(text, encoding="utf-8")


def pages() -> dict[str, str]:
    """Return the text of every page by its file's name."""
    return {"README.md": _list(), **{f"{rule.id}.md": page(rule) for rule in RULES}}


def page(rule: Rule) -> str:
    """Return the page of one rule."""
    return "\n".join([f"# {rule.id}", "", *_facts(rule), "", rule.page, ""])


def _facts(rule: Rule) -> Iterator[str]:
    yield f"Looks at {_SCOPES[rule.scope]}. Suggested severity: {rule.severity.word}."
    for name, default in rule.options.items():
        kind = getattr(rule.annotations.get(name), "__name__", "")
        yield f"Option `{name}` ({kind or 'any'}), `{default!r}` when not set."
    if rule.scope in {Statement, ChangeSet}:
        yield f"Allowed for one place by `-- branchline: allow {rule.id}: REASON`."


def _list() -> str:
    lines = ["# Rules", "", _INTRODUCTION, ""]
    lines += ["| rule | suggested | what it finds |", "|---|---|---|"]
    lines += [
        f"| [{rule.id}]({rule.id}.md) | {rule.severity.word} | {rule.summary} |"
        for rule in sorted(RULES, key=lambda rule: rule.id)
    ]
    return "\n".join([*lines, ""])


_INTRODUCTION = """\
These pages are written from the rules themselves. A line of an
example that ends in `-- finding` is one that the rule finds; all examples are run
as tests. In SQL, `-- changeset NAME` begins a changeset and `-- rollback` its way
back; a changeset runs in a transaction unless it says `no-transaction`."""

_SCOPES: dict[type, str] = {
    Statement: "one statement",
    ChangeSet: "one changeset",
    ChangelogDiff: "what changes in a changelog",
    RefUpdate: "a push to an environment's branch",
    Plan: "what a deploy would run",
    Allowance: "an allowance",
}

if __name__ == "__main__":
    from branchline.testing import index

    index.write()
    write(Path(sys.argv[1]))
