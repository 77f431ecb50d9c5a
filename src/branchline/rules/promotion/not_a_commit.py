"""Branches that would point at something else than a commit.

Git itself refuses it, and only after its hooks have judged the push.
"""

from collections.abc import Iterator

from branchline.model.finding import Problem
from branchline.model.refs import RefUpdate
from branchline.rule import rule


@rule("not-a-commit")
def not_a_commit(update: RefUpdate) -> Iterator[Problem]:
    """The branch of an environment would be a tag, a tree or a file.

    It has no history to compare, so nothing about it can be judged.

    ```push
    dev: 0001
    push dev: 0001 0002 (tag)    -- finding
    ```

    Push the commit that the tag names.

    ```push
    dev: 0001
    push dev: 0001 0002
    ```
    """
    if update.environment and update.new and update.kind != "commit":
        yield Problem(
            f"{update.short} would be a {update.kind}, not a commit",
            f"push the commit: git push origin <name>^{{commit}}:{update.ref}",
        )
