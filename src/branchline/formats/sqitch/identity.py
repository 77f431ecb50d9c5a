"""Sqitch's ids: SHA-1 of what a line says and of the id before it.

Source: sqitchers/sqitch, `App::Sqitch::Plan::Change` and `App::Sqitch::Plan::Tag`.
"""

from collections.abc import Iterable, Iterator
from hashlib import sha1

from branchline.formats.sqitch.words import Line
from branchline.model.regex import regex


def change_id(project: str, uri: str, line: Line, parent: str) -> str:
    """Return the id of a change; `parent` is that of the change before, empty for the first."""
    needs = [each.written(project) for each in line.dependencies if not each.conflict]
    conflicts = [each.written(project) for each in line.dependencies if each.conflict]
    said = [
        *_head(project, uri),
        f"change {line.name}",
        *([f"parent {parent}"] if parent else []),
        *_signed(line),
        *_listed("requires", "+", needs),
        *_listed("conflicts", "-", conflicts),
        *_note(line),
    ]
    return _hashed("change", said)


def tag_id(project: str, uri: str, line: Line, change: str) -> str:
    """Return the id of a tag of the change with the id `change`."""
    said = [
        *_head(project, uri),
        f"tag @{line.name}",
        f"change {change}",
        *_signed(line),
        *_note(line),
    ]
    return _hashed("tag", said)


def script_hash(data: bytes) -> str:
    """Return what Sqitch keeps of a deploy script: it does not forgive a blank."""
    return sha1(data, usedforsecurity=False).hexdigest()


def canonical(uri: str) -> str:
    """Write a URI as Perl's `URI` does: scheme and host in small letters, no port of its own."""
    found = _URI.fullmatch(uri)
    if not found:
        return uri
    scheme, host, port, rest = found["scheme"].lower(), found["host"], found["port"], found["rest"]
    if host is None:
        return f"{scheme}:{_escaped(rest)}"
    own = "" if not port or port == _PORTS.get(scheme) else f":{port}"
    rest = _escaped(rest)
    path = f"/{rest}" if scheme in _PORTS and not rest.startswith("/") else rest
    return f"{scheme}://{found['user'] or ''}{host.lower()}{own}{path}"


_URI = regex(
    r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*+):"
    r"(?://(?P<user>[^/?#@]*+@)?(?P<host>[^/?#:]*+)(?::(?P<port>[0-9]*+))?)?(?P<rest>.*+)"
)
_PORTS = {"http": "80", "https": "443", "ftp": "21"}
_PERCENT = regex(r"%([0-9A-Fa-f]{2})")
_UNRESERVED = regex(r"[A-Za-z0-9._~-]")


def _escaped(text: str) -> str:
    def written(found: "object") -> str:
        code = found[1]  # type: ignore[index]  # a match
        char = chr(int(code, 16))
        return char if _UNRESERVED.fullmatch(char) else f"%{code.upper()}"

    return _PERCENT.sub(written, text)


def _head(project: str, uri: str) -> Iterator[str]:
    yield f"project {project}"
    if uri:
        yield f"uri {canonical(uri)}"


def _signed(line: Line) -> tuple[str, str]:
    return f"planner {line.planner}", f"date {line.date}"


def _listed(word: str, sign: str, names: Iterable[str]) -> Iterator[str]:
    written = [f"  {sign} {name}" for name in names]
    if written:
        yield "\n".join((word, *written))


def _note(line: Line) -> tuple[str, ...]:
    return ("", line.note) if line.note not in {"", "0"} else ()


def _hashed(kind: str, said: Iterable[str]) -> str:
    content = "\n".join(said).encode("utf-8", "surrogatepass")
    return sha1(
        b"%s %d\0%s" % (kind.encode(), len(content), content), usedforsecurity=False
    ).hexdigest()
