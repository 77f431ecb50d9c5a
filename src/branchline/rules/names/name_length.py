"""Names that are longer than a policy wants."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.statement import Part, Statement
from branchline.rule import rule
from branchline.rules.new_names import new_names


@rule("name-length", severity=Severity.WARNING)
def name_length(  # noqa: PLR0913 - an option for each kind of name
    statement: Statement,
    *,
    table: int = 30,
    column: int = 30,
    schema: int = 30,
    index: int = 30,
    constraint: int = 30,
    other: int = 30,
) -> Iterator[Problem]:
    """A new name is longer than the policy allows.

    Thirty characters is what a name may have in every database there is, in
    reports, and in the tools that put a prefix before it. No bundle asks for
    this but `harness-compat`.

    ```sql
    CREATE TABLE customer_order_lines_of_the_archive (id bigint); -- finding
    ALTER TABLE orders RENAME TO customer_order_lines_of_the_archive; -- finding
    ```

    Choose a shorter one. A limit of 0 is none. Characters of the name itself are
    counted: neither quotes nor the schema before it.

    ```sql
    CREATE TABLE "customer_order_lines_archived" (id bigint);
    CREATE TABLE customer_order_archive.order_lines (id bigint);
    ```

    Does not fire on the names of things that are there already, on temporary
    ones, or in a rollback. What the server itself allows is another rule:
    `identifier-too-long`.

    ```sql
    ALTER TABLE customer_order_lines_of_the_archive RENAME TO order_lines;
    ```

    Known elsewhere as: liquibase-linter object-name-length and its kin.
    """
    limits = {"table": table, "column": column, "schema": schema, "index": index}
    limits |= dict.fromkeys(_CONSTRAINTS, constraint)
    for new in new_names(statement) if statement.part is Part.UP else ():
        most = limits.get(new.what, other)
        if 0 < most < len(new.name):
            yield Problem(
                f"{new.what.replace('_', ' ')} {new.words} has {len(new.name)} characters:"
                f" the policy allows {most}",
                "choose a shorter name",
            )


_CONSTRAINTS = ("primary_key", "unique", "check", "foreign_key", "exclusion", "constraint")
