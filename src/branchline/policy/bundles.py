"""Bundles: policies to build on, shipped with branchline or kept in the repository.

A file is read through the caller, who knows which revision is trusted: a push
may not bring the policy it is judged by.
"""

from collections.abc import Callable, Mapping
from typing import Any

from branchline.bundled import folder
from branchline.model.value import value
from branchline.toml.at import At
from branchline.toml.custom import CUSTOM
from branchline.toml.lines import WORD
from branchline.toml.nearest import did_you_mean, quoted
from branchline.toml.parse import parse
from branchline.toml.shapes import Either, Many, Text
from branchline.toml.tables import Key, Named, Open, Table

ReadFile = Callable[[str], bytes | None]


@value
class Bundle:
    """A policy as it is written: `origin` is what people call it, `at` where it stands."""

    origin: str
    at: At
    extends: tuple[str, ...] = ()
    rules: Mapping[str, Any] = {}
    custom: tuple[Mapping[str, Any], ...] = ()


def expanded(extends: tuple[str, ...], read_file: ReadFile, at: At) -> tuple[Bundle, ...]:
    """Return bundles and what they extend, in the order in which they count.

    What a bundle extends comes before it, and once: a second bundle on the
    same base does not undo the first. What `extends` names itself counts where
    it stands.

    Raises:
        ConfigError: a bundle is not there, is no policy, or extends itself.
    """
    found: dict[str, Bundle] = {}
    for name in extends:
        bundles: dict[str, Bundle] = {}
        _collect(name, read_file, at, (), bundles)
        found.pop(name, None)
        found |= {each: bundle for each, bundle in bundles.items() if each not in found}
    return tuple(found.values())


def shipped() -> tuple[str, ...]:
    """Return the names of the bundles that branchline ships."""
    return tuple(sorted(path.stem for path in folder("policies").glob("*.toml")))


_BUNDLE = Table(
    {
        "extends": Key(Many(Text()), "bundles by name, or files; a later one wins", []),
        "rules": Key(Named(Either((WORD, Open()))), "rules, over what is extended", {}),
        "custom": Key(Many(CUSTOM), "rules of one's own, without code", []),
    }
)


_DEEPEST = 20


def _collect(
    name: str, read_file: ReadFile, at: At, above: tuple[str, ...], found: dict[str, Bundle]
) -> None:
    """Put a bundle into `found`, after all that it extends."""
    if name in above or len(above) > _DEEPEST:
        circle = " extends ".join([*above[-_DEEPEST:], name])
        raise at.error(f"goes in a circle: {circle}", hint="take one of them out")
    if name not in found:
        bundle = _read(name, read_file, at)
        for base in bundle.extends:
            _collect(base, read_file, bundle.at.key("extends"), (*above, name), found)
        found[name] = bundle


def _read(name: str, read_file: ReadFile, at: At) -> Bundle:
    is_file = "/" in name or name.endswith(".toml")
    label = name if is_file else f"policies/{name}.toml"
    text = _file(name, read_file, at) if is_file else _shipped(name, at)
    written = _BUNDLE.read(parse(text, label), At(label))
    return Bundle(name, At(label), **written)


def _file(name: str, read_file: ReadFile, at: At) -> bytes:
    if name.startswith("/") or "\\" in name or ".." in name.split("/") or not name.isprintable():
        raise at.error(f"leaves the repository: {quoted(name)}", hint="name a file inside it")
    text = read_file(name)
    if text is None:
        raise at.error(f"names no file: {quoted(name)}", hint="paths start at the repository's top")
    return text


def _shipped(name: str, at: At) -> bytes:
    names = shipped()
    if name not in names:
        raise at.error(f"names no bundle {quoted(name)}", hint=did_you_mean(name, names))
    return (folder("policies") / f"{name}.toml").read_bytes()
