"""Revisions of Alembic: the same graph as its own, and SQL at its own lines."""

from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import pytest
from alembic.script import ScriptDirectory
from hypothesis import given
from hypothesis import strategies as st

from branchline.formats.alembic import ALEMBIC
from branchline.formats.folder import FolderTree
from branchline.model.changelog import ChangeSet, Oddity, Outline, Reversal
from branchline.model.effects import Engine
from branchline.model.settings import Changelog
from tests.formats.trees import Files

SPEC = Changelog("app", "db", "alembic", Engine("postgres"))


class Revision(NamedTuple):
    name: str
    down: tuple[str, ...] = ()
    depends: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        down = repr(self.down[0] if len(self.down) == 1 else self.down or None)
        return (
            f"revision = {self.name!r}\ndown_revision = {down}\n"
            f"depends_on = {self.depends or None!r}\nbranch_labels = {self.labels or None!r}\n"
            "def upgrade(): pass\ndef downgrade(): pass\n"
        )


def outline(*revisions: Revision) -> Outline:
    files = {f"db/{each.name}.py": each.text for each in sorted(revisions)}
    return ALEMBIC.outline(Files(files), SPEC)


def read(body: str, dialect: str = "postgres", after: str = "") -> ChangeSet:
    text = "from alembic import op\nimport sqlalchemy as sa\nrevision = 'a'\ndown_revision = None\n"
    tree = Files({"db/a.py": f"{text}def upgrade():\n{body}\n{after}"})
    spec = Changelog("app", "db", "alembic", Engine(dialect))
    [entry] = ALEMBIC.outline(tree, spec)
    return ALEMBIC.read(tree, entry, spec)


def sql(changeset: ChangeSet) -> list[tuple[int, str]]:
    """The lines that hold SQL, with their numbers."""
    text = changeset.script.text if changeset.script else ""
    lines = enumerate(text.split("\n"), 1)
    return [(number, line.strip()) for number, line in lines if line.strip()]


@st.composite
def graphs(draw: st.DrawFn) -> list[Revision]:
    found: list[Revision] = []
    for number in range(draw(st.integers(1, 9))):
        names = [each.name for each in found]
        down = draw(st.lists(st.sampled_from(names), max_size=2, unique=True)) if names else []
        rest = [name for name in names if name not in down]
        depends = draw(st.lists(st.sampled_from(rest), max_size=1)) if rest else []
        name = draw(st.sampled_from("abcdefgh")) + f"{number}00"
        found.append(Revision(name, tuple(down), tuple(depends)))
    return found


def test_order_and_heads_are_alembics_own(tmp_path_factory: pytest.TempPathFactory) -> None:
    root = tmp_path_factory.mktemp("alembic")

    @given(graphs())
    def compare(revisions: list[Revision]) -> None:
        place = root / str(len(list(root.iterdir())))
        (place / "versions").mkdir(parents=True)
        for each in revisions:
            (place / "versions" / f"{each.name}.py").write_text(each.text)
        real = ScriptDirectory(str(place))
        spec = Changelog("app", "", "alembic")

        found = ALEMBIC.outline(FolderTree(place), spec)

        assert {entry.id for entry in found.heads()} == set(real.get_heads())
        walked = [script.revision for script in real.walk_revisions()]
        assert [entry.id for entry in found] == walked[::-1]

    compare()


def test_a_merge_joins_heads_and_a_dependency_does_not() -> None:
    fork = (Revision("a"), Revision("b", ("a",)), Revision("c", ("a",)))

    assert {each.id for each in outline(*fork).heads()} == {"b", "c"}
    assert [each.id for each in outline(*fork, Revision("d", ("b", "c"))).heads()] == ["d"]
    depends = outline(*fork, Revision("e", ("b",), ("c",)))
    assert {each.id for each in depends.heads()} == {"c", "e"}


