-- branchline: allow drop-table
-- branchline: allow drop-table: soon until 2020-13-01
DROP TABLE IF EXISTS carts;

-- rollback
SELECT 1;
