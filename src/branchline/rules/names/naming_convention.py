"""Names that are not as a team writes them."""

import re
from collections.abc import Iterator, Mapping

from branchline.model.finding import Problem, Severity
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.new_names import New, new_names
from branchline.rules.patterns import compiled

_SNAKE = r"[a-z][a-z0-9_]*"


@rule("naming-convention", severity=Severity.WARNING)
def naming_convention(  # noqa: PLR0913 - an option for each kind of name
    statement: Statement,
    *,
    table: str = _SNAKE,
    column: str = _SNAKE,
    index: str = _SNAKE,
    unique: str = _SNAKE,
    primary_key: str = _SNAKE,
    foreign_key: str = _SNAKE,
    check: str = _SNAKE,
    view: str = _SNAKE,
    type: str = _SNAKE,  # noqa: A002 - the option is called as the kind is
    function: str = _SNAKE,
    trigger: str = _SNAKE,
    sequence: str = _SNAKE,
    schema: str = _SNAKE,
) -> Iterator[Problem]:
    """A new name does not follow the convention.

    Each option is a regular expression that the whole name must match; an empty
    one lets all pass. `{table}`, `{columns}` and `{references}` in it stand for
    the names that an index or a constraint is about: `index = "ix_{table}_.*"`.
    Out of the box names are lower case, with underscores. No bundle asks for
    this.

    ```sql
    CREATE TABLE "Orders" (id bigint PRIMARY KEY); -- finding
    ALTER TABLE carts ADD COLUMN "unitPrice" numeric; -- finding
    ```

    Choose another name.

    ```sql
    CREATE TABLE orders (id bigint PRIMARY KEY, unit_price numeric);
    ```

    Does not fire on names that are there already, on a new name that follows
    the convention, or on temporary tables.

    ```sql
    ALTER TABLE "Orders" RENAME TO orders;
    DROP TABLE "Carts";
    ```

    Known elsewhere as: atlas NM101 to NM106, bytebase NAMING_* rules,
    liquibase-linter object-name, primary-key-name and their kin, Liquibase
    ObjectNameMustMatch, skeema name-case.
    """
    patterns = {
        "table": table,
        "column": column,
        "index": index,
        "unique": unique,
        "primary_key": primary_key,
        "foreign_key": foreign_key,
        "check": check,
        "view": view,
        "type": type,
        "domain": type,
        "function": function,
        "procedure": function,
        "trigger": trigger,
        "sequence": sequence,
        "schema": schema,
    }
    for new in new_names(statement):
        yield from _judged(new, patterns)


def _judged(new: New, patterns: Mapping[str, str]) -> Iterator[Problem]:
    written = patterns.get(new.what, "")
    tokens = {"table": new.table, "columns": "_".join(new.columns), "references": new.references}
    filled = _TOKEN.sub(lambda token: re.escape(tokens[token[1]]), written)
    pattern = compiled(filled)
    if pattern is None:
        hint = "correct it in the policy"
        yield Problem(f"{written!r} of naming-convention is no regular expression", hint)
    elif written and not pattern.fullmatch(new.name):
        what = new.what.replace("_", " ")
        yield Problem(f"{what} {new.words} is not called as the policy wants: {written}")


_TOKEN = re.compile(r"\{(table|columns|references)\}")