def test_a_label_reaches_what_follows_and_names_it() -> None:
    found = outline(
        Revision("a"),
        Revision("b", labels=("billing",)),
        Revision("c", ("billing",)),
        Revision("d", ("a",)),
    )

    assert {entry.id: entry.track for entry in found} == {
        "a": "",
        "b": "billing",
        "c": "billing",
        "d": "",
    }
    assert {entry.id for entry in found.heads()} == {"c", "d"}
    assert next(entry for entry in found if entry.id == "c").parents == ("b",)


def test_only_files_that_alembic_loads_are_revisions() -> None:
    files = {
        "db/env.py": "",
        "db/script.py.mako": "down_revision = ${x}",
        "db/versions/__init__.py": "",
        "db/versions/a.py": Revision("a").text,
        "db/versions/notes.py": "x = 1",
        "db/versions/more/b.py": Revision("b", ("a",)).text,
        "db/versions/c.sql": "SELECT 1;",
    }

    found = ALEMBIC.outline(Files(files), SPEC)
    deep = ALEMBIC.outline(
        Files({**files, "alembic.ini": "[alembic]\nrecursive_version_locations = true\n"}), SPEC
    )

    assert [entry.change for entry in found] == ["versions/a"]
    assert [(stray.place.path, stray.what) for stray in found.strays] == [
        ("db/versions/c.sql", Oddity.UNMATCHED),
        ("db/versions/more/b.py", Oddity.UNMATCHED),
        ("db/versions/notes.py", Oddity.UNMATCHED),
    ]
    assert [entry.change for entry in deep] == ["versions/a", "versions/more/b"]


@pytest.mark.parametrize(
    ("text", "flaw"),
    [
        ("revision = (", "is not Python: '(' was never closed at line 1"),
        ("revision = 'a'\ndown_revision = f()", "has a down_revision that only running it"),
        ("revision = name()", "has a revision that only running it"),
        ("x = " + "(" * 5000, "is nested too deeply"),
        ("x = " + "-" * 100_000 + "1", "is nested too deeply"),
        ("x = " + "1+" * 100_000 + "1", "is nested too deeply"),
        ("#" * (512 * 1024 + 1), "is larger than 512 KiB of Python"),
    ],
)
def test_what_cannot_be_read_is_one_flaw(text: str, flaw: str) -> None:
    tree = Files({"db/a.py": text, "db/b.py": Revision("b").text})

    entries = ALEMBIC.outline(tree, SPEC).entries
    flaws = {each.path: ALEMBIC.read(tree, each, SPEC).flaw for each in entries}

    assert flaws["db/a.py"].startswith(flaw)
    assert flaws["db/b.py"] == ""


def test_sql_stands_on_its_own_lines() -> None:
    found = read(
        '''    op.execute("DROP TABLE a")
    op.execute(
        sa.text("""
            UPDATE orders SET x = :x
              WHERE id = 1
        """)
    )
    op.execute("DELETE "
               "FROM b")
    op.get_bind().execute(sa.text(f"DROP TABLE c"))
    op.execute(SQL)
'''
    )

    assert sql(found) == [
        (6, "DROP TABLE a;"),
        (9, "UPDATE orders SET x = $1"),
        (10, "WHERE id = 1"),
        (11, ";"),
        (13, "DELETE"),
        (14, "FROM b;"),
        (15, "DROP TABLE c;"),
    ]
    assert [(code.what, code.place.line) for code in found.code] == [("op.execute(SQL)", 16)]
    assert found.runner == "alembic"


