"""Changesets with their SQL understood: statements, effects, allowances.

A changelog is replayed in order. What is judged gets a value per statement;
what is not only moves the schema, without a look at what cannot change it.
"""

import re
from collections.abc import Container, Iterable, Iterator
from datetime import date
from typing import NamedTuple

from branchline.model.changelog import ChangeSet, Schemas, Script
from branchline.model.effects import Engine, engine_of
from branchline.model.finding import Allowance, Place
from branchline.model.operations import Operation
from branchline.model.regex import regex
from branchline.model.schema import Catalog
from branchline.model.statement import Part, Statement, Unit
from branchline.model.value import replace, value
from branchline.sql.allowances import allowances
from branchline.sql.parse import parse
from branchline.sql.parsed import Parsed
from branchline.sql.split import Piece, Pieces, cut, end, in_turn
from branchline.sql.walk import Walk

_CLIENT = "client command"
# Statements that leave the schema as it is, whatever follows the word.
_IDLE = regex(
    r"(update|delete|merge|comment|analyze|vacuum|explain|show|lock|reindex)\b",
    re.IGNORECASE,
)
# Of a long INSERT only the start matters to the schema.
_ROWS = regex(r"insert\s[^'\"();]{1,200}(\([^'();]{0,20000}\))?\s*values\b", re.IGNORECASE)
_LONG = 4000  # characters


def analyse(  # noqa: PLR0913 - each is a fact of its own, named at every call
    changesets: Iterable[ChangeSet],
    engine: Engine,
    *,
    catalog: Catalog | None = None,
    judge: Container[str] | None = None,
    today: date | None = None,
    managed_timeouts: bool = False,
) -> Iterator[ChangeSet]:
    """Yield the changesets to judge, filled, in order; the others only move the schema.

    Args:
        changesets: A changelog, or the start of one, in its order.
        engine: What the SQL is written for.
        catalog: The schema before the first changeset.
        judge: Names (`ChangeSet.change`) of those to judge; None judges all.
        today: The day on which allowances expire.
        managed_timeouts: Whether the project sets timeouts elsewhere.
    """
    replay = Replay(engine, catalog, today=today, managed_timeouts=managed_timeouts)
    for changeset in changesets:
        if judge is None or changeset.change in judge:
            yield replay.judge(changeset)
        else:
            replay.pass_over(changeset)


