"""Whatever is put together: fixed once it stays fixed, and makes the same schema."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from branchline.cli.fixing import Judged, Work, fixed, judge
from branchline.fixes import RULES
from branchline.gather.edited import Edited
from branchline.gather.scopes import Scope
from branchline.model.effects import Engine
from branchline.model.schema import Catalog
from branchline.model.settings import Changelog
from branchline.rule import Enabled
from branchline.rules import RULES as ALL
from branchline.sql.analyse import Replay
from tests.fixes.cases import BASE
from tests.formats.trees import Files

SPEC = Changelog("app", "db", "plain", Engine("postgres", (15,)))
POLICY = tuple(Enabled(rule, rule.severity) for rule in ALL)
PAIRS = (
    ("CREATE INDEX i ON orders (number)", "DROP INDEX i"),
    ("CREATE INDEX ON orders (customer_id)", "DROP INDEX IF EXISTS orders_customer_id_idx"),
    ("CREATE UNIQUE INDEX u ON customers (country, id)", "DROP INDEX u"),
    ("DROP INDEX orders_note_idx", "CREATE INDEX orders_note_idx ON orders (note)"),
    ("REINDEX TABLE orders", ""),
    ("ALTER TABLE orders ADD COLUMN x int, ADD COLUMN y int", "ALTER TABLE orders DROP COLUMN x"),
    (
        "ALTER TABLE orders ADD CONSTRAINT c CHECK (total > 0), ADD CHECK (region > 0)",
        "ALTER TABLE orders DROP CONSTRAINT c",
    ),
    (
        "ALTER TABLE app.items ADD FOREIGN KEY (order_id) REFERENCES orders (id)",
        "ALTER TABLE app.items DROP CONSTRAINT items_order_id_fkey",
    ),
    (
        "ALTER TABLE orders ADD UNIQUE (number), ADD COLUMN z int",
        "ALTER TABLE orders DROP CONSTRAINT orders_number_key, DROP COLUMN z",
    ),
    ("ALTER TABLE app.items ADD PRIMARY KEY (id)", ""),
    (
        "ALTER TABLE orders ALTER note SET NOT NULL",
        "ALTER TABLE orders ALTER note DROP NOT NULL",
    ),
    ("ALTER TABLE orders ALTER total SET NOT NULL, ALTER total SET DEFAULT 1", ""),
    ("UPDATE orders SET note = 'x' WHERE note IS NULL", ""),
    ("COMMENT ON COLUMN orders.note IS 'a; b -- c'", ""),
    ("DO $$ BEGIN PERFORM 1; END $$", ""),
    ("SET LOCAL statement_timeout = '5s'", ""),
    ("CREATE TABLE fresh (id bigint PRIMARY KEY); CREATE INDEX ON fresh (id)", "DROP TABLE fresh"),
    ("INSERT INTO customers VALUES (77, 'x', 'NO') ON CONFLICT DO NOTHING", ""),
)
GAPS = ("\n", "\r\n", " ", "\n\n-- why\n", " -- behind\n", "\n/* more */\n")


@st.composite
def changes(draw: st.DrawFn) -> str:
    pairs = draw(st.lists(st.sampled_from(PAIRS), min_size=1, max_size=6, unique=True))
    top = draw(st.sampled_from(("", "-- Größe\n\n", "-- branchline: contexts dev\n", "\ufeff")))
    up = "".join(f"{made};{draw(st.sampled_from(GAPS))}" for made, _ in pairs)
    if draw(st.booleans()):
        return top + up
    down = "".join(f"{back};{draw(st.sampled_from(GAPS))}" for _, back in reversed(pairs) if back)
    return f"{top}{up}\n-- rollback\n{down}"


@given(changes(), st.booleans())
def test_what_is_fixed_stays_fixed_and_means_the_same(text: str, following: bool) -> None:  # noqa: FBT001 - drawn
    files = {"db/0001_base.sql": BASE.encode(), "db/0002_x.sql": text.encode()}
    if following:
        files["db/0003_y.sql"] = b"SELECT 1;"
    before = work(files)

    once, _ = fixed(judge(before), RULES)

    after = contents(files, once)
    again, fixes = fixed(judge(work(after)), RULES)
    assert fixes == ()
    assert contents(after, again) == after
    assert not any(each.rule == "unparsable-statement" for each in once.findings)
    assert schema(once.work) == schema(before)


def work(files: dict[str, bytes]) -> Work:
    """Everything but the base may be fixed."""
    tree = Edited(Files(files))
    scope = Scope.of(tree, SPEC)
    base = scope.outline.entries[:1]
    return Work(scope, tree, base, {}, POLICY, datetime(2026, 1, 2, tzinfo=UTC))


def contents(files: dict[str, bytes], judged: Judged) -> dict[str, bytes]:
    found = files | judged.work.tree.contents
    return {path: data for path, data in found.items() if data is not None}


def schema(work: Work) -> object:
    """The schema that all changes make, however they are cut."""
    replay = Replay(SPEC.engine)
    for entry in work.scope.outline:
        replay.pass_over(work.scope.read(entry))
    return _said(replay.catalog)


def _said(catalog: Catalog) -> object:
    tables = {
        name: (
            {column.name: (column.type, column.not_null) for column in table.columns},
            {(found.name, found.kind, found.valid, found.columns) for found in table.constraints},
        )
        for name, table in catalog.tables.items()
    }
    indexes = {name: (i.table, i.keys, i.unique, i.valid) for name, i in catalog.indexes.items()}
    return tables, indexes
