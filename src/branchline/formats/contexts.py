"""Which changesets an instance runs: contexts and labels.

    expression := conjunction (("or" | ",") conjunction)*
    conjunction := term ("and" term)*
    term := ("!" | "not") term | "@"? name | "(" expression ")"

`or` binds weaker than `and`; names are compared in lower case. An instance
without contexts never runs a changeset that has any, not even `!prod`: where
other tools run everything, branchline fails closed.
"""

import re
from collections.abc import Iterator

_TOKEN = re.compile(r"\s*([(),!]|@?[^\s(),!@]+)")
_OPERATORS = frozenset({"and", "or", "not", ",", "(", ")", "!"})
_DEEPEST = 50


class MalformedError(ValueError):
    """An expression that has no meaning; the text says what is odd about it."""


def selects(expression: str, names: frozenset[str]) -> bool:
    """Whether a changeset with `expression` runs where `names` are set.

    Raises:
        MalformedError: the expression cannot be read.
    """
    if not expression.strip():
        return True
    truth = evaluate(expression, names)
    return truth and bool(names)


def evaluate(expression: str, names: frozenset[str]) -> bool:
    """Return the truth of `expression` over `names`, both in any case."""
    tokens = _Tokens(expression)
    truth = _either(tokens, frozenset(name.lower() for name in names), 0)
    if tokens.peek():
        raise MalformedError(f"{tokens.peek()!r} is too much in {expression!r}")
    return truth


class _Tokens:
    def __init__(self, expression: str) -> None:
        self.expression = expression
        self._words = list(_words(expression))
        self._at = 0

    def peek(self) -> str:
        return self._words[self._at] if self._at < len(self._words) else ""

    def take(self) -> str:
        word = self.peek()
        self._at += 1
        return word


def _words(expression: str) -> Iterator[str]:
    at = 0
    text = expression.rstrip()
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise MalformedError(f"{text[at:].strip()[:20]!r} is no name in {expression!r}")
        yield match[1].lower()
        at = match.end()


def _either(tokens: _Tokens, names: frozenset[str], depth: int) -> bool:
    truth = _both(tokens, names, depth)
    while tokens.peek() in {"or", ","}:
        tokens.take()
        truth = _both(tokens, names, depth) or truth
    return truth


def _both(tokens: _Tokens, names: frozenset[str], depth: int) -> bool:
    truth = _term(tokens, names, depth)
    while tokens.peek() == "and":
        tokens.take()
        truth = _term(tokens, names, depth) and truth
    return truth


def _term(tokens: _Tokens, names: frozenset[str], depth: int) -> bool:
    if depth > _DEEPEST:
        raise MalformedError(f"more than {_DEEPEST} levels in {tokens.expression[:40]!r}")
    word = tokens.take()
    if word in {"!", "not"}:
        return not _term(tokens, names, depth + 1)
    if word == "(":
        truth = _either(tokens, names, depth + 1)
        if tokens.take() != ")":
            raise MalformedError(f"a parenthesis stays open in {tokens.expression!r}")
        return truth
    if not word or word in _OPERATORS:
        raise MalformedError(f"a name is missing in {tokens.expression!r}")
    return word.removeprefix("@") in names
