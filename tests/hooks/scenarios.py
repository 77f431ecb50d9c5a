"""What people push, and what becomes of it: one table for the hook and for `check`.

The world before each: dev holds 0001 to 0003, staging 0001 and 0002, prod 0001.
"""

from typing import NamedTuple


class Scenario(NamedTuple):
    """Steps in the clone, the words of one push, and the rules that refuse it; none accept."""

    name: str
    steps: tuple[str, ...]
    push: tuple[str, ...]
    rules: frozenset[str] = frozenset()


def _(name: str, steps: str, push: str, *rules: str) -> Scenario:
    lines = tuple(line.strip() for line in steps.strip().splitlines() if line.strip())
    return Scenario(name, lines, tuple(push.split()), frozenset(rules))


PROMOTIONS = (
    _("a fast-forward from the source", "git switch -q staging\ngit merge -q dev", "staging"),
    _("a true merge from the source", "git switch -q staging\ngit merge -q --no-ff dev", "staging"),
    _(
        "a squash of the source",
        "git switch -q staging\ngit merge -q --squash dev\ngit commit -qm squash",
        "staging",
    ),
    _(
        "a squash of several commits",
        """git switch -q dev
        add 0004
        add 0005
        git push -q origin dev
        git switch -q staging
        git merge -q --squash dev
        git commit -qm squash""",
        "staging",
    ),
    _("a cherry-pick from the source", "git switch -q staging\ngit cherry-pick dev", "staging"),
    _(
        "a cherry-pick that leaves an earlier change behind",
        """add 0004
        git push -q origin dev
        git switch -q staging
        git cherry-pick dev""",
        "staging",
        "gap",
    ),
    _(
        "an older commit of the source",
        """add 0004
        git push -q origin dev
        git switch -q staging
        git merge -q dev~1""",
        "staging",
    ),
    _(
        "a rebase of a branch of the source",
        """git switch -q -c feature dev~1
        add 0004
        git rebase -q dev
        git push -q origin feature:dev
        git switch -q staging
        git merge -q feature""",
        "staging",
    ),
    _(
        "an octopus of branches that the source holds",
        """git switch -q -c one dev
        add 0004
        git switch -q -c two dev
        add 0005
        git switch -q dev
        git merge -q one two
        git push -q origin dev
        git switch -q staging
        git merge -q --no-ff one two""",
        "staging",
    ),
    _(
        "an octopus with one stray",
        """git switch -q -c one dev
        add 0004
        git switch -q dev
        git merge -q one
        git push -q origin dev
        git switch -q -c stray dev
        add 0005
        git switch -q staging
        git merge -q --no-ff one stray""",
        "staging",
        "not-in-source",
    ),
    _(
        "a criss-cross",
        """git switch -q staging
        git merge -q --no-ff dev
        git push -q origin staging
        git switch -q dev
        add 0004
        git merge -q staging
        git push -q origin dev
        git switch -q staging
        git merge -q --no-ff dev""",
        "staging",
    ),
    _(
        "a foxtrot",
        "git switch -q --detach dev\ngit merge -q --no-ff staging -m foxtrot",
        "HEAD:staging",
    ),
    _(
        "a change that comes from nowhere",
        "git switch -q staging\nadd 0009",
        "staging",
        "not-in-source",
    ),
    _(
        "a feature branch merged past the source",
        """git switch -q -c feature staging
        add 0009
        git switch -q staging
        git merge -q --no-ff feature""",
        "staging",
        "not-in-source",
    ),
    _(
        "a change that is promoted twice at once",
        "git switch -q prod\ngit merge -q dev",
        "prod",
        "skips-environment",
    ),
    _(
        "a change in one push to both",
        """add 0004
        git switch -q staging
        git merge -q dev""",
        "dev staging",
        "same-push-source",
    ),
    _(
        "two branches in one push that do not rest on each other",
        """git switch -q staging
        git merge -q dev
        git switch -q dev
        add 0004""",
        "staging dev",
    ),
    _(
        "two environments in one push, a step each",
        """git switch -q prod
        git merge -q staging
        git switch -q staging
        git merge -q dev""",
        "prod staging",
    ),
    _(
        "a change that is in between by a squash",
        """git switch -q staging
        git merge -q --squash dev
        git commit -qm squash
        git push -q origin staging
        git switch -q prod
        git merge -q dev""",
        "prod",
    ),
    _(
        "an evil merge that adds",
        """git switch -q staging
        git merge -q --no-ff --no-commit dev
        add 0009""",
        "staging",
        "not-in-source",
    ),
    _(
        "an evil merge that edits what it brings",
        """git switch -q staging
        git merge -q --no-ff --no-commit dev
        edit 0003""",
        "staging",
        "checksum-mismatch",
    ),
    _(
        "an evil merge that edits what was there",
        """git switch -q staging
        git merge -q --no-ff --no-commit dev
        edit 0002""",
        "staging",
        "change-modified",
        "checksum-mismatch",
    ),
    _(
        "a merge that drops what it merges",
        "git switch -q staging\ngit merge -q -s ours dev",
        "staging",
        "phantom-promotion",
    ),
    _(
        "a merge that drops a part of what it merges",
        """add 0004
        git push -q origin dev
        git switch -q staging
        git merge -q --no-ff --no-commit dev
        remove 0004""",
        "staging",
        "phantom-promotion",
    ),
    _(
        "an evil merge outside of the changelog",
        """git switch -q staging
        git merge -q --no-ff --no-commit dev
        write app.txt hello""",
        "staging",
    ),
)

