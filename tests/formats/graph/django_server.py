"""Django itself, asked for the graph of one project after another: a process started once."""

import importlib
import json
import sys
from pathlib import Path
from typing import Any

import django
from django.apps import AppConfig
from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

APPS = ("a", "b", "c")


def main() -> None:
    """Answer each line, a folder with apps, by a line of JSON."""
    settings.configure(
        INSTALLED_APPS=[],
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    )
    django.setup()
    for line in sys.stdin:
        sys.stdout.write(json.dumps(_answer(Path(line.strip()))) + "\n")
        sys.stdout.flush()


def _answer(project: Path) -> dict[str, object]:
    sys.path.insert(0, str(project.parent))
    importlib.invalidate_caches()
    names = [name for name in APPS if (project / name).is_dir()]
    modules = {name: f"{project.name}.{name}.migrations" for name in names}
    settings.MIGRATION_MODULES = modules
    try:
        with _installed(project, names):
            executor = MigrationExecutor(connection)
            leaves = executor.loader.graph.leaf_nodes()
            plan = executor.migration_plan(leaves, clean_start=True)
            return {
                "plan": [f"{step.app_label}.{step.name}" for step, _ in plan],
                "leaves": [".".join(leaf) for leaf in leaves],
                "nodes": sorted(".".join(node) for node in executor.loader.disk_migrations),
            }
    except Exception as error:  # noqa: BLE001 - the answer is what Django says
        return {"error": type(error).__name__}
    finally:
        sys.path.pop(0)


def _installed(project: Path, names: list[str]) -> Any:  # noqa: ANN401 - Django has no types
    from django.test.utils import override_settings

    module = importlib.import_module(project.name)
    configs = []
    for name in names:
        found = importlib.import_module(f"{project.name}.{name}")
        made = type("Config", (AppConfig,), {"name": f"{module.__name__}.{name}", "label": name})
        setattr(found, "Config", made)  # noqa: B010 - a module has no such name
        made.__module__ = found.__name__
        configs.append(f"{found.__name__}.Config")
    return override_settings(INSTALLED_APPS=configs)


if __name__ == "__main__":
    main()
