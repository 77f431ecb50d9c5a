"""Changes to fix: what is wrong with each, on the tables of `BASE`."""

from typing import NamedTuple

BASE = """
CREATE SCHEMA app;
CREATE TABLE customers (id bigint PRIMARY KEY, name text, country text NOT NULL);
CREATE TABLE orders (id bigint NOT NULL, region int NOT NULL, total numeric, customer_id bigint,
    number text, note text, "Status" text);
CREATE TABLE app.items (id bigint NOT NULL, order_id bigint, "order" int, count int DEFAULT 0);
CREATE TABLE events (id bigint NOT NULL, day date NOT NULL) PARTITION BY RANGE (day);
CREATE TABLE events_2026 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
CREATE INDEX orders_note_idx ON orders (note);
CREATE INDEX orders_total_idx ON orders (total);
CREATE UNIQUE INDEX orders_id_idx ON orders (id);
ALTER TABLE customers ADD CONSTRAINT customers_name_key UNIQUE (name);
INSERT INTO customers SELECT n, 'c' || n, 'NO' FROM generate_series(1, 20) n;
INSERT INTO orders SELECT n, n, n, n, 'n' || n, 'x', 'new' FROM generate_series(1, 20) n;
INSERT INTO app.items SELECT n, n, n, n FROM generate_series(1, 20) n;
INSERT INTO events SELECT n, '2026-02-01' FROM generate_series(1, 20) n;
"""


class Case(NamedTuple):
    """One change: its text, the rules that stay, and how many files become of it."""

    name: str
    sql: str
    files: int
    left: frozenset[str] = frozenset()
    runs: bool = True


