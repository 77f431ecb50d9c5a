"""The changelogs of a repository: where each stands, and which SQL it speaks."""

from collections.abc import Iterable, Mapping
from itertools import combinations
from typing import Any

from branchline.config.words import dialect_of
from branchline.model.effects import Engine
from branchline.model.environments import Instance
from branchline.model.settings import Changelog
from branchline.toml.at import At

FALLBACK = "postgres"


def changelogs(
    written: Mapping[str, Mapping[str, Any]], instances: Iterable[Instance], at: At
) -> tuple[Changelog, ...]:
    """Return the changelogs; `auto` becomes the dialect of the instances that tell theirs.

    Raises:
        ConfigError: two stand in one folder, or instances of one speak several dialects.
    """
    told = tuple(instances)
    _apart(written, at)
    return tuple(
        Changelog(
            name,
            _folder(keys["path"]),
            keys["format"],
            Engine(_dialect(name, keys["dialect"], told, at.key(name)), keys["version"] or ()),
            _options(keys),
            managed_timeouts=keys["timeouts"] == "managed",
        )
        for name, keys in written.items()
    )


def _options(keys: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    version, path = keys["liquibase"], keys["path"]
    said = (("liquibase", ".".join(map(str, version))),) if version else ()
    return (*said, ("master", path)) if _folder(path) != path else said


def _folder(path: str) -> str:
    """Return the folder of a master changelog: what it names is below it, and counts as well."""
    return path.rpartition("/")[0] if path.lower().endswith(_MASTERS) else path


_MASTERS = (".yaml", ".yml", ".json", ".xml")


def _apart(written: Mapping[str, Mapping[str, Any]], at: At) -> None:
    for (one, first), (other, second) in combinations(written.items(), 2):
        outer, inner = sorted((_folder(first["path"]), _folder(second["path"])))
        if outer in {"", inner} or inner.startswith(f"{outer}/"):
            raise at.key(other, "path").error(
                f"overlaps with that of changelog {one!r}: {inner!r} is inside {outer or '.'!r}",
                hint="give each changelog a folder of its own",
            )


def _dialect(name: str, asked: str, instances: tuple[Instance, ...], at: At) -> str:
    if asked != "auto":
        return asked
    own = (dialect_of(instance.url) for instance in instances if instance.changelog == name)
    spoken = sorted({dialect for dialect in own if dialect})
    if len(spoken) > 1:
        raise at.error(
            f"has instances that speak {' and '.join(spoken)}",
            hint="say which one its files are written for: dialect = …",
        )
    return spoken[0] if spoken else FALLBACK
