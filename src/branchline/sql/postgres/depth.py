"""How deep the tree of a text may become, told from its tokens alone.

Never less than the truth: operators nest to the left without a bracket, and
only what the server's scanner takes for a string, a name or a comment is left
out. Linear in the text.
"""

import re
from functools import cache


def depth(text: str) -> int:
    """Return an upper bound of how many operators stand above one another."""
    levels = [0]  # operators since the last comma, for each open bracket
    deepest = [0]  # the deepest thing seen in it
    at = 0
    token = _token()
    while found := token.search(text, at):
        at = found.end()
        kind = found.lastgroup
        if kind == "comment":
            at = _comment_end(text, at)
        elif kind == "open":
            levels.append(0)
            deepest.append(0)
        elif kind == "close" and len(levels) > 1:
            inside = levels.pop() + deepest.pop()
            deepest[-1] = max(deepest[-1], inside)
        elif kind == "comma":
            deepest[-1] = max(deepest[-1], levels[-1])
            levels[-1] = 0
        elif kind == "operator" or (kind == "word" and _WORD.fullmatch(found.group())):
            levels[-1] += 1
    return sum(levels) + sum(deepest)


def _comment_end(text: str, at: int) -> int:
    level = 1
    for found in _NESTING.finditer(text, at):
        level += 1 if found.group() == "/*" else -1
        if not level:
            return found.end()
    return len(text)


@cache
def _token() -> re.Pattern[str]:
    """Compile late: it takes 10 ms, and few statements are long enough to need it."""
    return re.compile(_PATTERN, re.DOTALL | re.VERBOSE)


_WORD = re.compile(
    r"at|between|collate|except|ilike|in|intersect|is|isnull|join|like|notnull|operator|overlaps"
    r"|similar|union",
    re.IGNORECASE,
)
_NESTING = re.compile(r"/\*|\*/")
_PATTERN = r"""
    [eE]'(?:[^'\\]|\\.|'')*+(?:'(?:[ \t\f\v]|--[^\r\n]*)*+[\r\n](?:\s|--[^\r\n]*+[\r\n])*+
        '(?:[^'\\]|\\.|'')*+)*+'?
    |'[^']*+'?|"[^"]*+"?|--[^\r\n]*+|\$\d+|(\$(?:[A-Za-z_\x80-\U0010ffff][\w\x80-\U0010ffff]*+)?+\$)
        (?:(?!\1).)*+(?:\1)?+
    |(?P<comment>/\*)|(?P<open>[(\[])|(?P<close>[)\]])|(?P<comma>[,;])
    |(?P<operator>(?:(?!--|/\*)[-+*/<>=~!@\#%^&|`?:])+)
    |(?P<word>[A-Za-z_\x80-\U0010ffff][\w$\x80-\U0010ffff]*+)
    """
