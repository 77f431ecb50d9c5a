"""Which changesets are for an instance: contexts, labels and the kind of database.

An instance without contexts never runs a changeset that has any. Where it has
some, Liquibase's changesets are weighed by Liquibase's own rules.
"""

from collections.abc import Iterable

from branchline.formats.contexts import MalformedError, evaluate, selects
from branchline.model.changelog import ChangeSet
from branchline.model.effects import Engine, engine_of
from branchline.model.environments import Instance

__all__ = ["MalformedError", "is_for", "is_in_contexts", "is_labelled", "why_not"]


def why_not(changeset: ChangeSet, instance: Instance, dialect: str) -> str:
    """Return why a changeset is not for `instance`; empty when it is.

    Raises:
        MalformedError: an expression cannot be read.
    """
    if ("ignore", "true") in changeset.attributes:
        return "ignore:true"
    if not is_in_contexts(changeset, instance.contexts):
        return f"context {changeset.contexts}"
    if not is_labelled(changeset, instance.labels):
        return f"labels {changeset.labels}"
    return "" if is_for(changeset, dialect) else f"dbms {changeset.dbms}"


def is_for(changeset: ChangeSet, dialect: str) -> bool:
    """Whether a changeset is for this kind of database; to Liquibase, `postgres` is none."""
    if not changeset.dbms:
        return True
    if _is_liquibases(changeset):
        from branchline.formats.liquibase import dbms

        return dbms.is_for(changeset.dbms, dialect)
    engine = Engine(dialect)
    return engine_of(changeset.dbms, engine) == engine


def is_in_contexts(changeset: ChangeSet, contexts: Iterable[str]) -> bool:
    """Whether a changeset is for who has these contexts.

    Raises:
        MalformedError: its expression cannot be read.
    """
    if not changeset.contexts.strip():
        return True
    given = tuple(contexts)
    if not _is_liquibases(changeset):
        return selects(changeset.contexts, frozenset(given))
    from branchline.formats.liquibase.expressions import UnreadableError, in_context, version_of

    version = version_of(dict(changeset.attributes).get("liquibase", ""))
    try:
        found = in_context(changeset.contexts, ",".join(given), version=version)
    except UnreadableError as error:
        raise MalformedError(str(error)) from None
    return found and bool(given)


def is_labelled(changeset: ChangeSet, wanted: str) -> bool:
    """Whether a changeset is for who wants labels by this expression.

    Raises:
        MalformedError: the expression cannot be read.
    """
    if not (changeset.labels.strip() and wanted.strip()) and not _is_liquibases(changeset):
        return True
    if _is_liquibases(changeset):
        from branchline.formats.liquibase.expressions import UnreadableError, labelled

        try:
            return labelled(changeset.labels, wanted)
        except UnreadableError as error:
            raise MalformedError(str(error)) from None
    words = (word.strip() for word in changeset.labels.split(","))
    labels = frozenset(word for word in words if word)
    return not (labels and wanted) or evaluate(wanted, labels)


def _is_liquibases(changeset: ChangeSet) -> bool:
    """Whether an outline of Liquibase's made it: asked of its kind, whose module takes long."""
    return hasattr(changeset.entry, "written")
