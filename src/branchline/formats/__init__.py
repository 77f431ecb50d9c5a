"""Changelog formats: files to changesets, in order.

A format is a value in `FORMATS`; none reads more than it is asked for, and
none is imported before it is.
"""

from collections.abc import Iterator, Mapping
from importlib import import_module

from branchline.errors import ConfigError
from branchline.formats.detect import SUPPORTED, VERSIONED, Detected, detect
from branchline.formats.format import Format
from branchline.model.settings import Changelog
from branchline.model.tree import Tree
from branchline.model.value import replace

__all__ = ["FORMATS", "Detected", "Format", "choose", "detect", "get", "told"]


class _Formats(Mapping[str, Format]):
    """A module of its name holds each, as the constant of its name."""

    def __getitem__(self, name: str) -> Format:
        if name not in SUPPORTED:
            raise KeyError(name)
        word = name.replace("-", "_")
        module = "versioned" if name in VERSIONED else word
        found: Format = getattr(import_module(f"{__name__}.{module}"), word.upper())
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(SUPPORTED)

    def __len__(self) -> int:
        return len(SUPPORTED)


FORMATS: Mapping[str, Format] = _Formats()
"""What is read today, by name."""


def get(name: str) -> Format:
    """Return the format called `name`.

    Raises:
        ConfigError: there is none.
    """
    if name in FORMATS:
        return FORMATS[name]
    today = f"today these are: {', '.join(FORMATS)}"
    from difflib import get_close_matches

    near = get_close_matches(name, [*FORMATS], 1)
    raise ConfigError(
        f"there is no format {name!r}", f"did you mean {near[0]!r}?" if near else today
    )


def choose(tree: Tree, spec: Changelog) -> Format:
    """Return the format that `spec` names, or for `auto` the one that its files show.

    A folder without migrations is plain: nothing in it can be misread.

    Raises:
        ConfigError: the format is not read yet, or the files do not agree on one.
    """
    if spec.format != "auto":
        return get(spec.format)
    found = detect(tree, spec.path)
    message, today = f"changelog {spec.name!r}: {found.why}", " or ".join(FORMATS)
    if found.supported:
        return get(found.format)
    if found.format:
        raise ConfigError(message, f"not supported yet; to read it otherwise, name {today}")
    if found.mixed:
        raise ConfigError(message, f"set its format to {today}")
    return FORMATS["plain"]


def told(tree: Tree, spec: Changelog, chosen: Format) -> Changelog:
    """Return a changelog that says its format, and how files of the tool's own have it read.

    Raises:
        ConfigError: such a file cannot be read.
    """
    own = chosen.options(tree, spec.path) if chosen.options else ()
    return replace(spec, format=chosen.name, options=(*spec.options, *own))
