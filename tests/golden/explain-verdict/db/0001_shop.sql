CREATE TABLE orders (id bigint PRIMARY KEY, note text, total int);
-- rollback
DROP TABLE orders;
