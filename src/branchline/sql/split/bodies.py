"""Tell a `;` that ends a statement from one inside a routine's body.

Only `BEGIN`, `CASE` and their `END` are counted. `IF`, `LOOP` and their kin live
inside a block, where their own `END IF` says what it closes; they are counted
only as a whole body without `BEGIN`. A word counts by where it stands: `END`
closes a block only after a `;`, so a column called `end` closes nothing.
"""

import re

from branchline.model.regex import regex
from branchline.sql.split.kinds import Kinds


class Body:
    """What is open in the statement being read, told word by word.

    `mode` is one of those that `kinds` describes. `cut` is the first `;` inside
    that would be a sensible end if the body never closes, or -1. `data` says
    that lines of data follow the statement, `unit` that it is a PL/SQL unit,
    whose last `;` is its own.
    """

    def __init__(self, text: str, start: int, kinds: Kinds) -> None:
        """Begin a statement; nothing is open."""
        self.mode = "start"
        self.cut = -1
        self.data = False
        self.unit = False
        self._text = text
        self._kinds = kinds
        self._frames: list[tuple[str, int]] = []
        self._parens = 0
        self._last = ""
        self._edge = start
        self._header = False

    @property
    def unclosed(self) -> str:
        """Name what is open here, as a problem; empty where nothing is."""
        if self._frames:
            return "unterminated block"
        return "unbalanced parenthesis" if self.mode == "rule" and self._parens else ""

    def word(self, word: str, at: int) -> None:
        """Take a word; blanks, comments and other marks may lie before it."""
        name, previous = word.upper(), self._last if self._blank_to(at) else "?"
        self._last, self._edge = name, at + len(word)
        if self.mode == "start":
            self.mode = self._kinds.first.get(name, self._kinds.otherwise)
            self._read(name, "")
        elif self.mode == "head":
            self._head(name, previous)
        elif self._text[at - 1] not in ".@":
            self._read(name, previous)

    def mark(self, mark: str, end: int) -> None:
        """Take a parenthesis, a colon or a whole quote that ends here."""
        if mark == "(":
            self._parens += 1
        elif mark == ")":
            self._parens = max(self._parens - 1, 0)
        self._last, self._edge = mark, end

    def comment(self, at: int, end: int) -> None:
        """Take a comment: it stands between two words as a blank does."""
        if self._blank_to(at):
            self._edge = end

    def semicolon(self, at: int) -> bool:
        """Take a `;` and say whether it ends the statement.

        One that is inside ends it too when what follows cannot be in a body:
        that costs one statement, a forgotten `END` the rest of the file.
        """
        self._last, self._edge, self._header = ";", at + 1, False
        if self.mode == "batch" or not self.unclosed:
            return self.mode != "batch"
        if self.cut < 0 and _NEXT_STATEMENT.match(self._text, at + 1):
            self.cut = at
        impossible = self._kinds.impossible
        return bool(impossible and impossible.match(self._text, at + 1))

    def _blank_to(self, at: int) -> bool:
        found = _BLANKS.match(self._text, self._edge)
        return found is not None and found.end() == at

    def _next(self, pattern: re.Pattern[str]) -> bool:
        return pattern.match(self._text, self._edge) is not None

    def _push(self, kind: str) -> None:
        self._frames.append((kind, self._parens))

    def _head(self, name: str, previous: str) -> None:
        if name in self._kinds.created:
            self.mode = self._kinds.created[name]
            self._header = self.mode == "plsql" and name != "TRIGGER"
        elif name not in _BEFORE_KIND and previous != "?":
            self.mode = self._kinds.otherwise

    def _read(self, name: str, previous: str) -> None:
        match self.mode:
            case "psm":
                self._psm(name, previous)
            case "plsql":
                self._plsql(name, previous)
            case "tsql":
                self._tsql(name)
            case "atomic":
                self._atomic(name, previous)
            case "copy":
                self.data = self.data or (name == "STDIN" and previous == "FROM")

    def _psm(self, name: str, previous: str) -> None:
        if name == "BEGIN":
            if not previous and not self._next(_NOT_ATOMIC):
                self.mode = "plain"
            elif not self._next(_NO_BLOCK):
                self._push(name)
        elif name in _LOOPS:
            self._bare(name, previous)
        else:
            self._case_end(name, previous)

    def _bare(self, name: str, previous: str) -> None:
        """Count `IF` and the loops as a body of their own, and inside such a one."""
        top = self._frames[-1][0] if self._frames else ""
        begins = not top and not self._parens and previous in _BEFORE_BODY
        inside = top == name and previous != "END" and (previous in _STARTERS or name in _WORDS)
        if begins or inside:
            self._push(name)

    def _case_end(self, name: str, previous: str) -> None:
        if name == "CASE" and previous != "END":
            self._push(name)
        elif name == "END" and self._frames and self._frames[-1][1] == self._parens:
            self._end(self._frames[-1][0], fresh=previous in _STARTERS)

    def _end(self, top: str, *, fresh: bool) -> None:
        closes = _END_OF.match(self._text, self._edge) if fresh else None
        if closes.group(1).upper() == top if closes else fresh or top == "CASE":
            self._frames.pop()

    def _plsql(self, name: str, previous: str) -> None:
        top, parens = self._frames[-1] if self._frames else ("", self._parens)
        self.unit = self.unit or name == "BEGIN" or top == "unit"
        if name == "BEGIN":
            if top == "unit":
                self._frames.pop()
            self._push(name)
        elif (name == "DECLARE" and (not top or previous in _STARTERS)) or (
            name == "COMPOUND" and not top
        ):
            self._push("unit" if name == "DECLARE" else name)
        elif name in _UNITS and top == "unit":
            self._header = parens == self._parens
        elif name in {"IS", "AS"} and self._header and parens == self._parens:
            self._header = False
            self._push("unit")
        elif name in _FOREIGN and previous in {"IS", "AS"} and top == "unit":
            self._frames.pop()
        else:
            self._case_end(name, previous)

    def _atomic(self, name: str, previous: str) -> None:
        if (name == "ATOMIC" and previous == "BEGIN") or (name == "CASE" and self._frames):
            self._push(name)
        elif name == "END" and self._frames:
            self._frames.pop()

    def _tsql(self, name: str) -> None:
        if name == "CASE" or (name == "BEGIN" and not self._next(_TRANSACTION)):
            self._push(name)
        elif name == "END" and self._frames and not self._next(_CONVERSATION):
            self._frames.pop()


