"""Ask PostgreSQL's own parser, and nothing that could end the process.

libpg_query writes its tree by recursion in C, without looking at the stack: a
hundred thousand added numbers in a pushed file would kill the hook. What can
nest that deep is refused before the parser sees it.
"""

from functools import cache
from importlib import import_module

from branchline.sql.postgres import extension
from branchline.sql.postgres.depth import depth
from branchline.sql.postgres.tree import Node

_DEEPEST = 4_000  # levels, at 130 bytes of stack each; Python's own limit is far below
_HARMLESS = 2 * _DEEPEST  # characters: a level takes two
_LONGEST = 4_000_000  # characters: a tree takes a hundred times its text in memory
_SECOND_OPINION = 200_000  # characters


class Refused(Exception):  # noqa: N818 - the parser's answer, not a fault
    """The parser does not take a text; `offset` counts characters, 0 when unknown."""

    def __init__(self, message: str, offset: int = 0) -> None:
        super().__init__(message)
        self.message = message
        self.offset = offset


def parse(text: str) -> tuple[list[Node], bool]:
    """Return the wrapped statements of a text, and whether PostgreSQL 18's grammar read them.

    Raises:
        Refused: no grammar takes the text, or none may be asked.
    """
    _admit(text)
    try:
        pgparse = extension.load()
    except ImportError:
        return _newer(text), True
    try:
        return [part["stmt"] for part in pgparse.parse(text) if "stmt" in part], False
    except pgparse.PGQueryError as error:
        if len(text) < _SECOND_OPINION:
            try:
                return _newer(text), True
            except Refused:
                pass
        raise Refused(error.message, max(error.position - 1, 0)) from None


def parse_block(body: str) -> Node:
    """Return the tree of a PL/pgSQL block.

    Raises:
        Refused: it is no block.
    """
    tag = "$block$"
    while tag in body:
        tag = f"{tag[:-1]}_$"
    text = f"DO {tag}{body}{tag}"
    _admit(body)
    try:
        pgparse = extension.load()
    except ImportError:
        return _newer_block(text)
    try:
        return {"functions": pgparse.parse_pgsql(text)}
    except pgparse.PGQueryError as error:
        raise Refused(error.message) from None


@cache
def without_parser() -> bool:
    """Whether this branchline is an archive that came without a parser this machine can load.

    Anywhere else a parser that is missing is a fault, which refuses.
    """
    if type(__spec__.loader).__name__ != "zipimporter":
        return False
    try:
        extension.load()
    except ImportError:
        return True
    return False


def _admit(text: str) -> None:
    if "\0" in text:
        raise Refused("null character not permitted", text.index("\0"))
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError as error:
            raise Refused('invalid byte sequence for encoding "UTF8"', error.start) from None
    if len(text) > _LONGEST:
        raise Refused("too long to be judged")
    if len(text) > _HARMLESS and depth(text) > _DEEPEST:
        raise Refused("nested too deeply to be judged")


def _newer(text: str) -> list[Node]:
    postgast, protobuf = import_module("postgast"), import_module("google.protobuf.json_format")
    try:
        tree = protobuf.MessageToDict(postgast.parse(text))
    except postgast.PgQueryError as error:
        raise Refused(error.message, max(error.cursorpos - 1, 0)) from None
    except import_module("google.protobuf.message").DecodeError:
        raise Refused("nested too deeply to be judged") from None
    return [part["stmt"] for part in tree.get("stmts", ()) if "stmt" in part]


def _newer_block(text: str) -> Node:
    postgast = import_module("postgast")
    try:
        return {"functions": postgast.parse_plpgsql(text)}
    except postgast.PgQueryError as error:
        raise Refused(error.message) from None
