SET lock_timeout = '2s';
CREATE TABLE orders (id bigint);