class Replay:
    """A changelog being replayed; `catalog` is the schema reached so far."""

    def __init__(
        self,
        engine: Engine,
        catalog: Catalog | None = None,
        *,
        today: date | None = None,
        managed_timeouts: bool = False,
    ) -> None:
        """Start from `catalog`, or from nothing."""
        self.catalog = catalog if catalog is not None else Catalog()
        self._engine = engine
        self._today = today
        self._managed_timeouts = managed_timeouts
        self._ahead: dict[int, _Read] = {}

    def read_ahead(self, changeset: ChangeSet) -> None:
        """Read a changeset's SQL before it is its turn: no schema is needed for that."""
        if engine_of(changeset.dbms, self._engine) == self._engine:
            for script in (changeset.script, changeset.rollback):
                if script is not None:
                    self._ahead[id(script)] = self._read(script)

    def judge(self, changeset: ChangeSet) -> ChangeSet:
        """Return the changeset with statements, undo and allowances, and move past it.

        The way back is read with the schema that the changeset leaves, and
        moves nothing. A changeset for another engine is read in that one's
        words and moves nothing either: it does not run here.
        """
        engine = engine_of(changeset.dbms, self._engine)
        if engine != self._engine:
            return self._elsewhere(changeset, engine)
        before = self.catalog
        up = self._half(changeset, changeset.script, Part.UP)
        self.catalog = up.catalog
        down = self._half(changeset, changeset.rollback, Part.DOWN)
        return replace(
            changeset,
            statements=up.statements,
            undo=down.statements,
            allowances=up.allowances + down.allowances,
            schemas=Schemas(before, up.catalog, down.catalog),
        )

    def pass_over(self, changeset: ChangeSet) -> None:
        """Move the schema past a changeset that nobody judges."""
        if changeset.script is None or engine_of(changeset.dbms, self._engine) != self._engine:
            return
        walk = Walk(self.catalog, self._engine, changeset.change, wrapped=changeset.transaction)
        for parsed in self._quickly_read(changeset.script):
            for operation in _done(parsed):
                walk.move(operation)
        self.catalog = walk.end()

    def _quickly_read(self, script: Script) -> Iterable[Parsed]:
        """Read what can move the schema; what was read ahead stays for whoever judges it."""
        known = self._ahead.get(id(script))
        if known is not None:
            return known.parsed
        dialect = self._engine.dialect
        return (_quickly_parsed(piece, dialect) for piece in cut(script.text, dialect).pieces)

    def _read(self, script: Script) -> "_Read":
        dialect = self._engine.dialect
        pieces = cut(script.text, dialect)
        return _Read(pieces, [_parsed(piece, dialect) for piece in pieces.pieces])

    def _elsewhere(self, changeset: ChangeSet, engine: Engine | None) -> ChangeSet:
        """Judge a changeset of another engine from here on; of an unknown one nothing is said."""
        if engine is None:
            return changeset
        there = Replay(
            engine, self.catalog, today=self._today, managed_timeouts=self._managed_timeouts
        )
        return replace(there.judge(replace(changeset, dbms="")), dbms=changeset.dbms)

    def _half(self, changeset: ChangeSet, script: Script | None, part: Part) -> "_Half":
        if script is None:
            return _Half((), (), self.catalog)
        known = id(script) in self._ahead
        pieces, parsed = self._ahead.pop(id(script)) if known else self._read(script)
        turns = in_turn(pieces.pieces, script.backwards)
        unit = Unit(
            tuple(_done(parsed[at]) for at in turns),
            wrapped=changeset.transaction,
            managed_timeouts=self._managed_timeouts,
            before=self.catalog,
        )
        walk = Walk(self.catalog, self._engine, changeset.change, wrapped=unit.wrapped)
        statements = tuple(
            replace(
                walk.statement(parsed[at].operations, parsed[at].makes),
                text=pieces.pieces[at].text,
                place=_place(pieces.pieces[at], script),
                unit=unit,
                position=position,
                part=part,
                error=parsed[at].error,
                terminated=pieces.pieces[at].terminated,
            )
            for position, at in enumerate(turns)
        )
        found = tuple(allowances(pieces, script.path, script.line, self._today))
        return _Half(statements, found, walk.end())


class _Read(NamedTuple):
    pieces: Pieces
    parsed: list[Parsed]


@value
class _Half:
    statements: tuple[Statement, ...]
    allowances: tuple[Allowance, ...]
    catalog: Catalog


def _parsed(piece: Piece, dialect: str) -> Parsed:
    if piece.problem == _CLIENT:
        return Parsed(error=piece.problem)
    parsed = parse(piece.text, dialect)
    if parsed.error and piece.problem:
        return replace(parsed, error=piece.problem)
    return parsed


def _done(parsed: Parsed) -> tuple[Operation, ...]:
    """What a statement does, as far as anybody can tell."""
    return parsed.operations if parsed.makes is None else (parsed.makes,)


def _quickly_parsed(piece: Piece, dialect: str) -> Parsed:
    if _IDLE.match(piece.text):
        return Parsed()
    if len(piece.text) > _LONG:
        rows = _ROWS.match(piece.text)
        if rows is not None:
            return parse(f"{rows[0]} (1)", dialect)
    return _parsed(piece, dialect)


def _place(piece: Piece, script: Script) -> Place:
    shift = script.line - 1
    last, column = end(piece)
    return Place(script.path, piece.line + shift, piece.column, last + shift, column)
