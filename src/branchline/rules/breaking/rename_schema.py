"""Schemas that running code looks for under their old name."""

from collections.abc import Iterator

from branchline.model.finding import Problem
from branchline.model.operations.objects import RenameObject
from branchline.model.statement import Part, Statement
from branchline.rule import rule
from branchline.rules.breaking.again import is_taken_again
from branchline.rules.spelling import quoted


@rule("rename-schema")
def rename_schema(statement: Statement) -> Iterator[Problem]:
    """A schema is renamed while running code uses its name.

    Every query that names it fails, and where it stands in a `search_path`, its
    tables are no longer found, or others of the same name are.

    ```sql
    ALTER SCHEMA audit RENAME TO archive; -- finding
    ```

    Create the new schema beside it, move the tables one by one, and leave views
    in the old one until nothing reads them.

    Does not fire on a schema that the same changeset created, when another one
    takes its name in the same changeset, or in a rollback.

    ```sql
    CREATE SCHEMA audit;
    ALTER SCHEMA audit RENAME TO archive;
    ```

    ```sql
    CREATE SCHEMA catalogue_new;
    ALTER SCHEMA catalogue RENAME TO catalogue_old;
    ALTER SCHEMA catalogue_new RENAME TO catalogue;
    ```

    Known elsewhere as: squawk renaming-object, strong_migrations rename_schema,
    pgfence rename-schema.
    """
    for rename, _ in statement.of(RenameObject, part=Part.UP):
        if rename.what != "schema" or statement.is_private(rename.name):
            continue
        if not is_taken_again(statement, rename.name):
            yield Problem(
                f"renames schema {rename.name} to {rename.new_name}:"
                f" queries that say {rename.name} fail",
                "create it beside the old one, and leave a view behind for each table that moves:"
                f" CREATE SCHEMA {quoted(rename.new_name)}",
            )