HISTORY = (
    _("a new change where changes are born", "add 0004", "dev"),
    _("application code only", "write app.txt hello", "dev"),
    _("application code on an upper branch", "git switch -q prod\nwrite app.txt hello", "prod"),
    _("a branch that no environment has", "git switch -q -c feature\nremove 0001", "feature"),
    _("deleting a branch that no environment has", "git push -q origin dev:x", ":x"),
    _("deleting an environment's branch", "", ":staging", "branch-deleted"),
    _(
        "rewinding an environment's branch",
        "git switch -q dev\ngit reset -q --hard HEAD~1",
        "-f dev",
        "non-fast-forward",
    ),
    _(
        "amending what was pushed",
        "git commit -q --amend -m again",
        "+dev",
        "non-fast-forward",
    ),
    _("a tag on an environment's branch", "git tag -a v1 -m v1", "v1:dev", "not-a-commit"),
    _(
        "a history of its own",
        """git switch -q --orphan other
        add 0004
        git switch -q dev
        git merge -q --allow-unrelated-histories other""",
        "dev",
        "unrelated-history",
    ),
    _("removing a change", "remove 0002", "dev", "change-removed"),
    _("editing a change", "edit 0002", "dev", "change-modified"),
    _("renaming a change", "rename 0002 0002_carts", "dev", "change-renamed"),
    _("renumbering a change", "rename 0002 0004", "dev", "change-renamed"),
    _(
        "reverting a promotion",
        "git switch -q dev\ngit revert --no-edit HEAD",
        "dev",
        "change-removed",
    ),
    _(
        "another way back for an old change",
        r"write db/0002.sql 'CREATE TABLE t_0002 (id bigint PRIMARY KEY);"
        r"\n-- rollback\nSELECT 1;\n'",
        "dev",
    ),
    _(
        "line ends and trailing blanks",
        r"write db/0002.sql 'CREATE TABLE t_0002 (id bigint PRIMARY KEY);"
        r"  \r\n\r\n-- rollback\r\n'",
        "dev",
    ),
    _("two changes with one number", "add 0003_carts", "dev", "duplicate-id"),
    _(
        "two branches that took one number",
        """git switch -q -c one dev
        add 0004_one
        git switch -q -c two dev
        add 0004_two
        git push -q origin one:dev
        git merge -q one""",
        "two:dev",
        "duplicate-id",
    ),
    _("a change that comes late", "add 0002.5", "dev", "out-of-order"),
    _("a link among the changes", "link 0004 /etc/passwd", "dev", "not-a-regular-file"),
    _(
        "a change that becomes a link",
        "remove 0003\nlink 0003 0001.sql",
        "dev",
        "change-removed",
        "not-a-regular-file",
    ),
    _(
        "a change that is not UTF-8",
        r"write db/0004.sql '\xff\xfe\x00'",
        "dev",
        "unreadable-change",
    ),
    _("a change with a NUL byte", r"write db/0004.sql 'SELECT 1;\x00'", "dev", "unreadable-change"),
    _("a change that policy refuses", "add 0004 'DROP TABLE t_0001;'", "dev", "drop-table"),
    _(
        "a merge that brings a number already taken above",
        """git switch -q dev
        add 0004
        git push -q origin dev
        git switch -q staging
        git merge -q dev
        git push -q origin staging
        git switch -q dev
        edit 0004""",
        "dev",
        "change-modified",
    ),
)

CREATIONS = (
    _("a new environment from its source's tip", "git switch -q -c qa staging", "qa"),
    _(
        "a new environment from an older commit of its source",
        "git switch -q -c qa staging~1",
        "qa",
    ),
    _(
        "a new environment from a feature branch",
        "git switch -q -c qa staging\nadd 0009",
        "qa",
        "not-in-source",
    ),
    _("a new environment from further below", "git switch -q -c qa dev", "qa", "skips-environment"),
)

SCENARIOS = PROMOTIONS + HISTORY
