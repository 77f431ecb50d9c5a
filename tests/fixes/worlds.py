"""A changelog on disk, fixed by the command, and run on a real server."""

import subprocess
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import psycopg

from branchline.check import check
from branchline.cli import main
from branchline.formats.folder import FolderTree
from branchline.gather.files import judged
from branchline.gather.scopes import Scope
from branchline.model.changelog import ChangeSet
from branchline.model.effects import Engine
from branchline.model.settings import Changelog
from branchline.rule import Enabled
from branchline.rules import RULES

FOLDER = "db"


Schema = list[tuple[object, ...]]


def write(root: Path, files: Mapping[str, str]) -> None:
    """Write files below the changelog's folder, line ends as they are."""
    (root / FOLDER).mkdir(exist_ok=True)
    for name, text in files.items():
        (root / FOLDER / name).write_bytes(text.encode())


def read(root: Path) -> dict[str, str]:
    """Return the changelog's files by name."""
    files = sorted((root / FOLDER).iterdir())
    return {file.name: file.read_bytes().decode("utf-8", "replace") for file in files}


def fix(root: Path, *words: str) -> int:
    """Run the command there; the paths are below the changelog's folder."""
    return main(["fix", "--repo", str(root), *words])


def git(root: Path, *words: str) -> str:
    """Run git there."""
    done = subprocess.run(["git", *words], cwd=root, check=True, capture_output=True, text=True)
    return done.stdout


def changesets(root: Path, format_: str = "plain") -> tuple[ChangeSet, ...]:
    """Return the changelog, judged."""
    spec = Changelog("app", FOLDER, format_, Engine("postgres", (15,)))
    return judged(Scope.of(FolderTree(root), spec), date(2026, 1, 1)).added


def found(root: Path, format_: str = "plain") -> set[tuple[str, str]]:
    """Return what every rule finds there: the file and the rule."""
    policy = [Enabled(rule, rule.severity) for rule in RULES]
    findings = check(changesets(root, format_), policy)
    return {(Path(each.place.path).name, each.rule) for each in findings}


def deploy(url: str, changes: tuple[ChangeSet, ...]) -> None:
    """Run changes on a database, each as a tool would."""
    with psycopg.connect(url, autocommit=True) as connection:
        for change in changes:
            _run(connection, change, [each.text for each in change.statements])


def roll_back(url: str, changes: tuple[ChangeSet, ...]) -> None:
    """Run the ways back, the last first."""
    with psycopg.connect(url, autocommit=True) as connection:
        for change in reversed(changes):
            _run(connection, change, [each.text for each in change.undo])


def schema(url: str) -> Schema:
    """Return tables, columns, constraints and indexes, with all that the server knows of them."""
    with psycopg.connect(url) as connection:
        return [row for query in _SCHEMA for row in connection.execute(query)]


def empty(url: str) -> None:
    """Drop all there is."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("DROP SCHEMA IF EXISTS app CASCADE")
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")


def _run(connection: psycopg.Connection, change: ChangeSet, statements: list[str]) -> None:
    if change.transaction:
        with connection.transaction():
            _execute(connection, statements)
    else:
        _execute(connection, statements)
        connection.execute("RESET ALL")


def _execute(connection: psycopg.Connection, statements: list[str]) -> None:
    for statement in statements:
        connection.execute(statement.encode())


_SCHEMA = (
    """SELECT 'column', attrelid::regclass::text, attname, format_type(atttypid, atttypmod),
        attnotnull, pg_get_expr(adbin, adrelid)
    FROM pg_attribute JOIN pg_class c ON c.oid = attrelid
    LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
    WHERE attnum > 0 AND NOT attisdropped AND relkind IN ('r', 'p', 'v', 'm')
        AND relnamespace::regnamespace::text IN ('public', 'app') ORDER BY 2, 3""",
    """SELECT 'constraint', conrelid::regclass::text, conname::text, convalidated,
        condeferrable, condeferred, pg_get_constraintdef(oid)
    FROM pg_constraint WHERE connamespace::regnamespace::text IN ('public', 'app')
    ORDER BY 2, 3""",
    """SELECT 'index', indrelid::regclass::text, indexrelid::regclass::text, indisvalid,
        indisunique, indisprimary, indimmediate, pg_get_indexdef(indexrelid)
    FROM pg_index JOIN pg_class c ON c.oid = indexrelid
    WHERE relnamespace::regnamespace::text IN ('public', 'app') ORDER BY 2, 3""",
    """SELECT 'comment', classoid::regclass::text, objsubid, description FROM pg_description
    WHERE classoid = 'pg_class'::regclass AND objoid >= 16384 ORDER BY 2, 3, 4""",
)
