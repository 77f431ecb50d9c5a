"""The TOML that most people write, line by line: tables, and keys with a word or a number.

Python's own parser takes three milliseconds to import and one for a hundred
lines. What is not quite so simple here is left to it, and so is all that is
wrong: it finds the words.
"""

from typing import Any

_Table = dict[str, Any]


def simple(text: str) -> _Table | None:
    """Return the table that a text holds; None when Python's parser has to say."""
    top: _Table = {}
    table, headers = top, set()
    for line in text.split("\n"):
        stripped = line.strip(" \t")
        if not stripped.isprintable():
            return None
        if not stripped or stripped.startswith("#"):
            continue
        if stripped.startswith("["):
            below = None if stripped in headers else _table(top, stripped)
            headers.add(stripped)
            if below is None:
                return None
            table = below
            continue
        key, _, written = stripped.partition("=")
        key, found = key.rstrip(" \t"), _value(written.strip(" \t"))
        if found is None or key in table or not _is_bare(key):
            return None
        table[key] = found
    return top


def _table(top: _Table, header: str) -> _Table | None:
    """The table below a line such as `[environments.dev]`."""
    if not header.endswith("]"):
        return None
    table = top
    for name in header[1:-1].split("."):
        if not _is_bare(name):
            return None
        table = table.setdefault(name, {})
        if not isinstance(table, dict):
            return None
    return table


def _value(written: str) -> str | int | bool | list[str] | None:
    if written in {"true", "false"}:
        return written == "true"
    if written.isascii() and written.isdigit() and len(written) < _LONG:
        return int(written) if written[0] != "0" or written == "0" else None
    if written.startswith("[") and written.endswith("]"):
        parts = [_string(part.strip(" \t")) for part in written[1:-1].split(",")]
        words = [part for part in parts if part is not None]
        return words if len(words) == len(parts) else None
    return _string(written)


_LONG = 10


def _string(written: str) -> str | None:
    inside = written[1:-1]
    quoted = len(written) > 1 and written[0] == written[-1] == '"'
    return inside if quoted and '"' not in inside and "\\" not in inside else None


def _is_bare(name: str) -> bool:
    return name.isascii() and name.replace("-", "a").replace("_", "a").isalnum()
