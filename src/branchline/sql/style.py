"""What sqlfluff says of a text, by the settings of the people whose text it is.

The only module that imports sqlfluff, which takes longer than a whole run
without it. Its settings may name templaters, and those run code: never ask it
about a push.
"""

import re
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from branchline.errors import ConfigError

if TYPE_CHECKING:
    from sqlfluff.core import Linter

FILES = ("setup.cfg", "tox.ini", "pep8.ini", ".sqlfluff", "pyproject.toml")
"""The files of a folder that sqlfluff reads settings from; a later one wins."""


def version() -> str:
    """Return a text that changes with sqlfluff and its plug-ins, without importing anything."""
    spec = find_spec("sqlfluff")
    if spec is None or spec.origin is None:
        return ""
    beside = Path(spec.origin).parent.parent
    return " ".join(sorted(path.name for path in beside.glob("sqlfluff*")))


class Violation(NamedTuple):
    """One thing that sqlfluff minds, such as `LT01`; `PRS` is what it cannot parse.

    Lines and columns are of the text, from 1; the end is the last character,
    and 0 when it is not known.
    """

    code: str
    message: str
    line: int
    column: int
    end_line: int = 0
    end_column: int = 0


class Stylist:
    """Sqlfluff with the settings of some folders, the nearest last.

    Where they name no templater there is none: a migration is what the server
    gets to see, and `{{` in it is text. `remembers` says whether equal texts
    always get equal answers: a templater may read other files.
    """

    def __init__(self, folders: Sequence[str], dialect: str) -> None:
        """Read the settings; where they name no dialect it is `dialect`.

        Raises:
            ConfigError: sqlfluff is not installed, or does not take its settings.
        """
        self._linter = _linter(folders, dialect)
        config = self._linter.config
        most = config.get("large_file_skip_byte_limit")
        self._most = most if isinstance(most, int) else 0
        self.remembers = config.get("templater") == "raw"

    def violations(self, text: str) -> tuple[Violation, ...]:
        """Return what sqlfluff minds, in order; nothing of a text larger than it would read.

        What is said of a file's first and last line is left out: a changeset
        need not be a file.
        """
        if 0 < self._most < len(text.encode("utf-8", "surrogatepass")):
            return ()
        try:
            found = self._linter.lint_string(text).get_violations()
        except Exception as error:  # noqa: BLE001 - whatever it stumbles on is said of the text
            return (Violation("PRS", _unread(error), 1, 1),)
        return tuple(_violation(each.to_dict()) for each in found if each.rule_code() not in _FILE)


_FILE = frozenset({"LT12", "LT13"})
_DIALECTS = {"postgres", "mysql", "mariadb", "sqlite", "tsql", "oracle"}
_LONGEST = 160  # characters of a message
_POSITION = re.compile(r"Line \d+, Position \d+: ")


def _linter(folders: Sequence[str], dialect: str) -> "Linter":
    try:
        from sqlfluff.core import FluffConfig, Linter
        from sqlfluff.core.config.loader import load_config_at_path
        from sqlfluff.core.helpers.dict import nested_combine
    except ImportError as error:
        raise ConfigError(
            f"the policy asks for style, and sqlfluff cannot be imported: {error}",
            "install it, or take 'sqlfluff' out of the policy",
        ) from None
    ours = {"templater": "raw", "dialect": dialect if dialect in _DIALECTS else "ansi"}
    try:
        settings: list[Any] = [{"core": ours}, *map(load_config_at_path, folders)]
        config = FluffConfig(configs=nested_combine(*settings), ignore_local_config=True)
        linter = Linter(config=config)
        linter.get_rulepack()  # only here it learns of a rule that is not there
    except Exception as error:  # noqa: BLE001 - settings are wrong in more ways than it has errors for
        words = _line(" ".join(map(str, error.args)))
        raise ConfigError(
            f"{folders[-1]}: sqlfluff does not take the settings found from here up: {words}",
            "'sqlfluff lint' says more",
        ) from None
    return linter


def _unread(error: Exception) -> str:
    return _line(f"sqlfluff stumbles: {type(error).__name__}: {error}")


def _line(text: str) -> str:
    """Cut a message to one line; the place in it is the script's, not the file's."""
    words = " ".join(_POSITION.sub("", text, count=1).split())
    return words if len(words) <= _LONGEST else f"{words[: _LONGEST - 3]}..."


def _violation(found: dict[str, Any]) -> Violation:
    line, column = found["start_line_no"], found["start_line_pos"]
    end = found.get("end_line_no", 0), found.get("end_line_pos", 1) - 1
    # Where something is missing it points between two characters.
    known = end >= (line, column)
    return Violation(found["code"], _line(found["description"]), line, column, *(end * known))
