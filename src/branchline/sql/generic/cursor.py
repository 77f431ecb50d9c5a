"""A place in the tokens of a statement, and what may be read from there.

A parenthesis is a cursor of its own, and it must be read to its end: whatever
is left over is a syntax error, never skipped in silence.
"""

from collections.abc import Iterator

from branchline.model.operations.base import Name
from branchline.sql.generic.dialects import Dialect
from branchline.sql.generic.lexer import Token
from branchline.sql.generic.refused import Refused


class Cursor:
    """Tokens from `at` up to `stop`, both indexes into the same list."""

    __slots__ = ("at", "dialect", "stop", "text", "tokens")

    def __init__(
        self, text: str, tokens: list[Token], dialect: Dialect, at: int = 0, stop: int = -1
    ) -> None:
        self.text = text
        self.tokens = tokens
        self.dialect = dialect
        self.at = at
        self.stop = stop if stop >= 0 else len(tokens) - 1

    def peek(self, ahead: int = 0) -> Token:
        """Return a token without taking it; behind the last one an end."""
        at = self.at + ahead
        if at < self.stop:
            return self.tokens[at]
        last = self.tokens[self.stop]
        return Token("end", "", last.start, last.start)

    def take(self) -> Token:
        """Return the next token and move past it."""
        token = self.peek()
        self.at = min(self.at + 1, self.stop)
        return token

    @property
    def done(self) -> bool:
        """Whether nothing is left."""
        return self.at >= self.stop

    def sees(self, *phrases: str) -> bool:
        """Whether one of these phrases comes next; words are apart by one blank."""
        return any(self._sees(phrase.split(" ")) for phrase in phrases)

    def skip(self, *phrases: str) -> bool:
        """Move past one of these phrases, the first that fits."""
        for phrase in phrases:
            words = phrase.split(" ")
            if self._sees(words):
                self.at += len(words)
                return True
        return False

    def expect(self, *phrases: str) -> None:
        """Move past one of these phrases, or refuse."""
        if not self.skip(*phrases):
            raise self.unexpected()

    def one_of(self, *phrases: str) -> str:
        """Move past one of these phrases and return it, or refuse."""
        for phrase in phrases:
            if self.skip(phrase):
                return phrase
        raise self.unexpected()

    def end(self) -> None:
        """Refuse unless nothing is left."""
        if not self.done:
            raise self.unexpected()

    def unexpected(self) -> Refused:
        """Return what to raise where the next token has no place."""
        token = self.peek()
        if token.kind == "end":
            return Refused("the statement ends too early", token.start)
        written = self.text[token.start : token.end]
        shown = written if len(written) <= _LONGEST else f"{written[:_LONGEST]}…"
        return Refused(f"syntax error at or near {shown!r}", token.start)

    def word(self) -> str:
        """Return the next token as one that names no object, in upper case."""
        token = self.take()
        if token.kind not in {"word", "name", "string", "number"}:
            self.at -= 1
            raise self.unexpected()
        return token.key or token.text

    def identifier(self, *, column: bool = True) -> str:
        """Return one name, folded as the dialect folds columns or tables."""
        token = self.peek()
        reserved = token.kind == "word" and token.key in self.dialect.reserved
        if token.kind not in {"word", "name"} and not (
            token.kind == "string" and self.dialect.string_names
        ):
            raise self.unexpected()
        if reserved:
            raise self.unexpected()
        self.at += 1
        return self.dialect.fold(token.text, quoted=token.kind != "word", column=column)

    def name(self) -> Name:
        """Return a name with as many qualifiers as are written; the last two count."""
        parts = [self.identifier(column=False)]
        while self.skip("."):
            parts.append("" if self.sees(".") else self._qualified())
        schema = parts[-2] if len(parts) > 1 else ""
        return Name(parts[-1], "" if schema == self.dialect.main else schema)

    def inside(self) -> "Cursor":
        """Return a cursor over the parenthesis that comes next, and move past it."""
        self.expect("(")
        start, depth = self.at, 1
        while depth:
            if self.done:
                raise Refused("a parenthesis is not closed", self.tokens[start - 1].start)
            key = self.take().key
            depth += (key == "(") - (key == ")")
        return self.part(start, self.at - 1)

    def part(self, start: int, stop: int) -> "Cursor":
        """Return a cursor over some of the tokens."""
        return Cursor(self.text, self.tokens, self.dialect, start, stop)

    def until(self, *phrases: str) -> "Cursor":
        """Return a cursor up to the first of these phrases outside parentheses; take that much.

        A CASE is a parenthesis too.
        """
        start, depth = self.at, 0
        while not self.done and (depth or not self.sees(*phrases)):
            key = self.peek().key
            if key == ")" and not depth:
                raise self.unexpected()
            depth += (key in {"(", "CASE"}) - (key in {")", "END"} and depth > 0)
            self.at += 1
        return self.part(start, self.at)

    def commas(self) -> Iterator["Cursor"]:
        """Yield what stands between the commas, at least once."""
        yield self.until(",")
        while self.skip(","):
            yield self.until(",")

    def names(self) -> tuple[str, ...]:
        """Return a parenthesised list of column names."""
        inner = self.inside()
        found = [inner.identifier()]
        while inner.skip(","):
            found.append(inner.identifier())
        inner.end()
        return tuple(found)

    def written(self) -> str:
        """Return the text of what is left."""
        if self.done:
            return ""
        return self.text[self.tokens[self.at].start : self.tokens[self.stop - 1].end]

    @property
    def offset(self) -> int:
        """Where the next token starts."""
        return self.peek().start

    def rest(self) -> "Cursor":
        """Return a cursor over what is left, and take it."""
        start, self.at = self.at, self.stop
        return self.part(start, self.stop)

    def _sees(self, words: list[str]) -> bool:
        at, tokens = self.at, self.tokens
        if at + len(words) > self.stop:
            return False
        return all(tokens[at + i].key == word for i, word in enumerate(words))

    def _qualified(self) -> str:
        token = self.take()
        if token.kind not in {"word", "name", "string"}:
            self.at -= 1
            raise self.unexpected()
        return self.dialect.fold(token.text, quoted=token.kind != "word", column=False)


_LONGEST = 40  # characters of a token that an error shows
