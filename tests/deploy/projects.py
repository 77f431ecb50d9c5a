"""A small project in a real repository: one changelog, environments on SQLite."""

import os
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

CONFIGURATION = """
[changelogs.app]
path = "db"
format = "plain"

[environments.dev]
branch = "dev"
[environments.dev.instances.main]
url = "sqlite:///dev.db"

[environments.staging]
branch = "staging"
from = "dev"
[environments.staging.instances.main]
url = "sqlite:///staging.db"
"""


class Project:
    """A clone on branch `dev`; commands of Git, and files to commit."""

    def __init__(self, path: Path, configuration: str = CONFIGURATION) -> None:
        self.path = path
        path.mkdir(parents=True)
        self.git("init", "-q", "-b", "dev")
        self.commit({"branchline.toml": configuration, ".gitignore": "*.db*\n"})

    def git(self, *arguments: str) -> str:
        """Run git here and return what it prints."""
        command = ["git", "-C", os.fspath(self.path), *arguments]
        return subprocess.run(command, capture_output=True, check=True, text=True).stdout.strip()

    def commit(self, files: dict[str, str]) -> str:
        """Commit files on top of what is there; an empty text takes one away."""
        for name, text in files.items():
            place = self.path / name
            place.parent.mkdir(exist_ok=True)
            if text:
                place.write_text(text)
            else:
                place.unlink()
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", "change")
        return self.git("rev-parse", "HEAD")

    def migrate(self, *texts: str) -> str:
        """Commit `db/0001_c.sql` and so on, with these texts."""
        first = len(list((self.path / "db").glob("*.sql"))) + 1
        files = {f"db/{number:04}_c.sql": text for number, text in enumerate(texts, first)}
        return self.commit(files)


def rows(project: Project, query: str, database: str = "dev.db") -> list[tuple[object, ...]]:
    """Ask a database of the project's."""
    with closing(sqlite3.connect(project.path / database)) as reader:
        return list(reader.execute(query))
