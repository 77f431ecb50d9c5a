"""Migrations of Django: the same plan as its own, and SQL at its own lines."""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import django
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from branchline.errors import UsageError
from branchline.formats.django import DJANGO
from branchline.formats.folder import FolderTree
from branchline.model.changelog import ChangeSet, Oddity, Outline, Reversal
from branchline.model.effects import Engine
from branchline.model.settings import Changelog
from tests.formats.trees import Files

SPEC = Changelog("app", "db", "django", Engine("postgres"))
SERVER = Path(__file__).with_name("django_server.py")


class Server:
    """The process that asks Django."""

    def __init__(self, root: Path, process: "subprocess.Popen[str]") -> None:
        self.root, self._process, self._count = root, process, 0

    def ask(self, files: Mapping[str, str]) -> tuple[dict[str, Any], Outline]:
        """Write a project; return what Django says of it, and what branchline does."""
        self._count += 1
        project = self.root / f"project{self._count}"
        for path, text in {"__init__.py": "", **files}.items():
            place = project / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text)
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(f"{project}\n")
        self._process.stdin.flush()
        said = json.loads(self._process.stdout.readline())
        spec = Changelog("app", project.name, "django")
        return said, DJANGO.outline(FolderTree(self.root), spec)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with subprocess.Popen(
        [sys.executable, str(SERVER)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        yield Server(tmp_path_factory.mktemp("django"), process)
        assert process.stdin
        process.stdin.close()


class Step(NamedTuple):
    app: str
    name: str
    needs: tuple[tuple[str, str], ...] = ()
    first: tuple[tuple[str, str], ...] = ()
    replaces: tuple[tuple[str, str], ...] = ()


def project(*steps: Step) -> dict[str, str]:
    files: dict[str, str] = {}
    for step in steps:
        files[f"{step.app}/__init__.py"] = files[f"{step.app}/migrations/__init__.py"] = ""
        files[f"{step.app}/migrations/{step.name}.py"] = (
            "from django.db import migrations\n\nclass Migration(migrations.Migration):\n"
            f"    dependencies = {list(step.needs)!r}\n    run_before = {list(step.first)!r}\n"
            f"    replaces = {list(step.replaces)!r}\n    operations = []\n"
        )
    return files


@st.composite
def projects(draw: st.DrawFn) -> list[Step]:
    found: list[Step] = []
    for number in range(draw(st.integers(1, 9))):
        app = draw(st.sampled_from("abc"))
        keys = [(step.app, step.name) for step in found]
        needs = draw(st.lists(st.sampled_from(keys), max_size=2, unique=True)) if keys else []
        name = f"{draw(st.integers(1, 9)):04}_{number}"
        found.append(Step(app, name, tuple(needs)))
    return found


def test_plan_and_leaves_are_djangos_own(server: Server) -> None:
    @settings(deadline=None)
    @given(projects())
    def compare(steps: list[Step]) -> None:
        said, found = server.ask(project(*steps))

        assert [entry.id for entry in found] == said["plan"]
        assert sorted(entry.id for entry in found.heads()) == sorted(said["leaves"])

    compare()


def test_a_squash_stands_for_what_it_replaces(server: Server) -> None:
    base = (
        Step("a", "0001_x"),
        Step("a", "0002_y", (("a", "0001_x"),)),
        Step("a", "0001_squashed", replaces=(("a", "0001_x"), ("a", "0002_y"))),
        Step("a", "0003_z", (("a", "0002_y"),)),
        Step("b", "0001_b", (("a", "0002_y"),)),
    )

    said, found = server.ask(project(*base))
    later, gone = server.ask(project(*base[2:]))

    assert sorted(entry.id for entry in found) == said["nodes"]
    assert {entry.id for entry in found.heads()} == set(said["leaves"])
    assert [entry.id for entry in gone] == later["plan"]
    assert {entry.id for entry in gone.heads()} == set(later["leaves"])


def test_what_builds_on_a_squash_comes_after_what_that_replaces(server: Server) -> None:
    replaced = (("a", "0001_x"), ("a", "0002_y"))
    base = (
        Step("a", "0001_x"),
        Step("a", "0002_y", (("a", "0001_x"),)),
        Step("a", "0001_squashed", replaces=replaced),
        Step("a", "0003_z", (("a", "0001_squashed"),)),
    )
    by_name = (*base[:3], Step("a", "0003_z", (("a", "0002_y"),)))

    for steps in (base, by_name):
        said, found = server.ask(project(*steps))
        ids = [entry.id for entry in found]

        assert {entry.id for entry in found.heads()} == set(said["leaves"]) == {"a.0003_z"}
        assert ids == ["a.0001_x", "a.0002_y", "a.0001_squashed", "a.0003_z"]
        assert [id_ for id_ in ids if id_ in said["plan"]] == said["plan"]


def test_what_must_run_before_another_does(server: Server) -> None:
    said, found = server.ask(project(Step("b", "0001"), Step("a", "0001"), Step("c", "0001")))
    turned, other = server.ask(
        project(Step("a", "0001"), Step("c", "0001", first=(("a", "0001"),)))
    )

    assert [entry.id for entry in found] == said["plan"]
    assert [entry.id for entry in other] == turned["plan"] == ["c.0001", "a.0001"]


def test_a_missing_dependency_and_a_circle_are_errors_to_both(server: Server) -> None:
    missing, found = server.ask(project(Step("a", "0002", (("a", "0001"),))))
    circle, tied = server.ask(
        project(Step("a", "0001", (("b", "0001"),)), Step("b", "0001", (("a", "0001"),)))
    )

    assert missing == {"error": "NodeNotFoundError"}
    assert found.entries[0].parents == ("a.0001",)
    assert circle == {"error": "CircularDependencyError"}
    assert {entry.id: entry.parents for entry in tied} == {
        "a.0001": ("b.0001",),
        "b.0001": ("a.0001",),
    }


def test_a_folder_without_init_holds_no_migrations(server: Server) -> None:
    files = project(Step("a", "0001"))
    del files["a/migrations/__init__.py"]

    said, found = server.ask(files)

    assert said["plan"] == []
    assert found.entries == ()
    assert [stray.what for stray in found.strays] == [Oddity.UNMATCHED]


def test_djangos_own_apps_are_read_as_django_reads_them() -> None:
    site = Path(django.__file__).parent.parent
    code = (
        "import django, json\nfrom django.conf import settings\n"
        "names = ['admin', 'auth', 'contenttypes', 'flatpages', 'redirects', 'sessions', 'sites']\n"
        "settings.configure(INSTALLED_APPS=[f'django.contrib.{n}' for n in names], SITE_ID=1,"
        "DATABASES={'default': {'ENGINE': 'django.db.backends.sqlite3', 'NAME': ':memory:'}})\n"
        "django.setup()\nfrom django.db import connection\n"
        "from django.db.migrations.executor import MigrationExecutor as E\n"
        "e = E(connection)\np = e.migration_plan(e.loader.graph.leaf_nodes(), clean_start=True)\n"
        "print(json.dumps([f'{m.app_label}.{m.name}' for m, _ in p]))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    spec = Changelog("django", "django/contrib", "django", Engine("postgres"))
    tree = FolderTree(site)

    found = DJANGO.outline(tree, spec)
    read = [DJANGO.read(tree, entry, spec) for entry in found]

    theirs = json.loads(run.stdout)
    # Only Django knows that settings point to its own users.
    assert sorted(entry.id for entry in found) == sorted(theirs)
    assert [i.id for i in found if i.track == "auth"] == [i for i in theirs if i[:5] == "auth."]
    assert not any(each.flaw for each in read)


def migration(*operations: str, before: str = "", attributes: str = "") -> ChangeSet:
    head = "from django.db import migrations, models\n"
    body = "".join(f"        {each},\n" for each in operations)
    files = {
        "db/shop/migrations/__init__.py": "",
        "db/shop/migrations/0001_a.py": f"{head}class Migration(migrations.Migration):\n"
        f"    operations = [\n{before}    ]\n",
        "db/shop/migrations/0002_b.py": f"{head}class Migration(migrations.Migration):\n"
        f"    dependencies = [('shop', '0001_a')]\n{attributes}    operations = [\n{body}    ]\n",
    }
    tree = Files(files)
    entry = next(e for e in DJANGO.outline(tree, SPEC) if e.id == "shop.0002_b")
    return DJANGO.read(tree, entry, SPEC)


def sql(changeset: ChangeSet) -> list[str]:
    text = changeset.script.text if changeset.script else ""
    return [" ".join(line.split()) for line in text.split("\n") if line.strip()]


MODEL = (
    "migrations.CreateModel(name='Order', fields=["
    "('id', models.BigAutoField(primary_key=True)), ('note', models.CharField(max_length=20)),"
    "('buyer', models.ForeignKey('shop.User', on_delete=models.CASCADE)),"
    "('tags', models.ManyToManyField('shop.Tag')),"
    "('old', models.TextField(db_column='OLD'))], options={'db_table': 'orders'}),\n"
)


@pytest.mark.parametrize(
    ("operation", "statements"),
    [
        ("migrations.RemoveField('order', 'note')", "ALTER TABLE orders DROP COLUMN note;"),
        ("migrations.RemoveField('order', 'buyer')", "ALTER TABLE orders DROP COLUMN buyer_id;"),
        ("migrations.RemoveField('order', 'tags')", "DROP TABLE orders_tags CASCADE;"),
        ("migrations.RemoveField('order', 'old')", 'ALTER TABLE orders DROP COLUMN "OLD";'),
        ("migrations.DeleteModel('Order')", "DROP TABLE orders CASCADE;"),
        ("migrations.DeleteModel('Other')", "DROP TABLE shop_other CASCADE;"),
        ("migrations.RenameModel('Other', 'More')", "ALTER TABLE shop_other RENAME TO shop_more;"),
        (
            "migrations.RenameField('order', 'buyer', 'payer')",
            "ALTER TABLE orders RENAME COLUMN buyer_id TO payer_id;",
        ),
        (
            "migrations.AlterField('order', 'note', models.TextField(null=True))",
            (
                "ALTER TABLE orders ALTER COLUMN note TYPE TEXT; "
                "ALTER TABLE orders ALTER COLUMN note DROP NOT NULL;"
            ),
        ),
        ("migrations.AlterField('order', 'note', models.CharField('words', max_length=20))", ""),
        (
            "migrations.AddField('order', 'n', models.IntegerField(default=5))",
            (
                "ALTER TABLE orders ADD COLUMN n INTEGER DEFAULT 5 NOT NULL; "
                "ALTER TABLE orders ALTER COLUMN n DROP DEFAULT;"
            ),
        ),
        (
            (
                "migrations.AddField('order', 'u', models.ForeignKey('User', null=True, "
                "on_delete=models.CASCADE))"
            ),
            (
                "ALTER TABLE orders ADD COLUMN u_id BIGINT REFERENCES shop_user (id) "
                "DEFERRABLE INITIALLY DEFERRED; CREATE INDEX orders_u_id ON orders (u_id);"
            ),
        ),
        (
            "AddIndexConcurrently('order', models.Index(fields=['buyer'], name='ix'))",
            "CREATE INDEX CONCURRENTLY ix ON orders (buyer_id);",
        ),
        ("migrations.RemoveIndex('order', 'ix')", "DROP INDEX ix;"),
        (
            "migrations.AddConstraint('order', models.UniqueConstraint(fields=['note'], name='q'))",
            "ALTER TABLE orders ADD CONSTRAINT q UNIQUE (note);",
        ),
        ("migrations.RemoveConstraint('order', 'q')", "ALTER TABLE orders DROP CONSTRAINT q;"),
        ("migrations.AlterModelOptions('order', {})", ""),
        (
            (
                "migrations.SeparateDatabaseAndState(database_operations=[migrations.RunSQL("
                "'DROP TABLE x')], state_operations=[migrations.DeleteModel('X')])"
            ),
            "DROP TABLE x;",
        ),
    ],
)
def test_an_operation_is_the_statement_that_it_sends(operation: str, statements: str) -> None:
    found = migration(operation, before=MODEL)

    assert " ".join(sql(found)) == statements
    assert not found.code
    assert found.runner == "django"


def test_sql_is_read_with_its_way_back() -> None:
    found = migration(
        "migrations.RunSQL('DROP TABLE a', 'CREATE TABLE a (id int)')",
        "migrations.RunSQL(['DROP TABLE b', ('DELETE FROM c WHERE x = %s', [1])], "
        "migrations.RunSQL.noop)",
        attributes="    atomic = False\n",
    )

    assert sql(found) == ["DROP TABLE a;", "DROP TABLE b; DELETE FROM c WHERE x = $1;"]
    assert found.rollback is not None
    assert found.rollback.text.strip() == "CREATE TABLE a (id int);"
    assert found.reversal is Reversal.PRESENT
    assert not found.transaction


def test_what_has_no_way_back_has_none() -> None:
    assert migration("migrations.RunSQL('SELECT 1')").reversal is Reversal.NONE
    assert migration("migrations.RunPython(f)").reversal is Reversal.NONE
    assert migration("migrations.RunPython(f, g)").reversal is Reversal.AUTOMATIC
    assert migration("migrations.DeleteModel('X')").reversal is Reversal.AUTOMATIC


def test_code_is_named_and_not_read() -> None:
    found = migration("migrations.RunPython(forward)", "migrations.RunSQL(TEXT)", "make()")

    assert [(code.what, code.place.line) for code in found.code] == [
        ("migrations.RunPython(forward),", 5),
        ("migrations.RunSQL(TEXT),", 6),
        ("make(),", 7),
    ]


@pytest.mark.parametrize(
    ("text", "flaw"),
    [
        ("x = 1", "has no Migration class"),
        ("class Migration:\n    dependencies = names()", "has dependencies that only running it"),
        ("class Migration(", "is not Python"),
    ],
)
def test_what_cannot_be_read_is_one_flaw(text: str, flaw: str) -> None:
    files = project(Step("a", "0001"))
    tree = Files(
        {f"db/{path}": body for path, body in files.items()} | {"db/a/migrations/0002_x.py": text}
    )

    entries = DJANGO.outline(tree, SPEC).entries
    flaws = {each.id: DJANGO.read(tree, each, SPEC).flaw for each in entries}

    assert flaws["a.0002_x"].startswith(flaw)
    assert flaws["a.0001"] == ""


def test_a_label_is_what_the_app_says() -> None:
    files = {f"db/{path}": text for path, text in project(Step("a", "0001")).items()}
    files["db/a/apps.py"] = "class Config(AppConfig):\n    name = 'x.a'\n    label = 'shop'\n"

    assert [entry.id for entry in DJANGO.outline(Files(files), SPEC)] == ["shop.0001"]


def test_a_folder_of_one_app_learns_its_name_from_what_its_files_name() -> None:
    steps = project(Step("a", "0001"), Step("a", "0002", (("a", "0001"),)))
    files = {path.removeprefix("a/"): text for path, text in steps.items()}
    spec = Changelog("app", "migrations", "django")

    found = DJANGO.outline(Files(files), spec)

    assert [entry.id for entry in found] == ["a.0001", "a.0002"]
    path, text = DJANGO.new_file("Add x", found, spec, datetime(2026, 1, 1, tzinfo=UTC))
    assert path == "migrations/0003_add_x.py"
    assert '("a", "0002"),' in text


def test_a_new_migration_of_several_apps_is_asked_for_by_name() -> None:
    files = {f"db/{p}": t for p, t in project(Step("a", "0001"), Step("b", "0001")).items()}

    with pytest.raises(UsageError) as raised:
        DJANGO.new_file("x", DJANGO.outline(Files(files), SPEC), SPEC, datetime.now(UTC))

    assert raised.value.hint == "python manage.py makemigrations --empty APP"
