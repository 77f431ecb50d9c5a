"""The environments, each after the one it takes changes from."""

from collections.abc import Iterable, Mapping
from math import ceil
from typing import Any

from branchline.model.environments import Environment, Instance, Pipeline
from branchline.toml.at import At
from branchline.toml.nearest import did_you_mean, quoted

MOST = 200
"""Environments, and changelogs: what a push is held against, each with each."""

_Tables = Mapping[str, Mapping[str, Any]]


def pipeline(document: Mapping[str, Any], at: At) -> Pipeline:
    """Return the pipeline of a configuration that was read key by key.

    Raises:
        ConfigError: its environments name what is not there, or go in a circle.
    """
    tables: _Tables = document["environments"]
    names = tuple(document["changelogs"])
    if tables and not names:
        raise at.error(
            "has environments and no changelog", hint='add [changelogs.app] with path = "…"'
        )
    inside = at.key("environments")
    if len(tables) > MOST or len(names) > MOST:
        raise at.error(
            f"has more than {MOST} environments or changelogs", hint="is it the right file?"
        )
    found = [
        _environment(name, keys, names, inside.key(name)) for name, keys in _sorted(tables, inside)
    ]
    if document["strategy"] == "branches":
        _branches(found, inside)
    return Pipeline(tuple(found))


def _sorted(tables: _Tables, at: At) -> list[tuple[str, Mapping[str, Any]]]:
    """In the order of the file as far as sources allow: each pass places whoever may follow."""
    _sources(tables, at)
    placed: dict[str, Mapping[str, Any]] = {}
    while len(placed) < len(tables):
        ready = next(
            (
                name
                for name, keys in tables.items()
                if name not in placed and (not keys["from"] or keys["from"] in placed)
            ),
            None,
        )
        if ready is None:
            raise at.error(_circle(tables, placed), hint="the first environment has no 'from'")
        placed[ready] = tables[ready]
    return list(placed.items())


def _sources(tables: _Tables, at: At) -> None:
    for name, keys in tables.items():
        source = keys["from"]
        if source is not None and source not in tables:
            raise at.key(name, "from").error(
                f"names no environment {quoted(source)}", hint=did_you_mean(source, tables)
            )


def _circle(tables: _Tables, placed: Iterable[str]) -> str:
    name = next(name for name in tables if name not in placed)
    walked: list[str] = []
    while name not in walked:
        walked.append(name)
        name = tables[name]["from"]
    circle = [*walked[walked.index(name) :], name]
    return f"take changes from each other in a circle: {' from '.join(circle)}"


def _branches(environments: list[Environment], at: At) -> None:
    deployed: dict[str, str] = {}
    for environment in environments:
        name, branch = environment.name, environment.branch
        if not branch:
            raise at.key(name).error("has no branch", hint=f'add branch = "{name}"')
        other = deployed.setdefault(environment.ref, name)
        if other != name:
            raise at.key(name, "branch").error(
                f"is the branch of environment {other!r} as well: {branch!r}",
                hint="give each environment a branch of its own",
            )


def _environment(
    name: str, keys: Mapping[str, Any], changelogs: tuple[str, ...], at: At
) -> Environment:
    _waves(keys, at)
    return Environment(
        name,
        branch=keys["branch"] or "",
        source=keys["from"] or "",
        tier=keys["tier"] or "",
        contexts=keys["contexts"],
        instances=tuple(
            _instance(instance, inside, keys, changelogs, at.key("instances", instance))
            for instance, inside in keys["instances"].items()
        ),
        soak=ceil(keys["soak"]),
        approvals=keys["approvals"],
        verify=keys["verify"],
        waves=keys["waves"],
        freeze=keys["freeze"],
        on_failure=keys["on_failure"],
        labels=keys["labels"],
        properties=tuple(keys["properties"].items()),
    )


def _instance(
    name: str,
    keys: Mapping[str, Any],
    environment: Mapping[str, Any],
    changelogs: tuple[str, ...],
    at: At,
) -> Instance:
    contexts, labels = keys["contexts"], keys["labels"]
    return Instance(
        name,
        _changelog(keys["changelog"], changelogs, at),
        keys["url"],
        contexts=environment["contexts"] if contexts is None else contexts,
        labels=environment["labels"] if labels is None else labels,
        properties=tuple((environment["properties"] | keys["properties"]).items()),
    )


def _changelog(asked: str | None, known: tuple[str, ...], at: At) -> str:
    if asked is None and len(known) == 1:
        return known[0]
    if asked is None:
        raise at.error("has no changelog", hint=f"say which it holds: {', '.join(known)}")
    if asked not in known:
        problem = f"names no changelog {quoted(asked)}"
        raise at.key("changelog").error(problem, hint=did_you_mean(asked, known))
    return asked


def _waves(keys: Mapping[str, Any], at: At) -> None:
    known, waves = keys["instances"], keys["waves"]
    named = [name for wave in waves for name in wave]
    for name in named:
        if name not in known:
            problem = f"names no instance {quoted(name)}"
            raise at.key("waves").error(problem, hint=did_you_mean(name, known))
    for name in known if waves else ():
        if named.count(name) != 1:
            problem = f"names instance {name!r} {named.count(name)} times"
            raise at.key("waves").error(problem, hint="each instance stands in one wave")
