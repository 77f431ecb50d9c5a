"""The text that `init` writes: pure, from what was found to what a file should hold.

Each function gets what the file holds now, and gives back what it should hold;
the same text when nothing is missing. Nothing of a person's is ever changed.
"""

import re
from collections.abc import Iterable, Sequence

from branchline.model.environments import Environment
from branchline.model.settings import Changelog


def configuration(
    changelogs: Sequence[tuple[Changelog, str]], environments: Sequence[Environment]
) -> str:
    """Return `branchline.toml`: each changelog with a comment that says why, each environment."""
    blocks = (
        _HEADER.format(flow=flow(environments)),
        *(_changelog(spec, why) for spec, why in changelogs),
        *map(_environment, environments),
        _POLICY,
    )
    return "\n".join(blocks)


def flow(environments: Iterable[Environment]) -> str:
    """Return the way that changes take: `dev -> staging -> prod`."""
    return " -> ".join(environment.name for environment in environments)


def attributes(text: str, folders: Iterable[str]) -> str:
    """Return `.gitattributes` with a line for each changelog that has none."""
    lines = [f"{_glob(folder)} text eol=lf" for folder in folders]
    known = {line.split(maxsplit=1)[0] for line in text.splitlines() if line.strip()}
    return _appended(text, [line for line in lines if line.split(maxsplit=1)[0] not in known])


def endings(formats: Iterable[str]) -> tuple[str, ...]:
    """Return how the files of changelogs end that `lint` is to be given."""
    return tuple(sorted({end for name in formats for end in _ENDINGS.get(name, ("sql",))}))


def pre_commit(text: str, folders: Sequence[str], ends: Sequence[str] = ("sql",)) -> str | None:
    """Return `.pre-commit-config.yaml` with branchline's hook.

    None when the file has a shape that a hook cannot be appended to safely.
    """
    if re.search(r"\bbranchline\b", text):
        return text
    if not text.strip():
        return "repos:\n" + _hook(folders, "  ", ends)
    items = re.findall(r"^( *)- +repo:", text, re.MULTILINE)
    whole = _appended(text, _hook(folders, items[-1], ends).splitlines()) if items else ""
    return whole if _is_longer(text, whole) else None


def _is_longer(before: str, after: str) -> bool:
    """Whether the new text is YAML, and differs by one more repository only."""
    import yaml

    try:
        old, new = yaml.safe_load(before), yaml.safe_load(after)
        *repos, _ = new["repos"]
    except (yaml.YAMLError, TypeError, KeyError, ValueError):
        return False
    return bool(old == {**new, "repos": repos})


def _changelog(spec: Changelog, why: str) -> str:
    lines = (
        f"[changelogs.{spec.name}]",
        f'path = "{_escaped(spec.path or ".")}"',
        f'format = "{spec.format}"',
        f'dialect = "{spec.engine.dialect}"' + (f"  # {why}" if why else ""),
        '# version = "15"  # of the server: decides what is online',
        "",
    )
    return "\n".join(lines)


def _environment(environment: Environment) -> str:
    name = environment.name
    lines = [f"[environments.{name}]", f'branch = "{environment.branch}"']
    if environment.source:
        lines.append(f'from = "{environment.source}"')
    if environment.tier:
        lines.append(f'tier = "{environment.tier}"')
    variable = re.sub(r"\W", "_", name).upper()
    lines += [
        f"# [environments.{name}.instances.main]  # to deploy",
        f'# url = "env:{variable}_DATABASE_URL"',
        "",
    ]
    return "\n".join(lines)


def _hook(folders: Sequence[str], indent: str, ends: Sequence[str]) -> str:
    paths = "|".join(f"{re.escape(folder)}/" for folder in folders if folder)
    end = ends[0] if len(ends) == 1 else f"({'|'.join(ends)})"
    pattern = rf"^({paths}).*\.{end}$" if paths else rf"\.{end}$"
    return "".join(f"{indent}{line}\n" for line in _HOOK.format(pattern=pattern).splitlines())


def _glob(folder: str) -> str:
    path = f"{folder}/**/*.sql" if folder else "*.sql"
    return f'"{path}"' if " " in path else path


def _appended(text: str, lines: Sequence[str]) -> str:
    if not lines:
        return text
    start = text if not text or text.endswith("\n") else f"{text}\n"
    return start + "".join(f"{line}\n" for line in lines)


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


_ENDINGS = {
    "alembic": ("py",),
    "django": ("py",),
    "liquibase": ("sql", "xml", "yaml", "yml", "json"),
    "rails": ("rb",),
    "yoyo": ("sql", "py"),
}

_HEADER = """\
# How branchline keeps this repository's database changes on the line: {flow}
"""

_POLICY = """\
[policy]
extends = ["default"]  # 'branchline rules' lists what that enables
"""

_HOOK = """\
- repo: local
  hooks:
    - id: branchline-lint
      name: branchline lint
      entry: branchline lint
      language: system
      files: '{pattern}'
      require_serial: true
"""