@pytest.mark.parametrize(
    ("call", "statement"),
    [
        ("op.drop_column('t', 'c')", "ALTER TABLE t DROP COLUMN c;"),
        ("op.drop_table('t', schema='s')", "DROP TABLE s.t;"),
        ("op.rename_table('t', 'u')", "ALTER TABLE t RENAME TO u;"),
        (
            "op.add_column('t', sa.Column('c', sa.String(20), nullable=False, server_default='x'))",
            "ALTER TABLE t ADD COLUMN c VARCHAR(20) DEFAULT 'x' NOT NULL;",
        ),
        (
            (
                "op.add_column('t', sa.Column('at', sa.DateTime(timezone=True), "
                "server_default=sa.func.now()))"
            ),
            "ALTER TABLE t ADD COLUMN at TIMESTAMP WITH TIME ZONE DEFAULT CURRENT_TIMESTAMP;",
        ),
        (
            "op.alter_column('t', 'c', nullable=False)",
            "ALTER TABLE t ALTER COLUMN c SET NOT NULL;",
        ),
        (
            "op.alter_column('t', 'c', type_=sa.BigInteger(), postgresql_using='c::bigint')",
            "ALTER TABLE t ALTER COLUMN c TYPE BIGINT USING c::bigint;",
        ),
        (
            "op.alter_column('t', 'c', new_column_name='d')",
            "ALTER TABLE t RENAME COLUMN c TO d;",
        ),
        (
            (
                "op.create_index(op.f('ix'), 't', ['c', sa.text('lower(d)')], unique=True, "
                "postgresql_concurrently=True)"
            ),
            "CREATE UNIQUE INDEX CONCURRENTLY ix ON t (c, lower(d));",
        ),
        ("op.drop_index('ix', table_name='t')", "DROP INDEX ix;"),
        (
            "op.create_foreign_key('fk', 't', 'u', ['u_id'], ['id'], ondelete='CASCADE')",
            (
                "ALTER TABLE t ADD CONSTRAINT fk FOREIGN KEY (u_id) REFERENCES u (id) "
                "ON DELETE CASCADE;"
            ),
        ),
        (
            "op.create_unique_constraint('uq', 't', ['a', 'b'])",
            "ALTER TABLE t ADD CONSTRAINT uq UNIQUE (a, b);",
        ),
        (
            "op.create_check_constraint('ck', 't', sa.text('a > 0'))",
            "ALTER TABLE t ADD CONSTRAINT ck CHECK (a > 0);",
        ),
        ("op.drop_constraint('fk', 't')", "ALTER TABLE t DROP CONSTRAINT fk;"),
    ],
)
def test_a_call_is_the_statement_that_it_sends(call: str, statement: str) -> None:
    found = read(f"    {call}")

    assert sql(found) == [(6, statement)]
    assert not found.code


def test_a_table_is_made_with_its_keys() -> None:
    found = read(
        """    op.create_table(
        "orders",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), sa.ForeignKey("users.id"), index=True),
        sa.Column("kind", sa.Enum("a", "b", name="kind")),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("user_id", name="uq"),
    )"""
    )

    [(line, text)] = sql(found)
    assert line == 6
    assert text == (
        "CREATE TABLE orders (id SERIAL NOT NULL, user_id INTEGER, kind kind, "
        "FOREIGN KEY (user_id) REFERENCES users (id), PRIMARY KEY (id), "
        "CONSTRAINT uq UNIQUE (user_id)); "
        "CREATE INDEX ix_orders_user_id ON orders (user_id);"
    )


def test_a_batch_names_its_table_once_and_a_block_ends_the_transaction() -> None:
    found = read(
        """    with op.batch_alter_table("t", schema="s") as batch:
        batch.drop_column("c")
    with op.get_context().autocommit_block():
        op.create_index("ix", "t", ["c"], postgresql_concurrently=True)"""
    )

    assert [text for _, text in sql(found)] == [
        "ALTER TABLE s.t DROP COLUMN c;",
        "CREATE INDEX CONCURRENTLY ix ON t (c);",
    ]
    assert not found.transaction


def test_a_batch_copies_the_table_where_it_cannot_be_altered() -> None:
    body = """    with op.batch_alter_table("t") as batch:
        batch.alter_column("a", new_column_name="b", nullable=False)
        batch.alter_column("c", nullable=False)
        batch.create_unique_constraint("uq", ["b"])
        batch.drop_constraint("fk", type_="foreignkey")
        batch.add_column(sa.Column("d", sa.Integer))"""

    found = read(body, dialect="sqlite")

    assert [text for _, text in sql(found)] == [
        "ALTER TABLE t RENAME COLUMN a TO b;",
        "ALTER TABLE t ADD COLUMN d INTEGER;",
    ]
    assert [code.place.line for code in found.code] == [8, 9, 10]


