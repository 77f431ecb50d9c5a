"""Contexts and labels as Liquibase itself weighs them: which changesets it would run.

Its surprise is that without any context everything runs, `!prod` and `prod`
alike; only `@prod` resists.
Source: liquibase/liquibase, `ExpressionMatcher` and `ContextExpression`.
"""

from collections.abc import Iterable
from itertools import chain

from branchline.model.regex import regex

Names = frozenset[str]


class UnreadableError(ValueError):
    """An expression that Liquibase cannot read; the text says what is odd about it."""


def in_context(
    expression: str, runtime: str = "", inherited: Iterable[str] = (), *, two_sided: bool = False
) -> bool:
    """Say whether a changeset with `expression` runs where `runtime` is given.

    `inherited` are the expressions of the files that hold it. Until 4.29 a name
    is all that can be given; from 4.30 on (`two_sided`) it is weighed as an
    expression over the changeset's own names as well.

    Raises:
        UnreadableError: an expression cannot be read.
    """
    given = _items(runtime)
    above = all(_holds(each, given) for each in inherited)
    own = _holds(expression, given)
    if two_sided and not own and expression.strip():
        own = any(_holds(each, _items(expression)) for each in given)
    return above and own


def labelled(labels: str, filter_: str = "") -> bool:
    """Say whether a changeset with `labels` runs where `filter_` is given: the sides are swapped.

    Raises:
        UnreadableError: the filter cannot be read.
    """
    return not filter_.strip() or _holds(filter_, _items(labels))


_DEEPEST = 50
_TOKEN = regex(r"\s*(?:([(),!])|(@?!?[^\s(),!]+))")


def _items(text: str) -> Names:
    return frozenset(word for part in text.lower().split(",") if (word := part.strip()))


def _holds(expression: str, given: Names) -> bool:
    text = expression.strip().strip('"').lower()
    return not text or _Expression(text, given).truth()


class _Expression:
    def __init__(self, text: str, given: Names) -> None:
        self._words = [*_words(text), ""]
        self._given = given
        self._text = text
        self._at = 0

    def truth(self) -> bool:
        found = self._either(0)
        if self._peek():
            raise UnreadableError(f"{self._peek()!r} is too much in {self._text!r}")
        return found

    def _peek(self) -> str:
        return self._words[self._at]

    def _either(self, depth: int) -> bool:
        found = self._both(depth)
        while self._peek() in {"or", ","}:
            if self._peek() == "," and depth:
                raise UnreadableError(f"a comma stands in parentheses in {self._text!r}")
            self._at += 1
            found = self._both(depth) or found
        return found

    def _both(self, depth: int) -> bool:
        found = self._term(depth)
        while self._peek() == "and":
            self._at += 1
            found = self._term(depth) and found
        return found

    def _term(self, depth: int) -> bool:
        if depth > _DEEPEST:
            raise UnreadableError(f"more than {_DEEPEST} levels in {self._text[:40]!r}")
        word = self._peek()
        if not word or word in {"and", "or", ",", ")"}:
            raise UnreadableError(f"a name is missing in {self._text!r}")
        self._at += 1
        if word in {"!", "not"}:
            return self._negated(depth)
        if word == "(":
            return self._grouped(depth)
        return self._named(word, negated=False)

    def _negated(self, depth: int) -> bool:
        if self._peek() in {"!", "not", "("}:
            return not self._term(depth + 1)
        word = self._peek()
        if not word or word in {"and", "or", ",", ")"}:
            raise UnreadableError(f"a name is missing in {self._text!r}")
        self._at += 1
        return self._named(word, negated=True)

    def _grouped(self, depth: int) -> bool:
        found = self._either(depth + 1)
        if self._peek() != ")":
            raise UnreadableError(f"a parenthesis stays open in {self._text!r}")
        self._at += 1
        return found

    def _named(self, word: str, *, negated: bool) -> bool:
        required = word.startswith("@")
        name = word.removeprefix("@")
        if name.startswith("!"):
            name, negated = name[1:], not negated
        if not (required or self._given):
            return True
        return (name in self._given) is not negated


def _words(text: str) -> Iterable[str]:
    at, end = 0, len(text)
    found: list[str] = []
    while at < end:
        match = _TOKEN.match(text, at)
        if match is None:
            break
        found.append(match[1] or match[2])
        at = match.end()
    return list(chain.from_iterable(_required(found)))


def _required(words: list[str]) -> Iterable[tuple[str, ...]]:
    """Join `@not x`, which is `@!x`."""
    at = 0
    while at < len(words):
        if words[at] == "@not" and at + 1 < len(words):
            yield (f"@!{words[at + 1]}",)
            at += 1
        else:
            yield (words[at],)
        at += 1
