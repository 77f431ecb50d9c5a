"""Recognise the format of a folder of migrations.

Names decide; the heads of a few files are read only where names could be
another tool's as well. What is recognised and not read yet is named: taken for
plain, another tool's undo would run as part of the change.
"""

from collections import Counter
from collections.abc import Iterable

from branchline.formats import plain
from branchline.formats.content import decoded
from branchline.formats.foreign import sign_in_code, sign_in_name, sign_in_text
from branchline.formats.names import Found, walk
from branchline.model.tree import FileKind, Tree
from branchline.model.value import value

VERSIONED = ("dbmate", "goose", "golang-migrate", "atlas", "graphile-migrate")
"""The tools of `versioned`: a version in each file's name."""
CODE = ("alembic", "django", "rails", "yoyo")
"""The tools of `graph`: what a change builds on stands in its file."""
SUPPORTED = ("plain", "flyway", "liquibase", "sqitch", *VERSIONED, *CODE)
"""The formats that are read today."""


@value
class Detected:
    """The name of a format, empty when none shows or when two do (`mixed`); `why` is a sentence."""

    format: str
    why: str
    mixed: bool = False

    @property
    def supported(self) -> bool:
        """Whether the format is read today."""
        return self.format in SUPPORTED


def detect(tree: Tree, path: str) -> Detected:
    """Recognise the changelog below `path` (or that one file)."""
    files = [found for found in walk(tree, path) if found.file.kind is FileKind.REGULAR]
    named = _by_name(files)
    tools = {tool: found for tool, found in named.items() if tool not in _BY_TEXT}
    if tools:
        # A plan says what all the others are, however many look like another tool's.
        tool = "sqitch" if "sqitch" in tools else max(tools, key=lambda each: len(tools[each]))
        # Atlas keeps its sum over the files of other tools as well.
        told = _head_of_all(tree, files) if tool == "atlas" else None
        return told or Detected(tool, _unread(path, tool, tools[tool][0].file.path))
    if "liquibase" in named:
        return Detected("liquibase", _unread(path, "liquibase", named["liquibase"][0].file.path))
    if code := _code(tree, path, files, named):
        return code
    sql = [found for found in files if found.name.lower().endswith(".sql")]
    counts = Counter({name: len(found) for name, found in named.items()})
    if not counts["flyway"]:
        signs = _signs(tree, sql)
        if any(signs.values()):
            return _signed(path or "the repository", signs)
    twin = "" if counts else _twin(sql)
    if twin:  # no other tool has it beside names without a version
        return Detected("yoyo", _unread(path, "yoyo", twin))
    return _decided(path or "the repository", counts, len(sql))


def _twin(sql: list[Found]) -> str:
    """Return the path of a way back that has a file to go back from."""
    paths = {found.file.path for found in sql}
    backs = (path for path in sorted(paths) if path.endswith(_BACK))
    return next((path for path in backs if f"{path.removesuffix(_BACK)}.sql" in paths), "")


_OF_CODE = ("alembic", "django", "rails", "yoyo")
_LETTERED = "v"
_BACK = ".rollback.sql"
_BY_TEXT = frozenset({"plain", "flyway", "liquibase", *_OF_CODE})
_HEADS = 3
_HEAD = 4096
_CLEAR = 4  # this many times more files make a format the folder's, and the others strays


def _by_name(files: Iterable[Found]) -> dict[str, list[Found]]:
    named: dict[str, list[Found]] = {}
    for found in files:
        if _is_flyways(found.name):
            format_ = "flyway"
        else:
            format_ = sign_in_name(found.folder + found.name)
            if not format_ and plain.NAME.fullmatch(found.name):
                # In a folder of Flyway's, `V2_words.sql` is a slip.
                format_ = "plain" if found.name[0] not in "vV" else _LETTERED
        if format_:
            named.setdefault(format_, []).append(found)
    lettered = named.pop(_LETTERED, [])
    if lettered and not named:
        named["plain"] = lettered
    return named


def _is_flyways(name: str) -> bool:
    if name[0] not in _FLYWAYS:  # most folders have none, and need not know how they are read
        return False
    from branchline.formats import flyway

    return flyway.NAME.fullmatch(name) is not None


_FLYWAYS = frozenset("BRUV")


def _head_of_all(tree: Tree, files: Iterable[Found]) -> Detected | None:
    """Name another tool than Atlas where every head shows it."""
    sql = [found for found in files if found.name.endswith(".sql") and not found.folder]
    signs = _signs(tree, sql)
    [tool, *others] = {*signs.values()} or {""}
    if others or tool not in VERSIONED:
        return None
    sign = next(iter(signs))
    return Detected(tool, _unread(sign.rpartition("/")[0], tool, sign))


def _signs(tree: Tree, sql: list[Found]) -> dict[str, str]:
    return {
        found.file.path: sign_in_text(_head(tree, found))
        for found in (*sql[:_HEADS], *sql[-_HEADS:])
    }


def _code(
    tree: Tree, path: str, files: list[Found], named: dict[str, list[Found]]
) -> Detected | None:
    """Recognise migrations in code; SQL that stands among them is no sign against it."""
    code = [found for found in files if found.name.endswith(".py") and found.name[0] != "_"]
    if len(named.get("plain", ())) > _CLEAR * len(code) or "flyway" in named:
        return None
    for found in (*code[:_HEADS], *code[-_HEADS:]):
        tool = sign_in_code(_head(tree, found))
        if tool:
            return Detected(tool, _unread(path, tool, found.file.path))
    tool = next((tool for tool in _OF_CODE if tool in named), "")
    return Detected(tool, _unread(path, tool, named[tool][0].file.path)) if tool else None


def _signed(path: str, signs: dict[str, str]) -> Detected:
    """Name the tool that heads show.

    One that is read today must be in all of them, or in more than half where a
    file without its lines is one that the tool refuses: a slip in a new file
    does not make the folder another tool's.
    """
    sign, tool = next((sign, tool) for sign, tool in signs.items() if tool)
    other = next((sign for sign, found in signs.items() if found != tool), "")
    if tool in VERSIONED and 2 * sum(found == tool for found in signs.values()) > len(signs):
        other = ""
    if tool in SUPPORTED and other and tool != "yoyo":  # its files need say nothing
        why = f"{path} mixes files of {tool}, as {sign}, and others, as {other}"
        return Detected("", why, mixed=True)
    return Detected(tool, _unread(path, tool, sign))


def _head(tree: Tree, found: Found) -> str:
    data = (tree.read(found.file) or b"")[:_HEAD]
    return decoded(data[: data.rfind(b"\n") + 1] or data).text


def _unread(path: str, tool: str, sign: str) -> str:
    return f"{path or 'the repository'} belongs to {tool}, by {sign}"


def _decided(place: str, counts: Counter[str], sql: int) -> Detected:
    flyways, plains = counts["flyway"], counts["plain"]
    if flyways > _CLEAR * plains:
        return Detected("flyway", f"{_files(flyways)} in {place} named as V1__words.sql")
    if plains > _CLEAR * flyways:
        return Detected("plain", f"{_files(plains)} in {place} named as 0001_words.sql")
    if flyways:
        why = f"{place} mixes {flyways} names as V1__words.sql and {plains} as 0001_words.sql"
        return Detected("", why, mixed=True)
    if sql:
        return Detected("", f"{place} holds {sql} SQL files, and none has a version in its name")
    return Detected("", f"{place} holds no migrations")


def _files(count: int) -> str:
    return "1 file is" if count == 1 else f"{count} files are"