def test_a_column_that_is_not_null_already_is_not_made_so_again() -> None:
    found = read(
        """    op.alter_column("t", "a", existing_nullable=False, nullable=False)
    op.alter_column("t", "b", existing_nullable=False, nullable=True)
    op.alter_column("t", "c", nullable=True)"""
    )

    assert [text for _, text in sql(found)] == [
        "ALTER TABLE t ALTER COLUMN b DROP NOT NULL;",
        "ALTER TABLE t ALTER COLUMN c DROP NOT NULL;",
    ]


def test_a_condition_on_the_dialect_takes_its_branch() -> None:
    body = """    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TABLE a")
    else:
        op.execute("DROP TABLE b")
    if flag:
        op.drop_table("c")
    else:
        op.drop_table("d")"""

    assert [text for _, text in sql(read(body))] == [
        "DROP TABLE a;",
        "DROP TABLE c;",
        "DROP TABLE d;",
    ]
    assert sql(read(body, "mysql"))[0] == (9, "DROP TABLE b;")


def test_what_only_running_it_would_tell_is_named() -> None:
    found = read(
        """    for table in tables:
        op.drop_table(table)
    op.bulk_insert(rows, [])
    session.execute(query)
    op.add_column("t", sa.Column("c", kind()))
    helper()""",
        after="def helper():\n    op.drop_table('x')\n    helper()\n",
    )

    assert [(code.what, code.place.line) for code in found.code] == [
        ("op.drop_table(table)", 7),
        ("op.bulk_insert(rows, [])", 8),
        ("session.execute(query)", 9),
    ] or [code.place.line for code in found.code] == [7, 8, 9]
    assert ("DROP TABLE x;") in [text for _, text in sql(found)][-1]


@pytest.mark.parametrize(
    ("body", "reversal", "reason"),
    [
        ("    pass", Reversal.NONE, ""),
        ("    op.drop_table('t')", Reversal.PRESENT, ""),
        ("    raise NotImplementedError('data is gone')", Reversal.IRREVERSIBLE, "data is gone"),
    ],
)
def test_the_way_back_is_what_downgrade_does(body: str, reversal: Reversal, reason: str) -> None:
    found = read("    pass", after=f"def downgrade():\n{body}\n")

    assert (found.reversal, found.reason) == (reversal, reason)
    assert (found.rollback is None) == (reversal is not Reversal.PRESENT)


def test_formatting_and_comments_are_no_change() -> None:
    one = read("    op.drop_table('t')").checksum
    same = read('    # gone\n    op.drop_table( "t", )').checksum
    other = read("    op.drop_table('u')").checksum

    assert one == same
    assert one != other


def test_a_comment_allows_as_in_sql() -> None:
    found = read(
        "    # branchline: allow drop-table: nobody reads it\n    op.drop_table('t')\n    # other"
    )

    assert sql(found) == [
        (6, "-- branchline: allow drop-table: nobody reads it"),
        (7, "DROP TABLE t;"),
    ]


def test_a_new_revision_follows_every_head(tmp_path: Path) -> None:
    now = datetime(2026, 1, 2, tzinfo=UTC)
    first = outline(Revision("a"), Revision("b", ("a",)), Revision("c", ("a",)))

    path, text = ALEMBIC.new_file('Add "status"', first, SPEC, now)
    (tmp_path / "versions").mkdir()
    for name in "abc":
        down = () if name == "a" else ("a",)
        (tmp_path / "versions" / f"{name}.py").write_text(Revision(name, down).text)
    (tmp_path / "versions" / Path(path).name).write_text(text)
    real = ScriptDirectory(str(tmp_path))

    assert path.startswith("db/")
    assert path.endswith("_add_status.py")
    [head] = real.get_heads()
    assert set(real.get_revision(head)._versioned_down_revisions) == {"b", "c"}  # noqa: SLF001 - as Alembic reads it
