"""Ruby cut into tokens: what a migration is written with, never run.

Ruby tells a division from a regular expression, and a shift from a heredoc, by
what stands before it and by blanks; so does this. A string with `#{…}` in it is
one whose words only running the file would tell.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from branchline.formats.graph.canvas import Piece
from branchline.model.regex import regex


class Token(NamedTuple):
    """A word of Ruby.

    `kind` is name, label (`null:`), number, string, symbol, words (`%w()`), op
    or line. `pieces` is what a string says, where it stands; None when it is
    not literal. `spaced`: a blank stands before it.
    """

    kind: str
    text: str
    line: int
    column: int
    spaced: bool = False
    pieces: tuple[Piece, ...] | None = None


class Unread(Exception):  # noqa: N818 - no fault: the file is left to Ruby
    """The text cannot be read as Ruby; says why."""


class TooMuch(Unread):
    """The text is larger or nested more deeply than any migration is."""


def tokens(text: str) -> list[Token]:
    """Cut a text with LF line ends.

    Raises:
        Unread: a string or a comment does not end, or nests too deeply.
    """
    return _Scanner(text).run()


def comments(text: str) -> Iterator[Piece]:
    """Yield the comments of a text, each where it stands.

    Raises:
        Unread: as for `tokens`.
    """
    scanner = _Scanner(text)
    scanner.run()
    yield from scanner.comments


class _Heredoc(NamedTuple):
    place: int
    """Of its token."""
    end: str
    indented: bool
    raw: bool


class _Scanner:
    def __init__(self, text: str) -> None:
        self._text, self._at = text, 0
        self._starts = [0, *(found.end() for found in _LINE_END.finditer(text))]
        self._tokens: list[Token] = []
        self._waiting: list[_Heredoc] = []
        self._spaced = False
        self.comments: list[Piece] = []

    def run(self) -> list[Token]:
        self._skip_document()
        while self._at < len(self._text):
            found = _NEXT.match(self._text, self._at)
            kind = found.lastgroup if found else None
            if found is None or kind is None:
                self._add("op", self._text[self._at], self._at + 1)
            elif kind == "space":
                self._spaced, self._at = True, found.end()
            elif kind == "comment":
                self.comments.append(Piece(*self._place(self._at), found[0]))
                self._at = found.end()
            elif kind == "line":
                self._line(found.end())
            elif kind == "end":
                break
            else:
                self._token(kind, found)
        return self._tokens

    def _token(  # noqa: PLR0912 - a row for each kind
        self, kind: str, found: re.Match[str]
    ) -> None:
        if kind == "heredoc":
            if self._is_heredoc(found[0]):
                self._begin_heredoc(found)
            else:
                self._add("op", "<<", self._at + 2)
        elif kind == "percent":
            if self._starts_value():
                self._percent(found)
            else:
                self._add("op", "%", self._at + 1)
        elif kind == "quote":
            self._quoted(found)
        elif kind == "slash":
            if self._starts_value():
                self._regex(self._body(found.end(), "/", "/")[0])
            else:
                self._add("op", "/", found.end())
        elif kind == "symbol":
            self._add("symbol", found[0][1:], found.end())
        elif kind == "character":
            character = self._starts_value()
            self._add(
                "regex" if character else "op", "?", found.end() if character else self._at + 1
            )
        else:
            text = found[0][:-1] if kind == "label" else found[0]
            self._add(kind, text, found.end())

    def _add(self, kind: str, text: str, end: int, pieces: tuple[Piece, ...] | None = None) -> None:
        self._tokens.append(Token(kind, text, *self._place(self._at), self._spaced, pieces))
        self._spaced, self._at = False, end

    def _place(self, at: int) -> tuple[int, int]:
        line = bisect_right(self._starts, at)
        return line, at - self._starts[line - 1] + 1

    def _line(self, end: int) -> None:
        self._add("line", "\n", end)
        waiting, self._waiting = self._waiting, []
        for each in waiting:
            self._finish_heredoc(each)
        self._skip_document()

    def _skip_document(self) -> None:
        while self._text.startswith("=begin", self._at):
            found = _DOCUMENT.match(self._text, self._at)
            self._at = found.end() if found else len(self._text)

    def _starts_value(self) -> bool:
        """Whether a value is due here, and no operator."""
        last = self._tokens[-1] if self._tokens else None
        if last is None or last.kind in {"line", "label"}:
            return True
        if last.kind == "op":
            return last.text not in _CLOSING
        if last.kind != "name":
            return False
        if last.text in _KEYWORDS:
            return True
        after = self._text[self._at + 1 : self._at + 2]
        return self._spaced and not after.isspace() and after != "="

    def _is_heredoc(self, text: str) -> bool:
        last = self._tokens[-1] if self._tokens else None
        if last and last.kind == "name" and last.text == "class":
            return False
        return text[2] in "~-" or self._starts_value()

    def _begin_heredoc(self, found: re.Match[str]) -> None:
        word = found["word"]
        end = word.strip("\"'`")
        indented = found[0][2] in "~-"
        self._waiting.append(_Heredoc(len(self._tokens), end, indented, word[0] == "'"))
        self._add("shell" if word[0] == "`" else "string", "", found.end())

    def _finish_heredoc(self, heredoc: _Heredoc) -> None:
        """Read the lines of a heredoc; its token is there already."""
        start, lines = self._at, []
        while True:
            if self._at >= len(self._text):
                raise Unread(f"the heredoc {heredoc.end} does not end")
            line_end = self._text.find("\n", self._at)
            line_end = len(self._text) if line_end < 0 else line_end
            line = self._text[self._at : line_end]
            self._at = line_end + 1
            if (line.strip() if heredoc.indented else line) == heredoc.end:
                break
            lines.append(line)
        literal = heredoc.raw or not _DYNAMIC.search("\n".join(lines))
        first, _ = self._place(start)
        pieces = _pieces("\n".join(lines), first, 1, escaped="" if heredoc.raw else '"')
        token = self._tokens[heredoc.place]
        self._tokens[heredoc.place] = token._replace(pieces=pieces if literal else None)

    def _percent(self, found: re.Match[str]) -> None:
        kind, opener = found["kind"], found[0][-1]
        closer = _PAIRS.get(opener, opener)
        start = found.end()
        end, literal = self._body(start, opener, closer, plain=kind in {"q", "w", "i", "s"})
        body = self._text[start : end - 1]
        if kind in {"w", "W", "i", "I"} and kind:
            self._add("words", body if literal else "", end, () if literal else None)
        elif kind in {"", "q", "Q"}:
            pieces = _pieces(body, *self._place(start), escaped="'" if kind == "q" else '"')
            self._add("string", "", end, pieces if literal else None)
        else:
            self._regex(end)

    def _regex(self, end: int) -> None:
        while self._text[end : end + 1].isalpha():  # its flags
            end += 1
        self._add("regex", "", end)

    def _quoted(self, found: re.Match[str]) -> None:
        quote, start = found[0][-1], found.end()
        end, literal = self._body(start, quote, quote, plain=quote == "'")
        pieces = _pieces(self._text[start : end - 1], *self._place(start), escaped=quote)
        said = "".join(piece.text for piece in pieces)
        if found[0][0] == ":":
            self._add("symbol", said if literal else "", end)
        elif quote == "`":
            self._add("shell", "", end)
        elif _LABEL_END.match(self._text, end):
            self._add("label", said, end + 1)
        else:
            self._add("string", "", end, pieces if literal else None)

    def _body(self, at: int, opener: str, closer: str, *, plain: bool = False) -> tuple[int, bool]:
        """Return where a string ends, behind its closing sign, and whether it is literal."""
        return self._ended(at, opener, closer, 0, plain=plain)

    def _ended(
        self, at: int, opener: str, closer: str, level: int, *, plain: bool
    ) -> tuple[int, bool]:
        special, depth, literal, text = _special(opener + closer), 0, True, self._text
        while found := special.search(text, at):
            sign, at = found[0], found.end()
            if sign == "\\":
                at += 1
            elif sign == "#":
                if not plain and text[at : at + 1] in {"{", "@", "$"}:
                    literal = False
                    at = self._interpolation(at + 1, level) if text[at] == "{" else at
            elif sign == closer and not depth:
                return at, literal
            elif opener != closer:
                depth += 1 if sign == opener else -1
        raise Unread(f"a string that ends with {closer} does not end")

    def _interpolation(self, at: int, level: int) -> int:
        if level > _DEEPEST:
            raise TooMuch("is nested too deeply to be read")
        depth = 0
        while found := _WITHIN.search(self._text, at):
            sign, at = found[0], found.end()
            if sign in "\"'`":
                at, _ = self._ended(at, sign, sign, level + 1, plain=sign == "'")
            elif sign == "{":
                depth += 1
            elif not depth:
                return at
            else:
                depth -= 1
        raise Unread("an interpolation does not end")


_DEEPEST = 8
_LINE_END = regex(r"\n")
_DOCUMENT = regex(r"=begin\b.*?^=end\b[^\n]*\n?", re.DOTALL | re.MULTILINE)
_NEXT = regex(
    r"""(?P<space>(?:[ \t\f\v\r]|\\\n)++)
    |(?P<comment>\#[^\n]*+)
    |(?P<end>(?:(?<=\n)|\A)__END__(?=\n|\Z))
    |(?P<line>\n)
    |(?P<heredoc><<[~-]?(?P<word>[A-Za-z_]\w*+|"[^"\n]++"|'[^'\n]++'|`[^`\n]++`))
    |(?P<percent>%(?P<kind>[qQwWiIrsx]?)(?P<open>[^\w\s=]|(?<=[qQwWiIrsx])=))
    |(?P<quote>:?["]|:?[']|`)
    |(?P<slash>/)
    |(?P<label>[^\W\d]\w*+[?!]?:(?!:))
    |(?P<name>[^\W\d]\w*+(?:[?!](?!=(?![=~>])))?|@@?\w++|\$(?:\w++|[^\w\s]))
    |(?P<number>0[xXbBoO][0-9a-fA-F_]++|[0-9][0-9_]*+(?:\.[0-9][0-9_]*+)?(?:[eE][+-]?[0-9]++)?[ri]?)
    |(?P<symbol>(?<!:):(?:[^\W\d]\w*+[?!=]?(?!>)|@@?\w++|\[\]=?|[-+*/<>=!~%&|^]{1,3}))
    |(?P<character>\?[^\s\w](?!\S)|\?\w(?!\w))
    |(?P<op>\*\*=|&&=|\|\|=|<<=|>>=|<=>|===|\.\.\.|\*\*|&&|\|\||&\.|::|=>|->|\.\.|==|=~|!=|!~|<=|>=
        |<<|>>|[-+*/%&|^]=|[-+*%&|^<>=!~?:.,;(){}\[\]])""",
    re.VERBOSE,
)
_LABEL_END = regex(r":(?!:)(?=\s)")
_DYNAMIC = regex(r"(?<!\\)(?:\\\\)*+#[{@$]")
_WITHIN = regex(r"[{}\"'`]")
_CLOSING = frozenset({")", "]", "}"})
_PAIRS = {"(": ")", "[": "]", "{": "}", "<": ">"}
_KEYWORDS = frozenset(
    [
        "and",
        "begin",
        "case",
        "do",
        "else",
        "elsif",
        "ensure",
        "if",
        "in",
        "not",
        "or",
        "rescue",
        "return",
        "then",
        "unless",
        "until",
        "when",
        "while",
        "yield",
    ]
)
_SINGLE = regex(r"\\([\\'])")
_DOUBLE = regex(r"\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{1,2})|(.))")
_ESCAPES = {"n": "\n", "t": "\t", "s": " ", "r": "\r", "0": "\0", "e": "\x1b", "f": "\f"}


@cache
def _special(signs: str) -> re.Pattern[str]:
    return regex(f"[\\\\#{re.escape(signs)}]")


def _pieces(raw: str, line: int, column: int, *, escaped: str) -> tuple[Piece, ...]:
    """Return what a string says, a piece a line; an escaped line end is a blank where it can be.

    `escaped` is the sign that ends it: a string in single quotes knows two escapes, a raw
    heredoc (no sign) none.
    """
    keeps = "--" in raw or "$$" in raw
    found: list[Piece] = []
    for count, each in enumerate(raw.split("\n")):
        text = each
        if "\\" in each and escaped == "'":
            text = _SINGLE.sub(r"\1", each)
        elif "\\" in each and escaped:
            text = _DOUBLE.sub(_character, each).removesuffix("\\")
            text = text if keeps else text.replace("\n", " ")
        found.append(Piece(line + count, column if not count else 1, text))
    return tuple(found)


def _character(found: re.Match[str]) -> str:
    """Return what an escape in double quotes stands for."""
    code = found[1] or found[2] or found[3]
    if not code:
        return _ESCAPES.get(found[4], found[4])
    value = int(code, 16)
    return chr(value) if value <= _LAST and not _FIRST_HALF <= value <= _LAST_HALF else "?"


_LAST, _FIRST_HALF, _LAST_HALF = 0x10FFFF, 0xD800, 0xDFFF
