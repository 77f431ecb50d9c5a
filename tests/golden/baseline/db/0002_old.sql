DROP TABLE carts;
DROP TABLE seats;
CREATE INDEX orders_note ON orders (note);