CASES = (
    Case("index", "CREATE INDEX i ON orders (customer_id);", 1),
    Case("index, upper and lower", "create  unique\nindex i on orders (number)\n", 1),
    Case("index, guarded", "CREATE INDEX IF NOT EXISTS i ON orders USING hash (number);", 1),
    Case(
        "index without a name",
        "CREATE INDEX ON orders (customer_id, lower(note)) WHERE total > 1;",
        1,
    ),
    Case("index in a schema", 'CREATE INDEX "I" ON app.items ("order" DESC);', 1),
    Case(
        "index with a way back",
        "CREATE INDEX i ON orders (customer_id);\n\n-- rollback\nDROP INDEX i;\n",
        1,
    ),
    Case(
        "index among others",
        """-- Orders get notes.

ALTER TABLE orders ADD COLUMN remark text; -- free text

-- to find them
CREATE INDEX orders_remark_idx ON orders (remark); -- soon

COMMENT ON TABLE orders IS 'x; y';

-- rollback
DROP INDEX orders_remark_idx;
ALTER TABLE orders DROP COLUMN remark;
""",
        2,
    ),
    Case(
        "indexes, and what needs one",
        """CREATE UNIQUE INDEX orders_number_idx ON orders (number);
CREATE INDEX orders_customer_idx ON orders (customer_id);
INSERT INTO orders (id, region, number) VALUES (99, 1, 'n1') ON CONFLICT (number) DO NOTHING;
UPDATE orders SET customer_id = 1 WHERE customer_id = 2;

-- rollback
DROP INDEX orders_customer_idx;
DROP INDEX orders_number_idx;
""",
        3,
        frozenset({"lossy-down"}),
    ),
    Case(
        "no index of a partitioned table",
        "CREATE INDEX i ON events (id);",
        1,
        frozenset({"index-not-concurrent"}),
    ),
    Case("dropped index", "DROP INDEX orders_note_idx;", 1),
    Case(
        "dropped indexes",
        "DROP INDEX IF EXISTS orders_note_idx, public.orders_total_idx RESTRICT;",
        2,
    ),
    Case(
        "dropped index with a way back",
        "DROP INDEX orders_note_idx;\n-- rollback\nCREATE INDEX orders_note_idx ON orders (note);",
        1,
    ),
    Case(
        "dropped index before its column",
        """DROP INDEX orders_note_idx;
-- branchline: allow drop-column: x
ALTER TABLE orders DROP COLUMN note;""",
        2,
    ),
    Case("reindex", "REINDEX TABLE orders;\nREINDEX (VERBOSE) INDEX public.orders_note_idx;", 2),
    Case(
        "concurrently, in a transaction",
        "CREATE INDEX CONCURRENTLY i ON orders (number);",
        1,
        runs=False,
    ),
    Case("check", "ALTER TABLE orders ADD CONSTRAINT c CHECK (total >= 0 AND number <> ',)');", 2),
    Case(
        "check without a name",
        "ALTER TABLE orders ADD CHECK (total >= 0), ADD CHECK (total >= region - 1000);",
        2,
    ),
    Case("check that is not inherited", "ALTER TABLE orders ADD CHECK (total > 0) NO INHERIT;", 2),
    Case("check of partitions", "ALTER TABLE events ADD CONSTRAINT c CHECK (id > 0);", 2),
    Case(
        "foreign key",
        """ALTER TABLE ONLY app.items
    ADD CONSTRAINT items_order_fkey FOREIGN KEY (order_id)
    REFERENCES public.orders (id) ON DELETE CASCADE -- with it
    DEFERRABLE INITIALLY DEFERRED;

-- rollback
ALTER TABLE app.items DROP CONSTRAINT items_order_fkey;
""",
        2,
    ),
    Case(
        "foreign keys without a name",
        "ALTER TABLE orders ADD FOREIGN KEY (customer_id) REFERENCES customers;",
        2,
    ),
    Case("unique", "ALTER TABLE orders ADD CONSTRAINT numbers UNIQUE (number);", 2),
    Case(
        "unique without a name",
        'ALTER TABLE orders ADD UNIQUE ("Status", id), ADD UNIQUE (number, id) INCLUDE (note);',
        4,
    ),
    Case(
        "unique that waits",
        "ALTER TABLE app.items ADD CONSTRAINT u UNIQUE (order_id) DEFERRABLE INITIALLY DEFERRED;",
        2,
    ),
    Case(
        "unique nulls", "ALTER TABLE orders ADD CONSTRAINT u UNIQUE NULLS NOT DISTINCT (number);", 2
    ),
    Case(
        "unique with storage",
        "ALTER TABLE orders ADD CONSTRAINT u UNIQUE (number) WITH (fillfactor = 70);",
        1,
        frozenset({"add-unique-constraint"}),
    ),
    Case(
        "unique, guarded",
        "ALTER TABLE IF EXISTS orders ADD CONSTRAINT u UNIQUE (number);",
        1,
        frozenset({"add-unique-constraint"}),
    ),
    Case(
        "validated beside others",
        """ALTER TABLE orders ADD CONSTRAINT c CHECK (total >= 0) NOT VALID;
ALTER TABLE orders VALIDATE CONSTRAINT c, ADD COLUMN q int;
""",
        1,
        frozenset({"validate-same-tx"}),
    ),
    Case(
        "not null where the name is taken",
        """ALTER TABLE orders ADD CONSTRAINT orders_total_set CHECK (id > 0) NOT VALID;
ALTER TABLE orders ALTER COLUMN total SET NOT NULL;
""",
        1,
        frozenset({"set-not-null"}),
    ),
    Case(
        "unique of partitions",
        "ALTER TABLE events ADD UNIQUE (id, day);",
        1,
        frozenset({"add-unique-constraint"}),
    ),
    Case("primary key", "ALTER TABLE orders ADD PRIMARY KEY (id, region);", 2),
    Case(
        "primary key of nullable columns",
        "ALTER TABLE orders ADD PRIMARY KEY (number);",
        1,
        frozenset({"add-primary-key"}),
    ),
    Case(
        "primary key of columns that become not null",
        """ALTER TABLE orders ALTER COLUMN number SET NOT NULL;
ALTER TABLE orders ADD CONSTRAINT k PRIMARY KEY (number);""",
        5,
    ),
    Case(
        "not null",
        """ALTER TABLE orders ALTER COLUMN total SET NOT NULL, ALTER "Status" SET NOT NULL;
-- rollback
ALTER TABLE orders ALTER COLUMN total DROP NOT NULL, ALTER "Status" DROP NOT NULL;
""",
        3,
    ),
    Case(
        "not null after a backfill",
        """UPDATE orders SET note = '' WHERE note IS NULL;
ALTER TABLE orders ALTER COLUMN note SET NOT NULL;
-- rollback
ALTER TABLE orders ALTER COLUMN note DROP NOT NULL;
""",
        3,
    ),
    Case(
        "many actions in one",
        """ALTER TABLE orders
    ADD COLUMN a int, -- the first
    ADD CONSTRAINT c CHECK (total >= 0), /* the second, */
    ALTER COLUMN note SET NOT NULL,
    ADD CONSTRAINT u UNIQUE (number),
    ALTER COLUMN total SET DEFAULT 0;
""",
        5,
    ),
    Case(
        "validated at once",
        """ALTER TABLE orders ADD CONSTRAINT c CHECK (total >= 0) NOT VALID;
ALTER TABLE orders VALIDATE CONSTRAINT c;
""",
        2,
    ),
    Case(
        "limits already there",
        """SET LOCAL lock_timeout = '1s';
SET LOCAL statement_timeout = '5s';

CREATE INDEX i ON orders (customer_id);

-- rollback
SET LOCAL lock_timeout = '1s';
DROP INDEX i;
""",
        1,
    ),
    Case(
        "a search path",
        """SET search_path = app;
CREATE INDEX i ON items (count);
ALTER TABLE items ADD COLUMN x int;
""",
        2,
    ),
    Case(
        "a search path of one transaction",
        """SET LOCAL search_path = app;
CREATE INDEX i ON items (count);
ALTER TABLE items ADD COLUMN x int;
""",
        1,
        frozenset({"index-not-concurrent"}),
    ),
    Case(
        "a transaction of its own",
        "-- branchline: no-transaction\nBEGIN;\nCREATE INDEX i ON orders (customer_id);\nCOMMIT;\n",
        1,
        frozenset({"index-not-concurrent"}),
    ),
    Case(
        "without a transaction",
        """-- branchline: no-transaction
-- branchline: contexts prod
SET lock_timeout = '1s';
ALTER TABLE orders ADD COLUMN IF NOT EXISTS y int;
CREATE INDEX i ON orders (y);
""",
        2,
    ),
    Case(
        "several on a line",
        "ALTER TABLE orders ADD COLUMN y int; CREATE INDEX i ON orders (y);"
        " COMMENT ON TABLE orders IS 'z';",
        2,
    ),
    Case(
        "undo lines",
        """ALTER TABLE orders ADD COLUMN y int;
--rollback ALTER TABLE orders DROP COLUMN y;
CREATE INDEX i ON orders (number);
--rollback DROP INDEX i;
ALTER TABLE orders ALTER COLUMN total SET NOT NULL;
--rollback ALTER TABLE orders ALTER COLUMN total DROP NOT NULL;
""",
        4,
    ),
    Case(
        "a block",
        "DO $$ BEGIN CREATE INDEX i ON orders (note); END $$;",
        1,
        frozenset({"index-not-concurrent"}),
    ),
)
