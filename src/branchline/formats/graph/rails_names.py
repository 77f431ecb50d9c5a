"""Names and types that Rails makes of what a migration says.

A default that a later Rails changed is the one of the version in
`ActiveRecord::Migration[7.1]`: that is what makes an old migration do what it did.
"""

from collections.abc import Mapping, Sequence
from hashlib import sha256

from branchline.formats.graph.ddl import MYSQLS
from branchline.model.regex import regex

Version = tuple[int, int]

INDEXED_REFERENCES: Version = (5, 0)
BIG_KEYS: Version = (5, 1)
PRECISE_TIMESTAMPS: Version = (6, 0)
NAMED_POLYMORPHIC: Version = (6, 1)
PRECISE_TIMES: Version = (7, 0)


def index_name(table: str, columns: Sequence[str]) -> str:
    """Return the name of an index that was given none; a long one is cut and gets a sum."""
    if len(columns) == 1 and _ODD.search(columns[0]):
        columns = ["_".join(_WORD.findall(columns[0]))]
    name = f"index_{table}_on_{'_and_'.join(columns)}"
    if len(name.encode()) <= _LONGEST:
        return name
    total = "_" + sha256(name.encode()).hexdigest()[:10]
    short = f"idx_on_{'_'.join(columns)}".encode()[: _LONGEST - len(total)]
    return short.decode(errors="ignore") + total


def constraint_name(kind: str, table: str, what: str) -> str:
    """Return the name of a foreign key (`fk`) or a check (`chk`) that was given none."""
    return f"{kind}_rails_{sha256(f'{table}_{what}_{kind}'.encode()).hexdigest()[:10]}"


def join_table(first: str, second: str) -> str:
    """Return the name of the table between two; a word that both begin with stands once."""
    both = "\0".join(sorted((first, second)))
    return _SHARED.sub(r"\1\2_\3", both).replace("\0", "_")


def plural(word: str) -> str:
    """Return the table of a model's name: regular words and the frequent others."""
    start, _, last = word.rpartition("_")
    last = _OTHERS.get(last) or _plural(last)
    return f"{start}_{last}" if start else last


def singular(word: str) -> str:
    """Return the model's name of a table."""
    start, _, last = word.rpartition("_")
    last = {many: one for one, many in _OTHERS.items()}.get(last) or _singular(last)
    return f"{start}_{last}" if start else last


def camelized(name: str) -> str:
    """Return the class that Rails looks for in `name.rb`: two files may not share one."""
    return "".join(word[:1].upper() + word[1:] for word in name.split("_"))


def type_of(word: str, dialect: str, sizes: Mapping[str, int | None], version: Version) -> str:
    """Write a column's type; one that Rails does not know is the database's own."""
    found = _TYPES.get(dialect, _POSTGRES).get(word, word)
    limit, precision, scale = (sizes.get(key) for key in ("limit", "precision", "scale"))
    if word == "integer" and limit:
        return _integer(limit, dialect)
    if word in {"datetime", "timestamp", "time", "timestamptz"}:
        if "precision" not in sizes and version >= PRECISE_TIMES and word != "time":
            precision = 6
        return f"{found}({precision})" if precision is not None else found
    if word in {"decimal", "numeric"} and precision is not None:
        return f"{found}({precision},{scale})" if scale is not None else f"{found}({precision})"
    if dialect in MYSQLS and word in {"text", "binary"} and limit:
        return _sized(word, limit)
    if word == "string" and dialect in MYSQLS:
        return f"{found}({limit or 255})"
    return f"{found}({limit})" if limit and word in _LIMITED else found


_LONGEST = 62
_VARBINARY = 0xFFF
_ODD = regex(r"\W")
_WORD = regex(r"\w+")
_SHARED = regex(r"^(.*[._])(.+)\x00\1(.+)")
_OTHERS = {
    "person": "people", "child": "children", "man": "men", "woman": "women", "mouse": "mice",
    "foot": "feet", "tooth": "teeth", "goose": "geese", "news": "news", "series": "series",
    "species": "species", "equipment": "equipment", "information": "information", "money": "money",
    "sheep": "sheep", "fish": "fish", "police": "police", "datum": "data", "medium": "media",
    "quiz": "quizzes", "ox": "oxen", "bus": "buses", "status": "statuses", "alias": "aliases",
    "virus": "viri", "octopus": "octopi", "axis": "axes", "crisis": "crises", "testis": "testes",
    "matrix": "matrices", "vertex": "vertices", "index": "indices", "move": "moves",
    "movie": "movies", "analysis": "analyses", "basis": "bases", "diagnosis": "diagnoses",
    "thesis": "theses", "shoe": "shoes", "database": "databases", "half": "halves",
    "tomato": "tomatoes", "potato": "potatoes", "buffalo": "buffaloes", "wife": "wives",
    "life": "lives", "knife": "knives", "rice": "rice", "jeans": "jeans",
}  # fmt: skip
_HISSING = ("ss", "sh", "ch", "x", "z")
_LIMITED = frozenset({"string", "binary", "bit", "bit_varying", "char", "varchar"})


def _plural(word: str) -> str:
    if word.endswith(_HISSING):
        return f"{word}es"
    if word.endswith("s"):
        return word
    if word.endswith("y") and word[-2:-1] not in set("aeiou"):
        return f"{word[:-1]}ies"
    return f"{word[:-1]}ves" if word.endswith(("lf", "rf")) else f"{word}s"


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > len("ties"):
        return f"{word[:-3]}y"
    if word.endswith("ves") and word[-4:-3] in {"l", "r"}:
        return f"{word[:-3]}f"
    if word.endswith(tuple(f"{end}es" for end in _HISSING)):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def _integer(limit: int, dialect: str) -> str:
    names = ("tinyint", "smallint", "mediumint", "int", "bigint")
    place = next((place for place, most in enumerate((1, 2, 3, 4)) if limit <= most), 4)
    if dialect in MYSQLS:
        return names[place]
    return {0: "smallint", 1: "smallint", 4: "bigint"}.get(place, "integer")


def _sized(word: str, limit: int) -> str:
    kind = "text" if word == "text" else "blob"
    if word == "binary" and limit <= _VARBINARY:
        return f"varbinary({limit})"
    for most, size in ((0xFF, "tiny"), (0xFFFF, ""), (0xFFFFFF, "medium")):
        if limit <= most:
            return size + kind
    return f"long{kind}"


_POSTGRES = {
    "string": "character varying",
    "binary": "bytea",
    "datetime": "timestamp",
    "bit_varying": "bit varying",
    "virtual": "",
    "timestamptz": "timestamptz",
    "blob": "bytea",
    "numeric": "decimal",
}
_MYSQL = {
    "string": "varchar",
    "integer": "int",
    "boolean": "tinyint(1)",
    "binary": "blob",
    "numeric": "decimal",
    "timestamptz": "timestamp",
    "tinytext": "tinytext",
}
_SQLITE = {"string": "varchar", "binary": "blob", "timestamp": "datetime", "numeric": "decimal"}
_TSQL = {
    "string": "nvarchar",
    "text": "nvarchar(max)",
    "datetime": "datetime2",
    "boolean": "bit",
    "binary": "varbinary(max)",
    "integer": "int",
}
_TYPES = {"mysql": _MYSQL, "mariadb": _MYSQL, "sqlite": _SQLITE, "tsql": _TSQL}
