"""What a changeset says of itself."""

import re
from collections.abc import Iterator

from branchline.model.changelog import ChangeSet
from branchline.model.finding import Problem, Severity
from branchline.rule import rule
from branchline.rules.sentences import listing, verb

_COMMENT = re.compile(r"\s*(?:--(?!\s*branchline\b)[^\n]*\w|/\*(?![!+]))")


@rule("changeset-metadata", severity=Severity.WARNING)
def changeset_metadata(
    changeset: ChangeSet,
    *,
    comment: bool = True,
    labels: bool = False,
    contexts: bool = False,
    known_contexts: tuple[str, ...] = (),
) -> Iterator[Problem]:
    """A changeset does not say what the policy wants to know of it.

    ```sql
    ALTER TABLE orders ADD COLUMN note text; -- finding
    ```

    Say it at the head of the file. `comment` asks for a comment above the first
    statement, `labels` and `contexts` for these marks, and `known_contexts` lists
    the only contexts that there are.

    Does not fire on what is said.

    ```sql
    -- Customers write notes on their orders: SHOP-4711.
    ALTER TABLE orders ADD COLUMN note text;
    ```

    Known elsewhere as: Liquibase ChangesetCommentCheck, ChangesetLabelCheck and
    ChangesetContextCheck, liquibase-linter has-comment, has-context and
    valid-context.
    """
    if changeset.script is None:
        return
    wanted = {
        "comment": comment and not _COMMENT.match(changeset.script.text),
        "labels": labels and not changeset.labels,
        "contexts": contexts and not changeset.contexts,
    }
    missing = [what for what, lacks in wanted.items() if lacks]
    if missing:
        yield Problem(
            f"{changeset.change} has no {' and no '.join(missing)}",
            f"say {verb(missing, 'it', 'them')} at the head of the file",
        )
    named = [word for word in _WORD.findall(changeset.contexts) if word.lower() not in _OPERATORS]
    unknown = [word for word in named if known_contexts and word not in known_contexts]
    if unknown:
        yield Problem(
            f"{changeset.change} names {verb(unknown, 'context', 'contexts')} {listing(unknown)},"
            f" which {verb(unknown, 'is', 'are')} none",
            f"the contexts are {listing(known_contexts)}",
        )


_WORD = re.compile(r"[\w.-]+")
_OPERATORS = frozenset({"and", "not", "or"})
