-- A name is measured by itself, however it is written.
-- allow
CREATE TABLE a (id int);
-- allow
CREATE TABLE users (id int);
-- allow
CREATE TABLE reporting_warehouse.users (id int);
-- allow
CREATE TABLE IF NOT EXISTS "abcdefghij" (id int);
-- deny name-length
CREATE TABLE abcdefghijk (id int);
-- deny name-length
CREATE TABLE "customer_order_lines" (id int);
-- deny name-length
ALTER TABLE orders RENAME TO customer_order_lines;
-- allow
ALTER TABLE customer_order_lines ADD COLUMN a_rather_long_name_for_a_column int;
-- allow
CREATE SCHEMA reporting_warehouse;
-- allow
CREATE SCHEMA "thirty_characters_are_allowed_";
-- deny name-length
CREATE SCHEMA reporting_warehouse_of_the_archive;
-- dialect tsql
-- deny name-length
CREATE TABLE dbo.[customer order lines] (id int);
-- dialect mysql
-- deny name-length
CREATE TABLE `customer_order_lines` (id int);
