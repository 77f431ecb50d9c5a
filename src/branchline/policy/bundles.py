"""Bundles: policies to build on, shipped with branchline, kept in the repository, or pinned.

A file is read through the caller, who knows which revision is trusted: a push
may not bring the policy it is judged by. A pinned one counts by what it says,
wherever it is read.
"""

from collections.abc import Callable, Mapping
from typing import Any

from branchline.bundled import folder
from branchline.model.value import value
from branchline.policy.pinned import GIT, pin
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
    if len(extends) > _MOST:
        raise at.error(f"names more than {_MOST} bundles", hint="put some of them together")
    for name in extends:
        bundles: dict[str, Bundle] = {}
        _collect(name, read_file, at, (), bundles)
        found.pop(name, None)
        found |= {each: bundle for each, bundle in bundles.items() if each not in found}
    return tuple(found.values())


def is_file(name: str) -> bool:
    """Whether a bundle is a file of the trusted revision, which a push may change."""
    return not name.startswith(GIT) and ("/" in name or name.endswith(".toml"))


def shipped() -> tuple[str, ...]:
    """Return the names of the bundles that branchline ships."""
    names = [each.name for each in folder("policies").iterdir()]
    return tuple(sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml")))


_BUNDLE = Table(
    {
        "extends": Key(Many(Text()), "bundles by name, or files; a later one wins", []),
        "rules": Key(Named(Either((WORD, Open()))), "rules, over what is extended", {}),
        "custom": Key(Many(CUSTOM), "rules of one's own, without code", []),
    }
)


_DEEPEST = 20
_MOST = 100  # bundles: reading them again and again would take all of a hook's time


def _collect(
    name: str, read_file: ReadFile, at: At, above: tuple[str, ...], found: dict[str, Bundle]
) -> None:
    """Put a bundle into `found`, after all that it extends."""
    if name in above or len(above) > _DEEPEST:
        circle = " extends ".join([*above[-_DEEPEST:], name])
        raise at.error(f"goes in a circle: {circle}", hint="take one of them out")
    if len(found) >= _MOST:
        raise at.error(f"leads to more than {_MOST} bundles", hint="put some of them together")
    if name not in found:
        bundle = _read(name, read_file, at)
        for base in bundle.extends:
            _collect(base, read_file, bundle.at.key("extends"), (*above, name), found)
        found[name] = bundle


def _read(name: str, read_file: ReadFile, at: At) -> Bundle:
    label, text = _labelled(name, read_file, at)
    written = _BUNDLE.read(parse(text, label), At(label))
    bundle = Bundle(name, At(label), **written)
    loose = next(filter(is_file, bundle.extends), None) if name.startswith(GIT) else None
    if loose is not None:
        raise bundle.at.key("extends").error(
            f"names a file that is not pinned: {quoted(loose)}",
            hint="a pinned bundle builds on shipped and on pinned ones: git:REV:PATH@sha256:DIGEST",
        )
    return bundle


def _labelled(name: str, read_file: ReadFile, at: At) -> tuple[str, bytes]:
    """What messages call a bundle, and its text."""
    if name.startswith(GIT):
        pinned = pin(name, at)
        return pinned.place, pinned.proved(read_file(pinned.place), at)
    if is_file(name):
        return name, _file(name, read_file, at)
    return f"policies/{name}.toml", _shipped(name, at)


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
