"""Domains that get a constraint while tables have columns of them."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.operations.objects import AlterDomain
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.sentences import listing
from branchline.rules.spelling import quoted


@rule("alter-domain-constraint", severity=Severity.WARNING)
def alter_domain_constraint(statement: Statement) -> Iterator[Problem]:
    """A constraint of a domain is checked in every table that has a column of it.

    Writes to all of these tables wait meanwhile.

    ```sql
    -- changeset 0001_tables
    CREATE DOMAIN email AS text;
    CREATE TABLE people (email email);
    -- changeset 0002_check
    ALTER DOMAIN email ADD CONSTRAINT email_at CHECK (VALUE LIKE '%@%'); -- finding
    ALTER DOMAIN email SET NOT NULL; -- finding
    ```

    Add it NOT VALID, which locks nothing, and validate it in a changeset of its
    own.

    ```sql
    -- changeset 0002_check
    ALTER DOMAIN email ADD CONSTRAINT email_at CHECK (VALUE LIKE '%@%') NOT VALID;
    -- changeset 0003_validate
    ALTER DOMAIN email VALIDATE CONSTRAINT email_at;
    ```

    Does not fire on a domain that the same changeset created, or that no table
    has. Where the changelog does not tell the domain, it fires and says so.

    ```sql
    -- changeset 0001_domain
    CREATE DOMAIN phone AS text;
    -- changeset 0002_check
    ALTER DOMAIN phone ADD CONSTRAINT phone_plus CHECK (VALUE LIKE '+%');
    ```

    Known elsewhere as: squawk ban-alter-domain-with-add-constraint, pgfence
    alter-domain.
    """
    for alter, effect in statement.of(AlterDomain, dialect="postgres"):
        checks = alter.action in {"add constraint", "set not null"}
        if not checks or statement.is_private(alter.domain) or not (effect.scans or effect.unknown):
            continue
        doubt = f"the changelog does not tell {effect.unknown}: " if effect.unknown else ""
        tables = listing(effect.scans) if effect.scans else "each of them"
        yield Problem(
            f"{doubt}every row of {tables} {'may be' if doubt else 'is'} checked: writes wait",
            _way_out(alter),
            doubtful=bool(doubt),
        )


def _way_out(alter: AlterDomain) -> str:
    domain, added = quoted(alter.domain), alter.constraint
    name = quoted(alter.name or f"{alter.domain.name}_not_null")
    check = "VALUE IS NOT NULL"
    if added is not None:
        check = added.expression.text if added.expression is not None else "..."
        name = quoted(added.name or f"{alter.domain.name}_check")
    return (
        f"ALTER DOMAIN {domain} ADD CONSTRAINT {name} CHECK ({check}) NOT VALID;"
        f" in a later changeset ALTER DOMAIN {domain} VALIDATE CONSTRAINT {name}"
    )