_BLANKS = regex(r"[ \t\r\n\f\v]*+")
_NOT_ATOMIC = regex(r"\s++NOT\s++ATOMIC\b", re.IGNORECASE)
_NO_BLOCK = regex(r"\s*+[,=)<>.;]")
_TRANSACTION = regex(r"\s++(?:TRAN|TRANSACTION|DIALOG|CONVERSATION|DISTRIBUTED)\b", re.IGNORECASE)
_CONVERSATION = regex(r"\s++CONVERSATION\b", re.IGNORECASE)
_END_OF = regex(r"\s++(IF|LOOP|WHILE|REPEAT|FOR)\b", re.IGNORECASE)
_NEXT_STATEMENT = regex(
    r"(?:[ \t\f\v]*+(?:--[^\r\n]*+)?[\r\n])++"
    r"(?:CREATE|ALTER|DROP|INSERT|UPDATE|DELETE|SELECT|SET|COMMENT|GRANT|REVOKE|TRUNCATE|CALL)\b",
    re.IGNORECASE,
)

_LOOPS = frozenset({"IF", "LOOP", "WHILE", "REPEAT", "FOR"})
_WORDS = frozenset({"LOOP", "WHILE"})  # never functions, so they count wherever they stand
_UNITS = frozenset({"PROCEDURE", "FUNCTION"})
_FOREIGN = frozenset({"LANGUAGE", "EXTERNAL", "MLE"})
_STARTERS = frozenset(
    {";", ":", "BEGIN", "THEN", "ELSE", "DO", "LOOP", "REPEAT", "IS", "AS", "DECLARE"}
)
_BEFORE_BODY = frozenset(
    {"", ":", ")", "'", '"', "ROW", "DO", "DATA", "SQL", "DETERMINISTIC", "INVOKER", "DEFINER"}
)
_BEFORE_KIND = frozenset(
    [
        "OR",
        "REPLACE",
        "ALTER",
        "TEMP",
        "TEMPORARY",
        "DEFINER",
        "SQL",
        "SECURITY",
        "INVOKER",
        "CURRENT_USER",
        "AGGREGATE",
        "EDITIONABLE",
        "NONEDITIONABLE",
        "TYPE",
        "AND",
        "COMPILE",
        "RESOLVE",
        "NOFORCE",
        "FORCE",
    ]
)
