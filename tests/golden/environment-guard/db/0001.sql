--liquibase formatted sql
--changeset ada:1
CREATE TABLE ${schema}.t (id bigint PRIMARY KEY);
--rollback not required
--changeset ada:2 context:"dev or prdo"
CREATE TABLE u (id bigint PRIMARY KEY);
--rollback not required
--changeset ada:3 context:"!prod"
CREATE TABLE v (id bigint PRIMARY KEY);
--rollback not required
--changeset ada:4 context:"dev and prod"
CREATE TABLE w (id bigint PRIMARY KEY);
--rollback not required
--changeset ada:5
INSERT INTO v (id) VALUES ('a@example.com');
--rollback not required
--changeset ada:6 context:test
INSERT INTO v (id) VALUES ('a@example.com');
--rollback not required
