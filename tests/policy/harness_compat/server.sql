-- What belongs to the server, and which database a change is for.
-- deny instance-ddl
CREATE TABLESPACE fast LOCATION '/mnt/fast';
-- deny instance-ddl
CREATE DATABASE shop;
-- deny drop-database
DROP DATABASE shop;
-- deny server-config
ALTER SYSTEM SET work_mem = '1GB';
-- deny server-config
ALTER DATABASE shop SET work_mem = '1GB';
-- allow
CREATE TABLE t (id int) TABLESPACE fast;
-- allow
INSERT INTO notes (text) VALUES ('create database shop');
-- dialect oracle
-- deny instance-ddl
CREATE PROFILE clerks LIMIT SESSIONS_PER_USER 2;
-- deny instance-ddl
DROP TABLESPACE fast INCLUDING CONTENTS;
-- deny server-config
ALTER SYSTEM SET open_cursors = 400;
-- dialect tsql
-- deny use-database
USE master;
-- dialect mysql
-- deny use-database
USE mysql;
-- deny set-global
SET GLOBAL max_connections = 500;
-- deny instance-ddl
INSTALL PLUGIN audit SONAME 'audit.so';
-- allow
CREATE TABLE t (id int);
