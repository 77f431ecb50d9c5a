"""What people push, and what becomes of it: one table for the hook and for `check`.

The world before each: dev holds 0001 to 0003, staging 0001 and 0002, prod 0001.
"""

from typing import NamedTuple


class Scenario(NamedTuple):
    """Steps in the clone, the words of one push, and the rules that refuse it; none accept.

    `rules` are those of mode `content`, `ancestry` those of that mode, and
    `strict` what it adds to both. `promotion` are keys of that table.
    """

    name: str
    steps: tuple[str, ...]
    push: tuple[str, ...]
    rules: frozenset[str] = frozenset()
    ancestry: frozenset[str] = frozenset()
    strict: frozenset[str] = frozenset()
    promotion: str = ""

    def expected(self, mode: str) -> frozenset[str]:
        """The rules that refuse it in a mode: `strict` asks what both others do, and more."""
        both = self.rules | self.ancestry | self.strict
        return {"content": self.rules, "ancestry": self.ancestry, "strict": both}[mode]

    @property
    def breaks_glass(self) -> bool:
        """Whether the pusher says that it is an emergency."""
        return "-o" in self.push


def _(  # noqa: PLR0913 - a row of a table
    name: str,
    steps: str,
    push: str,
    *rules: str,
    ancestry: str | None = None,
    strict: str = "",
    promotion: str = "",
) -> Scenario:
    lines = tuple(line.strip() for line in steps.strip().splitlines() if line.strip())
    other = frozenset(rules) if ancestry is None else frozenset(ancestry.split())
    return Scenario(
        name,
        lines,
        tuple(push.split()),
        frozenset(rules),
        other,
        frozenset(strict.split()),
        promotion,
    )


GLASS = "-o branchline.break-glass=INC-1 -o branchline.reason=down"
OPEN = "break_glass = { enabled = true }"


