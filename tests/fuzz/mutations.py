"""Files as nobody should write them, made of SQL that somebody did.

The seeds are the examples in the pages of the rules; random tokens are put in,
taken out and swapped, then random bytes.
"""

import re
from random import Random

from branchline.rules import RULES
from branchline.testing import examples

SEEDS = tuple(
    dict.fromkeys(
        example.text.encode()
        for rule in RULES
        for example in examples(rule)
        if example.language == "sql"
    )
)
LARGE = {
    "a megabyte on one line": (f"INSERT INTO t VALUES (1, '{'x' * 970}'); ", 1_000),
    "a megabyte of one statement": (f"SELECT '{'x' * 970}' UNION ALL ", 1_000),
    "a long list": ("SELECT 1,", 20_000),
    "ten thousand statements": ("ALTER TABLE t ADD c int;\n", 10_000),
    "deep parentheses": ("SELECT (", 5_000),
    "deep blocks": ("BEGIN ", 5_000),
    "deep cases": ("SELECT CASE WHEN ", 5_000),
    "deep comments": ("/* ", 20_000),
    "open quotes": ("'\"`$$\n", 5_000),
    "open braces": ("{{ x }} ${y} <% z %> ;\n", 2_000),
    "delimiters": ("DELIMITER //\nSELECT 1//\n", 2_000),
    "batches": ("SELECT 1\nGO\n", 2_000),
    "commands": ("\\copy t from 'x'\n", 2_000),
    "slashes": ("BEGIN NULL; END;\n/\n", 2_000),
    "line ends": ("SELECT 1;\r\n\r\t", 2_000),
    "nothing": ("\ufeff\u200b\u2028\x00", 1),
}
"""What is too much: a text, and how often it stands there."""
_ODD = (
    "'", '"', "`", "$$", "$a$", "$1", ";", ";;", "(", ")", "((((", "[", "]", "{{ x }}", "${x}",
    "<% x %>", "{% if x %}", ":name", "%s", "?", "/*", "*/", "/*!40101", "/*+", "--", "#", "\\",
    "\n\\copy t from 'x'\n", "\n\\.\n", "\\connect x\n", "\nDELIMITER //\n", "//", "\nGO\n",
    "\n/\n", "\t", "\r", "\r\n", "\n", "\ufeff", "é", "\u2028", "\x00", "\x1a", "\U0001d54a",
    "\u202e",
    "E'\\'", "U&'\\0041'", "N'x'", "X'0'", "0x", "1e", "1.", ".", "::", "BEGIN", "END", "BEGIN;",
    "COMMIT;", "CASE", "IF", "LOOP", "DECLARE", "AS $$", "LANGUAGE plpgsql", "BEGIN ATOMIC",
    "CREATE", "ALTER TABLE", "DROP TABLE IF EXISTS", "CREATE TABLE t (", "ADD COLUMN", "NOT VALID",
    "COPY t FROM STDIN;\n1\t2\n\\.\n", "-- rollback\n", "-- branchline: allow drop-table: x\n",
    "-- branchline: no-transaction\n", "-- +goose Up\n", "<<<<<<< a\n", "=======\n", ">>>>>>> b\n",
    "SET search_path = a, b;", "CONCURRENTLY", "ENGINE=MyISAM", "IDENTITY(1,1)", "NUMBER(10)",
    "EXEC sp_rename 'a', 'b'", "PRAGMA foreign_keys = off;", "ON CONFLICT DO NOTHING",
    "RETURNING *",
    "DO $$ BEGIN EXECUTE 'DROP TABLE t'; END $$;", "PREPARE s FROM @a;", "VACUUM FULL t;",
)  # fmt: skip
_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
_MOST = 20_000  # characters


def mutant(random: Random) -> bytes:
    """Return one more file."""
    parts = [seed.decode() for seed in random.choices(SEEDS, k=random.choice((1, 1, 2, 4)))]
    text = random.choice(("\n", "", ";\n", "\r\n")).join(parts)
    tokens = _TOKEN.findall(text) or [""]
    for _ in range(random.choice((0, 1, 1, 2, 3, 8))):
        _change(tokens, random)
    data = "".join(tokens)[:_MOST].encode("utf-8", "surrogatepass")
    if random.random() < _BYTES:
        data = _scratched(bytearray(data), random)
    return data.replace(b"\n", random.choice(_ENDS)) if random.random() < _BYTES else data


def _change(tokens: list[str], random: Random) -> None:
    at = random.randrange(len(tokens)) if tokens else 0
    match random.randrange(7):
        case 0:
            tokens.insert(at, random.choice(_ODD))
        case 1 if tokens:
            tokens[at] = random.choice(_ODD)
        case 2 if tokens:
            del tokens[at : at + random.choice((1, 1, 2, 10))]
        case 3 if tokens:
            other = random.randrange(len(tokens))
            tokens[at], tokens[other] = tokens[other], tokens[at]
        case 4:
            del tokens[at:]
        case 5:
            tokens[at:at] = tokens[at : at + random.randrange(1, 20)] * random.choice((1, 2, 50))
        case _:
            tokens.insert(at, f" {random.choice(_ODD)} ")


def _scratched(data: bytearray, random: Random) -> bytes:
    for _ in range(random.choice((1, 2, 5))):
        at = random.randrange(len(data) + 1)
        match random.randrange(3):
            case 0:
                data[at:at] = bytes([random.choice(_BITS)])
            case 1:
                del data[at : at + random.randrange(1, 4)]
            case _:
                data[at : at + 1] = bytes([random.randrange(256)])
    return bytes(data)


_BYTES = 0.15
_ENDS = (b"\r\n", b"\r", b"\n\n", b"\t\n")
_BITS = b"'\"`;()$\\/*-#[]{}\x00\r\n\xff\xc3\xed\xa0\x80\xef\xbb\xbf"
