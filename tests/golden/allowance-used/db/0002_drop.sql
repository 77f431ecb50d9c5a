SET lock_timeout = '2s';
-- branchline: allow drop-table: nobody reads it since 2.1
DROP TABLE orders;

-- rollback
CREATE TABLE orders (id bigint PRIMARY KEY, note text);
