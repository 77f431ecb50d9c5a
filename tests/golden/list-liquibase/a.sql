--liquibase formatted sql

--changeset alice:1
CREATE TABLE t (id bigint PRIMARY KEY);

--changeset bob:2 runInTransaction:false
CREATE INDEX CONCURRENTLY t_i ON t (id);
--rollback DROP INDEX t_i;
