"""Rows: inserted, updated, deleted."""

from collections.abc import Iterator

from branchline.formats.liquibase.changes import Change
from branchline.formats.liquibase.rendering.literals import literal
from branchline.formats.liquibase.rendering.names import name
from branchline.formats.liquibase.rendering.tables import table
from branchline.model.regex import regex


def insert(change: Change, dialect: str) -> Iterator[str]:
    """Write `insert`."""
    columns = change.columns or ()
    own = ", ".join(name(column["name"], dialect) for column in columns)
    values = ", ".join(literal(column, dialect) for column in columns)
    yield f"INSERT INTO {table(change, dialect)} ({own}) VALUES ({values})"


def update(change: Change, dialect: str) -> Iterator[str]:
    """Write `update`."""
    sets = ", ".join(
        f"{name(column['name'], dialect)} = {literal(column, dialect)}"
        for column in change.columns or ()
    )
    yield f"UPDATE {table(change, dialect)} SET {sets}{_where(change, dialect)}"


def delete(change: Change, dialect: str) -> Iterator[str]:
    """Write `delete`."""
    yield f"DELETE FROM {table(change, dialect)}{_where(change, dialect)}"


_VALUE = regex(r"\?|:value")


def _where(change: Change, dialect: str) -> str:
    text = change["where"].strip()
    for param in change.params:
        # One of each for a parameter, wherever in the text they stand.
        if param["name"]:
            text = text.replace(":name", name(param["name"], dialect), 1)
        match = _VALUE.search(text)
        if match:
            text = text[: match.start()] + literal(param, dialect) + text[match.end() :]
    return f" WHERE {text}" if text else ""
