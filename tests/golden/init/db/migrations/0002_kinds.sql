SET lock_timeout = '2s';
CREATE TABLE kinds (k jsonb);

-- rollback
SET lock_timeout = '2s';
DROP TABLE kinds;
