"""Rows and tables that look made up, on their way to every environment."""

import re
from collections.abc import Iterator

from branchline.model.changelog import ChangeSet
from branchline.model.finding import Problem, Severity
from branchline.model.operations.session import Insert
from branchline.model.operations.tables import CreateTable
from branchline.model.regex import regex
from branchline.model.schema import Catalog
from branchline.model.statement import Statement
from branchline.rule import rule


@rule("sample-data", severity=Severity.WARNING)
def sample_data(changeset: ChangeSet) -> Iterator[Problem]:
    """A change without contexts brings rows or a table that look made for tests.

    Without a context it runs everywhere. Jane Doe gets an account in production,
    and the table `mock_orders` its place in every backup.

    ```sql
    CREATE TABLE mock_orders (id bigint PRIMARY KEY); -- finding
    ```

    ```sql
    INSERT INTO users (name, mail) VALUES ('Jane', 'jane@example.com'); -- finding
    ```

    Give it the contexts where it belongs, as the format writes them; a tool
    without contexts keeps such files in a folder that production does not read.
    Where it is meant, say so: `-- branchline: allow sample-data: REASON`.

    It is a guess from names and values: a warning, whatever a policy says. Does
    not fire on a change with contexts or labels, on a word that is the domain's
    own (`test_results`, or another table of a schema that has such names
    already), or on rows as any program has them.

    ```sql
    CREATE TABLE test_results (id bigint PRIMARY KEY, sample_id bigint NOT NULL);
    INSERT INTO currencies (code, name) VALUES ('EUR', 'Euro'), ('USD', 'US dollar');
    ```
    """
    if changeset.contexts.strip() or changeset.labels.strip():
        return
    for statement in changeset.statements:
        sign = _sign(statement)
        if sign:
            yield Problem(
                f"{changeset.change} looks made for tests, and runs everywhere: {sign}",
                "give it the contexts where it belongs, or allow it with a reason",
                statement.place,
                doubtful=True,
            )
            return


_SURE = frozenset({"mock", "mocks", "dummy", "fake"})
_PERHAPS = frozenset({"test", "sample", "demo", "tmp", "temp"})
_ANYTHING = frozenset({"", "table", "tables", "user", "users", "foo", "bar", "me", "stuff"})
_LOOKED_AT = 64 * 1024  # characters of a statement: rows of one kind look alike
_MADE_UP = regex(
    r"'(?:[^'@\s]{1,64}@(?:[\w-]{1,64}\.){0,4}(?:example(?:\.(?:com|org|net))?|test|invalid"
    r"|localhost|test\.com|mailinator\.com)"
    r"|(?:john|jane) doe|test user|max mustermann|foo|foobar|asdf|lorem ipsum[^']{0,200})'",
    re.IGNORECASE,
)


def _sign(statement: Statement) -> str:
    for create, _ in statement.of(CreateTable):
        if not create.temporary and _is_made_up(create.table.name, statement.catalog):
            return f"the table {create.table.name}"
    for insert, _ in statement.of(Insert):
        if _is_made_up(insert.table.name, statement.catalog):
            return f"rows of {insert.table.name}"
        found = _MADE_UP.search(statement.text[:_LOOKED_AT])
        if found and not insert.from_query:
            return f"the value {found[0]}"
    return ""


def _is_made_up(name: str, catalog: Catalog) -> bool:
    words = name.lower().rstrip("0123456789").strip("_").split("_")
    first, last = words[0], words[-1]
    for marker, rest in ((first, words[1:]), (last, words[:-1])):
        if marker in _SURE | _PERHAPS:
            others = "_".join(rest)
            odd = marker in _SURE or others in _ANYTHING or _has(catalog, others)
            return odd and not _is_usual(marker, name, catalog)
    return False


def _has(catalog: Catalog, name: str) -> bool:
    return any(each in catalog.tables for each in (name, f"{name}s", name.removesuffix("s")))


def _is_usual(marker: str, name: str, catalog: Catalog) -> bool:
    """Whether other tables are called so: the word is the domain's own."""
    named = (key.rpartition(".")[2] for key in catalog.tables)
    return any(marker in key.split("_") for key in named if key != name)
