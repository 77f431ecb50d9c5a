-- Reading and writing the server's own tables, wherever it stands in a statement.
-- deny system-catalog
SELECT * FROM pg_catalog.pg_class;
-- deny system-catalog
SELECT *
FROM pg_catalog.pg_class;
-- deny system-catalog
SELECT * FROM pg_class;
-- deny system-catalog
UPDATE pg_catalog.pg_class SET relname = 'x' WHERE relname = 'y';
-- deny system-catalog
INSERT INTO seen SELECT table_name FROM information_schema.tables;
-- deny system-catalog
SELECT 1 FROM users WHERE name IN (SELECT rolname FROM pg_roles);
-- deny system-catalog
CREATE VIEW seen AS SELECT relname FROM pg_class;
-- deny system-catalog
COPY pg_class TO STDOUT;
-- allow
SELECT 'SELECT * FROM pg_catalog.pg_class';
-- allow
SELECT id FROM orders;
-- allow
WITH pg_orders AS (SELECT id FROM orders) SELECT id FROM pg_orders;
-- dialect tsql
-- deny system-catalog
SELECT name FROM sysobjects;
-- deny system-catalog
SELECT name FROM master.dbo.sysdatabases;
-- deny system-catalog
SELECT name FROM sys.tables;
-- allow
SELECT id FROM systems;
-- dialect oracle
-- deny system-catalog
SELECT username FROM dba_users;
-- deny system-catalog
SELECT name FROM v$database;
-- allow
SELECT id FROM user_orders;
-- dialect mysql
-- deny system-catalog
SELECT user FROM mysql.user;
-- dialect sqlite
-- deny system-catalog
SELECT name FROM sqlite_master;
