"""Ruby read as statements and calls: enough of it to see what a migration calls.

Nothing is run. An operator's operands stand side by side in an `Other`; what
follows from them nobody asks.
"""

from collections.abc import Callable

from branchline.formats.graph.ruby_nodes import (
    Assign,
    Block,
    Call,
    Choice,
    Define,
    Expression,
    Klass,
    Leave,
    Listing,
    Loop,
    Name,
    Number,
    Other,
    Pairs,
    Statement,
    Symbol,
    Text,
)
from branchline.formats.graph.ruby_tokens import Token, TooMuch, Unread, tokens

MOST = 256 * 1024
"""Characters of Ruby that are read."""


def statements(text: str) -> tuple[Statement, ...]:
    """Read a text with LF line ends.

    Raises:
        Unread: it is too large or nested too deeply, or it is not understood.
    """
    if len(text) > MOST:
        raise TooMuch(f"is larger than {MOST >> 10} KiB of Ruby")
    parser = _Parser(tokens(text))
    try:
        found = parser.body(frozenset())
    except RecursionError:
        raise TooMuch("is nested too deeply to be read") from None
    if parser.left:
        raise Unread(f"line {parser.here.line} is not understood")
    return found


class _Parser:
    def __init__(self, found: list[Token]) -> None:
        self._tokens, self._at, self._depth = found, 0, 0
        last = found[-1].line if found else 1
        self._nothing = Token("line", "", last, 1)
        self._no_do = False

    @property
    def left(self) -> bool:
        return self._at < len(self._tokens)

    @property
    def here(self) -> Token:
        return self._tokens[self._at] if self.left else self._nothing

    def body(self, ends: frozenset[str]) -> tuple[Statement, ...]:
        """Read statements up to one of the words in `ends`, which is left to be read."""
        self._deeper()
        no_do, self._no_do = self._no_do, False
        found: list[Statement] = []
        while self.left:
            token = self.here
            if token.kind == "line" or token.text == ";":
                self._at += 1
            elif token.kind in {"name", "op"} and token.text in ends:
                break
            elif token.kind == "name" and token.text in _STRAY:
                raise Unread(f"{token.text!r} in line {token.line} is not understood")
            else:
                before = self._at
                found.append(self._statement())
                self._at += self._at == before
        self._no_do = no_do
        self._depth -= 1
        return tuple(found)

    def _statement(self) -> Statement:
        found = self._simple()
        while self.here.kind == "name" and self.here.text in _MODIFIERS:
            word = self.here.text
            self._at += 1
            test = self._expression()
            if word in {"while", "until"}:
                found = Loop((found,))
            elif word == "rescue":
                found = Other((found, test))
            else:
                found = Choice(Other((Name(word), test)), ((found,),))
        return found

    def _simple(self) -> Statement:
        token = self.here
        if token.kind == "name":
            reader = _STATEMENTS.get(token.text)
            if reader and not self._is_op(1, "."):
                self._at += 1
                return reader(self, token)
            if self._is_op(1, "=") or (self._is_op(1, "||=") and token.text[0] != "@"):
                self._at += 2
                self._skip_lines()
                return Assign(token.text, self._expression(), token.line, token.column)
        return self._expression(comma=True)

    def class_(self, token: Token) -> Statement:
        name: list[str] = []
        while self.left and self.here.kind != "line" and self.here.text != ";":
            name.append(self.here.text)
            self._at += 1
        body = self._until_end()
        written, _, base = "".join(name).partition("<")
        return Klass(written, base, body, token.line)

    def def_(self, token: Token) -> Statement:
        name = self.here.text
        self._at += 1
        if self._is_op(0, "."):
            name = self._tokens[self._at + 1].text if self._at + 1 < len(self._tokens) else ""
            self._at += 2
        while self.here.kind == "op" and self.here.text not in "(;" and not self.here.spaced:
            name += self.here.text  # a setter, an operator
            self._at += 1
        names: list[str] = []
        if self._is_op(0, "("):
            names = self._parameters(")")
            self._at += 1
        elif not self._is_op(0, "="):
            names = self._parameters("\n")
        if self._is_op(0, "="):
            self._at += 1
            return Define(name, tuple(names), (self._statement(),), token.line)
        return Define(name, tuple(names), self._until_end(), token.line)

    def _parameters(self, end: str) -> list[str]:
        """Read the names up to `end`, which is left to be read."""
        found: list[str] = []
        depth = 0
        self._at += end != "\n"
        while self.left and not (self.here.text == end and not depth):
            token = self.here
            if end == "\n" and token.text == ";":
                break
            depth += (token.text in _OPENING) - (token.text in {")", "]", "}"})
            if token.kind in {"name", "label"}:
                found.append(token.text)
            self._at += 1
        return found

    def _until_end(self) -> tuple[Statement, ...]:
        """Read a body with its `rescue`, `else` and `ensure` up to `end` and behind it."""
        found = list(self.body(_ENDS))
        while self.here.text in {"rescue", "else", "ensure"}:
            word = self.here.text
            self._at += 1
            if word == "rescue":
                while self.left and self.here.kind != "line" and self.here.text != "then":
                    self._at += 1
                self._at += self.here.text == "then"
                # What runs after a failure is not what a migration does.
                self.body(_ENDS)
            else:
                found += self.body(_ENDS)
        self._take("end")
        return tuple(found)

    def if_(self, token: Token) -> Statement:
        test = self._condition()
        word = Name(token.text)
        bodies = [self.body(_ARMS)]
        while self.here.text == "elsif":
            self._at += 1
            test = Other((test, self._condition()))
            bodies.append(self.body(_ARMS))
        if self.here.text == "else":
            self._at += 1
            bodies.append(self.body(_ARMS))
        self._take("end")
        return Choice(Other((word, test)), tuple(bodies))

    def case(self, token: Token) -> Statement:
        del token
        test: Statement = Other()
        if self.here.kind != "line":
            test = self._expression()
        bodies: list[tuple[Statement, ...]] = []
        self._skip_lines()
        while self.here.text in {"when", "in", "else"}:
            word = self.here.text
            self._at += 1
            if word != "else":
                while self.left and self.here.kind != "line" and self.here.text != "then":
                    self._at += 1
                self._at += self.here.text == "then"
            bodies.append(self.body(_ARMS))
        self._take("end")
        return Choice(Other((Name("case"), test)), tuple(bodies))

    def while_(self, token: Token) -> Statement:
        test = self._condition()
        return Loop((test, *self._until_end()), token.line, token.column)

    def for_(self, token: Token) -> Statement:
        while self.left and self.here.text != "in":
            self._at += 1
        self._at += 1
        return self.while_(token)

    def begin(self, token: Token) -> Statement:
        return Other(self._until_end(), token.line, token.column)

    def leave(self, token: Token) -> Statement:
        if self._ends_value():
            return Leave(token.text)
        return Leave(token.text, (self._expression(comma=True),))

    def _condition(self) -> Statement:
        no_do, self._no_do = self._no_do, True
        found = self._expression()
        self._no_do = no_do
        if self.here.text in {"then", "do"}:
            self._at += 1
        return found

    def _expression(self, *, comma: bool = False) -> Expression:
        """Read operands and what is between them; one alone is itself."""
        self._deeper()
        first = self.here
        parts = [self._operand()]
        signs: set[str] = set()
        while self._joins(comma=comma):
            signs.add(self.here.text)
            self._at += 1
            self._skip_lines()
            if self._ends_value() and self.here.text not in {"*", "&", "-"}:
                break
            parts.append(self._operand())
        self._depth -= 1
        if len(parts) == 1:
            return parts[0]
        if signs == {"+"} and all(isinstance(each, Text) for each in parts):
            return _concatenated([each for each in parts if isinstance(each, Text)])
        return Other(tuple(parts), first.line, first.column)

    def _joins(self, *, comma: bool) -> bool:
        token = self.here
        if token.kind == "name":
            return token.text in {"and", "or"}
        if token.kind == "label":  # of a condition: a ? b : c
            return False
        return token.kind == "op" and (token.text in _BINARY or (comma and token.text == ","))

    def _operand(self) -> Expression:
        while self.here.kind == "op" and self.here.text in _PREFIXES:
            sign = self.here.text
            self._at += 1
            if sign == "-" and self.here.kind == "number":
                found: Expression = Number(f"-{self.here.text}")
                self._at += 1
                return self._behind(found)
        if self.here.kind == "name" and self.here.text in {"not", "defined?"}:
            self._at += 1
            return Other((self._operand(),), self.here.line, self.here.column)
        return self._behind(self._primary())

    def _primary(self) -> Expression:  # noqa: PLR0911 - a row for each kind
        token = self.here
        self._at += 1
        match token.kind:
            case "string":
                return self._text(token)
            case "symbol":
                return Symbol(token.text)
            case "number":
                return Number(token.text)
            case "words":
                if token.pieces is None:
                    return Other((), token.line, token.column)
                return Listing(tuple(Symbol(word) for word in token.text.split()))
            case "name":
                return self._named(token)
            case "op" if token.text in _OPENERS:
                return _OPENERS[token.text](self, token)
            case "label" | "line":
                self._at -= token.kind == "line"
        return Other((), token.line, token.column)

    def _text(self, token: Token) -> Text:
        found = [Text(token.line, token.column, token.pieces)]
        while self.here.kind == "string":
            found.append(Text(self.here.line, self.here.column, self.here.pieces))
            self._at += 1
        return _concatenated(found)

    def _named(self, token: Token) -> Expression:
        reader = _STATEMENTS.get(token.text)
        if reader:
            return Other((reader(self, token),), token.line, token.column)
        if token.text in _CONSTANTS or token.text[0] in "@$":
            return Name(token.text, token.line, token.column)
        return self._call(token, None)

    def listing(self, token: Token) -> Expression:
        del token
        call = self._arguments(Call("[]", 0, 0), "]")
        return Listing((*call.args, *([Pairs(call.named)] if call.named else [])))

    def pairs(self, token: Token) -> Expression:
        call = self._arguments(Call("{}", token.line, token.column), "}")
        return Pairs(call.named) if not call.args and call.literal else Other(call.args)

    def group(self, token: Token) -> Expression:
        found = self.body(frozenset({")"}))
        self._take(")")
        one = found[0] if len(found) == 1 else None
        if isinstance(one, (Text, Symbol, Number, Name, Listing, Call)):
            return one
        return Other(found, token.line, token.column)

    def lambda_(self, token: Token) -> Expression:
        if self._is_op(0, "("):
            self._parameters(")")
            self._at += 1
        return self._block() or Other((), token.line, token.column)

    def root(self, token: Token) -> Expression:
        del token
        return self._primary()

    def _behind(self, found: Expression) -> Expression:
        """Read `.name(…)`, `::Name` and `[…]` behind a value."""
        while True:
            if self.here.kind == "line" and self._chains_below():
                self._skip_lines()
            token = self.here
            if token.kind != "op":
                return found
            if token.text in {".", "&.", "::"}:
                self._at += 1
                self._skip_lines()
                name = self.here
                self._at += name.text != "("
                found = self._call(name, found)
            elif token.text == "[" and not token.spaced:
                self._at += 1
                inner = self._arguments(Call("[]", token.line, token.column, found), "]")
                found = inner
            else:
                return found

    def _chains_below(self) -> bool:
        at = self._at
        while at < len(self._tokens) and self._tokens[at].kind == "line":
            at += 1
        if at >= len(self._tokens):
            return False
        return self._tokens[at].kind == "op" and self._tokens[at].text in {".", "&."}

    def _call(self, token: Token, receiver: Expression | None) -> Expression:
        call = Call(token.text, token.line, token.column, receiver)
        following = self.here
        given = True
        if following.text == "(" and following.kind == "op" and not following.spaced:
            self._at += 1
            call = self._arguments(call, ")")
        elif self._begins_argument():
            call = self._arguments(call, "")
        else:
            given = False
        block = self._block()
        if block:
            from branchline.model.value import replace

            return replace(call, block=block)
        constant = token.text[:1].isupper()
        if not given and receiver is None and constant:
            return Name(token.text, token.line, token.column)
        if not given and constant and isinstance(receiver, Name):
            return Name(f"{receiver.text}::{token.text}", receiver.line, receiver.column)
        return call

    def _begins_argument(self) -> bool:
        """Whether what follows a name is its argument, without parentheses."""
        token = self.here
        if not token.spaced:
            return False
        if token.kind in {"string", "symbol", "number", "label", "words", "regex", "shell"}:
            return True
        if token.kind == "name":
            return token.text not in _NO_VALUES
        after = self._tokens[self._at + 1] if self._at + 1 < len(self._tokens) else self._nothing
        tight = not after.spaced and after.kind != "line"
        return token.text in {"->", "!"} or (
            token.text in {"[", "*", "**", "&", "-", "::", "("} and (tight or token.text in "[(")
        )

    def _arguments(self, call: Call, end: str) -> Call:
        """Read what stands up to `end`; without one, up to the end of the statement."""
        self._deeper()
        no_do, self._no_do = self._no_do, self._no_do or not end
        if end:
            self._no_do = False
        args: list[Expression] = []
        named: list[tuple[str, Expression]] = []
        literal = True
        while self.left:
            self._skip_lines() if end else None
            if end and self.here.text == end and self.here.kind == "op":
                break
            literal &= not (self.here.kind == "op" and self.here.text in {"*", "**", "&"})
            before = self._at
            self._argument(args, named)
            self._skip_lines() if end else None
            if self._is_op(0, ","):
                self._at += 1
                self._skip_lines()
            elif not end or self._at == before or self.here.text != end:
                break
        if end:
            self._take(end)
        self._no_do = no_do
        self._depth -= 1
        return Call(
            call.name,
            call.line,
            call.column,
            call.receiver,
            tuple(args),
            tuple(named),
            None,
            literal,
        )

    def _argument(self, args: list[Expression], named: list[tuple[str, Expression]]) -> None:
        token = self.here
        if token.kind == "label":
            self._at += 1
            self._skip_lines()
            if self.here.text in {",", ")", "}"} and self.here.kind == "op":
                named.append((token.text, Name(token.text, token.line, token.column)))
            else:
                named.append((token.text, self._expression()))
            return
        found = self._expression()
        if self._is_op(0, "=>"):
            self._at += 1
            self._skip_lines()
            key = found.said if isinstance(found, (Symbol, Text)) else None
            named.append((key or "", self._expression()))
        else:
            args.append(found)

    def _block(self) -> Block | None:
        token = self.here
        if token.kind == "op" and token.text == "{":
            end = "}"
        elif token.kind == "name" and token.text == "do" and not self._no_do:
            end = "end"
        else:
            return None
        self._at += 1
        names: list[str] = []
        if self._is_op(0, "|"):
            names = self._parameters("|")
            self._at += 1
        elif self._is_op(0, "||"):
            self._at += 1
        if end == "end":
            no_do, self._no_do = self._no_do, False
            body = self._until_end()
            self._no_do = no_do
        else:
            body = self.body(frozenset({"}"}))
            self._take("}")
        return Block(tuple(names), body)

    def _ends_value(self) -> bool:
        token = self.here
        if token.kind == "name":
            return token.text in _NO_VALUES
        return token.kind == "line" or (
            token.kind == "op" and token.text not in {*_OPENERS, *_PREFIXES}
        )

    def _is_op(self, ahead: int, text: str) -> bool:
        at = self._at + ahead
        return (
            at < len(self._tokens)
            and self._tokens[at].kind == "op"
            and self._tokens[at].text == text
        )

    def _skip_lines(self) -> None:
        while self.left and self.here.kind == "line":
            self._at += 1

    def _take(self, text: str) -> None:
        self._skip_lines()
        if self.here.text != text:
            raise Unread(f"line {self.here.line} has {self.here.text!r} where {text!r} should be")
        self._at += 1

    def _deeper(self) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise TooMuch("is nested too deeply to be read")