PROMOTIONS = (
    _("a fast-forward from the source", "git switch -q staging\ngit merge -q dev", "staging"),
    _("a true merge from the source", "git switch -q staging\ngit merge -q --no-ff dev", "staging"),
    _(
        "a squash of the source",
        "git switch -q staging\ngit merge -q --squash dev\ngit commit -qm squash",
        "staging",
        ancestry="not-in-source",
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
        ancestry="not-in-source",
    ),
    _(
        "a cherry-pick from the source",
        "git switch -q staging\ngit cherry-pick -x dev",
        "staging",
        ancestry="not-in-source",
    ),
    _(
        "a cherry-pick that leaves an earlier change behind",
        """add 0004
        git push -q origin dev
        git switch -q staging
        git cherry-pick dev""",
        "staging",
        "gap",
        ancestry="not-in-source",
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
        """add 0004
        git push -q origin dev
        git switch -q staging
        git merge -q --no-ff dev~1
        git push -q origin staging
        git switch -q --detach dev
        git merge -q --no-ff staging -m foxtrot""",
        "HEAD:staging",
        strict="first-parent",
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
        ancestry="skips-environment",
    ),
    _(
        "an evil merge that adds",
        """git switch -q staging
        git merge -q --no-ff --no-commit dev
        add 0009""",
        "staging",
        "not-in-source",
        ancestry="evil-merge",
    ),
    _(
        "an evil merge that edits what it brings",
        """git switch -q staging
        git merge -q --no-ff --no-commit dev
        edit 0003""",
        "staging",
        "checksum-mismatch",
        ancestry="evil-merge checksum-mismatch",
    ),
    _(
        "an evil merge that edits what was there",
        """git switch -q staging
        git merge -q --no-ff --no-commit dev
        edit 0002""",
        "staging",
        "change-modified",
        "checksum-mismatch",
        ancestry="evil-merge change-modified checksum-mismatch",
    ),
    _(
        "a merge that drops what it merges",
        "git switch -q staging\ngit merge -q -s ours dev",
        "staging",
        "phantom-promotion",
        ancestry="evil-merge",
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
        ancestry="evil-merge",
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
    _(
        "application code on an upper branch",
        "git switch -q prod\nwrite app.txt hello",
        "prod",
        ancestry="not-in-source",
    ),
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

HOTFIX = f"""git switch -q prod
        add 0009
        git push -q {GLASS} origin prod"""

SHAPES = (
    _(
        "a release branch that is merged in two steps",
        """git switch -q -c release staging
        git merge -q --no-ff dev
        git switch -q staging
        git merge -q --no-ff release""",
        "staging",
    ),
    _(
        "a release branch with a commit of its own",
        """git switch -q -c release staging
        git merge -q --no-ff dev
        write notes.txt hello
        git switch -q staging
        git merge -q --no-ff release""",
        "staging",
        ancestry="not-in-source",
    ),
    _(
        "a feature that the source has merged, merged once more",
        """git switch -q -c feature dev
        add 0004
        git switch -q dev
        git merge -q --no-ff feature
        git push -q origin dev
        git switch -q staging
        git merge -q --no-ff feature""",
        "staging",
    ),
    _(
        "an older commit of the source, and a newer one picked",
        """add 0004
        git push -q origin dev
        git switch -q staging
        git merge -q --no-ff dev~1
        git cherry-pick dev""",
        "staging",
        ancestry="not-in-source",
    ),
    _(
        "a rebase of the source onto the branch",
        """git switch -q staging
        git merge -q --no-ff dev -m one
        git push -q origin staging
        git switch -q dev
        add 0004
        git push -q origin dev
        git switch -q -c copy
        git rebase -q --onto staging dev~1""",
        "copy:staging",
        ancestry="not-in-source",
    ),
    _(
        "an octopus that adds",
        """git switch -q -c one dev
        add 0004
        git switch -q -c two dev
        add 0005
        git switch -q dev
        git merge -q one two
        git push -q origin dev
        git switch -q staging
        git merge -q --no-ff --no-commit one two
        add 0006""",
        "staging",
        "not-in-source",
        ancestry="evil-merge",
    ),
    _(
        "a merge of ours that leaves out code alone",
        """git switch -q staging
        git merge -q dev
        git push -q origin staging
        git switch -q dev
        write app.txt hello
        git push -q origin dev
        git switch -q staging
        git merge -q -s ours dev""",
        "staging",
    ),
    _(
        "a merge that changes line ends alone",
        r"""git switch -q staging
        git merge -q --no-ff --no-commit dev
        crlf 0003""",
        "staging",
    ),
    _(
        "an empty commit on an upper branch",
        "git switch -q staging\ngit commit -q --allow-empty -m again",
        "staging",
        ancestry="not-in-source",
    ),
    _(
        "a commit that says it is the forge's",
        """git switch -q staging
        git config user.name GitHub
        git config user.email noreply@github.com
        add 0009""",
        "staging",
        "not-in-source",
    ),
    _(
        "a message that is not UTF-8",
        """git switch -q staging
        git -c i18n.commitEncoding=ISO-8859-1 merge -q --no-ff dev -m caf\udce9""",
        "staging",
    ),
    _(
        "a revert of a promoted commit",
        "git switch -q staging\ngit revert --no-edit HEAD",
        "staging",
        "change-removed",
        ancestry="change-removed not-in-source",
    ),
    _(
        "a revert of a merge",
        """git switch -q staging
        git merge -q --no-ff dev
        git push -q origin staging
        git revert --no-edit -m 1 HEAD""",
        "staging",
        "change-removed",
        ancestry="change-removed not-in-source",
    ),
    _(
        "a history of its own, past the source",
        """git switch -q --orphan other
        add 0004
        git switch -q staging
        git merge -q --allow-unrelated-histories other""",
        "staging",
        "unrelated-history",
        "not-in-source",
    ),
    _(
        "a tag called as the source",
        "git switch -q staging\nadd 0009\ngit tag dev\ngit push -q origin tag dev",
        "staging",
        "not-in-source",
    ),
    _(
        "a branch made again from before its last promotion",
        "git switch -q staging\ngit reset -q --hard HEAD~1\ngit merge -q --no-ff dev",
        "-f staging",
        strict="first-parent",
    ),
    _(
        "a submodule among the changes",
        f"""git update-index --add --cacheinfo 160000,{"1" * 40},db/0004.sql
        git commit -q -m link""",
        "dev",
        "not-a-regular-file",
    ),
    _(
        "a submodule on its way up",
        f"""git switch -q staging
        git merge -q --no-ff --no-commit dev
        git update-index --add --cacheinfo 160000,{"1" * 40},db/0004.sql
        git commit -q -m link""",
        "staging",
        "not-a-regular-file",
        ancestry="not-a-regular-file evil-merge",
    ),
)

EMERGENCIES = (
    _("a hotfix", "git switch -q prod\nadd 0009", "prod", "not-in-source", promotion=OPEN),
    _(
        "a hotfix in an emergency",
        "git switch -q prod\nadd 0009",
        f"{GLASS} prod",
        "not-in-source",
        promotion=OPEN,
    ),
    _(
        "a promotion past a hotfix",
        f"""git switch -q staging
        git merge -q dev
        git push -q origin staging
        {HOTFIX}
        git merge -q --no-ff staging""",
        "prod",
        "back-merge-required",
        ancestry="",
        promotion=OPEN,
    ),
    _(
        "a hotfix merged back one level",
        f"{HOTFIX}\ngit switch -q staging\ngit merge -q --no-ff prod",
        "staging",
        promotion=OPEN,
    ),
    _(
        "a hotfix merged back to where changes are born",
        f"{HOTFIX}\ngit switch -q dev\ngit merge -q --no-ff prod",
        "dev",
        promotion=OPEN,
    ),
    _(
        "a hotfix picked back",
        f"{HOTFIX}\ngit switch -q staging\ngit cherry-pick prod",
        "staging",
        ancestry="not-in-source",
        promotion=OPEN,
    ),
    _(
        "a promotion after the hotfix is merged back",
        f"""{HOTFIX}
        git switch -q staging
        git merge -q --no-ff prod
        git push -q origin staging
        git switch -q prod
        git merge -q --no-ff staging""",
        "prod",
        promotion=OPEN,
    ),
)

TOGETHER = (
    _(
        "a chain in one push, where that is allowed",
        "add 0004\ngit switch -q staging\ngit merge -q --no-ff dev",
        "staging dev",
        promotion='same_push = "chain"',
    ),
    _(
        "a chain of three in one push",
        """add 0004
        git switch -q staging
        git merge -q --no-ff dev
        git switch -q prod
        git merge -q --no-ff staging""",
        "--atomic prod dev staging",
        promotion='same_push = "chain"',
    ),
    _(
        "a chain of three in one push, where that is not allowed",
        """add 0004
        git switch -q staging
        git merge -q --no-ff dev
        git switch -q prod
        git merge -q --no-ff staging""",
        "--atomic prod dev staging",
        "same-push-source",
    ),
    _(
        "one good and one bad branch in one push",
        """git switch -q staging
        git merge -q dev
        git switch -q prod
        add 0009""",
        "prod staging",
        "not-in-source",
    ),
    _(
        "a deletion beside a promotion",
        "git switch -q staging\ngit merge -q dev",
        ":prod staging",
        "branch-deleted",
    ),
    _(
        "a merge queue's branch with what the source has",
        "git switch -q staging\ngit merge -q --no-ff dev",
        "staging:queue/staging/pr-1",
        promotion='candidate_refs = ["refs/heads/queue/{branch}/*"]',
    ),
    _(
        "a merge queue's branch with what the source has not",
        "git switch -q staging\nadd 0009",
        "staging:queue/staging/pr-1",
        "not-in-source",
        promotion='candidate_refs = ["refs/heads/queue/{branch}/*"]',
    ),
    _(
        "a merge queue's branch that squashes",
        "git switch -q staging\ngit merge -q --squash dev\ngit commit -qm squash",
        "staging:queue/staging/pr-1",
        ancestry="not-in-source",
        promotion='candidate_refs = ["refs/heads/queue/{branch}/*"]',
    ),
)

SCENARIOS = PROMOTIONS + HISTORY
EVERYTHING = SCENARIOS + CREATIONS + SHAPES + EMERGENCIES + TOGETHER
MODES = ("content", "ancestry", "strict")
