-- Only what drops a table is refused, on whatever engine.
-- allow
ALTER TABLE users DROP COLUMN legacy;
-- allow
ALTER TABLE users ALTER COLUMN legacy DROP DEFAULT;
-- allow
INSERT INTO menu(kind) VALUES ('dropdown');
-- allow
CREATE TABLE backdrop(id int);
-- allow
COMMENT ON TABLE users IS 'do not DROP TABLE users';
-- deny drop-table
DROP TABLE users;
-- deny drop-table
drop
  table if exists "Users"
  cascade;
-- deny drop-table
DO $$ BEGIN DROP TABLE users; END $$;
-- dialect mysql
-- deny drop-table
DROP TABLE `users`;
-- dialect oracle
-- deny drop-table
DROP TABLE users CASCADE CONSTRAINTS;
-- dialect tsql
-- deny drop-table
DROP TABLE [dbo].[users];
-- dialect sqlite
-- deny drop-table
DROP TABLE users;
-- dialect spanner
-- deny drop-table
DROP TABLE users;
