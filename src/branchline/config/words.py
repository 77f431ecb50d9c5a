"""Strings that have to be more than strings: names, branches, paths, versions, URLs.

No message repeats a URL: whoever put a password into one would find it in a
log as well.
"""

import re
from collections.abc import Callable

from branchline.model.regex import regex
from branchline.toml.at import Refused
from branchline.toml.nearest import did_you_mean, quoted
from branchline.toml.shapes import Text


def dialect_of(url: str) -> str:
    """Return the dialect that a database URL tells; empty for a reference to a secret."""
    scheme = url.removeprefix("jdbc:").partition(":")[0].lower()
    return _SCHEMES.get(scheme, "")


def _name(text: str) -> str:
    if not _NAME.fullmatch(text) or text.endswith(".lock") or ".." in text:
        raise Refused("is no name", "a name is made of letters, digits, '-', '_' and '.'")
    if text == "default":
        raise Refused("is no name", "policies say 'default' for all that have no line of their own")
    return text


def _branch(text: str) -> str:
    if not _BRANCH.fullmatch(text) or _NOT_IN_A_BRANCH.search(text):
        raise Refused(f"is no name of a branch: {quoted(text)}", 'write branch = "dev"')
    if text.startswith("refs/remotes/"):
        raise Refused(f"names a remote's branch: {quoted(text)}", "name the branch of this side")
    return text


def _candidate(text: str) -> str:
    if not text.startswith("refs/") or text.count("{branch}") != 1 or text == "refs/heads/{branch}":
        raise Refused(
            f"is no pattern of refs: {quoted(text)}",
            'write the full name with {branch} in it: "refs/heads/queue/{branch}/*"',
        )
    return text


def _path(text: str) -> str:
    inside = text.removeprefix("./").rstrip("/")
    parts = [] if inside in {"", "."} else inside.split("/")
    if "\\" in text:
        raise Refused(
            f"has a backslash: {quoted(text)}", "write '/' between folders, on Windows too"
        )
    if text.startswith("/") or ".." in parts or _DRIVE.match(text):
        raise Refused(f"leaves the repository: {quoted(text)}", "paths are relative to its top")
    if {"", ".", ".git"} & set(parts) or not inside.isprintable():
        raise Refused(f"is no path: {quoted(text)}", 'write path = "db/migrations"')
    return "/".join(parts)


def _version(text: str) -> tuple[int, ...]:
    if not _VERSION.fullmatch(text):
        raise Refused(f"is no version: {quoted(text)}", 'write version = "15" or "10.11.6"')
    return tuple(map(int, text.split(".")))


def _url(text: str) -> str:
    kind, colon, rest = text.partition(":")
    if kind in _REFERENCES and colon:
        if not _REFERENCES[kind].fullmatch(rest):
            raise Refused(f"names nothing after {kind}:", _HOW)
        return text
    scheme = text.removeprefix("jdbc:").partition(":")[0].lower()
    if not colon or scheme not in _SCHEMES:
        known = [*_REFERENCES, *_SCHEMES]
        near = did_you_mean(scheme, known) if _NAME.fullmatch(scheme) else ""
        raise Refused("is neither a reference to a secret nor a database URL", near or _HOW)
    if _PASSWORD.search(text):
        raise Refused(
            "holds a password", "put the URL in an environment variable and write env:NAME"
        )
    return text


_NAME = regex(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}")
_BRANCH = regex(r"[^\x00-\x20\x7f~^:?*\[\\-][^\x00-\x20\x7f~^:?*\[\\]{0,243}")
_NOT_IN_A_BRANCH = regex(
    r"\.\.|@\{|//|/\.|^[./]|[./]$|\.lock(?:/|$)|^@$|^HEAD$"
)  # git-check-ref-format(1)
_DRIVE = regex(r"[A-Za-z]:")
_VERSION = regex(r"[0-9]{1,6}(?:\.[0-9]{1,6}){0,3}")
_REFERENCES = {
    "env": regex(r"[A-Za-z_][A-Za-z0-9_]*"),
    "file": regex(r".*\S.*"),
    "exec": regex(r".*\S.*"),
}
_HOW = "write env:NAME, file:PATH, exec:COMMAND, or a URL such as sqlite:///data/dev.db"
_SCHEMES = {
    "sqlite": "sqlite",
    "postgresql": "postgres",
    "postgres": "postgres",
    "mysql": "mysql",
    "mariadb": "mariadb",
    "sqlserver": "tsql",
    "oracle": "oracle",
}
# user:password@host, also Oracle's user/password@host; and password=… as a parameter.
_PASSWORD = regex(
    r"//[^/@?#]*:[^/?#]+@|:thin:[^/@]+/[^@]+@|[?&;]\s*(?:ssl)?(?:password|passwd|passphrase|pwd)\s*=",
    re.IGNORECASE,
)

_Make = Callable[[str], object]


def _text(make: _Make, pattern: re.Pattern[str] | None = None) -> Text:
    return Text(make=make, pattern=f"^{pattern.pattern}$" if pattern else "")


NAME = _text(_name, _NAME)
BRANCH = _text(_branch)
CANDIDATE = _text(_candidate)
PATH = _text(_path)
VERSION = _text(_version, _VERSION)
URL = _text(_url)
