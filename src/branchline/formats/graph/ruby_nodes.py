"""What a Ruby file says, as far as a migration's reader asks.

Words that only running the file would tell are `Other`, with what is in them.
"""

from branchline.formats.graph.canvas import Piece
from branchline.model.value import value


@value
class Text:
    """A string; `pieces` is None where it is not literal."""

    line: int
    column: int
    pieces: tuple[Piece, ...] | None

    @property
    def said(self) -> str | None:
        """What it says."""
        if self.pieces is None:
            return None
        found = [self.pieces[0].text] if self.pieces else []
        for before, piece in zip(self.pieces, self.pieces[1:], strict=False):
            found += "\n" if piece.line > before.line else "", piece.text
        return "".join(found)


@value
class Symbol:
    """`:name`."""

    said: str


@value
class Number:
    """A number as it is written."""

    text: str


@value
class Name:
    """A name that is no call with arguments: a constant, a variable, `true`, `nil`."""

    text: str
    line: int = 0
    column: int = 0


@value
class Listing:
    """`[…]` and `%w(…)`."""

    items: tuple["Expression", ...]


@value
class Pairs:
    """`{…}`: keys as words."""

    items: tuple[tuple[str, "Expression"], ...]


@value
class Block:
    """`do |names| … end`, `{ … }`, `-> { … }`."""

    names: tuple[str, ...]
    body: tuple["Statement", ...]


@value
class Call:
    """`receiver.name(args, key: value) { … }`; no receiver: one of the migration's own."""

    name: str
    line: int
    column: int
    receiver: "Expression | None" = None
    args: tuple["Expression", ...] = ()
    named: tuple[tuple[str, "Expression"], ...] = ()
    block: Block | None = None
    literal: bool = True
    """Whether no `*several`, `**options` or `&block` is among the arguments."""


@value
class Other:
    """An expression or a construct of another kind, with what is in it."""

    parts: tuple["Statement", ...] = ()
    line: int = 0
    column: int = 0


@value
class Assign:
    """`name = value`."""

    name: str
    value: "Expression"
    line: int = 0
    column: int = 0


@value
class Choice:
    """Bodies of which some run: `if`, `unless`, `case`, a modifier."""

    test: "Statement"
    bodies: tuple[tuple["Statement", ...], ...]


@value
class Loop:
    """A body that runs as often as only running the file would tell."""

    parts: tuple["Statement", ...]
    line: int = 0
    column: int = 0


@value
class Define:
    """`def name(names) … end`."""

    name: str
    names: tuple[str, ...]
    body: tuple["Statement", ...]
    line: int = 0


@value
class Klass:
    """`class Name < base … end`, and `module`; `base` as it is written, without blanks."""

    name: str
    base: str
    body: tuple["Statement", ...]
    line: int = 0


@value
class Leave:
    """`return`, `raise …`."""

    word: str
    parts: tuple["Statement", ...] = ()


Expression = Text | Symbol | Number | Name | Listing | Pairs | Block | Call | Other
Statement = Expression | Assign | Choice | Loop | Define | Klass | Leave
