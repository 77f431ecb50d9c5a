"""Where a Sqitch project keeps its files: `sqitch.conf`, and what holds without it.

Paths in it start at the folder that it stands in. Only the repository's own
file counts: what a person or a machine has set besides is not in Git.
"""

from collections.abc import Iterator

from branchline.formats.names import joined
from branchline.model.regex import regex
from branchline.model.value import value

CONF = "sqitch.conf"
PLAN = "sqitch.plan"


class OutsideError(ValueError):
    """A path that leaves the repository; the text says which."""


@value
class Project:
    """The files of a project, relative to the repository; `engine` is Sqitch's word for it."""

    plan: str = PLAN
    deploy: str = "deploy"
    revert: str = "revert"
    verify: str = "verify"
    reworked: tuple[str, str, str] = ("deploy", "revert", "verify")
    extension: str = "sql"
    engine: str = ""


def project(text: str, folder: str) -> Project:
    """Read a `sqitch.conf` that stands in `folder`.

    Raises:
        OutsideError: it names a place outside the repository.
    """
    said = dict(_said(text))
    engine = said.get("core.engine", "")
    target = said.get(f"engine.{engine}.target", said.get("core.target", ""))

    def get(key: str) -> str:
        names = (f"target.{target}.{key}", f"engine.{engine}.{key}", f"core.{key}")
        value = next((said[name] for name in names if said.get(name)), "")
        if value.startswith("/"):
            raise OutsideError(value)
        return value

    def place(key: str, *default: str) -> str:
        return _inside(folder, get(key) or joined(*default))

    top = get("top_dir")
    reworked = get("reworked_dir") or top
    return Project(
        place("plan_file", top, PLAN),
        place("deploy_dir", top, "deploy"),
        place("revert_dir", top, "revert"),
        place("verify_dir", top, "verify"),
        (
            place("reworked_deploy_dir", reworked, "deploy"),
            place("reworked_revert_dir", reworked, "revert"),
            place("reworked_verify_dir", reworked, "verify"),
        ),
        get("extension") or "sql",
        engine,
    )


_SECTION = regex(r'\[\s*([\w.-]+)(?:\s+"((?:[^"\\]|\\.)*+)")?\s*\]')
_PAIR = regex(r"([A-Za-z][\w-]*+)\s*(?:=\s*(.*+))?")
_PARTS = regex(r'"((?:[^"\\]|\\.)*+)"|(\\.)|([#;].*)|([^"\\#;]++)')


def _said(text: str) -> Iterator[tuple[str, str]]:
    """Yield `core.engine` and its value, in order: the last one counts."""
    section = ""
    for line in text.replace("\\\n", "").splitlines():
        bare = line.strip()
        head = _SECTION.match(bare)
        if head:
            section = ".".join(filter(None, (head[1].lower(), head[2] or "")))
            bare = bare[head.end() :].strip()
        pair = _PAIR.fullmatch(bare)
        if pair:
            yield f"{section}.{pair[1].lower()}", _value(pair[2] or "")


def _value(text: str) -> str:
    """Take quotes, escapes and a comment off."""
    found = []
    for part in _PARTS.finditer(text):
        if part[3]:
            break
        found.append(_PLAINLY.sub(r"\1", part[1] or part[2] or "") or part[4] or "")
    return "".join(found).strip()


_PLAINLY = regex(r"\\(.)")


def _inside(folder: str, path: str) -> str:
    """Return a path from the repository's top."""
    parts: list[str] = []
    for part in f"{folder}/{path}".split("/"):
        if part == "..":
            if not parts:
                raise OutsideError(path)
            parts.pop()
        elif part not in {"", "."}:
            parts.append(part)
    return "/".join(parts)
