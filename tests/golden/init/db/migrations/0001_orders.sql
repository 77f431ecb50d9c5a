SET lock_timeout = '2s';
CREATE TABLE orders (id bigint PRIMARY KEY, note text);

-- rollback
SET lock_timeout = '2s';
DROP TABLE orders;
