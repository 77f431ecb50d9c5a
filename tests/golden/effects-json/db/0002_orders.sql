SET lock_timeout = '2s';
CREATE INDEX orders_note ON orders (note);
ALTER TABLE orders ALTER COLUMN note SET NOT NULL;
CREATE TABLE fresh (id bigint);
