-- migrate:up
CREATE TABLE a (id bigint);

-- migrate:down
DROP TABLE a;
