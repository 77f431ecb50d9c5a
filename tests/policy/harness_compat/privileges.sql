-- Privileges for everybody; who may log in.
-- deny grant-public
GRANT SELECT ON orders TO PUBLIC;
-- deny grant-public
GRANT ALL ON ALL TABLES IN SCHEMA app TO "public";
-- allow
GRANT SELECT ON orders TO publicist;
-- allow
INSERT INTO notes (text) VALUES ('grant select on orders to public');
-- deny role-ddl
CREATE ROLE readers;
-- deny role-ddl
ALTER USER ada WITH LOGIN;
-- deny role-ddl
DROP GROUP clerks;
-- allow
INSERT INTO notes (text) VALUES ('create role readers');
-- allow
CREATE TABLE roles (user_id int);
-- dialect oracle
-- deny role-ddl
CREATE USER ada IDENTIFIED BY x;
-- deny grant-public
GRANT SELECT ON orders TO PUBLIC;
-- dialect tsql
-- deny role-ddl
CREATE LOGIN ada WITH PASSWORD = 'x';
-- deny role-ddl
DROP USER ada;
-- deny forbidden-call
EXEC sp_addlogin 'ada', 'x';
-- deny forbidden-call
EXEC sp_addrolemember 'db_owner', 'ada';
