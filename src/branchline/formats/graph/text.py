"""SQL with values bound to it, written so that a parser of SQL can read it."""

from branchline.formats.graph.canvas import Piece
from branchline.model.regex import regex
from branchline.model.value import replace


def bound(piece: Piece) -> Piece:
    """Write the `:name` of SQLAlchemy's `text` as `$1`, and its escaped colon as a colon."""
    if ":" not in piece.text:
        return piece
    return replace(
        piece, text=_NAMED.sub(lambda found: ":" if found[0] == "\\:" else "$1", piece.text)
    )


def formatted(piece: Piece) -> Piece:
    """Write the `%s` of a driver as `$1`, and its `%%` as one sign."""
    text = _FORMAT.sub(lambda found: "%" if found[0] == "%%" else "$1", piece.text)
    return replace(piece, text=text)


_NAMED = regex(r"\\:|(?<![:\w\x5c]):(\w+)(?!:)")
_FORMAT = regex(r"%%|%s|%\(\w+\)s")
