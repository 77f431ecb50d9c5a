"""Which dialect SQL is written in, judged by words that only one server knows.

A guess, for `init` to write into a configuration where a person sees it; no
verdict rests on it.
"""

import re
from collections import Counter
from collections.abc import Iterable

from branchline.model.regex import regex


def dialect_of(texts: Iterable[str]) -> tuple[str, str]:
    """Return a dialect and the signs that speak for it, a few words; `postgres` without any."""
    votes: Counter[str] = Counter()
    signs: dict[str, list[str]] = {}
    for text in texts:
        for dialect, pattern in _SIGNS.items():
            found = {" ".join(sign.split()).upper() for sign in pattern.findall(text)}
            votes[dialect] += len(found)
            signs.setdefault(dialect, []).extend(sorted(found))
    # A tie goes to the one listed first.
    best = max(_SIGNS, key=lambda dialect: votes[dialect])
    if not votes[best]:
        return "postgres", ""
    return best, ", ".join(list(dict.fromkeys(signs[best]))[:_NAMED])


_SIGNS = {
    name: regex(words, re.IGNORECASE | re.MULTILINE)
    for name, words in {
        "postgres": r"\b(?:big|small)?serial\b|\bjsonb\b|\btimestamptz\b|\bplpgsql\b|\bbytea\b"
        r"|\bconcurrently\b|\$\$|::\w+|\bnot valid\b|\bextension if not exists\b",
        "mysql": r"\bengine\s*=\s*\w+|\bauto_increment\b|\bunsigned\b|\bmediumtext\b|\btinyint\b"
        r"|\butf8mb4\b|^delimiter\b",
        "sqlite": r"\bautoincrement\b|\bwithout rowid\b|^pragma \w+|\)\s*strict\b|\bjulianday\b",
        "tsql": r"^go$|\bnvarchar\b|\buniqueidentifier\b|\bidentity\(\d+,\s*\d+\)|\[dbo\]"
        r"|\bdatetime2\b",
        "oracle": r"\bvarchar2\b|\bnumber\(\d+|\bclob\b|^/$|\bsysdate\b",
    }.items()
}
_NAMED = 3