_DEEPEST = 80
_ENDS = frozenset({"end", "rescue", "else", "ensure"})
_ARMS = frozenset({"end", "elsif", "else", "when", "in"})
_STRAY = frozenset({"end", "elsif", "when", "ensure"})
_MODIFIERS = frozenset({"if", "unless", "while", "until", "rescue"})
_OPENING = frozenset({"(", "[", "{"})
_CONSTANTS = frozenset({"true", "false", "nil", "self", "__method__", "__FILE__"})
_NO_VALUES = frozenset(
    [
        "and",
        "do",
        "else",
        "elsif",
        "end",
        "ensure",
        "if",
        "in",
        "or",
        "rescue",
        "then",
        "unless",
        "until",
        "when",
        "while",
    ]
)
_PREFIXES = frozenset({"!", "-", "+", "~", "*", "**", "&", ".."})
_BINARY = frozenset(
    [
        "+",
        "-",
        "*",
        "/",
        "%",
        "**",
        "&",
        "|",
        "^",
        "<<",
        ">>",
        "&&",
        "||",
        "==",
        "!=",
        "===",
        "=~",
        "!~",
        "<",
        ">",
        "<=",
        ">=",
        "<=>",
        "..",
        "...",
        "?",
        ":",
        "=",
        "+=",
        "-=",
        "*=",
        "/=",
        "||=",
        "&&=",
        "|=",
        "&=",
        "<<=",
        ">>=",
        "%=",
        "**=",
        "^=",
        "=>",
    ]
) - {"=>"}
_STATEMENTS: dict[str, Callable[[_Parser, Token], Statement]] = {
    "begin": _Parser.begin,
    "break": _Parser.leave,
    "case": _Parser.case,
    "class": _Parser.class_,
    "def": _Parser.def_,
    "for": _Parser.for_,
    "if": _Parser.if_,
    "module": _Parser.class_,
    "next": _Parser.leave,
    "raise": _Parser.leave,
    "return": _Parser.leave,
    "unless": _Parser.if_,
    "until": _Parser.while_,
    "while": _Parser.while_,
}
_OPENERS: dict[str, Callable[[_Parser, Token], Expression]] = {
    "[": _Parser.listing,
    "{": _Parser.pairs,
    "(": _Parser.group,
    "->": _Parser.lambda_,
    "::": _Parser.root,
}


def _concatenated(several: list[Text]) -> Text:
    found = [each.pieces for each in several if each.pieces is not None]
    pieces = tuple(piece for each in found for piece in each)
    first = several[0]
    return Text(first.line, first.column, pieces if len(found) == len(several) else None)
