SET LOCAL lock_timeout='2s';
CREATE INDEX orders_note ON orders (note);
ALTER TABLE orders ALTER COLUMN total TYPE bigint;
ALTER TABLE orders ALTER COLUMN total SET NOT NULL;
ALTER TABLE users ADD CONSTRAINT x CHECK (a>0);
