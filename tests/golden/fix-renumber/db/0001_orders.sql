SET lock_timeout = '2s';
CREATE TABLE orders (id bigint NOT NULL, total numeric, customer_id bigint, number text);
CREATE TABLE customers (id bigint PRIMARY KEY);

-- rollback
SET lock_timeout = '2s';
DROP TABLE customers;
DROP TABLE orders;
