-- branchline: contexts shop
-- What the shop needs.

-- how many
ALTER TABLE orders ADD COLUMN quantity int;

-- by customer
CREATE INDEX orders_customer_idx ON orders (customer_id); -- for the list

ALTER TABLE orders
  ADD CONSTRAINT orders_total_check CHECK (total >= 0),
  ADD FOREIGN KEY (customer_id) REFERENCES customers (id), -- numbers are unique
  ADD UNIQUE (number);
ALTER TABLE orders ALTER COLUMN customer_id SET NOT NULL;

-- rollback
ALTER TABLE orders ALTER COLUMN customer_id DROP NOT NULL;
ALTER TABLE orders DROP CONSTRAINT orders_number_key;
ALTER TABLE orders DROP CONSTRAINT orders_customer_id_fkey;
ALTER TABLE orders DROP CONSTRAINT orders_total_check;
DROP INDEX orders_customer_idx;
ALTER TABLE orders DROP COLUMN quantity;
