r"""Commands of the client in a script: `\echo`, `\set ON_ERROR_STOP`, `\i other.sql`, `.read`.

Sqitch hands a script to the database's own client, so they belong there and are
no SQL. Those that say how it goes about its work are left out; of what changes
what runs only Sqitch knows what it comes to.
"""

from branchline.model.changelog import Code, Script
from branchline.model.finding import Place
from branchline.model.regex import regex


def without_commands(script: Script, dialect: str) -> tuple[Script, tuple[Code, ...]]:
    """Return a script with blanks where commands stood, and those that only a client can run."""
    if dialect == "sqlite":
        return _without_dots(script)
    if not _MAY_HOLD.search(script.text):
        return script, ()
    from branchline.sql.split import split

    text: list[str] = []
    code: dict[str, Code] = {}
    at = 0
    for piece in split(script.text, dialect):
        if piece.problem != "client command" or piece.data:
            continue
        end = piece.offset + len(piece.text)
        text += script.text[at : piece.offset], _INSIDE.sub(" ", piece.text)
        at = end
        word = piece.text.split(maxsplit=1)[0]
        if not _HARMLESS.match(piece.text):
            code.setdefault(word, Code(word, Place(script.path, piece.line, piece.column)))
    whole = "".join((*text, script.text[at:]))
    return Script(whole, script.path, script.line), tuple(code.values())


_DOTTED = regex(r"(?<![^\r\n])\.([a-z]+)(?![\w.])[^\r\n]*+")
_QUIET = frozenset({
    "bail", "changes", "echo", "eqp", "explain", "headers", "mode", "nullvalue", "print",
    "prompt", "separator", "stats", "timeout", "timer", "width",
})  # fmt: skip
_LOUD = frozenset({
    "import", "load", "once", "open", "output", "read", "restore", "save", "shell", "system",
})  # fmt: skip


def _without_dots(script: Script) -> tuple[Script, tuple[Code, ...]]:
    text: list[str] = []
    code: dict[str, Code] = {}
    at, line = 0, script.line
    for found in _DOTTED.finditer(script.text):
        if found[1] not in _LOUD | _QUIET:
            continue
        line += script.text.count("\n", at, found.start())
        if found[1] in _LOUD:
            code.setdefault(found[1], Code(f".{found[1]}", Place(script.path, line, 1)))
        text += script.text[at : found.start()], _INSIDE.sub(" ", found[0])
        at = found.end()
    whole = "".join((*text, script.text[at:]))
    return Script(whole, script.path, script.line), tuple(code.values())


_MAY_HOLD = regex(r"(?<![^\r\n])[ \t]*+\\[a-z!?]")
_INSIDE = regex(r"[^\r\n]")
_HARMLESS = regex(
    r"\\(?:q?echo|warn|timing|pset|encoding|x|a|t|prompt|errverbose|conninfo|d\S*"
    r"|set[ \t]+"
    r"(?:ON_ERROR_\w+|AUTOCOMMIT[ \t]+on|QUIET|VERBOSITY|ECHO\w*|SHOW_CONTEXT)|unset)(?:\s|$)"
)
