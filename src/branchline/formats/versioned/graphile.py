"""graphile-migrate's committed files, each with a hash over itself and the one before.

`--! Previous` is the hash of the file before, `-` in the first; `--! Hash` is
over that and the body. Source: graphile-migrate 1.4, `parseMigrationText` and
`calculateHash`.
"""

import re
from hashlib import sha1

from branchline.formats.content import line_at
from branchline.formats.versioned.parts import Parts, emptied
from branchline.model.regex import regex
from branchline.model.value import value


@value
class Headers:
    """The head of a committed file; `end` is where its body begins."""

    values: tuple[tuple[str, str], ...] = ()
    end: int = 0
    flaw: str = ""

    def of(self, key: str) -> str | None:
        """Return the value of a header; None where there is none, empty where it has no value."""
        return dict(self.values).get(key)


def headers(text: str) -> Headers:
    """Read the lines `--! Key: value` at the top of a file."""
    found: dict[str, str] = {}
    end = 0
    while line := _HEADER.match(text, end):
        if line["key"] in found:
            return Headers(flaw=f"has the header '{line['key']}' twice")
        found[line["key"]] = (line["value"] or "").strip()
        end = line.end()
    if found and not text.startswith("\n", end):
        return Headers(
            flaw=f"wants an empty line after its headers, before line {line_at(text, end)}"
        )
    return Headers(tuple(found.items()), end)


def digest(body: str, previous: str) -> str:
    """Return the hash of a file's body after the one before, whose hash is `previous`."""
    kept = f"{previous}\n{body.strip(_BLANKS)}".strip(_BLANKS) + "\n"
    return "sha1:" + sha1(kept.encode("utf-8", "surrogatepass"), usedforsecurity=False).hexdigest()


def previous(found: Headers) -> str:
    """Return the hash of the file before, as a file says it; empty in the first."""
    said = found.of("Previous") or ""
    return "" if said == "-" else said


def parts(text: str, dialect: str) -> Parts:
    """Cut a committed file: all of it goes forward."""
    del dialect
    found = headers(text)
    missing = next((key for key in ("Previous", "Hash") if not found.of(key)), "")
    if found.flaw or missing:
        return Parts(
            flaw=found.flaw or f"has no header '--! {missing}', and graphile-migrate refuses it"
        )
    body = text[found.end :]
    named = _PLACEHOLDER.search(body)
    return Parts(
        # A name as long: what stands behind it keeps its column.
        emptied(text[: found.end]) + _PLACEHOLDER.sub(r"_\g<name>", body),
        None,
        body.strip(_BLANKS),
        not _NO_TRANSACTION.match(body.strip(_BLANKS)),
        only=named[0] if named else "",
    )


_HEADER = regex(r"--! (?P<key>[A-Z][a-zA-Z0-9_]*+)(?::(?P<value>[^\n]*+))?(?:\n|\Z)")
_NO_TRANSACTION = regex(r"--!\s*no-transaction\b", re.ASCII)
_PLACEHOLDER = regex(r"(?<!:):(?P<name>DATABASE_(?:NAME|OWNER))\b", re.ASCII)
_BLANKS = " \t\n\r\v\f\u00a0\ufeff\u2028\u2029"  # what JavaScript's trim takes away
