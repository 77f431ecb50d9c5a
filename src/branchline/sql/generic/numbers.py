"""The arguments of a type."""

from branchline.sql.generic.cursor import Cursor


def numbers(cursor: Cursor) -> tuple[int, ...]:
    """Read the arguments of a type; those that are no whole numbers are left out."""
    found = []
    for part in cursor.commas():
        sign = -1 if part.skip("-") else 1
        part.skip("+")
        token = part.take()
        if token.kind not in {"number", "word"} and token.key != "*":
            part.at -= 1
            raise part.unexpected()
        part.skip("CHAR", "BYTE")
        part.end()
        if token.text.isascii() and token.text.isdecimal():
            found.append(sign * int(token.text[:9]))
    return tuple(found)
