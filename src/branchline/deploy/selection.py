"""Which changesets are for an instance: contexts, labels and the kind of database.

An instance without contexts never runs a changeset that has any. Where it has
some, Liquibase's changesets are weighed by Liquibase's own rules.
"""

from branchline.deploy.contexts import MalformedError, evaluate, selects
from branchline.formats.liquibase.expressions import UnreadableError, in_context
from branchline.formats.liquibase.outlines import Listed
from branchline.model.changelog import ChangeSet
from branchline.model.effects import Engine, engine_of
from branchline.model.environments import Instance

__all__ = ["MalformedError", "why_not"]


def why_not(changeset: ChangeSet, instance: Instance, dialect: str) -> str:
    """Return why a changeset is not for `instance`; empty when it is.

    Raises:
        MalformedError: an expression cannot be read.
    """
    if ("ignore", "true") in changeset.attributes:
        return "ignore:true"
    if not _in_context(changeset, instance):
        return f"context {changeset.contexts}"
    words = (word.strip() for word in changeset.labels.split(","))
    labels = frozenset(word for word in words if word)
    if labels and instance.labels and not evaluate(instance.labels, labels):
        return f"labels {changeset.labels}"
    engine = Engine(dialect)
    if changeset.dbms and engine_of(changeset.dbms, engine) != engine:
        return f"dbms {changeset.dbms}"
    return ""


def _in_context(changeset: ChangeSet, instance: Instance) -> bool:
    if not isinstance(changeset.entry, Listed):
        return selects(changeset.contexts, frozenset(instance.contexts))
    try:
        found = in_context(changeset.contexts, ",".join(instance.contexts))
    except UnreadableError as error:
        raise MalformedError(str(error)) from None
    return found and bool(instance.contexts or not changeset.contexts.strip())
