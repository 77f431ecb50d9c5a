"""PostgreSQL migrations as projects write them, by the thousand, the same every time.

A table comes every eighth change; the others work on tables that are there,
so that a linter that replays the changelog has something to remember.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

_HEAD = "-- What the team agreed on in change {n}.\nSET lock_timeout = '2s';\n\n"


def write(folder: Path, count: int) -> Path:
    """Write `count` migrations into a new folder, named `00001_words.sql` and on."""
    folder.mkdir(parents=True)
    for name, text in migrations(count):
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def migrations(count: int) -> Iterator[tuple[str, str]]:
    """Yield the name and the text of each migration, in order."""
    for n in range(1, count + 1):
        words, make = _KINDS[(n - 1) % len(_KINDS)]
        made = 1 + (n - 1) // len(_KINDS)
        table = f"orders_{1 + (n * 2_654_435_761 >> 8) % made}"  # any one of those that are there
        yield f"{n:05}_{words}.sql", _HEAD.format(n=n) + make(n, table)


def _table(n: int, table: str) -> str:
    del table
    made = f"orders_{1 + (n - 1) // len(_KINDS)}"
    return f"""\
CREATE TABLE {made} (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    customer_id bigint NOT NULL,
    status text NOT NULL DEFAULT 'new' CHECK (status IN ('new', 'paid', 'sent')),
    total numeric(12, 2) NOT NULL DEFAULT 0,
    placed_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX {made}_customer_idx ON {made} (customer_id, placed_at DESC);
COMMENT ON TABLE {made} IS 'What customers of shop {n} ordered';
"""


def _columns(n: int, table: str) -> str:
    return f"""\
ALTER TABLE {table} ADD COLUMN note_{n} text;
ALTER TABLE {table} ADD COLUMN weight_{n} integer NOT NULL DEFAULT 0;
"""


def _key(n: int, table: str) -> str:
    return f"""\
ALTER TABLE {table} ADD COLUMN parent_{n} bigint;
ALTER TABLE {table}
    ADD CONSTRAINT {table}_parent_{n}_fkey
    FOREIGN KEY (parent_{n}) REFERENCES orders_1 (id) NOT VALID;
"""


def _rows(n: int, table: str) -> str:
    rows = f"({n}, 'new', 10.50), ({n + 1}, 'paid', 7.25), ({n + 2}, 'sent', 0)"
    return _ROWS.format(table=table, rows=rows, n=n)


def _index(n: int, table: str) -> str:
    return f"CREATE INDEX {table}_{n}_idx ON {table} (status) WHERE total > {n};\n"


def _view(n: int, table: str) -> str:
    return _VIEW.format(table=table, n=n)


def _function(n: int, table: str) -> str:
    return f"""\
CREATE FUNCTION touch_{n}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.placed_at := now();  -- the last word
    RETURN NEW;
END
$$;
CREATE TRIGGER touch_{n} BEFORE UPDATE ON {table}
    FOR EACH ROW EXECUTE FUNCTION touch_{n}();
"""


def _type(n: int, table: str) -> str:
    return f"""\
ALTER TABLE {table} ADD COLUMN code_{n} varchar(20);
ALTER TABLE {table} ALTER COLUMN code_{n} TYPE varchar(40);
ALTER TABLE {table} ADD CONSTRAINT code_{n}_set CHECK (code_{n} <> '') NOT VALID;
"""


_ROWS = """\
INSERT INTO {table} (customer_id, status, total)
VALUES {rows};
UPDATE {table} SET status = 'paid' WHERE status = 'new' AND customer_id = {n};
"""
_VIEW = """\
CREATE OR REPLACE VIEW open_{n} AS
SELECT o.id, o.customer_id, o.total, count(*) OVER (PARTITION BY o.customer_id) AS together
FROM {table} AS o
WHERE o.status <> 'sent';
GRANT SELECT ON open_{n} TO reporting;
"""
_KINDS: tuple[tuple[str, Callable[[int, str], str]], ...] = (
    ("create_orders", _table),
    ("add_columns", _columns),
    ("add_parent", _key),
    ("seed_rows", _rows),
    ("add_index", _index),
    ("open_view", _view),
    ("touch_trigger", _function),
    ("widen_code", _type),
)
