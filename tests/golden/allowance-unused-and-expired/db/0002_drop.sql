SET lock_timeout = '2s';
-- branchline: allow drop-table: once until 2020-02-29
DROP TABLE orders;

-- rollback
CREATE TABLE orders (id bigint PRIMARY KEY, note text);
