"""Bytes to a table, with a sentence for everything that is no TOML.

The standard library's parser takes time that grows with the square of a dotted
key's parts: 20,000 dots stall it for seconds. So dots are counted first.
"""

import re
from typing import Any

from branchline.errors import ConfigError
from branchline.model.regex import regex
from branchline.toml.simple import simple

LIMIT = 256 * 1024
DOTS = 200


def parse(text: bytes, name: str) -> dict[str, Any]:
    """Return the table that the file `name` holds.

    Raises:
        ConfigError: it is no TOML, or larger than anybody writes it.
    """
    readable = _decoded(text, name)
    found = simple(readable)
    if found is not None:
        return found
    import tomllib

    try:
        return tomllib.loads(readable)
    except tomllib.TOMLDecodeError as error:
        raise _syntax(str(error), readable, name) from None
    except RecursionError:
        raise ConfigError(f"{name}: values are nested too deeply") from None
    except ValueError:  # what `int` and `datetime` refuse
        raise ConfigError(f"{name}: a number or a date is out of range") from None


_WHERE = regex(r"(.*) \(at (?:line (\d+), column (\d+)|end of document)\)", re.DOTALL)


def _decoded(text: bytes, name: str) -> str:
    if len(text) > LIMIT:
        raise ConfigError(
            f"{name} is larger than {LIMIT // 1024} KiB", hint="is it the right file?"
        )
    try:
        readable = text.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = text.count(b"\n", 0, error.start) + 1
        raise ConfigError(f"{name}:{line}: is not UTF-8", hint="save it as UTF-8") from None
    for number, line_ in enumerate(readable.split("\n"), 1):
        if line_.count(".") > DOTS and not line_.lstrip().startswith("#"):
            raise ConfigError(f"{name}:{number}: has more than {DOTS} dots in a line")
    return readable


def _syntax(message: str, text: str, name: str) -> ConfigError:
    found = _WHERE.fullmatch(message)
    reason, line, column = found.groups() if found else (message, None, None)
    lines = text.rstrip().split("\n")
    place = f"{line or len(lines)}:{column or len(lines[-1]) + 1}"
    return ConfigError(
        f"{name}:{place}: {reason[:1].lower()}{reason[1:]}",
        hint='text stands in quotes, lists in brackets: branch = "dev", contexts = ["dev"]',
    )
