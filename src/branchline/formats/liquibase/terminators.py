"""Where Liquibase ends a statement, written as SQL does: with a semicolon, in its place.

`GO` and `/` end one on a line of their own, for every database; `endDelimiter` names
another end. A tool that reads the SQL afterwards knows neither.
Source: liquibase/liquibase, `StringUtil.processMultiLineSQL`; asked of Liquibase 4.29.
"""

from branchline.formats.liquibase.attributes import Attributes


def terminated(lines: list[str], said: Attributes, dialect: str) -> list[str]:
    """Return the lines of a changeset, each as long as it was, or longer."""
    own = said.get("endDelimiter", "")
    if own == ";" or (not own and said.get("splitStatements") == "false"):
        return lines
    alone = (_alone(own) if own else _ENDS) - _OWN.get(dialect, frozenset())
    if alone or not own or own[0].isalnum():
        return [_ended(line) if line.rstrip().lower() in alone else line for line in lines]
    return [_cut(line, own) for line in lines]


_ENDS = frozenset({"go", "/"})
_OWN = {"tsql": frozenset({"go"}), "oracle": frozenset({"/"})}
"""What those that read the SQL of a database end a statement at themselves."""


def _alone(own: str) -> frozenset[str]:
    """Return what ends a statement on a line of its own, where a delimiter says that.

    A longer one is a regular expression to Liquibase, mostly for a slash between line ends.
    """
    low = own.lower()
    if own[0].isalnum() or own == "/":
        return frozenset({low})
    if "\\" not in own:
        return frozenset()
    return frozenset({"/"} if "/" in own else {"go"} if "go" in low else set())


def _ended(line: str) -> str:
    bare = line.strip()
    return line.replace(bare, f"{';':{len(bare)}}", 1)


def _cut(line: str, own: str) -> str:
    bare = line.rstrip()
    return bare[: -len(own)] + f"{';':{len(own)}}" if bare.endswith(own) else line
