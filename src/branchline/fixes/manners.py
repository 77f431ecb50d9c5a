"""How a tool with files of its own writes a changeset: sections, and a word for no transaction.

What a manner does not know how to say in a file that is there, it leaves: then
there is no fix.
"""

from collections.abc import Callable, Mapping

from branchline.fixes.edits import Change, Edit, NewFile
from branchline.fixes.source import Source
from branchline.model.regex import regex
from branchline.model.value import value


@value
class Body:
    """What a new changeset is to do, and what undoes it: empty when nobody knows."""

    path: str
    up: str
    down: str
    newline: str
    alone: bool


@value
class Manner:
    """`written` makes the files of a changeset, `alone` takes the transaction from one.

    `knows` says whether a file that is there is written as can be edited.
    """

    written: Callable[[Body], tuple[Change, ...]]
    alone: Callable[[Source], tuple[Change, ...]]
    knows: Callable[[str], bool]


def _dbmate(body: Body) -> tuple[Change, ...]:
    end, said = body.newline, " transaction:false" if body.alone else ""
    text = f"-- migrate:up{said}{end}{body.up}{end}-- migrate:down{said}{end}{body.down}"
    return (NewFile(body.path, text),)


def _dbmate_alone(source: Source) -> tuple[Change, ...]:
    ends = (found.end() for found in _PAIR.finditer(source.text))
    return tuple(Edit(source.path, end, end, " transaction:false") for end in ends)


def _goose(body: Body) -> tuple[Change, ...]:
    end = body.newline
    head = f"{_OUTSIDE}{end}" if body.alone else ""
    down = f"{end}-- +goose Down{end}{body.down}" if body.down else ""
    return (NewFile(body.path, f"{head}-- +goose Up{end}{body.up}{down}"),)


def _goose_alone(source: Source) -> tuple[Change, ...]:
    return (Edit(source.path, source.top, source.top, f"{_OUTSIDE}{source.newline}"),)


def _golang_migrate(body: Body) -> tuple[Change, ...]:
    """A file of one statement has no transaction around it: there is no word to say so."""
    down = f"{body.path.removesuffix('.up.sql')}.down.sql"
    back = (NewFile(down, body.down),) if body.down else ()
    return (NewFile(body.path, body.up), *back)


def _one_pair(text: str) -> bool:
    return len(_PAIR.findall(text)) == 2  # noqa: PLR2004 - an up and a down


_OUTSIDE = "-- +goose NO TRANSACTION"
_PAIR = regex(r"(?m)^--[ \t]*+migrate:(?:up|down)(?=[ \t]*+\r?$)")

MANNERS: Mapping[str, Manner] = {
    "dbmate": Manner(_dbmate, _dbmate_alone, _one_pair),
    "goose": Manner(_goose, _goose_alone, lambda text: "+goose statementbegin" not in text.lower()),
    "golang-migrate": Manner(_golang_migrate, lambda _: (), lambda _: True),
}
"""By the format's name."""
