"""What a repository tells Flyway: `flyway.toml` or `flyway.conf` beside its changelog or above it.

Only what changes how files are read is kept; where a database is, and with
which password, is nobody's business here and is never read further.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from branchline.errors import ConfigError
from branchline.formats.content import decoded
from branchline.formats.names import joined
from branchline.model.regex import regex
from branchline.model.tree import FileKind, Tree
from branchline.model.value import value

Options = tuple[tuple[str, str], ...]

KEPT = (
    "sqlMigrationPrefix",
    "undoSqlMigrationPrefix",
    "baselineMigrationPrefix",
    "repeatableSqlMigrationPrefix",
    "sqlMigrationSeparator",
    "sqlMigrationSuffixes",
    "encoding",
    "executeInTransaction",
    "placeholderReplacement",
    "placeholderPrefix",
    "placeholderSuffix",
    "outOfOrder",
    "validateMigrationNaming",
    "mixed",
)
"""The settings that count here; `placeholders.NAME` besides."""


@value
class FlywaySettings:
    """How files are called and what they are expanded with."""

    versioned: str = "V"
    undo: str = "U"
    baseline: str = "B"
    repeatable: str = "R"
    separator: str = "__"
    suffixes: tuple[str, ...] = (".sql",)
    encoding: str = "utf-8"
    transaction: bool = True
    replaces: bool = True
    opening: str = "${"
    closing: str = "}"
    placeholders: Options = ()
    path: str = ""
    mixed: bool = False
    strict_names: bool = False

    @classmethod
    def of(cls, options: Options) -> "FlywaySettings":
        """Read the options of a changelog."""
        said = dict(options)
        suffixes = (each.strip() for each in said.get("sqlMigrationSuffixes", ".sql").split(","))
        return cls(
            said.get("sqlMigrationPrefix", "V"),
            said.get("undoSqlMigrationPrefix", "U"),
            said.get("baselineMigrationPrefix", "B"),
            said.get("repeatableSqlMigrationPrefix", "R"),
            said.get("sqlMigrationSeparator", "__") or "__",
            tuple(each for each in suffixes if each) or (".sql",),
            said.get("encoding", "utf-8"),
            said.get("executeInTransaction", "true").lower() != "false",
            said.get("placeholderReplacement", "true").lower() != "false",
            said.get("placeholderPrefix", "${") or "${",
            said.get("placeholderSuffix", "}") or "}",
            tuple(_placeholders(options)),
            said.get(PATH, ""),
            said.get("mixed", "").lower() == "true",
            said.get("validateMigrationNaming", "").lower() == "true",
        )

    def pattern(self) -> re.Pattern[str]:
        """Return how names are read: the longest prefix first, cut at the first separator."""
        prefixes = sorted({self.versioned, self.undo, self.baseline}, key=len, reverse=True)
        ends = "|".join(re.escape(each) for each in self.suffixes)
        version = r"(?P<version>[0-9]++(?:[._][0-9]++)*+)"
        numbered = "|".join(re.escape(each) for each in prefixes)
        return re.compile(
            rf"(?:(?P<prefix>{numbered}){version}|(?P<again>{re.escape(self.repeatable)}))"
            rf"(?:{re.escape(self.separator)}(?P<description>.*?))?(?i:{ends})"
        )

    def kind(self, prefix: str | None) -> str:
        """Return the letter by which a kind of migration goes without any setting."""
        letters = {self.baseline: "B", self.undo: "U", self.versioned: "V"}
        return "R" if prefix is None else letters[prefix]

    def used(self, text: str) -> Options:
        """Return what a text is expanded with, as attributes: `placeholders.schema`."""
        if not self.replaces:
            return ()
        return tuple(
            (f"{_NAMED}{name}", replacement)
            for name, replacement in self.placeholders
            if f"{self.opening}{name}{self.closing}" in text
        )

    def lacking(self, text: str) -> tuple[str, ...]:
        """Return the placeholders of a text that no setting has a value for, Flyway's own aside."""
        if not self.replaces or self.opening not in text:
            return ()
        known = {name for name, _ in self.placeholders}
        opening, closing = re.escape(self.opening), re.escape(self.closing)
        found = dict.fromkeys(re.findall(rf"{opening}(.{{1,{_LONGEST}}}?){closing}", text))
        return tuple(each for each in found if each not in known and not each.startswith(_OWN))

    def fills_in(self, text: str) -> bool:
        """Whether Flyway alone knows what a text says: `${flyway:user}`."""
        return self.replaces and f"{self.opening}{_OWN}" in text

    def expanded(self, text: str) -> str:
        """Put in what is known; what is not stays as it is."""
        if not self.replaces:
            return text
        for name, replacement in self.placeholders:
            text = text.replace(f"{self.opening}{name}{self.closing}", replacement)
        return text


def options(tree: Tree, path: str) -> Options:
    """Return what the file nearest to the changelog says; nothing without one.

    Raises:
        ConfigError: the file cannot be read.
    """
    parts = path.split("/") if path else []
    for depth in range(max(len(parts) - 1, 0), -1, -1):
        for name in ("flyway.toml", "flyway.conf"):
            place = joined("/".join(parts[:depth]), name)
            found = [file for file in tree.files(place) if file.path == place]
            if found and found[0].kind is FileKind.REGULAR:
                data = tree.read(found[0])
                kept = _kept(_read(place, data if data is not None else b"\xff"))
                return ((PATH, place), *kept)
    return ()


PATH = "settings"
"""The name under which the path of the file itself is kept."""

_OWN = "flyway:"
_LONGEST = 200
_LINE = regex(r"^[ \t]*+([\w.]++)[ \t]*+[=:][ \t]*+([^\r\n]*+)", re.MULTILINE)
_MOST = 1 << 16
_PREFIX = "flyway."
_NAMED = "placeholders."


def _read(path: str, data: bytes) -> Iterator[tuple[str, str]]:
    text, flaw = decoded(data)
    if flaw or len(data) > _MOST:
        raise ConfigError(f"{path} {flaw or 'is too long'}", "Flyway's settings are read from it")
    if path.endswith(".toml"):
        yield from _of_toml(path, text)
    else:
        yield from ((key, said.strip()) for key, said in _LINE.findall(text))


def _of_toml(path: str, text: str) -> Iterator[tuple[str, str]]:
    import tomllib

    try:
        table = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        said = str(error) or "it is nested too deeply"
        raise ConfigError(f"{path}: {said}", "Flyway's settings are read from it") from None
    own = table.get("flyway", {})
    if isinstance(own, Mapping):
        yield from ((f"{_PREFIX}{key}", _text(said)) for key, said in own.items())
        names = own.get("placeholders", {})
        if isinstance(names, Mapping):
            yield from ((f"{_PREFIX}{_NAMED}{key}", _text(said)) for key, said in names.items())


def _text(said: Any) -> str:  # noqa: ANN401 - whatever TOML has
    if isinstance(said, bool):
        return str(said).lower()
    return ",".join(map(str, said)) if isinstance(said, list) else str(said)


def _kept(said: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    for key, text in said:
        name = key.removeprefix(_PREFIX)
        if key.startswith(_PREFIX) and (name in KEPT or name.startswith(_NAMED)):
            yield name, text


def _placeholders(options: Options) -> Iterator[tuple[str, str]]:
    for key, text in options:
        if key.startswith(_NAMED):
            yield key.removeprefix(_NAMED), text
